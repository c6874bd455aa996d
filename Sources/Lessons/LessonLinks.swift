import Findings
import SourceText

/// Where the lesson is: on the web when the configuration says so, else the page that ships with the program.
package struct LessonLinks: Sendable, Hashable {
  /// Without an anchor; empty when there is no lesson anywhere.
  package let page: String

  package init(baseURL: String? = nil) {
    page = baseURL ?? Self.shippedPage
  }

  package func url(of rule: Rule) -> String { page.isEmpty ? "" : page + "#" + rule.lessonAnchor }

  package func url(of section: LessonSection) -> String { page.isEmpty ? "" : page + "#" + section.rawValue }

  /// The rendered page as a `file:` URL.
  private static let shippedPage: String = {
    guard let directory = LessonResources.directory else { return "" }
    return DocumentURI.uri(of: directory + "/lesson.html")
  }()
}
