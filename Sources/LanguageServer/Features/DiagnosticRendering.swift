import Findings
import LanguageServerProtocol
import Lessons
import SourceText
import Workspace

/// Findings as the client can show them.
struct DiagnosticRendering {
  let abilities: ClientAbilities
  let links: LessonLinks
  let documents: Documents
  let mapper: PositionMapper

  static let source = "ownscope"

  /// What stands in a file: its findings in their order, and a hint wherever the memory of a finding came from.
  func diagnostics(in path: String, of snapshot: AnalysisSnapshot) -> [Diagnostic] {
    var result: [Diagnostic] = []
    for reported in snapshot.report.findings {
      if reported.finding.range.path == path { result.append(diagnostic(reported)) }
      if let twin = twin(of: reported, in: path) { result.append(twin) }
    }
    return result
  }

  private func diagnostic(_ reported: ReportedFinding) -> Diagnostic {
    let finding = reported.finding
    var diagnostic = Diagnostic(
      range: mapper.range(finding.range), severity: Self.severity(finding.severity), source: Self.source,
      message: abilities.relatedInformation ? finding.message : messageWithStory(finding))
    describe(&diagnostic, finding.rule)
    if abilities.relatedInformation, !finding.events.isEmpty {
      diagnostic.relatedInformation = finding.events.map { event in
        .init(
          location: Location(uri: documents.uri(of: event.range.path), range: mapper.range(event.range)),
          message: event.text)
      }
    }
    if finding.rule == .unusedSuppression, abilities.diagnosticTags { diagnostic.tags = [.unnecessary] }
    if abilities.diagnosticData {
      diagnostic.data = .object(["fingerprint": .string(reported.fingerprint.hex)])
    }
    return diagnostic
  }

  private func describe(_ diagnostic: inout Diagnostic, _ rule: Rule) {
    diagnostic.code = rule.rawValue
    let url = links.url(of: rule)
    if abilities.codeDescription, !url.isEmpty { diagnostic.codeDescription = .init(href: url) }
  }

  /// The story below the message, for clients that show nothing else.
  private func messageWithStory(_ finding: Finding) -> String {
    finding.events.enumerated().reduce(finding.message) { text, step in
      let (number, event) = step
      let place =
        event.range.path == finding.range.path
        ? "line \(event.range.start.line)" : "\(Self.name(of: event.range.path)):\(event.range.start.line)"
      return text + "\n  \(number + 1). \(place): \(event.text)"
    }
  }

  private static func name(of path: String) -> Substring { path.split(separator: "/").last ?? path[...] }

  /// A hint where the memory came from, which leads to what becomes of it. Related information alone cannot be seen
  /// from there.
  private func twin(of reported: ReportedFinding, in path: String) -> Diagnostic? {
    let finding = reported.finding
    guard let origin = finding.events.first(where: { $0.role == .allocated }), origin.range.path == path,
      origin.range != finding.range
    else { return nil }
    let place =
      finding.range.path == path
      ? "line \(finding.range.start.line)" : "\(Self.name(of: finding.range.path)):\(finding.range.start.line)"
    var twin = Diagnostic(
      range: mapper.range(origin.range), severity: .hint, source: Self.source,
      message: "\(origin.text); \(finding.rule.info.title.lowercased()) at \(place)")
    describe(&twin, finding.rule)
    if abilities.relatedInformation {
      twin.relatedInformation = [
        .init(
          location: Location(uri: documents.uri(of: finding.range.path), range: mapper.range(finding.range)),
          message: finding.message)
      ]
    }
    if abilities.diagnosticData {
      twin.data = .object(["fingerprint": .string(reported.fingerprint.hex), "twin": .bool(true)])
    }
    return twin
  }

  private static func severity(_ severity: Severity) -> DiagnosticSeverity {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .hint: .hint
    }
  }
}
