import Findings
import SourceText

/// The report for people at a terminal: each finding as a compiler would say it, its story, and where to read
/// on.
struct TextReport {
  let report: LintReport
  let context: ReportContext

  private var style: TextStyle { TextStyle(isOn: context.usesColor) }
  private var shown: ProjectRoot { ProjectRoot(path: context.workingDirectory) }

  var text: String {
    var output = ""
    for reported in report.findings {
      output += finding(reported.finding)
      output += "\n"
    }
    return output + summary + "\n"
  }

  // MARK: A finding

  private func finding(_ finding: Finding) -> String {
    let severity = style.severity("\(finding.severity.rawValue):", finding.severity)
    var lines = [
      "\(style.bold(place(finding.range) + ":")) \(severity) \(style.bold(PrintableText.escaped(finding.message)))"
        + " [\(finding.rule.diagnosticName)]"
    ]
    lines += snippet(finding.range)
    lines += story(finding)
    lines.append("  \(style.bold("fix:")) \(finding.rule.info.remedy)")
    let lesson = context.links.url(of: finding.rule)
    if !lesson.isEmpty { lines.append("  \(style.bold("lesson:")) \(lesson)") }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Numbered steps. A step's source line is shown unless the line before it or the finding's own shows it
  /// already.
  private func story(_ finding: Finding) -> [String] {
    var lines: [String] = []
    var lastShown = LineKey(finding.range)
    for (index, event) in finding.events.enumerated() {
      let indent = String(repeating: "  ", count: min(event.depth, 4))
      lines.append("  \(index + 1). \(indent)\(place(event.range)): \(PrintableText.escaped(event.text))")
      let line = LineKey(event.range)
      if line != lastShown, line != LineKey(finding.range) { lines += snippet(event.range) }
      lastShown = line
    }
    return lines
  }

  private struct LineKey: Hashable {
    var path: String
    var line: Int
    init(_ range: SourceRange) {
      path = range.path
      line = range.start.line
    }
  }

  private func place(_ range: SourceRange) -> String {
    "\(PrintableText.escaped(shown.relativePath(of: range.path))):\(range.start.line):\(range.start.column)"
  }

  /// The source line with its number, and the marks under it.
  private func snippet(_ range: SourceRange) -> [String] {
    guard let snippet = SourceSnippet(range, in: context.sources) else { return [] }
    let number = String(range.start.line)
    let gutter = String(repeating: " ", count: max(6 - number.count, 0)) + number
    let blank = String(repeating: " ", count: gutter.count)
    return [
      "\(style.dim(gutter + " |")) \(snippet.line)",
      "\(style.dim(blank + " |")) \(style.mark(snippet.marks))",
    ]
  }

  // MARK: The last line

  /// `3 findings (2 errors, 1 warning) in 4 files`, and what was left out.
  private var summary: String {
    let counts = Severity.allCases.reversed().compactMap { severity -> String? in
      let count = report.count(severity)
      return count == 0 ? nil : Self.count(count, severity.rawValue)
    }
    let files = Self.count(report.analysedFiles.count, "file")
    var line =
      counts.isEmpty
      ? "no findings in \(files)"
      : "\(Self.count(report.findings.count, "finding")) (\(counts.joined(separator: ", "))) in \(files)"
    if report.suppressedCount > 0 { line += ", \(report.suppressedCount) suppressed by comments" }
    if report.baselinedCount > 0 { line += ", \(report.baselinedCount) known from the baseline" }
    if !report.failures.isEmpty {
      let partial = report.failures.count { $0.isPartial }
      let failed = report.failures.count - partial
      if failed > 0 { line += ", \(Self.count(failed, "file")) not analysed" }
      if partial > 0 { line += ", \(Self.count(partial, "file")) analysed in part" }
    }
    if report.partlyFollowedCount > 0 {
      line += ", \(Self.count(report.partlyFollowedCount, "function")) followed in part (--verbose names them)"
    }
    return line
  }

  private static func count(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
