import Findings
import Foundation
import Lessons
import TestSupport
import Testing

/// The programs of the lesson do what the lesson says of them.
@Suite("Lesson: its programs and commands")
struct LessonExampleTests {
  /// A fenced block of Markdown.
  struct Block {
    let language: Substring
    /// Behind the language.
    let name: Substring?
    let text: String
  }

  private static func blocks(in markdown: String) -> [Block] {
    markdown.matches(of: /(?s)(?:^|\n)```(\w+)(?: (\S+))?\n(.*?)\n```/).map {
      Block(language: $0.1, name: $0.2, text: $0.3 + "\n")
    }
  }

  /// Runs commands of the lesson as a reader would, with the linter under test on the path.
  private func shell(_ commands: String, in sandbox: Sandbox) throws -> CommandResult {
    let directory = Repository.ownscope.deletingLastPathComponent().path
    return try run(
      "/bin/sh", ["-c", "PATH=\"\(directory):$PATH\"\n\(commands)"],
      directory: URL(fileURLWithPath: sandbox.path),
      seconds: 200)
  }

  /// Whether some line of `output` has all parts of `line`, which leaves out by `…` what differs from run to run.
  private func has(_ output: String, _ line: some StringProtocol) -> Bool {
    output.split(separator: "\n").contains { candidate in
      var rest = candidate
      return line.components(separatedBy: "…").allSatisfy { part in
        guard let found = rest.firstRange(of: part) else { return false }
        rest = rest[found.upperBound...]
        return true
      }
    }
  }

  @Test("The one before is reported and fails as shown, the one after does neither", arguments: Rule.allCases)
  func example(_ rule: Rule) throws {
    let article = try #require(RuleExplanation(rule))
    let blocks = Self.blocks(in: article.markdown)
    let programs = blocks.filter { $0.name != nil }
    try #require(programs.count == 2)
    let sandbox = try Sandbox()
    let names = programs.map { String($0.name ?? "") }
    for (program, name) in zip(programs, names) { try sandbox.write(name, program.text) }
    #expect(names.map { $0.prefix { $0 != "." } } == ["before", "after"])

    let folder = URL(fileURLWithPath: sandbox.path)
    let reports = try names.map { try lint([$0], in: folder) }
    #expect(reports.allSatisfy { $0.failures.isEmpty })
    #expect(Set(reports[0].findings.map(\.rule)) == [rule])
    #expect(reports[1].findings.isEmpty, "\(reports[1].findings.map(\.summary))")

    let seen = Self.blocks(in: try #require(article.section("See it happen")))
    let commands = seen.filter { $0.language == "sh" }.map(\.text).joined()
    let lines = seen.filter { $0.language == "text" }.flatMap { $0.text.split(separator: "\n") }
    try #require(!commands.isEmpty && !lines.isEmpty)

    let before = try shell(commands, in: sandbox)
    for line in lines {
      #expect(has(before.output + before.errors, line), "not seen: \(line)\n\(before.output)\(before.errors)")
    }
    let after = try shell("set -e\n" + commands.replacing("before", with: "after"), in: sandbox)
    #expect(after.exitCode == 0, "\(after.output)\(after.errors)")
    for line in lines { #expect(!has(after.output + after.errors, line), "seen after the repair: \(line)") }
  }

  private var lesson: String {
    get throws {
      let file = Repository.root.appendingPathComponent("Sources/Lessons/Resources/lesson.md")
      return try String(contentsOf: file, encoding: .utf8)
    }
  }

  @Test("The programs of the lesson itself compile without a warning, run, and have no finding")
  func lessonPrograms() throws {
    let programs = Self.blocks(in: try lesson).filter { $0.name != nil }
    #expect(programs.count >= 2)
    for program in programs {
      let sandbox = try Sandbox()
      let name = String(program.name ?? "")
      try sandbox.write(name, program.text)
      let compiler = program.language == "cpp" ? "c++" : "cc"
      let result = try shell(
        "\(compiler) -Wall -Wextra -Werror -g -fsanitize=address,undefined \(name) -o program && ./program",
        in: sandbox)
      #expect(result.exitCode == 0, "\(name): \(result.errors)")
      #expect(try lint([name], in: URL(fileURLWithPath: sandbox.path)).findings.isEmpty)
    }
  }

  @Test("The exercises can be tried with the commands that stand there")
  func exercises() throws {
    let commands = Self.blocks(in: try lesson).filter { $0.language == "sh" }.flatMap {
      $0.text.split(separator: "\n")
    }
    try #require(commands.count >= 5)
    let sandbox = try Sandbox()
    let folder = Repository.fixtures.appendingPathComponent("lesson")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      try sandbox.write(name, try Data(contentsOf: folder.appendingPathComponent(name)))
      #expect(try lesson.contains(name), "the lesson does not name \(name)")
    }
    for command in commands {
      let result = try shell(String(command), in: sandbox)
      // The linter ends with 2 when it finds something, and the lesson calls it where there is something to find.
      let expected: Int32 = command.hasPrefix("ownscope lint") ? 2 : 0
      #expect(result.exitCode == expected, "\(command): \(result.output)\(result.errors)")
      if command.contains("valgrind") { #expect(result.errors.contains("definitely lost in loss record")) }
    }
  }
}
