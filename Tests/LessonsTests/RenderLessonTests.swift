import Findings
import Foundation
import TestSupport
import Testing

/// What the page could not show stops the build, with the place in the source.
@Suite("Rendering the lesson")
struct RenderLessonTests {
  private let sources = Repository.root.appendingPathComponent("Sources/Lessons/Resources")

  /// Renders the lesson with one file changed.
  private func render(_ path: String = "", changing change: (String) -> String = { $0 }) throws
    -> CommandResult
  {
    let sandbox = try Sandbox()
    let articles = Rule.allCases.map { "rules/\($0.rawValue).md" }
    let drawings = try FileManager.default.contentsOfDirectory(
      atPath: sources.appendingPathComponent("diagrams").path
    ).map { "diagrams/\($0)" }
    for name in ["lesson.md"] + articles + drawings {
      let text = try String(contentsOf: sources.appendingPathComponent(name), encoding: .utf8)
      try sandbox.write(name, name == path ? change(text) : text)
    }
    let tool = Repository.ownscope.deletingLastPathComponent().appendingPathComponent("RenderLesson").path
    return try run(tool, [sandbox["lesson.html"], sandbox["lesson.md"]] + articles.map { sandbox[$0] })
  }

  @Test("What ships is rendered without a complaint")
  func complete() throws {
    let result = try render()
    #expect(result.exitCode == 0 && result.errors.isEmpty, "\(result.errors)")
  }

  @Test(
    "A flaw is named with its file and line",
    arguments: [
      ("rules/leak.md", "\n<b>loud</b>\n", "HTML in the text"),
      (
        "rules/leak.md", "\n[x](#no-such-place)\n",
        "leak.md:98: error: the link #no-such-place leads nowhere"
      ),
      ("rules/leak.md", "\n#### Too deep\n", "no level is skipped"),
      ("rules/leak.md", "\n# Another title\n", "one heading of level 1"),
      ("rules/leak.md", "\nA ![drawing](diagrams/stack-and-heap.svg) in a line.\n", "a paragraph of its own"),
      ("rules/leak.md", "\n![](diagrams/stack-and-heap.svg)\n", "needs a description"),
      ("rules/leak.md", "\n![x](diagrams/none.svg)\n", "cannot be read"),
      ("rules/leak.md", "\n![again](diagrams/stack-and-heap.svg)\n", "two elements have the id"),
      ("rules/leak.md", "\n## Before\n", "two elements have the id 'leak-before'"),
    ])
  func flaws(_ path: String, _ added: String, _ complaint: String) throws {
    let result = try render(path) { $0 + added }
    #expect(result.exitCode == 1)
    #expect(result.errors.contains(complaint) && result.errors.contains(": error: "), "\(result.errors)")
  }

  @Test("A drawing needs words, and no colours of its own")
  func drawings() throws {
    let mute = try render("diagrams/stack-and-heap.svg") { $0.replacing("<desc id=", with: "<metadata id=") }
    #expect(mute.exitCode == 1 && mute.errors.contains("stack-and-heap.svg: error: "), "\(mute.errors)")
    let coloured = try render("diagrams/stack-and-heap.svg") {
      $0.replacing("<rect ", with: "<rect fill=\"red\" ")
    }
    #expect(coloured.exitCode == 1 && coloured.errors.contains("fill= has no place"), "\(coloured.errors)")
  }

  @Test("A section of the lesson that rules point into must be there")
  func sections() throws {
    let result = try render("lesson.md") { $0.replacing("## Stack vs Heap", with: "## Stacks and heaps") }
    #expect(result.exitCode == 1 && result.errors.contains("'Stack vs Heap' is missing"), "\(result.errors)")
  }
}
