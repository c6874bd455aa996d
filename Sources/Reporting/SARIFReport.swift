import Findings
import JSONText
import SourceText

/// The report as SARIF 2.1.0 (OASIS), in the subset that code scanning services read.
struct SARIFReport {
  let report: LintReport
  let context: ReportContext

  /// Where the standard's schema lives.
  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
  private static let rootID = "%SRCROOT%"

  var json: JSONValue {
    ["$schema": .string(Self.schema), "version": "2.1.0", "runs": [run]]
  }

  private var run: JSONValue {
    [
      "tool": ["driver": driver],
      "columnKind": "utf16CodeUnits",
      "originalUriBaseIds": .object([
        .init(Self.rootID, ["uri": .string(DocumentURI.uri(of: report.root.path) + "/")])
      ]),
      "invocations": [
        [
          "executionSuccessful": .bool(report.failures.allSatisfy(\.isPartial)),
          "toolExecutionNotifications": .array(report.failures.map(notification)),
        ]
      ],
      "results": .array(report.findings.map(result)),
    ]
  }

  private var driver: JSONValue {
    var driver: JSONValue = [
      "name": "ownscope", "semanticVersion": .string(context.version), "version": .string(context.version),
    ]
    if !context.links.page.isEmpty { driver.append("informationUri", .string(context.links.page)) }
    driver.append("rules", .array(Rule.allCases.map { SARIFRule(rule: $0, links: context.links).json }))
    return driver
  }

  // MARK: Results

  private func result(_ reported: ReportedFinding) -> JSONValue {
    let finding = reported.finding
    var result: JSONValue = [
      "ruleId": .string(finding.rule.diagnosticName),
      "ruleIndex": .integer(Rule.allCases.firstIndex(of: finding.rule) ?? 0),
      "level": .string(finding.severity.sarifLevel),
      "message": ["text": .string(finding.message)],
      "locations": [location(of: finding)],
    ]
    if !finding.events.isEmpty {
      result.append(
        "relatedLocations",
        .array(
          finding.events.enumerated().map { index, event in
            var location = location(event.range, text: event.text)
            location.append("id", .integer(index + 1))
            return location
          }))
      result.append("codeFlows", [["threadFlows": [["locations": .array(flow(finding))]]]])
    }
    result.append(
      "partialFingerprints", .object([.init(Fingerprint.scheme, .string(reported.fingerprint.hex))]))
    if let fixes = reported.fixes, !fixes.isEmpty { result.append("fixes", .array(fixes.map(fix))) }
    return result
  }

  /// The story's steps and, unless the last of them stands there, the finding itself.
  private func flow(_ finding: Finding) -> [JSONValue] {
    var steps = finding.events.enumerated().map { index, event -> JSONValue in
      [
        "location": location(event.range, text: event.text), "kinds": [.string(event.role.rawValue)],
        "nestingLevel": .integer(event.depth), "executionOrder": .integer(index + 1),
        "importance": event.role == .branch || event.role == .passed ? "important" : "essential",
      ]
    }
    if finding.events.last?.range != finding.range {
      steps.append([
        "location": location(finding.range, text: finding.message), "nestingLevel": 0,
        "executionOrder": .integer(steps.count + 1), "importance": "essential",
      ])
    }
    return steps
  }

  private func location(of finding: Finding) -> JSONValue {
    var location: JSONValue = ["physicalLocation": physical(finding.range)]
    if !finding.function.isEmpty {
      location.append("logicalLocations", [["name": .string(finding.function), "kind": "function"]])
    }
    return location
  }

  private func location(_ range: SourceRange, text: String) -> JSONValue {
    ["physicalLocation": physical(range), "message": ["text": .string(text)]]
  }

  private func physical(_ range: SourceRange) -> JSONValue {
    [
      "artifactLocation": artifact(range.path), "region": region(range),
    ]
  }

  private func region(_ range: SourceRange) -> JSONValue {
    [
      "startLine": .integer(range.start.line),
      "startColumn": .integer(context.sources.utf16Column(of: range.start, in: range.path)),
      "endLine": .integer(range.end.line),
      "endColumn": .integer(context.sources.utf16Column(of: range.end, in: range.path)),
    ]
  }

  private func fix(_ fix: Fix) -> JSONValue {
    [
      "description": ["text": .string(fix.title)],
      "artifactChanges": .array(
        fix.paths.map { path in
          [
            "artifactLocation": artifact(path),
            "replacements": .array(
              fix.edits.filter { $0.range.path == path }.map { edit in
                ["deletedRegion": region(edit.range), "insertedContent": ["text": .string(edit.newText)]]
              }),
          ]
        }),
    ]
  }

  /// Relative to the root for files below it, else absolute.
  private func artifact(_ path: String) -> JSONValue {
    guard report.root.contains(path) else { return ["uri": .string(DocumentURI.uri(of: path))] }
    return [
      "uri": .string(DocumentURI.encoded(report.root.relativePath(of: path))), "uriBaseId": .string(Self.rootID),
    ]
  }

  private func notification(_ failure: FileFailure) -> JSONValue {
    [
      "level": failure.isPartial ? "warning" : "error", "message": ["text": .string(failure.message)],
      "locations": [["physicalLocation": ["artifactLocation": artifact(failure.path)]]],
    ]
  }
}

extension Severity {
  var sarifLevel: String {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .hint: "note"
    }
  }
}
