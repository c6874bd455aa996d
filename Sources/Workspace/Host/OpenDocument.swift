import ClangFrontend
import SourceText

/// A document as the editor has it.
package struct OpenDocument: Sendable, Hashable {
  /// Absolute.
  package var path: String
  package var version: Int
  package var text: EditableText

  package init(path: String, version: Int, text: EditableText) {
    self.path = path
    self.version = version
    self.text = text
  }

  var unsavedFile: UnsavedFile { UnsavedFile(path: path, contents: text.string) }
}
