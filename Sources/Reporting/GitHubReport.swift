import Findings

/// Workflow commands that GitHub Actions turns into annotations.
struct GitHubReport {
  let report: LintReport

  var text: String {
    report.findings.map(command).joined() + report.failures.map(command).joined()
  }

  private func command(_ reported: ReportedFinding) -> String {
    let range = reported.finding.range
    var properties = [
      "file=\(Self.property(reported.path))", "line=\(range.start.line)", "endLine=\(range.end.line)",
    ]
    // Columns are understood within one line only.
    if range.start.line == range.end.line {
      properties += ["col=\(range.start.column)", "endColumn=\(range.end.column)"]
    }
    properties.append("title=\(Self.property(reported.finding.rule.info.title))")
    let story = reported.finding.events.enumerated().map { index, event in
      "\(index + 1). \(report.place(of: event)): \(event.text)"
    }
    let message = ([reported.finding.message + " [\(reported.finding.rule.diagnosticName)]"] + story)
      .joined(separator: "\n")
    return
      "::\(Self.level(reported.finding.severity)) \(properties.joined(separator: ","))"
      + "::\(Self.data(message))\n"
  }

  private func command(_ failure: FileFailure) -> String {
    let level = failure.isPartial ? "warning" : "error"
    return
      "::\(level) file=\(Self.property(failure.path)),title=Not analysed::\(Self.data(failure.message))\n"
  }

  private static func level(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .hint: "notice"
    }
  }

  private static func data(_ text: String) -> String {
    text.map { character in
      switch character {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      case "\r\n": "%0D%0A"
      default: String(character)
      }
    }.joined()
  }

  private static func property(_ text: String) -> String {
    data(text).map { $0 == ":" ? "%3A" : $0 == "," ? "%2C" : String($0) }.joined()
  }
}
