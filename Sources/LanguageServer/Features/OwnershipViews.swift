import EditorFeatures
import LanguageServerProtocol
import SourceText
import Workspace

/// Hover, highlights and hints: what the features say of a document, in the client's places.
extension LanguageServer {
  /// `textDocument/hover`: null where ownership has nothing to say, so that other servers' hovers come first.
  func hover(_ request: HoverRequest) async -> HoverResult? {
    guard let (path, snapshot) = await current(request.textDocument) else { return nil }
    let mapper = PositionMapper(snapshot.documents, encoding: abilities.encoding)
    guard let offset = mapper.offset(of: request.position, in: path),
      let hover = view(of: path, at: offset, snapshot)?.hover(at: offset)
    else { return nil }
    let contents =
      abilities.hoverMarkup == .markdown
      ? MarkupContent(kind: .markdown, value: hover.markdown)
      : MarkupContent(kind: .plaintext, value: hover.plainText)
    return HoverResult(contents: contents, range: mapper.range(hover.range, in: path))
  }

  /// `textDocument/documentHighlight`: the whole life of what is under the cursor.
  func highlights(_ request: DocumentHighlightRequest) async -> [DocumentHighlight]? {
    guard let (path, snapshot) = await current(request.textDocument) else { return nil }
    let mapper = PositionMapper(snapshot.documents, encoding: abilities.encoding)
    guard let offset = mapper.offset(of: request.position, in: path),
      let found = view(of: path, at: offset, snapshot)?.highlights(at: offset), !found.isEmpty
    else { return nil }
    return found.compactMap { highlight in
      mapper.range(highlight.range, in: path).map {
        DocumentHighlight(range: $0, kind: .init(rawValue: highlight.kind.rawValue + 1) ?? .text)
      }
    }
  }

  /// `textDocument/inlayHint`: nothing until the user asks for it.
  func inlayHints(_ request: InlayHintRequest) async -> [LanguageServerProtocol.InlayHint]? {
    guard settings.inlayHints, let (path, snapshot) = await current(request.textDocument) else { return nil }
    let mapper = PositionMapper(snapshot.documents, encoding: abilities.encoding)
    guard let start = mapper.offset(of: request.range.start, in: path),
      let end = mapper.offset(of: request.range.end, in: path), start <= end,
      let view = view(of: path, at: nil, snapshot)
    else { return nil }
    return view.inlayHints(in: start..<end).compactMap { hint in
      mapper.position(of: hint.offset, in: path).map {
        LanguageServerProtocol.InlayHint(position: $0, label: hint.label, paddingLeft: true)
      }
    }
  }

  /// An open document and what is known of it as it is now.
  func current(_ document: TextDocumentIdentifier) async -> (String, AnalysisSnapshot)? {
    guard let path = DocumentURI.path(of: document.uri), documents.isOpen(path),
      let snapshot = await host.snapshot(for: path)
    else { return nil }
    return (path, snapshot)
  }

  /// The document as the features look at it: with the function around `offset`, or with all.
  private func view(of path: String, at offset: Int?, _ snapshot: AnalysisSnapshot) -> DocumentView? {
    guard let text = snapshot.documents[path]?.text else { return nil }
    let functions = offset.map { snapshot.facts(in: path, at: $0).map { [$0] } ?? [] } ?? snapshot.facts(of: path)
    return DocumentView(
      path: path, text: text.bytes, functions: functions,
      findings: snapshot.findings(in: path).map(\.finding), types: snapshot.types, links: links(for: snapshot))
  }
}
