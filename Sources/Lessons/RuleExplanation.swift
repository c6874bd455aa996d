import Findings

/// The article of the lesson about one rule: what it means, an example, how to fix it.
package struct RuleExplanation: Sendable, Hashable {
  package let rule: Rule
  /// The whole article, its title as a first-level heading.
  package let markdown: String

  /// Loads the article that ships with the program. nil when its resources are gone.
  package init?(_ rule: Rule) {
    guard let markdown = LessonResources.text(at: "Resources/rules/\(rule.rawValue).md") else { return nil }
    self.rule = rule
    self.markdown = markdown
  }

  /// The article for readers who have no more of the lesson than this: what leads to other parts leads to the page.
  package func markdown(_ links: LessonLinks) -> String {
    links.page.isEmpty ? markdown : markdown.replacing("](#", with: "](\(links.page)#")
  }

  /// The text under the second-level heading `title`, without the heading.
  package func section(_ title: String) -> String? {
    let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(where: { $0 == "## \(title)" }) else { return nil }
    let body = lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }
    return String(body.joined(separator: "\n").trimmingNewlines())
  }

  /// What the example looks like with the flaw, and without.
  package var before: String? { section("Before").map(Self.code) }
  package var after: String? { section("After").map(Self.code) }

  /// The lines between the fences.
  private static func code(_ section: String) -> String {
    section.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("```") }
      .joined(separator: "\n")
  }
}

extension String {
  fileprivate func trimmingNewlines() -> Substring {
    var text = self[...]
    while text.first == "\n" { text.removeFirst() }
    while text.last == "\n" { text.removeLast() }
    return text
  }
}
