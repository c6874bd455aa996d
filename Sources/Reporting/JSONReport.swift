import Findings
import JSONText
import SourceText

/// The report as JSON for scripts. The schema is in README.md; `format` grows when a field changes its
/// meaning, and fields may be added at any time. Lines and columns begin at 1, columns and offsets count
/// bytes, ends are exclusive.
struct JSONReport {
  static let format = 1

  let report: LintReport
  let context: ReportContext

  var json: JSONValue {
    [
      "tool": "ownscope", "version": .string(context.version), "format": .integer(Self.format),
      "root": .string(report.root.path.isEmpty ? "/" : report.root.path),
      "findings": .array(report.findings.map(finding)),
      "files": .array(report.analysedFiles.map(JSONValue.string)),
      "failures": .array(
        report.failures.map {
          [
            "path": .string($0.path), "reason": .string($0.reason), "remedy": .string($0.remedy),
            "partial": .bool($0.isPartial),
          ]
        }),
      "summary": [
        "findings": .integer(report.findings.count), "errors": .integer(report.count(.error)),
        "warnings": .integer(report.count(.warning)), "hints": .integer(report.count(.hint)),
        "files": .integer(report.analysedFiles.count), "failures": .integer(report.failures.count),
        "suppressed": .integer(report.suppressedCount), "baselined": .integer(report.baselinedCount),
        "staleBaselineEntries": .integer(report.staleBaselineCount),
        "partlyFollowedFunctions": .integer(report.partlyFollowedCount),
      ],
    ]
  }

  private func finding(_ reported: ReportedFinding) -> JSONValue {
    let finding = reported.finding
    var json: JSONValue = [
      "rule": .string(finding.rule.rawValue), "severity": .string(finding.severity.rawValue),
      "message": .string(finding.message), "path": .string(reported.path), "range": range(finding.range),
      "function": .string(finding.function), "cwe": .array(finding.rule.info.cwe.map(JSONValue.integer)),
      "fingerprint": .string(reported.fingerprint.hex), "fix": .string(finding.rule.info.remedy),
      "lesson": .string(context.links.url(of: finding.rule)),
      "story": .array(
        finding.events.map { event in
          [
            "role": .string(event.role.rawValue), "text": .string(event.text),
            "path": .string(report.root.relativePath(of: event.range.path)), "range": range(event.range),
            "depth": .integer(event.depth),
          ]
        }),
    ]
    if let fixes = reported.fixes { json.append("fixes", .array(fixes.map(fix))) }
    return json
  }

  private func fix(_ fix: Fix) -> JSONValue {
    [
      "title": .string(fix.title),
      "edits": .array(
        fix.edits.map { edit in
          [
            "path": .string(report.root.relativePath(of: edit.range.path)), "range": range(edit.range),
            "text": .string(edit.newText),
          ]
        }),
    ]
  }

  private func range(_ range: SourceRange) -> JSONValue {
    ["start": position(range.start, range.startOffset), "end": position(range.end, range.endOffset)]
  }

  private func position(_ position: TextPosition, _ offset: Int) -> JSONValue {
    ["line": .integer(position.line), "column": .integer(position.column), "offset": .integer(offset)]
  }
}
