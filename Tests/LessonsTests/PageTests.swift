import Findings
import Lessons
import Testing

/// What a reader, a browser or a screen reader counts on.
@Suite("Lesson page")
struct PageTests {
  /// An element's opening tag.
  struct Tag {
    let name: Substring
    let attributes: [Substring: Substring]
  }

  private let page: String
  private let tags: [Tag]

  init() throws {
    page = try #require(LessonPage.html)
    tags = page.matches(of: /<([a-zA-Z][a-zA-Z0-9]*)([^>]*)>/).map { tag in
      let attributes = tag.2.matches(of: /([a-zA-Z-]+)="([^"]*)"/).map { ($0.1, $0.2) }
      return Tag(name: tag.1, attributes: Dictionary(attributes) { first, _ in first })
    }
  }

  private var ids: [Substring] { tags.compactMap { $0.attributes["id"] } }

  private func tags(_ name: String) -> [Tag] { tags.filter { $0.name == name } }

  @Test("Every rule, every section of an article and every section of the lesson has its anchor")
  func anchors() {
    let sections = [
      "title", "what-it-means", "why-it-is-dangerous", "before", "after", "how-ownscope-sees-it",
      "how-to-fix-it",
      "see-it-happen",
    ]
    for rule in Rule.allCases {
      #expect(tags("article").contains { $0.attributes["id"] == rule.lessonAnchor[...] })
      for section in sections { #expect(ids.contains("\(rule.lessonAnchor)-\(section)")) }
    }
    for section in LessonSection.allCases {
      #expect(page.contains("id=\"\(section.rawValue)\">\(section.title)<"))
    }
  }

  @Test("No id is there twice, and whatever refers to one finds it")
  func references() {
    #expect(Set(ids).count == ids.count)
    let known = Set(ids)
    var count = 0
    for tag in tags {
      var targets = (tag.attributes["aria-labelledby"] ?? "").split(separator: " ")
      if let link = tag.attributes["href"], link.hasPrefix("#") { targets.append(link.dropFirst()) }
      if let marker = tag.attributes["marker-end"] {
        targets.append(marker.dropFirst("url(#".count).dropLast())
      }
      for target in targets { #expect(known.contains(target), "#\(target) leads nowhere") }
      count += targets.count
    }
    #expect(count > 60)
  }

  @Test("Headings go down one level at a time, below one title")
  func headings() {
    let levels = tags.compactMap { $0.name.wholeMatch(of: /h([1-6])/).flatMap { Int($0.1) } }
    #expect(levels.first == 1 && levels.filter { $0 == 1 }.count == 1)
    for (above, below) in zip(levels, levels.dropFirst()) { #expect(below <= above + 1) }
    #expect(levels.count > 11 * 8)
  }

  @Test("Landmarks, language, and a way past the contents")
  func landmarks() throws {
    #expect(tags("html").first?.attributes["lang"] == "en")
    #expect(tags("main").count == 1 && tags("nav").count == 1)
    #expect(tags("nav").first?.attributes["aria-labelledby"] != nil)
    let firstLink = try #require(tags("a").first)
    #expect(firstLink.attributes["class"] == "skip" && firstLink.attributes["href"] == "#main")
  }

  @Test("Each drawing says in words what it shows, and takes its colours from the page")
  func drawings() {
    let drawings = page.matches(of: /(?s)<svg .*?<\/svg>/).map { String($0.output) }
    #expect(drawings.count == 3)
    for drawing in drawings {
      #expect(drawing.contains("role=\"img\""))
      let title = drawing.firstMatch(of: /<title id="([^"]+)">[^<]+<\/title>/)
      let words = drawing.firstMatch(of: /<desc id="([^"]+)">([^<]+)<\/desc>/)
      #expect(drawing.contains("aria-labelledby=\"\(title?.1 ?? "?") \(words?.1 ?? "?")\""))
      #expect((words?.2.count ?? 0) > 100)
      #expect(!drawing.contains("fill=") && !drawing.contains("stroke=") && !drawing.contains("style="))
    }
  }

  @Test("The keyboard reaches every block of code")
  func code() {
    let blocks = tags("pre")
    #expect(blocks.count > 40)
    for block in blocks {
      #expect(block.attributes["tabindex"] == "0" && block.attributes["role"] == "group")
      #expect(block.attributes["aria-label"]?.isEmpty == false)
    }
  }

  @Test("The page asks for nothing: no script, no style sheet, no picture, no font")
  func nothingIsLoaded() {
    for name in ["script", "link", "img", "iframe", "object", "image", "use", "base"] {
      #expect(tags(name).isEmpty, "<\(name)>")
    }
    for tag in tags { #expect(tag.attributes["src"] == nil && tag.attributes["style"] == nil) }
    #expect(!page.contains("@import") && !page.contains("@font-face"))
    for reference in page.matches(of: /url\(([^)]*)\)/) { #expect(reference.1.hasPrefix("#")) }
  }

  @Test("It can be read in the dark, on a phone and on paper")
  func media() {
    for query in ["prefers-color-scheme: dark", "@media print", "forced-colors"] {
      #expect(page.contains(query))
    }
    #expect(tags("meta").contains { $0.attributes["content"] == "width=device-width, initial-scale=1" })
  }
}
