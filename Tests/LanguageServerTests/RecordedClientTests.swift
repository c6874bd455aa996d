import Foundation
import JSONRPC
import LanguageServerProtocol
import SourceText
import TestSupport
import Testing

/// `initialize` as real editors sent it, recorded with `ownscope lsp --record`; the playground's as its page has it.
struct RecordedClient: CustomTestStringConvertible {
  var name: String
  var testDescription: String { name }

  static let all = ["neovim-0.7", "neovim-0.11", "eglot", "lsp-mode", "ale", "playground"].map(RecordedClient.init)

  /// The request's parameters, with `root` as the folder that is open.
  func parameters(root: String) throws -> LSPAny {
    let file = Repository.root.appendingPathComponent("Tests/LanguageServerTests/Clients/\(name).json")
    let recorded = try JSONDecoder().decode(LSPAny.self, from: Data(contentsOf: file))
    guard case .object(var fields) = recorded else { throw CocoaError(.fileReadCorruptFile) }
    let uri = DocumentURI.uri(of: root)
    if fields["rootPath"] != nil, fields["rootPath"] != .null { fields["rootPath"] = .string(root) }
    if fields["rootUri"] != nil, fields["rootUri"] != .null { fields["rootUri"] = .string(uri) }
    if fields["workspaceFolders"] != nil, fields["workspaceFolders"] != .null {
      fields["workspaceFolders"] = .array([.object(["name": .string("root"), "uri": .string(uri)])])
    }
    fields["processId"] = .integer(Int(getpid()))
    return .object(fields)
  }
}

extension LSPAny {
  /// What stands at a path of keys.
  fileprivate subscript(_ keys: String...) -> LSPAny? {
    keys.reduce(Optional(self)) { value, key in
      guard case .object(let fields)? = value else { return nil }
      return fields[key]
    }
  }
  fileprivate var items: [LSPAny] { if case .array(let items) = self { items } else { [] } }
  fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }
}

@Suite("Recorded editors")
struct RecordedClientTests {
  @Test("Each gets only what it said it can take", arguments: RecordedClient.all)
  func abilities(_ recorded: RecordedClient) throws {
    let folder = try Sandbox(["a.c": SessionTests.flawed])
    let client = try LanguageClient()
    let parameters = try recorded.parameters(root: folder.path)
    let can = { (keys: [String]) -> LSPAny? in
      keys.reduce(parameters["capabilities"]) { $0?[$1] }
    }
    let result = try client.ask("initialize", parameters, as: LSPAny.self)
    client.notify(Initialized())
    client.open(folder["a.c"], SessionTests.flawed)

    let offered = can(["general", "positionEncodings"])?.items.compactMap(\.text) ?? []
    let encoding = result["capabilities", "positionEncoding"]?.text ?? "utf-16"
    #expect(encoding == "utf-16" || offered.contains(encoding))

    let uri = DocumentURI.uri(of: folder["a.c"])
    let document: LSPAny = .object(["textDocument": .object(["uri": .string(uri)])])
    let diagnostics: [LSPAny]
    if can(["textDocument", "diagnostic"]) != nil {
      #expect(result["capabilities", "diagnosticProvider"] != nil)
      diagnostics = try client.ask("textDocument/diagnostic", document, as: LSPAny.self)["items"]?.items ?? []
      #expect(client.parameters(of: "textDocument/publishDiagnostics").isEmpty)
    } else {
      #expect(result["capabilities", "diagnosticProvider"] == nil)
      _ = try client.notification(PublishDiagnostics.self) { !$0.diagnostics.isEmpty }
      let published = client.parameters(of: "textDocument/publishDiagnostics")
      let version = can(["textDocument", "publishDiagnostics", "versionSupport"]) == .bool(true)
      #expect(published.allSatisfy { ($0["version"] != nil) == version })
      diagnostics = published.last?["diagnostics"]?.items ?? []
    }
    let codes = diagnostics.compactMap { $0["code"]?.text }
    #expect(codes.contains("leak"))
    for (field, ability) in [
      ("relatedInformation", "relatedInformation"), ("codeDescription", "codeDescriptionSupport"),
      ("data", "dataSupport"),
    ] {
      let canTake =
        can(["textDocument", "publishDiagnostics", ability]) == .bool(true)
        || can(["textDocument", "diagnostic", ability]) == .bool(true)
      #expect(diagnostics.contains { $0[field] != nil } == canTake, "\(field)")
    }
    // Whoever has no place for the story finds it in the text.
    if can(["textDocument", "publishDiagnostics", "relatedInformation"]) != .bool(true) {
      #expect(diagnostics.contains { $0["message"]?.text?.contains("allocated here") == true })
    }

    let hover = try client.ask(
      "textDocument/hover",
      LSPAny.object([
        "textDocument": .object(["uri": .string(uri)]),
        "position": .object(["line": .integer(2), "character": .integer(8)]),
      ]), as: LSPAny.self)
    let markup = can(["textDocument", "hover", "contentFormat"])?.items.compactMap(\.text) ?? []
    let expected = markup.first { ["markdown", "plaintext"].contains($0) } ?? "plaintext"
    #expect(hover["contents", "kind"]?.text == expected)

    let actions = try client.ask(
      "textDocument/codeAction",
      LSPAny.object([
        "textDocument": .object(["uri": .string(uri)]),
        "range": .object([
          "start": .object(["line": .integer(5), "character": .integer(2)]),
          "end": .object(["line": .integer(5), "character": .integer(2)]),
        ]),
        "context": .object(["diagnostics": .array(diagnostics)]),
      ]), as: LSPAny.self
    ).items
    #expect(!actions.isEmpty)
    let canTakeLiterals = can(["textDocument", "codeAction", "codeActionLiteralSupport"]) != nil
    #expect(actions.contains { $0["kind"] != nil } == canTakeLiterals)

    for (method, abilities) in [
      ("client/registerCapability", ["workspace", "didChangeWatchedFiles", "dynamicRegistration"]),
      ("window/workDoneProgress/create", ["window", "workDoneProgress"]),
      ("workspace/configuration", ["workspace", "configuration"]),
      ("workspace/diagnostic/refresh", ["workspace", "diagnostics", "refreshSupport"]),
    ] where client.serverRequests.contains(method) {
      #expect(can(abilities) == .bool(true), "\(method)")
    }
    #expect(try client.end() == 0)
  }
}
