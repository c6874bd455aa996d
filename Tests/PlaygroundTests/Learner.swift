import Foundation
import JSONText
import TestSupport

/// A page as far as the server can tell: speaks the language server's protocol over a WebSocket.
final class Learner {
  let socket: WebSocketClient
  let uri: String
  private var version = 0

  /// Connects and begins the session. Throws when the server does not answer.
  init(port: Int, language: String = "c", seconds: Int = 60, extra: [JSONValue.Member] = []) throws {
    socket = try WebSocketClient(port: port, path: "/lsp", seconds: seconds)
    uri = "file:///playground/main.\(language)"
    request(
      1, "initialize",
      .object(
        [
          .init("processId", .null), .init("rootUri", "file:///etc"),
          .init(
            "capabilities",
            [
              "textDocument": [
                "publishDiagnostics": ["versionSupport": true, "codeDescriptionSupport": true]
              ]
            ]),
        ] + extra))
  }

  func request(_ id: Int, _ method: String, _ params: JSONValue) {
    send(["jsonrpc": "2.0", "id": .integer(id), "method": .string(method), "params": params])
  }

  func notify(_ method: String, _ params: JSONValue) {
    send(["jsonrpc": "2.0", "method": .string(method), "params": params])
  }

  func send(_ message: JSONValue) { socket.send(message.text(indented: false)) }

  /// Says that the session may begin, and opens the document.
  func open(_ text: String) {
    notify("initialized", [:])
    version += 1
    notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": .string(uri), "languageId": "c", "version": .integer(version), "text": .string(text),
        ]
      ])
  }

  /// Puts another text in the place of the whole document; its version.
  @discardableResult
  func change(_ text: String) -> Int {
    version += 1
    notify(
      "textDocument/didChange",
      [
        "textDocument": ["uri": .string(uri), "version": .integer(version)],
        "contentChanges": [["text": .string(text)]],
      ])
    return version
  }

  /// Waits for a message that `matches`; nil when the conversation ends before.
  func wait(_ matches: (JSONValue) -> Bool) -> JSONValue? {
    while let message = socket.json() {
      if matches(message) { return message }
    }
    return nil
  }

  /// Waits for the answer to a request.
  func answer(_ id: Int) -> JSONValue? { wait { $0["id"] == .integer(id) && $0["method"] == nil } }

  /// Waits for the diagnostics of the current version.
  func diagnostics() -> [JSONValue]? {
    let message = wait {
      $0["method"] == "textDocument/publishDiagnostics" && $0["params"]?["version"] == .integer(version)
    }
    return message?["params"]?["diagnostics"]?.arrayValue
  }

  static let leak = "#include <stdlib.h>\nint main(void) {\n  char *p = malloc(3);\n  return p == 0;\n}\n"
  static let clean =
    "#include <stdlib.h>\nint main(void) {\n  char *p = malloc(3);\n  free(p);\n  return 0;\n}\n"
}
