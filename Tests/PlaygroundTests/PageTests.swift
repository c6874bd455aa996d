import Foundation
import JSONText
import TestSupport
import Testing

@Suite("The playground's pages")
struct PageTests {
  private static let server = Result { try PlaygroundProcess(["--workers", "2"]) }
  private var port: Int { get throws { try Self.server.get().port } }

  @Test(
    "Pages, examples, health and figures are served with their types and with the headers that keep others out"
  )
  func pages() throws {
    let first = try WebAnswer.request("GET", "/", port: port)
    #expect(first.status == 303)
    #expect(first.headers["location"] == "/playground")
    for (path, type) in [
      ("/playground", "text/html; charset=utf-8"), ("/lesson", "text/html; charset=utf-8"),
      ("/assets/playground.html", "text/html; charset=utf-8"), ("/examples.json", "application/json"),
      ("/healthz", "text/plain; charset=utf-8"), ("/metrics", "text/plain; version=0.0.4; charset=utf-8"),
    ] {
      let answer = try WebAnswer.request("GET", path, port: port)
      #expect(answer.status == 200, "\(path)")
      #expect(answer.headers["content-type"] == type, "\(path)")
      #expect(answer.headers["x-content-type-options"] == "nosniff", "\(path)")
      let policy = try #require(answer.headers["content-security-policy"])
      #expect(policy.hasPrefix("default-src 'none'; script-src 'self';"), "\(path)")
      #expect(!policy.contains("http"), "\(path)")
      #expect(!answer.body.isEmpty, "\(path)")
      #expect(try WebAnswer.request("HEAD", path, port: port).body.isEmpty, "\(path)")
    }
  }

  @Test("Examples are programs with a main, and carry no notes for tests")
  func examples() throws {
    let list = try JSONValue(parsing: WebAnswer.request("GET", "/examples.json", port: port).body)
    let examples = try #require(list.arrayValue)
    #expect(examples.count >= 20)
    #expect(Set(examples.compactMap { $0["id"]?.stringValue }).count == examples.count)
    for example in examples {
      let source = try #require(example["source"]?.stringValue)
      #expect(source.contains("int main("), "\(example["id"]?.stringValue ?? "")")
      #expect(!source.contains("// expect") && !source.contains("// oracle"))
      #expect(source.components(separatedBy: "bad_").count < 6)
      #expect(["c", "cpp"].contains(example["language"]?.stringValue))
    }
  }

  @Test(
    "No path leads out of the folder",
    arguments: [
      "/assets/../examples.json", "/assets/../../examples.json", "/assets//etc/passwd",
      "/assets/%2e%2e/examples.json",
      "/assets/codemirror/../../../etc/passwd", "/assets/", "/assets/./playground.html", "/../etc/passwd",
      "//etc/passwd",
      "/assets/codemirror/index.js", "/assets/playground.html/", "/nothing",
    ])
  func traversal(path: String) throws {
    let answer = try WebAnswer.request("GET", path, port: port)
    #expect(answer.status == 404)
    #expect(!answer.text.contains("root:"))
  }

  @Test("CodeMirror comes from the folder that was named, and links in it lead nowhere")
  func editorAssets() throws {
    let folder = try Sandbox(["index.js": "export {}", "deep/x.js": "1"])
    try FileManager.default.createSymbolicLink(atPath: folder["passwd"], withDestinationPath: "/etc/passwd")
    let server = try PlaygroundProcess(["--workers", "1", "--assets", folder.path])
    let script = try WebAnswer.request("GET", "/assets/codemirror/index.js?v=1", port: server.port)
    #expect(script.text == "export {}")
    #expect(script.headers["content-type"] == "text/javascript; charset=utf-8")
    #expect(try WebAnswer.request("GET", "/assets/codemirror/deep/x.js", port: server.port).status == 200)
    #expect(try WebAnswer.request("GET", "/assets/codemirror/passwd", port: server.port).status == 404)
  }

  @Test("Other methods, other names and requests that are too long are refused")
  func refusals() throws {
    #expect(try WebAnswer.request("POST", "/playground", port: port).status == 405)
    #expect(try WebAnswer.request("DELETE", "/", port: port).status == 405)
    #expect(try WebAnswer.request("GET", "/analyze", port: port).status == 405)
    #expect(try WebAnswer.request("GET", "/lsp", port: port).status == 426)
    let rebound = try WebAnswer.request(
      "GET", "/playground", port: port, headers: ["Host": "evil.example:8080"])
    #expect(rebound.status == 421)
    let long = try WebAnswer.request(
      "POST", "/analyze", port: port, body: String(repeating: "x", count: 1_100_000))
    #expect(long.status == 413)
  }

  @Test("A program that is sent to /analyze comes back as the linter's report")
  func analyze() throws {
    let source = "#include <stdlib.h>\nint main(void) {\n  char *p = malloc(3);\n  return p == 0;\n}\n"
    let body = JSONValue.object([.init("language", "c"), .init("source", .string(source))]).text(
      indented: false)
    let answer = try WebAnswer.request("POST", "/analyze", port: port, body: body)
    #expect(answer.status == 200, "\(answer.text)")
    let report = try JSONValue(parsing: answer.body)
    #expect(report["findings"]?[0]?["rule"] == "leak")
    #expect(report["findings"]?[0]?["path"] == "main.c")
    #expect(report["format"]?.integerValue != nil)
    #expect(try WebAnswer.request("POST", "/analyze", port: port, body: "{}").status == 400)
    let foreign = try WebAnswer.request(
      "POST", "/analyze", port: port, headers: ["Origin": "https://evil.example"], body: body)
    #expect(foreign.status == 403)
  }

  @Test("Headers without end and requests that do not come are cut off")
  func slowClients() throws {
    let connection = try WebConnection(port: port, seconds: 20)
    var isOpen = connection.send(Array("GET / HTTP/1.1\r\nHost: x\r\n".utf8))
    for _ in 0..<2000 where isOpen {
      isOpen = connection.send(Array("X-Filler: \(String(repeating: "a", count: 1000))\r\n".utf8))
    }
    // Either sending fails or the end has come: two megabytes of headers are never taken.
    if isOpen {
      #expect(
        connection.receive().map { String(decoding: $0, as: UTF8.self).hasPrefix("HTTP/1.1 4") } ?? true)
    }
    #expect(try WebAnswer.request("GET", "/healthz", port: port).text == "ok\n")
  }
}
