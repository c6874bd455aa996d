import Foundation
import JSONRPC
import LanguageServerProtocol
import SourceText

/// What a supervisor has to remember of a session in order to begin it again with another worker.
struct SessionMirror {
  /// The client's `initialize`, and its id.
  var initialize: IncomingMessage?
  var isInitialized = false
  /// The last settings that the client sent of its own accord.
  var configuration: Data?
  /// Changes of the workspace's folders, in order.
  var folderChanges: [Data] = []
  private var documents: [String: Document] = [:]

  private struct Document {
    var languageId: String
    var version: Int
    var text: EditableText
  }

  var encoding: TextEncoding = .utf16

  /// Looks at a message of the client on its way to the worker.
  mutating func note(_ message: IncomingMessage) {
    guard case .notification(let method) = message.kind else { return }
    switch method {
    case Initialized.method: isInitialized = true
    case DidOpenTextDocument.method:
      guard let item = try? message.parameters(DidOpenTextDocument.self).textDocument else { return }
      documents[item.uri] = Document(
        languageId: item.languageId, version: item.version, text: EditableText(item.text))
    case DidChangeTextDocument.method:
      guard let change = try? message.parameters(DidChangeTextDocument.self) else { return }
      documents[change.textDocument.uri]?.text.apply(change.contentChanges, encoding: encoding)
      documents[change.textDocument.uri]?.version = change.textDocument.version
    case DidCloseTextDocument.method:
      guard let close = try? message.parameters(DidCloseTextDocument.self) else { return }
      documents[close.textDocument.uri] = nil
    case DidChangeConfiguration.method: configuration = message.body
    case DidChangeWorkspaceFolders.method: folderChanges.append(message.body)
    default: break
    }
  }

  func version(of uri: String) -> Int? { documents[uri]?.version }

  /// The text of a file in the editor, whatever the client calls it.
  func text(ofPath path: String) -> [UInt8]? {
    documents.first { DocumentURI.path(of: $0.key) == path }?.value.text.bytes
  }

  /// What brings a new worker to where the session stands, after its `initialize`.
  func replay() -> [Data] {
    var messages: [Data] = []
    if isInitialized { messages.append(OutgoingMessage.notification(Initialized.method, Initialized())) }
    messages += folderChanges
    if let configuration { messages.append(configuration) }
    for (uri, document) in documents.sorted(by: { $0.key < $1.key }) {
      let item = TextDocumentItem(
        uri: uri, languageId: document.languageId, version: document.version, text: document.text.string)
      messages.append(
        OutgoingMessage.notification(DidOpenTextDocument.method, DidOpenTextDocument(textDocument: item)))
    }
    return messages
  }
}
