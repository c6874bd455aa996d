import Findings
import JSONText

/// The report for GitLab's code quality widget. Fingerprints there must be unique, which ours are.
struct GitLabReport {
  let report: LintReport

  var json: JSONValue {
    .array(
      report.findings.map { reported in
        let finding = reported.finding
        return [
          "description": .string(finding.message), "check_name": .string(finding.rule.diagnosticName),
          "fingerprint": .string(reported.fingerprint.hex),
          "severity": .string(Self.severity(finding.severity)),
          "location": [
            "path": .string(reported.path),
            "lines": ["begin": .integer(finding.range.start.line), "end": .integer(finding.range.end.line)],
          ],
        ]
      })
  }

  private static func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: "critical"
    case .warning: "major"
    case .hint: "info"
    }
  }
}
