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

  @Test func thePageHasAnAnchorForEveryRuleAndSection() throws {
    let page = try #require(LessonPage.html)
    for rule in Rule.allCases { #expect(page.contains("<article id=\"\(rule.lessonAnchor)\"")) }
    for section in LessonSection.allCases {
      #expect(page.contains("id=\"\(section.rawValue)\">\(section.title)<"))
    }
  }

  @Test func everyLinkOnThePageLeadsSomewhereAndNoIdIsThereTwice() throws {
    let page = try #require(LessonPage.html)
    let ids = page.split(separator: "id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(Set(ids).count == ids.count)
    for target in page.split(separator: "href=\"#").dropFirst().map({ $0.prefix { $0 != "\"" } }) {
      #expect(ids.contains(target), "#\(target) leads nowhere")
    }
  }

  @Test func thePageIsAccessible() throws {
    let page = try #require(LessonPage.html)
    #expect(page.contains("<html lang=\"en\">"))
    #expect(page.contains("<main id=\"main\">"))
    #expect(page.contains("<nav aria-label="))
    #expect(page.split(separator: "<h1").count == 2)
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
