import Findings
import Lessons
import OwnershipAnalysis

/// What the features look at: one file as the user sees it, and what is known of it.
///
/// Facts and findings must be those of this very text; whoever keeps results beyond an edit moves them first.
package struct DocumentView: Sendable {
  package var path: String
  package var text: [UInt8]
  /// Of the functions that are looked at: the one around the cursor, or all of the file.
  package var functions: [FunctionFacts]
  /// Of the file, as they are shown: without those that comments silence.
  package var findings: [Finding]
  /// Which classes can keep which others alive.
  package var types: OwnershipGraph?
  package var links: LessonLinks

  package init(
    path: String, text: [UInt8], functions: [FunctionFacts], findings: [Finding] = [],
    types: OwnershipGraph? = nil,
    links: LessonLinks = LessonLinks()
  ) {
    (self.path, self.text, self.functions, self.findings) = (path, text, functions, findings)
    (self.types, self.links) = (types, links)
  }

  /// The function around a byte offset, the innermost of several.
  func function(at offset: Int) -> FunctionFacts? {
    functions.filter {
      $0.range.path == path && $0.range.startOffset <= offset && offset < $0.range.endOffset
    }
    .min { $0.range.endOffset - $0.range.startOffset < $1.range.endOffset - $1.range.startOffset }
  }
}
