import LanguageServerProtocol
import SourceText
import Workspace

extension LanguageServer {
  func opened(_ notification: DidOpenTextDocument) async {
    let item = notification.textDocument
    guard let path = DocumentURI.path(of: item.uri), !path.isEmpty else { return }
    documents.open(path, uri: item.uri, version: item.version)
    await host.open(OpenDocument(path: path, version: item.version, text: EditableText(item.text)))
  }

  func changed(_ notification: DidChangeTextDocument) async {
    guard let path = DocumentURI.path(of: notification.textDocument.uri), documents.isOpen(path) else { return }
    documents.change(path, version: notification.textDocument.version)
    let encoding = abilities.encoding
    await host.change(path, version: notification.textDocument.version) { text in
      text.apply(notification.contentChanges, encoding: encoding)
    }
  }

  /// Clients that watch no files tell of nothing else.
  func saved(_ notification: DidSaveTextDocument) async {
    guard let path = DocumentURI.path(of: notification.textDocument.uri) else { return }
    await host.saved(path)
  }

  func closed(_ notification: DidCloseTextDocument) async {
    guard let path = DocumentURI.path(of: notification.textDocument.uri), documents.isOpen(path) else { return }
    // What stays would never be taken back.
    if !abilities.pullsDiagnostics {
      notify(PublishDiagnostics(uri: documents.uri(of: path), version: nil, diagnostics: []))
    }
    documents.close(path)
    published[path] = nil
    delivered[path] = nil
    await host.close(path)
  }
}
