import Findings
import JSONText
import Testing
import ToolReports

@testable import Playground

@Suite("Verdicts")
struct VerdictTests {
  private func finding(
    _ rule: String, line: Int, story: [(role: String, line: Int, text: String)]
  ) throws -> [AnalysedFinding] {
    func range(_ line: Int) -> JSONValue { ["start": ["line": .integer(line)]] }
    let report: JSONValue = [
      "findings": [
        [
          "rule": .string(rule), "fingerprint": "f", "message": "m", "range": range(line),
          "story": .array(
            story.map { ["role": .string($0.role), "text": .string($0.text), "range": range($0.line)] }),
        ]
      ]
    ]
    return try #require(AnalysedFinding.read(report))
  }

  private func report(_ kind: String, _ rule: Rule?, lines: [Int], tool: ToolReport.Tool = .addressSanitizer)
    -> ToolReport
  {
    var report = ToolReport(tool: tool, kind: kind, rule: rule, text: kind)
    report.stack = lines.map { .init(function: "f", file: "/src/main.c", line: $0) }
    return report
  }

  @Test("The same kind of flaw at a line of the story confirms; another kind, or another line, does not")
  func agreement() throws {
    let leak = try finding("leak", line: 9, story: [("allocated", 4, "allocated here")])
    func verdict(_ report: ToolReport) -> Verdict {
      Verdict(findings: leak, outputs: [.init(reports: [report], hasCheckedLeaks: true)], file: "main.c")
    }
    let seen = verdict(report("leak", .leak, lines: [4]))
    #expect(
      seen.findings[0].verdict == .confirmed && seen.findings[0].confirmedLine == 4
        && seen.unpredicted.isEmpty)
    let elsewhere = verdict(report("leak", .leak, lines: [5]))
    #expect(elsewhere.findings[0].verdict == .notSeen && elsewhere.unpredicted.map(\.line) == [5])
    let other = verdict(report("double-free", .doubleFree, lines: [4]))
    #expect(other.findings[0].verdict == .notSeen && other.unpredicted.map(\.kind) == ["double-free"])
    #expect(other.findings[0].text == "not seen in this run")
  }

  @Test("What the path needs is said in the words of the source")
  func conditions() throws {
    let leak = try finding(
      "leak", line: 9,
      story: [("branch", 3, "because `argc > 1` is true"), ("branch", 4, "because `p` is false")])
    let verdict = Verdict(findings: leak, outputs: [], file: "main.c")
    #expect(
      verdict.findings[0].text == "not seen in this run (this path needs `argc > 1` and `p` to be false)")
    #expect(verdict.leakCheck == .unavailable)
  }

  @Test("Two tools that see the same thing are one, and so is what hangs on other lost memory")
  func merged() {
    var indirect = report("leak", .leak, lines: [7], tool: .leakSanitizer)
    indirect.isIndirect = true
    let verdict = Verdict(
      findings: [],
      outputs: [
        .init(reports: [report("leak", .leak, lines: [4], tool: .leakSanitizer), indirect]),
        .init(reports: [report("leak", .leak, lines: [4], tool: .valgrind)]),
      ], file: "main.c")
    #expect(verdict.unpredicted.map(\.line) == [4])
  }

  @Test("A cycle is seen as a leak, and a dangling pointer may be seen as a crash")
  func otherNames() throws {
    let cycle = try finding("reference-cycle", line: 18, story: [("allocated", 15, "made here")])
    let output = ToolOutput(reports: [report("leak", .leak, lines: [15], tool: .valgrind)])
    #expect(Verdict(findings: cycle, outputs: [output], file: "main.c").findings[0].verdict == .confirmed)
    let dangling = try finding("dangling-pointer", line: 5, story: [("used", 8, "used here")])
    let crash = ToolOutput(reports: [report("SEGV", nil, lines: [8])])
    #expect(Verdict(findings: dangling, outputs: [crash], file: "main.c").findings[0].verdict == .confirmed)
  }
}
