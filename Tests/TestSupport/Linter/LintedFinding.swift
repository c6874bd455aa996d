import Findings
import Foundation

/// A finding as the JSON report shows it, as far as tests look at it.
package struct LintedFinding: Hashable, Sendable, Decodable {
  package var rule: Rule
  package var severity: Severity
  package var message: String
  /// Relative to the folder the linter ran in.
  package var path: String
  package var range: Range
  package var function: String
  package var fingerprint: String
  package var story: [Step]
  /// Nil when nobody asked.
  package var fixes: [LintedFix]?

  package init(
    rule: Rule, severity: Severity, message: String, path: String, range: Range, function: String,
    fingerprint: String, story: [Step]
  ) {
    (self.rule, self.severity, self.message, self.path) = (rule, severity, message, path)
    (self.range, self.function, self.fingerprint, self.story) = (range, function, fingerprint, story)
  }

  package struct Range: Hashable, Sendable, Decodable {
    package var start: Position
    package init(start: Position) { self.start = start }
  }

  package struct Position: Hashable, Sendable, Decodable {
    package var line: Int
    package var column: Int
    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  package struct Step: Hashable, Sendable, Decodable {
    package var text: String
    package var path: String
    package var range: Range
    package var line: Int { range.start.line }
  }

  package var line: Int { range.start.line }

  /// Whether the message or a step of the story says this.
  package func says(_ text: String) -> Bool {
    text.isEmpty || message.contains(text) || story.contains { $0.text.contains(text) }
  }

  /// Without the severity and the rest, for lists of what went wrong.
  package var summary: String { "\(path):\(line): \(rule.rawValue): \(message)" }

  /// The comment that would expect it.
  package var annotation: String { "// expect: \(rule.rawValue)" }
}

/// The report of one run.
package struct LintRun: Sendable, Decodable {
  package var findings: [LintedFinding]
  package var failures: [Failure]

  package struct Failure: Hashable, Sendable, Decodable {
    package var path: String
    package var reason: String
  }
}

/// Lints files as one program, through the binary and its JSON report.
package func lint(
  _ paths: [String], in folder: URL = Repository.root, configuration: URL? = nil, options: [String] = [],
  flags: [String] = []
) throws -> LintRun {
  let options = (configuration.map { ["--config", $0.path] } ?? []) + options
  let arguments =
    ["lint", "--format", "json", "--jobs", "1"] + options + paths + (flags.isEmpty ? [] : ["--"] + flags)
  let result = try run(Repository.ownscope.path, arguments, directory: folder, seconds: 120)
  guard result.exitCode == 0 || result.exitCode == 2 else {
    throw LintError(
      text: "ownscope \(arguments.joined(separator: " ")) ended with \(result.exitCode): \(result.errors)")
  }
  return try JSONDecoder().decode(LintRun.self, from: Data(result.output.utf8))
}

package struct LintError: Error, CustomStringConvertible {
  package var text: String
  package var description: String { text }
}

extension Fixture {
  /// The fixture's findings.
  package func lint() throws -> LintRun {
    try TestSupport.lint(sources.map { Repository.relative($0.path) }, configuration: configuration)
  }

  /// The fixture with its files' texts changed, as files of another folder.
  package func lint(changing text: (FixtureFile) -> String) throws -> LintRun {
    let folder = try temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: folder) }
    if let configuration {
      let copy = folder.appendingPathComponent(configuration.lastPathComponent)
      try FileManager.default.copyItem(at: configuration, to: copy)
    }
    for file in files {
      let url = folder.appendingPathComponent((file.path as NSString).lastPathComponent)
      try text(file).write(to: url, atomically: true, encoding: .utf8)
    }
    return try TestSupport.lint(
      sources.map { ($0.path as NSString).lastPathComponent }, in: folder,
      configuration: configuration.map {
        folder.appendingPathComponent($0.lastPathComponent)
      })
  }
}
