import EditorFeatures
import Lessons
import TestSupport
import Testing

@Suite("Hover over the fixtures")
struct HoverMarksTests {
  @Test("Every marked point of the fixtures says what its mark says")
  func marks() throws {
    let fixtures = try Fixture.all().filter { fixture in fixture.files.contains { !$0.hovers.isEmpty } }
    var count = 0
    var silent = 0
    let objections = try parallelMap(fixtures) { fixture in
      let looked = try LookedAt(fixture.sources.map(\.path), configuration: fixture.configuration?.path)
      return fixture.files.flatMap { file in
        file.hovers.compactMap { mark -> String? in
          let offset = file.text.offset(line: mark.line, column: mark.column)
          let hover = looked.view(of: file.path, file.text, at: offset).hover(at: offset)
          return mark.objection(to: hover?.plainText).map {
            "\(Repository.relative(file.path)):\(mark.markLine): \($0)"
          }
        }
      }
    }
    for mark in fixtures.flatMap(\.files).flatMap(\.hovers) {
      count += 1
      silent += mark.texts.isEmpty ? 1 : 0
    }
    print("\(count) hover marks in \(fixtures.count) fixtures, \(silent) of them where nothing is said")
    for objection in objections.joined() { Issue.record("\(objection)") }
    #expect(count >= 60)
    #expect(silent >= 5)
  }

  @Test("A hover is at most twelve lines, a sentence and a link, in Markdown and in plain text")
  func form() throws {
    let links = LessonLinks(baseURL: "https://example.org/lesson")
    for fixture in try Fixture.all() where fixture.name.hasPrefix("use-after-free/") || fixture.isCPlusPlus {
      guard fixture.files.contains(where: { !$0.hovers.isEmpty }) else { continue }
      let looked = try LookedAt(fixture.sources.map(\.path), configuration: fixture.configuration?.path)
      for file in fixture.files {
        let view = looked.view(of: file.path, file.text, links: links)
        // Where words begin: a hover is about a word.
        for offset in view.text.indices.dropFirst()
        where view.text[offset - 1] == UInt8(ascii: " ") || view.text[offset - 1] == UInt8(ascii: "(") {
          guard let hover = view.hover(at: offset) else { continue }
          #expect(hover.lines.count <= Hover.longest && !hover.lines.isEmpty, "\(file.path) at \(offset)")
          #expect(
            hover.markdown.hasSuffix("](\(hover.url))") && hover.url.hasPrefix("https://example.org/lesson#"))
          #expect(hover.lines.allSatisfy { $0.count { $0 == "`" } % 2 == 0 }, "\(hover.lines)")
          #expect(!hover.plainText.contains("`") && !hover.plainText.contains("**"))
        }
      }
    }
  }

  @Test("A mark that is malformed, or stands nowhere, is a mistake")
  func malformed() {
    #expect(throws: FixtureProblem.self) { try HoverMark.parse("f();\n//^ hover: something", path: "x.c") }
    #expect(throws: FixtureProblem.self) { try HoverMark.parse("  //^ hover: none", path: "x.c") }
  }

  @Test("A mark points at the line of code above it and its column")
  func parsing() throws {
    let marks = try HoverMark.parse(
      "f();\n  g(p);\n  //^ hover: \"a\" \"b\"\n// ^ hover: none\n", path: "x.c")
    #expect(
      marks == [
        HoverMark(line: 2, column: 5, texts: ["a", "b"], markLine: 3),
        HoverMark(line: 2, column: 4, texts: [], markLine: 4),
      ])
    #expect(marks[0].objection(to: "x a y b") == nil)
    #expect(marks[0].objection(to: "b a") != nil)
    #expect(marks[0].objection(to: nil) != nil)
    #expect(marks[1].objection(to: nil) == nil)
    #expect(marks[1].objection(to: "x") != nil)
  }
}
