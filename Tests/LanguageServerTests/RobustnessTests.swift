import Foundation
import JSONRPC
import LanguageServerProtocol
import SourceText
import TestSupport
import Testing

@Suite("What comes in may be anything")
struct RobustnessTests {
  @Test("Messages at the wrong time are answered with the error that the protocol has for them")
  func order() throws {
    let client = try LanguageClient()
    #expect(throws: RPCError.self) { try client.request(Shutdown2()) }
    #expect(code { _ = try client.request(HoverRequest.nowhere) } == .serverNotInitialized)
    try client.begin(root: nil)
    #expect(code { _ = try client.request(Initialize()) } == .invalidRequest)
    #expect(code { _ = try client.request(Shutdown2()) } == .methodNotFound)
    #expect(
      code {
        _ = try client.ask(ExecuteCommand.method, ["command": 5], as: Null.self)
      } == .invalidParams)
    _ = try client.request(Shutdown())
    #expect(code { _ = try client.request(HoverRequest.nowhere) } == .invalidRequest)
    client.notify(Exit())
    #expect(client.exitStatus() == 0)
  }

  private func code(_ body: () throws -> Void) -> RPCError.Code? {
    do {
      try body()
      return nil
    } catch {
      return (error as? RPCError)?.code
    }
  }

  private struct Shutdown2: LSPRequest {
    static let method = "no/suchMethod"
    typealias Response = Null
  }

  @Test("Exit without shutdown, and a client that is gone, end the process with 1")
  func ends() throws {
    let first = try LanguageClient()
    try first.begin(root: nil)
    first.notify(Exit())
    #expect(first.exitStatus() == 1)
    let second = try LanguageClient()
    try second.begin(root: nil)
    second.hangUp()
    #expect(second.exitStatus() == 1)
    let third = try LanguageClient()
    try third.begin(root: nil)
    _ = try third.request(Shutdown())
    third.hangUp()
    #expect(third.exitStatus() == 0)
  }

  @Test(
    "A stream that is no stream of messages ends the process, with an error in the protocol's own form",
    arguments: ["Content-Length: x\r\n\r\n{}", "GET / HTTP/1.1\r\n\r\n", "A"])
  func brokenFrames(text: String) throws {
    let folder = try Sandbox()
    try folder.write("in", text == "A" ? String(repeating: text, count: 100_000) : text)
    let result = try run(
      "/bin/sh", ["-c", "exec \(Repository.ownscope.path) lsp < \(folder["in"])"], seconds: 20)
    #expect(result.exitCode == 1)
    #expect(result.output.contains("\"code\":-32700"))
    #expect(!result.errors.contains("Fatal"))
  }

  @Test("Bodies that are no messages are answered, and the session goes on")
  func brokenBodies() throws {
    let folder = try Sandbox(["a.c": SessionTests.flawed])
    let client = try LanguageClient()
    try client.begin(root: folder.path)
    for body in [
      "{", "[]", "null", "{\"id\":[],\"method\":\"x\"}", "\u{0}\u{1}", "{\"method\":\"textDocument/didOpen\"}",
      "{\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":5}}}",
      "{\"method\":\"$/cancelRequest\",\"params\":{\"id\":99}}", "{\"id\":77,\"result\":{}}",
      "{\"method\":\"textDocument/didClose\",\"params\":{\"textDocument\":{\"uri\":\"file:///nowhere.c\"}}}",
    ] {
      client.connection.send(Data(body.utf8))
    }
    client.connection.send(Data([0x22, 0xFF, 0xFE, 0x22]))
    client.open(folder["a.c"], SessionTests.flawed)
    #expect(try client.diagnostics(of: folder["a.c"], version: 1).count == 4)
    #expect(try client.end() == 0)
  }

  @Test("Files that are no C, and C that is none, cost nothing but themselves")
  func hostileTexts() throws {
    let folder = try Sandbox()
    let client = try LanguageClient()
    try client.begin(root: folder.path)
    let texts = [
      "", "\u{0}\u{1}\u{2}\u{3}", String(repeating: "(", count: 20_000), "}}}}}", "#include \"missing.h\"\nint x",
      "template<class T> struct A { A<A<T>> a; }; A<int> a;", "int main() { /*", "\u{FEFF}int x;\r\n",
      "#define X X X\nX", (0..<50_000).map { "int x\($0);\n" }.joined(),
    ]
    for (index, text) in texts.enumerated() {
      let path = folder["f\(index).cpp"]
      client.open(path, text)
      #expect(try client.diagnostics(of: path, version: 1, within: 60).isEmpty, "\(index)")
    }
    client.open(folder["a.c"], SessionTests.flawed)
    #expect(try client.diagnostics(of: folder["a.c"], version: 1, within: 60).count == 4)
    #expect(try client.end() == 0)
  }
}

extension HoverRequest {
  static let nowhere = HoverRequest(
    textDocument: .init(uri: "file:///nowhere.c"), position: .init(line: 0, character: 0))
}
