import Foundation
import JSONRPC
import LanguageServerProtocol
import SourceText
import Workspace

/// Diagnostics, pushed to clients that wait for them and handed to those that ask.
extension LanguageServer {
  /// Something has been found out.
  func hear(_ event: HostEvent) async {
    switch event {
    case .analysed(let snapshot): deliver(snapshot)
    case .working, .done: break
    case .problem(let text):
      if problems.insert(text).inserted, !options.isRestart {
        notify(ShowMessage(type: .warning, message: "Ownscope: \(text)"))
      }
    case .indexing(let done, let total, let path): showIndexing(done: done, of: total, path: path)
    case .indexed: endIndexing()
    }
  }

  private func rendering(_ snapshot: AnalysisSnapshot) -> DiagnosticRendering {
    DiagnosticRendering(
      abilities: abilities, links: links(for: snapshot), documents: documents,
      mapper: PositionMapper(snapshot.documents, encoding: abilities.encoding))
  }

  private func deliver(_ snapshot: AnalysisSnapshot) {
    guard phase == .running else { return }
    let rendering = rendering(snapshot)
    var isNews = false
    for path in snapshot.documents.keys.sorted() {
      // The document may have changed since: a stale result is nobody's. Of a file that is left alone nothing new is
      // known, and what the client has stays.
      guard let version = documents.version(of: path), version == snapshot.documents[path]?.version,
        !snapshot.avoided.contains(path)
      else { continue }
      if abilities.pullsDiagnostics {
        guard let given = delivered[path] else { continue }
        isNews = isNews || given != Self.resultID(of: rendering.diagnostics(in: path, of: snapshot))
      } else {
        push(path, version, rendering.diagnostics(in: path, of: snapshot))
      }
    }
    // Those who ask know when their own document changes, but not what other files bring.
    if isNews, abilities.refreshesDiagnostics { ask(DiagnosticRefresh()) }
  }

  private func push(_ path: String, _ version: Int, _ diagnostics: [Diagnostic]) {
    let notification = PublishDiagnostics(
      uri: documents.uri(of: path), version: abilities.diagnosticVersions ? version : nil, diagnostics: diagnostics)
    guard published[path] != notification else { return }
    published[path] = notification
    notify(notification)
  }

  /// `textDocument/diagnostic`.
  func diagnostics(_ request: DocumentDiagnostic) async throws(RPCError) -> DocumentDiagnosticReport {
    guard let path = DocumentURI.path(of: request.textDocument.uri), documents.isOpen(path) else {
      return DocumentDiagnosticReport(kind: .full, resultId: "closed", items: [])
    }
    guard let snapshot = await host.snapshot(for: path) else {
      throw RPCError(
        .serverCancelled, "the document has changed", data: .init(retriggerRequest: true))
    }
    let rendering = rendering(snapshot)
    let items = rendering.diagnostics(in: path, of: snapshot)
    let id = Self.resultID(of: items)
    delivered[path] = id
    var report =
      request.previousResultId == id
      ? DocumentDiagnosticReport(kind: .unchanged, resultId: id, items: nil)
      : DocumentDiagnosticReport(kind: .full, resultId: id, items: items)
    if abilities.relatedDocuments { report.relatedDocuments = related(to: path, snapshot, rendering) }
    return report
  }

  /// Other open documents of the program whose diagnostics are not those that the client has.
  private func related(
    to path: String, _ snapshot: AnalysisSnapshot, _ rendering: DiagnosticRendering
  ) -> [String: DocumentDiagnosticReport.Related]? {
    var related: [String: DocumentDiagnosticReport.Related] = [:]
    for other in snapshot.documents.keys.sorted() where other != path {
      guard documents.version(of: other) == snapshot.documents[other]?.version else { continue }
      let items = rendering.diagnostics(in: other, of: snapshot)
      let id = Self.resultID(of: items)
      if delivered[other] == id { continue }
      delivered[other] = id
      related[documents.uri(of: other)] = .init(kind: .full, resultId: id, items: items)
    }
    return related.isEmpty ? nil : related
  }

  /// The same for the same diagnostics, in every life of the server.
  private static func resultID(of diagnostics: [Diagnostic]) -> String {
    TextHash(OutgoingMessage.encode(diagnostics)).description
  }
}
