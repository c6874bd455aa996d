import Findings
import ToolReports

/// What the analysis says of a program beside what tools saw in a run of it.
package struct Verdict: Sendable, Hashable {
  package enum Judgement: String, Encodable, Sendable {
    case confirmed
    case notSeen = "not-seen"
  }
  package enum LeakCheck: String, Encodable, Sendable { case done, unavailable }

  /// A finding, and whether a tool saw it happen.
  package struct Judged: Encodable, Sendable, Hashable {
    package var fingerprint: String
    package var rule: String
    package var line: Int
    package var message: String
    package var verdict: Judgement
    /// Where the tool saw it; of lost memory, where it came from.
    package var confirmedLine: Int?
    package var text: String
  }

  /// What a tool saw that no finding speaks of.
  package struct Unpredicted: Encodable, Sendable, Hashable {
    package var tool: String
    package var kind: String
    package var line: Int?
    package var text: String
    /// Whether it is of a kind that the analysis speaks of.
    package var isOurs = false

    enum CodingKeys: CodingKey { case tool, kind, line, text }
  }

  package var findings: [Judged]
  package var unpredicted: [Unpredicted]
  package var leakCheck: LeakCheck

  /// Lays findings and reports beside each other: they are about the same when they speak of the same kind of flaw, and
  /// a line of the report is a line of the finding's story.
  ///
  /// - Parameter file: the name of the program's source.
  init(findings: [AnalysedFinding], outputs: [ToolOutput], file: String) {
    let reports = outputs.flatMap(\.reports)
    var explained: Set<Int> = []
    var judged: [Judged] = []
    for finding in findings {
      let matches = reports.indices.filter { Self.agree(finding, reports[$0], file: file) }
      explained.formUnion(matches)
      let line = matches.lazy.compactMap { reports[$0].lines(in: file).first }.first
      judged.append(Self.judge(finding, isSeen: !matches.isEmpty, line: line))
      if !matches.isEmpty {
        explained.formUnion(reports.indices.filter { Self.follows(reports[$0], from: finding, file: file) })
      }
    }
    self.findings = judged
    var rest: [Unpredicted] = []
    for (index, report) in reports.enumerated() where !explained.contains(index) {
      // What hangs on other lost memory is told with that.
      if report.isIndirect,
        reports.contains(where: { $0.tool == report.tool && $0.rule == report.rule && !$0.isIndirect })
      {
        continue
      }
      let entry = Unpredicted(
        tool: report.tool.rawValue, kind: report.kind, line: report.allLines(in: file).first,
        text: report.text,
        isOurs: report.rule != nil)
      // A second tool that sees the same thing adds nothing.
      if !rest.contains(where: {
        $0.line == entry.line && $0.line != nil && Self.sameFlaw($0, report, in: reports)
      }) {
        rest.append(entry)
      }
    }
    unpredicted = rest
    leakCheck = outputs.contains(where: \.hasCheckedLeaks) ? .done : .unavailable
  }

  private static func sameFlaw(_ entry: Unpredicted, _ report: ToolReport, in reports: [ToolReport]) -> Bool {
    reports.contains { $0.kind == entry.kind && $0.tool.rawValue == entry.tool && $0.rule == report.rule }
  }

  private static func judge(_ finding: AnalysedFinding, isSeen: Bool, line: Int?) -> Judged {
    var text: String
    if isSeen {
      text = "confirmed" + (line.map { " at line \($0)" } ?? "")
    } else if finding.conditions.isEmpty {
      text = "not seen in this run"
    } else {
      text = "not seen in this run (this path needs \(finding.conditions.joined(separator: " and ")))"
    }
    return Judged(
      fingerprint: finding.fingerprint, rule: finding.rule.rawValue, line: finding.line,
      message: finding.message,
      verdict: isSeen ? .confirmed : .notSeen, confirmedLine: line, text: text)
  }

  private static func agree(_ finding: AnalysedFinding, _ report: ToolReport, file: String) -> Bool {
    guard speaks(report, of: finding.rule) else { return false }
    let lines = Set([finding.line] + finding.storyLines)
    return report.allLines(in: file).contains { lines.contains($0) }
  }

  /// Whether a report tells no more than what comes of a flaw that was seen to happen: a release that failed leaves its
  /// memory lost, and whoever releases twice has used what was released.
  private static func follows(_ report: ToolReport, from finding: AnalysedFinding, file: String) -> Bool {
    let wrongReleases: Set<Rule> = [
      .invalidFree, .mismatchedDeallocation, .doubleFree, .ownershipConflict, .useAfterFree,
    ]
    guard wrongReleases.contains(finding.rule), let rule = report.rule,
      rule == .leak || wrongReleases.contains(rule)
    else { return false }
    return report.allLines(in: file).contains { finding.storyLines.contains($0) }
  }

  /// Whether a tool's report can be about a flaw of this rule: tools see what happens to memory, and not why.
  private static func speaks(_ report: ToolReport, of rule: Rule) -> Bool {
    let isCrash = report.kind == "SEGV" || report.kind == "crash"
    switch (rule, report.rule) {
    case (_, rule): return true
    case (.referenceCycle, .leak), (.resourceLeak, .leak), (.leak, .resourceLeak): return true
    case (.ownershipConflict, .doubleFree), (.ownershipConflict, .useAfterFree),
      (.ownershipConflict, .invalidFree):
      return true
    case (.doubleFree, .useAfterFree), (.doubleFree, .invalidFree): return true
    case (.danglingPointer, .useAfterFree), (.useAfterMove, .useAfterFree): return true
    case (.danglingPointer, nil), (.useAfterMove, nil): return isCrash || report.kind == "runtime-error"
    default: return false
    }
  }
}
