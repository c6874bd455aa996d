import Findings
import Foundation
import JSONText
import Synchronization
import TestSupport
import Testing

/// Fixtures as somebody would load them into the page: the flaws that Prove it shows are those that the oracle saw.
///
/// Each flawed case is a run of its own and a file's correct ones are one together, so all of them take the better part
/// of an hour: `make prove`. A test run takes a few, other ones as fixtures come and go.
@Suite("Fixtures through Prove it")
struct ProvenFixtureTests {
  private struct Program: Sendable {
    var fixture: String
    var cases: [String]
    var language: String
    var source: String
    /// The case has a flaw that runs show.
    var isFlawed: Bool
    /// What the oracle saw that the linter is known to miss, or that only its ledger of handles can see: no tool knows
    /// that a pipe is not closed as a file is.
    var mayBeUnseen: Bool
    var hasMisses: Bool
  }

  private static func programs() throws -> [Program] {
    try Fixture.all().filter { $0.files.count == 1 && $0.configuration == nil }.flatMap { fixture in
      let file = fixture.files[0]
      let shown = fixture.cases.filter { fixture.reasonForNoOracle(of: $0.name) == nil }
      func program(_ cases: [FixtureCase], isFlawed: Bool) -> Program {
        let calls = cases.map { "  \($0.name)();\n" }.joined()
        let isWhole = cases.map(\.name) == ["main"]
        return Program(
          fixture: fixture.name, cases: cases.map(\.name), language: fixture.isCPlusPlus ? "cpp" : "c",
          source: isWhole ? file.text : file.text + "\nint main(void) {\n\(calls)  return 0;\n}\n",
          isFlawed: isFlawed,
          mayBeUnseen: cases.contains { fixture.expectedRules(of: $0.name) == [.mismatchedDeallocation] },
          hasMisses: cases.contains { entry in
            fixture.annotations(of: entry.name).contains { $0.kind == .missed }
          })
      }
      let flawed = shown.filter { !fixture.expectedRules(of: $0.name).isEmpty }
      let correct = shown.filter { fixture.expectedRules(of: $0.name).isEmpty }
      return flawed.map { program([$0], isFlawed: true) }
        + (correct.isEmpty ? [] : [program(correct, isFlawed: false)])
    }
  }

  @Test("What Prove it confirms is what the oracle saw")
  func verdicts() throws {
    let isAll = ProcessInfo.processInfo.environment["OWNSCOPE_ALL_PROOFS"] != nil
    let all = try Self.programs()
    // Of handles the tools of the page see less than the oracle's ledger: those are for the long run.
    let few = all.filter { !$0.mayBeUnseen && !$0.fixture.hasPrefix("resource-leak") }
    let chosen = isAll ? all : few.enumerated().filter { $0.offset % 60 == 7 }.map(\.element)
    let server = try PlaygroundProcess(["--workers", "1", "--runs", "2", "--keep", temporaryDirectory().path])
    let port = server.port
    let problems = try parallelMap(chosen) { program -> String? in
      do {
        let problem = try Self.problem(of: program, port: port)
        // A long run tells of it right away.
        if let problem { print("otherwise:", problem) }
        return problem
      } catch {
        return "\(program.fixture) \(program.cases): \(error)"
      }
    }.compactMap { $0 }
    print("\(chosen.count) of \(all.count) programs proved, \(problems.count) otherwise than by the oracle")
    for problem in problems {
      if Self.known.contains(where: problem.hasPrefix) {
        withKnownIssue { Issue.record("\(problem)") }
      } else {
        Issue.record("\(problem)")
      }
    }
  }

  /// What is still to be mended: the sanitizer reports these in a header of the library or of another owner of the ring,
  /// where the page does not see that our finding means the same; a build for debugging runs into the page's time.
  private static let known = [
    "use-after-move/owners bad_shared:", "reference-cycle/rings bad_adopted:", "leak/lasting_states bad_stays:",
  ]

  /// What the verdict of a run has that the oracle's has not, or the other way round.
  private static func problem(of program: Program, port: Int) throws -> String? {
    let socket = try WebSocketClient(port: port, path: "/run", seconds: 300)
    let request: JSONValue = [
      "language": .string(program.language), "source": .string(program.source), "mode": "prove", "stdin": "",
    ]
    socket.send(request.text(indented: false))
    var verdict: JSONValue?
    var others: [String] = []
    while let event = socket.json(), event["event"] != "done" {
      if event["event"] == "verdict" { verdict = event }
      if event["event"] == "unavailable" || event["event"] == "compiler" { others.append(event.text(indented: false)) }
    }
    let name = "\(program.fixture) \(program.cases.joined(separator: " "))"
    guard let verdict else { return "\(name): no verdict: \(others)" }
    let confirmed = (verdict["findings"]?.arrayValue ?? []).filter { $0["verdict"] == "confirmed" }
    let unpredicted = verdict["unpredicted"]?.arrayValue ?? []
    if !program.hasMisses, !program.mayBeUnseen, !unpredicted.isEmpty {
      return "\(name): not predicted: \(unpredicted.map { $0.text(indented: false) })"
    }
    if program.isFlawed {
      return confirmed.isEmpty && !program.hasMisses && !program.mayBeUnseen ? "\(name): nothing is confirmed" : nil
    }
    return confirmed.isEmpty ? nil : "\(name): confirmed: \(confirmed.map { $0.text(indented: false) })"
  }
}
