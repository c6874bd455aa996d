import Findings

/// The report as JUnit XML: a test case a file, which fails for each of its findings and errs when it could
/// not be analysed.
struct JUnitReport {
  let report: LintReport
  let context: ReportContext

  var text: String {
    let paths = Set(report.analysedFiles + report.findings.map(\.path) + report.failures.map(\.path)).sorted()
    let failed = Set(report.findings.map(\.path)).count
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuites>",
      "<testsuite name=\"ownscope\" tests=\"\(paths.count)\" failures=\"\(failed)\""
        + " errors=\"\(report.failures.count)\">",
    ]
    for path in paths { lines += testCase(path) }
    return (lines + ["</testsuite>", "</testsuites>", ""]).joined(separator: "\n")
  }

  private func testCase(_ path: String) -> [String] {
    let name = "name=\"\(Self.escaped(path))\" classname=\"ownscope\""
    let body =
      report.findings.filter { $0.path == path }.map(failure)
      + report.failures.filter { $0.path == path }.map {
        "<error message=\"\(Self.escaped($0.message))\" type=\"analysis\"/>"
      }
    return body.isEmpty ? ["<testcase \(name)/>"] : ["<testcase \(name)>"] + body + ["</testcase>"]
  }

  private func failure(_ reported: ReportedFinding) -> String {
    let finding = reported.finding
    let place = "\(reported.path):\(finding.range.start.line):\(finding.range.start.column)"
    let story = finding.events.enumerated().map { index, event in
      "\(index + 1). \(report.place(of: event)): \(event.text)"
    }
    let text = ([place] + story + [context.links.url(of: finding.rule)]).joined(separator: "\n")
    return "<failure message=\"\(Self.escaped(finding.message))\" type=\"\(finding.rule.diagnosticName)\">"
      + "\(Self.escaped(text))</failure>"
  }

  /// Characters that XML 1.0 cannot hold at all become replacement characters.
  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "\n": "&#10;"
      case "\t", "\r": "&#\(scalar.value);"
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: "\u{FFFD}"
      default: String(scalar)
      }
    }.joined()
  }
}
