import Foundation
import JSONRPC
import LanguageServerProtocol
import SourceText
import Synchronization
import TestSupport
import Testing

@Suite("Quick fixes on the fixtures, through an editor")
struct FixtureFixTests {
  @Test("Every fix that is offered, applied as an editor applies it, leaves a text without the finding")
  func everyFix() throws {
    let fixtures = try Fixture.all().filter { $0.name.hasPrefix("lesson") || Self.isChosen($0.name) }
    let half = fixtures.count / 2
    let outcomes = try parallelMap([Array(fixtures[..<half]), Array(fixtures[half...])]) { try Self.tryOut($0) }
    let (a, b) = (outcomes[0], outcomes[1])
    print("\(a.fixes + b.fixes) fixes of \(a.findings + b.findings) findings applied in \(fixtures.count) fixtures")
    #expect(a.fixes + b.fixes > 100)
    let problems = a.problems + b.problems
    if !problems.isEmpty { Issue.record("\(problems.joined(separator: "\n"))") }
  }

  /// A third of them: the linter's own test goes through all.
  private static func isChosen(_ name: String) -> Bool { TextHash(name.utf8).description.utf8.last! % 3 == 0 }

  private struct Outcome {
    var findings = 0
    var fixes = 0
    var problems: [String] = []
  }

  private static func tryOut(_ fixtures: [Fixture]) throws -> Outcome {
    var outcome = Outcome()
    let client = try LanguageClient()
    try client.begin(
      root: Repository.fixtures.path, options: .object(["backgroundAnalysis": .bool(false)]))
    for fixture in fixtures { try tryOut(fixture, client, &outcome) }
    _ = try client.end()
    return outcome
  }

  private static func tryOut(
    _ fixture: Fixture, _ client: LanguageClient, _ outcome: inout Outcome
  ) throws {
    var texts: [String: String] = [:]
    for source in fixture.sources {
      texts[source.path] = try String(contentsOfFile: source.path, encoding: .utf8)
    }
    for (path, text) in texts.sorted(by: { $0.key < $1.key }) { client.open(path, text, version: 1) }
    var version = 1
    for path in texts.keys.sorted() {
      let diagnostics = try settled(client, path, version)
      for diagnostic in diagnostics where diagnostic.data?["twin"] == nil {
        outcome.findings += 1
        guard let edit = try edit(for: diagnostic, client, path) else { continue }
        outcome.fixes += 1
        version += 1
        for (other, text) in texts { client.change(other, edit.applied(to: text, at: other), version: version) }
        let after = try settled(client, path, version)
        let fingerprint = diagnostic.data?["fingerprint"]
        if after.contains(where: { $0.data?["fingerprint"] == fingerprint && $0.data?["twin"] == nil }) {
          outcome.problems.append("\(fixture.name):\(diagnostic.range.start.line + 1): still there: \(diagnostic.message)")
        }
        if after.count(where: { $0.data?["twin"] == nil }) >= diagnostics.count(where: { $0.data?["twin"] == nil }) {
          outcome.problems.append("\(fixture.name):\(diagnostic.range.start.line + 1): as many findings as before")
        }
        version += 1
        for (other, text) in texts { client.change(other, text, version: version) }
        _ = try settled(client, path, version)
      }
    }
    for path in texts.keys.sorted() {
      client.notify(DidCloseTextDocument(textDocument: .init(uri: DocumentURI.uri(of: path))))
    }
  }

  /// The diagnostics of a version when all files of the fixture have been looked at.
  private static func settled(
    _ client: LanguageClient, _ path: String, _ version: Int
  ) throws -> [Diagnostic] {
    try client.diagnostics(of: path, version: version, within: 60)
  }

  private static func edit(
    for diagnostic: Diagnostic, _ client: LanguageClient, _ path: String
  ) throws -> WorkspaceEdit? {
    let actions =
      try client.request(
        CodeActionRequest(
          textDocument: .init(uri: DocumentURI.uri(of: path)), range: diagnostic.range,
          context: .init(diagnostics: [diagnostic], only: ["quickfix"]))) ?? []
    guard case .action(let action)? = actions.first, action.isPreferred == true else { return nil }
    return try client.ask(CodeActionResolve.method, action, as: CodeAction.self).edit
  }
}
