import Foundation
import JSONRPC
import LanguageServerProtocol
import SourceText
import TestSupport
import Testing

/// The same numbers in every run (SplitMix64), so that what was found once is found again.
private struct Dice {
  var state: UInt64

  mutating func roll(_ sides: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(sides))
  }
}

@Suite("A session of random messages")
struct FuzzedSessionTests {
  private static let lines = [
    "#include <stdlib.h>", "char *p = malloc(8);", "free(p);", "if (argc) return 1;", "}", "{", "int f(int argc) {",
    "return 0;", "/* \u{1F600} */", "\"", "p[0] = 'x';", "p = 0;", "#define X(", "struct s { char *p; };", "\t", "",
  ]

  /// What the test believes the documents to be.
  private struct Model {
    var texts: [String: EditableText] = [:]
    var versions: [String: Int] = [:]
  }

  @Test("Ten thousand messages, valid and broken: nothing crashes, nothing swells, and the last state is a fresh one's")
  func session() throws {
    let seed = UInt64(20_261_127)
    var dice = Dice(state: seed)
    let folder = try Sandbox()
    let client = try LanguageClient()
    try client.begin(root: folder.path, options: .object(["backgroundAnalysis": .bool(false)]))
    var model = Model()
    let paths = ["a.c", "b.c", "c.cpp", "h.h"].map { folder[$0] }
    var memory: [Int] = []
    for step in 0..<10_000 {
      send(&dice, client, &model, paths)
      if step % 2500 == 2499 {
        try settle(client)
        memory.append(Self.residentKilobytes(client))
      }
    }
    for path in paths where model.texts[path] == nil { open(path, "", client, &model) }
    // A last edit of each, so that there is something to wait for.
    for path in paths { append("\n", to: path, client, &model) }
    var last: [String: [Diagnostic]] = [:]
    for path in paths {
      last[path] = try client.diagnostics(of: path, version: model.versions[path]!, within: 60)
    }
    try settle(client)
    for path in paths { last[path] = try latest(client, path) ?? last[path] }
    let shown = try client.notifications(ShowMessage.self)
    #expect(shown.isEmpty, "seed \(seed): \(shown)")
    #expect(try client.end() == 0, "seed \(seed)")

    let fresh = try LanguageClient()
    try fresh.begin(root: folder.path, options: .object(["backgroundAnalysis": .bool(false)]))
    for path in paths { fresh.open(path, model.texts[path]!.string) }
    for path in paths { _ = try fresh.diagnostics(of: path, version: 1, within: 60) }
    try settle(fresh)
    for path in paths { #expect(try latest(fresh, path) == last[path], "seed \(seed): \(path)") }
    #expect(try fresh.end() == 0)
    print("resident memory after each quarter: \(memory.map { "\($0 / 1024) MB" })")
    #expect(memory.last! < memory.first! + 200 * 1024, "\(memory)")
  }

  // MARK: Messages

  private func send(_ dice: inout Dice, _ client: LanguageClient, _ model: inout Model, _ paths: [String]) {
    let path = paths[dice.roll(paths.count)]
    let place = Position(line: dice.roll(12) - 1, character: dice.roll(40) - 1)
    let document = TextDocumentIdentifier(uri: DocumentURI.uri(of: path))
    switch dice.roll(20) {
    case 0: open(path, text(&dice), client, &model)
    case 1 where dice.roll(4) == 0:
      client.notify(DidCloseTextDocument(textDocument: document))
      model.texts[path] = nil
    case 2: ask(client, HoverRequest.method, HoverRequest(textDocument: document, position: place))
    case 3:
      ask(client, DocumentHighlightRequest.method, DocumentHighlightRequest(textDocument: document, position: place))
    case 4:
      ask(
        client, CodeActionRequest.method,
        CodeActionRequest(textDocument: document, range: .init(start: place, end: place)))
    case 5: ask(client, OwnershipRequest.method, OwnershipRequest(textDocument: document, position: place))
    case 6: client.notify(CancelRequest(id: .string("editor-\(dice.roll(5000))")))
    case 7: client.connection.send(broken(&dice))
    case 8: ask(client, "no/such\(dice.roll(5))", [1, 2])
    case 9: client.notify(DidChangeConfiguration(settings: .array([.integer(dice.roll(9))])))
    default: change(path, &dice, client, &model)
    }
  }

  private func open(_ path: String, _ text: String, _ client: LanguageClient, _ model: inout Model) {
    let version = (model.versions[path] ?? 0) + 1
    model.texts[path] = EditableText(text)
    model.versions[path] = version
    client.open(path, text, version: version)
  }

  private func append(_ text: String, to path: String, _ client: LanguageClient, _ model: inout Model) {
    model.texts[path] = EditableText(model.texts[path]!.string + text)
    model.versions[path]! += 1
    client.change(path, model.texts[path]!.string, version: model.versions[path]!)
  }

  private func change(_ path: String, _ dice: inout Dice, _ client: LanguageClient, _ model: inout Model) {
    var changes: [DidChangeTextDocument.Change] = []
    for _ in 0..<(1 + dice.roll(3)) {
      if dice.roll(30) == 0 {
        changes.append(.init(text: text(&dice)))
      } else {
        let start = Position(line: dice.roll(14) - 1, character: dice.roll(30))
        let end = Position(line: start.line + dice.roll(3) - 1, character: dice.roll(30))
        changes.append(
          .init(range: .init(start: start, end: end), text: Self.lines[dice.roll(Self.lines.count)] + "\n"))
      }
    }
    let version = (model.versions[path] ?? 0) + 1
    client.notify(
      DidChangeTextDocument(
        textDocument: .init(uri: DocumentURI.uri(of: path), version: version), contentChanges: changes))
    guard var text = model.texts[path] else { return }
    for change in changes {
      if let range = change.range {
        text.replace(
          from: .init(line: range.start.line, character: range.start.character),
          to: .init(line: range.end.line, character: range.end.character), with: change.text, encoding: .utf8)
      } else {
        text = EditableText(change.text)
      }
    }
    model.texts[path] = text
    model.versions[path] = version
  }

  private func text(_ dice: inout Dice) -> String {
    (0..<dice.roll(14)).map { _ in Self.lines[dice.roll(Self.lines.count)] }.joined(separator: "\n")
  }

  private func broken(_ dice: inout Dice) -> Data {
    let texts = [
      "{", "[1]", "\u{0}", "{\"method\":7}", "{\"id\":null,\"method\":\"x\"}", "{\"jsonrpc\":\"2.0\",\"method\":\"exi\"}",
      "{\"method\":\"textDocument/didChange\",\"params\":{}}", "{\"method\":\"textDocument/didOpen\",\"params\":[]}",
      "{\"id\":1,\"result\":1,\"error\":2}", "{\"id\":5,\"method\":\"initialize\",\"params\":{}}",
    ]
    return Data(texts[dice.roll(texts.count)].utf8)
  }

  private func ask(_ client: LanguageClient, _ method: String, _ params: some Encodable & Sendable) {
    client.connection.request(method, params) { _ in }
  }

  // MARK: The end

  /// Waits until everything that came before has been worked on, the program's other files included.
  private func settle(_ client: LanguageClient) throws {
    var known = -1
    for _ in 0..<200 {
      let count = try client.notifications(PublishDiagnostics.self).count
      if count == known { return }
      known = count
      Thread.sleep(forTimeInterval: 0.6)
    }
  }

  private func latest(_ client: LanguageClient, _ path: String) throws -> [Diagnostic]? {
    let uri = DocumentURI.uri(of: path)
    return try client.notifications(PublishDiagnostics.self).last { $0.uri == uri }?.diagnostics.map { diagnostic in
      // Fingerprints of equal findings are numbered by what else there is; everything else is the same.
      var diagnostic = diagnostic
      diagnostic.data = nil
      return diagnostic
    }
  }

  private static func residentKilobytes(_ client: LanguageClient) -> Int {
    guard let worker = client.workerID,
      let status = try? String(contentsOfFile: "/proc/\(worker)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") })
    else { return 0 }
    return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
  }
}
