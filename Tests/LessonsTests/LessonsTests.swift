import Findings
import Lessons
import Testing

@Suite struct LessonsTests {
  @Test(arguments: Rule.allCases)
  func everyRuleHasAnArticleThatMatchesTheCatalogue(_ rule: Rule) throws {
    let article = try #require(RuleExplanation(rule))
    #expect(article.markdown.hasPrefix("# \(rule.info.title)\n"))
    for title in [
      "What it means", "Why it is dangerous", "Before", "After", "How Ownscope sees it", "How to fix it",
      "See it happen",
    ] {
      #expect(article.section(title)?.isEmpty == false, "\(rule.rawValue) has no section \(title)")
    }
    #expect(article.before != article.after)
    #expect(article.before?.contains("```") == false)
  }

  @Test func anArticleAloneLinksToThePage() throws {
    let article = try #require(RuleExplanation(.ownershipConflict))
    #expect(article.markdown.contains("](#double-free)"))
    let links = LessonLinks(baseURL: "https://example.org/l/")
    #expect(article.markdown(links).contains("](https://example.org/l/#double-free)"))
    #expect(!article.markdown(links).contains("](#"))
  }

  @Test func linksUseTheConfiguredPageOrTheOneThatShips() {
    #expect(
      LessonLinks(baseURL: "https://example.org/l/").url(of: .doubleFree)
        == "https://example.org/l/#double-free")
    let shipped = LessonLinks().url(of: .leak)
    #expect(shipped.hasPrefix("file:///"))
    #expect(shipped.hasSuffix("/lesson.html#leak"))
    #expect(LessonLinks().url(of: LessonSection.stackVsHeap).hasSuffix("#stack-vs-heap"))
  }
}
