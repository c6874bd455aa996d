import Foundation
import JSONRPC
import LanguageServer
import LanguageServerProtocol
import SourceText

/// Decides what of a stranger's messages a language server may see: two documents that exist nowhere but in the
/// session, and nothing that speaks of files, folders or settings.
struct MessageGuard {
  static let documents = ["file:///playground/main.c", "file:///playground/main.cpp"]

  enum Decision: Equatable {
    case pass(Data)
    /// The server does not see it; this is the answer.
    case answer(Data)
    case ignore
    /// The session ends for this reason.
    case end(reason: String)
  }

  private let longestDocument: Int
  private var texts: [String: EditableText] = [:]

  /// - Parameter longestDocument: in bytes.
  init(longestDocument: Int) { self.longestDocument = longestDocument }

  mutating func decide(_ body: Data) -> Decision {
    let message: IncomingMessage
    do {
      message = try IncomingMessage(body: body)
    } catch {
      return .answer(OutgoingMessage.failure(error.id, error.error))
    }
    switch message.kind {
    case .response: return .pass(body)
    case .request(let id, Initialize.method): return initialize(id, message)
    case .request(let id, let method):
      do throws(RPCError) {
        let parameters = try message.parameters(LSPAny.self)
        guard Self.isServed(method) else { throw RPCError(.methodNotFound, "'\(method)' is not served here") }
        guard Self.namesOnlyOurDocuments(parameters) else {
          throw RPCError(
            .invalidParams, "there are no documents here but \(Self.documents.joined(separator: " and "))")
        }
        return .pass(body)
      } catch {
        return .answer(OutgoingMessage.failure(id, error))
      }
    case .notification(let method): return notified(method, message)
    }
  }

  private static func isServed(_ method: String) -> Bool {
    let others = [
      Shutdown.method, ExecuteCommand.method, "codeAction/resolve", "codeLens/resolve", "inlayHint/resolve",
    ]
    return method.hasPrefix("textDocument/") || method.hasPrefix("ownscope/") || others.contains(method)
  }

  private mutating func notified(_ method: String, _ message: IncomingMessage) -> Decision {
    switch method {
    case Initialized.method, Exit.method, CancelRequest.method: return .pass(message.body)
    case DidOpenTextDocument.method:
      guard let item = try? message.parameters(DidOpenTextDocument.self).textDocument,
        Self.documents.contains(item.uri)
      else { return .ignore }
      return keep(EditableText(item.text), as: item.uri, message)
    case DidChangeTextDocument.method:
      guard let change = try? message.parameters(DidChangeTextDocument.self),
        var text = texts[change.textDocument.uri]
      else { return .ignore }
      text.apply(change.contentChanges, encoding: .utf16)
      return keep(text, as: change.textDocument.uri, message)
    case DidCloseTextDocument.method, DidSaveTextDocument.method:
      guard let parameters = try? message.parameters(LSPAny.self),
        let uri = parameters["textDocument"]?["uri"]?.string,
        Self.documents.contains(uri)
      else { return .ignore }
      if method == DidCloseTextDocument.method { texts[uri] = nil }
      return .pass(message.body)
    default: return .ignore
    }
  }

  private mutating func keep(_ text: EditableText, as uri: String, _ message: IncomingMessage) -> Decision {
    guard text.bytes.count <= longestDocument else {
      return .end(reason: "a text has at most \(longestDocument >> 10) KiB here")
    }
    texts[uri] = text
    return .pass(message.body)
  }

  /// The client's abilities, without those that would have the server ask it for settings or watch files; nothing else
  /// of what it says.
  private mutating func initialize(_ id: RequestID, _ message: IncomingMessage) -> Decision {
    guard let asked = try? message.parameters(LSPAny.self) else {
      return .answer(OutgoingMessage.failure(id, RPCError(.invalidParams, "'initialize' takes an object")))
    }
    var abilities = asked["capabilities"]?.object ?? [:]
    // Browsers count in UTF-16, and so does whoever measures the texts here.
    var general = abilities["general"]?.object ?? [:]
    general["positionEncodings"] = .array([.string("utf-16")])
    abilities["general"] = .object(general)
    abilities["offsetEncoding"] = nil
    if var workspace = abilities["workspace"]?.object {
      for name in ["configuration", "didChangeConfiguration", "didChangeWatchedFiles", "workspaceFolders"] {
        workspace[name] = nil
      }
      abilities["workspace"] = .object(workspace)
    }
    let options = asked["initializationOptions"].flatMap { $0["ownscope"] ?? $0 }
    let parameters: LSPAny = .object([
      "processId": .null, "rootUri": .null, "capabilities": .object(abilities),
      "initializationOptions": .object([
        "lesson": .string("/lesson"), "backgroundAnalysis": .bool(false),
        "inlayHints": .bool(options?["inlayHints"]?.bool ?? false),
      ]),
    ])
    return .pass(OutgoingMessage.request(id, Initialize.method, parameters))
  }

  /// Whether every URI in `value` is one of ours. Texts may say what they like.
  private static func namesOnlyOurDocuments(_ value: LSPAny) -> Bool {
    switch value {
    case .string(let text): !text.lowercased().hasPrefix("file:") || documents.contains(text)
    case .array(let elements): elements.allSatisfy(namesOnlyOurDocuments)
    case .object(let members):
      members.allSatisfy { name, value in
        if name == "uri" || name.hasSuffix("Uri"), let text = value.string { return documents.contains(text) }
        return name == "text" || name == "newText" || namesOnlyOurDocuments(value)
      }
    default: true
    }
  }
}
