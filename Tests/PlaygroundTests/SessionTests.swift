import Foundation
import JSONText
import TestSupport
import Testing

@Suite("Language servers for strangers", .serialized)
struct SessionTests {
  private static let server = Result { try PlaygroundProcess(["--workers", "30"]) }
  private var server: PlaygroundProcess { get throws { try Self.server.get() } }

  @Test("A leak is shown with a link to this server's lesson, and goes when it is mended")
  func leak() throws {
    let learner = try Learner(port: server.port)
    let answer = try #require(learner.answer(1))
    #expect(answer["result"]?["serverInfo"]?["name"] == "ownscope")
    learner.open(Learner.leak)
    let found = try #require(learner.diagnostics())
    #expect(found.first?["code"] == "leak")
    #expect(found.first?["codeDescription"]?["href"] == "/lesson#leak")
    learner.change(Learner.clean)
    #expect(learner.diagnostics() == [])
  }

  @Test("Each session has texts of its own")
  func apart() throws {
    let (first, second) = (try Learner(port: server.port), try Learner(port: server.port))
    first.open(Learner.leak)
    second.open(Learner.clean)
    #expect(first.diagnostics()?.first?["code"] == "leak")
    #expect(second.diagnostics() == [])
  }

  @Test(
    "No file of the machine comes out through the parser",
    arguments: [
      "#include \"/etc/passwd\"", "#include \"../../../../etc/passwd\"", "#include </proc/self/environ>",
      "#include \"/proc/self/mountinfo\"", "#include \"/dev/stdin\"", "#embed \"/etc/passwd\"",
      "#define F \"/etc/passwd\"\n#include F", "#include \"/proc/self/root/etc/passwd\"",
      "#include \"/ownscope/../etc/passwd\"", "__asm__(\".incbin \\\"/etc/passwd\\\"\");",
      "#include \"/usr/share/common-licenses/MIT\"", "#include \"\(Repository.root.path)/README.md\"",
    ])
  func waysOut(line: String) throws {
    let learner = try Learner(port: server.port)
    learner.open(line + "\n" + Learner.leak)
    let texts = try #require(learner.diagnostics()).map { $0.text() }.joined()
    #expect(!texts.contains("root:"))
    #expect(!texts.contains("/home") && !texts.contains("ownscope-playground"))
    let body = JSONValue.object([
      .init("language", "c"), .init("source", .string(line + "\n" + Learner.leak)),
    ])
    let report = try WebAnswer.request(
      "POST", "/analyze", port: server.port, body: body.text(indented: false)
    ).text
    #expect(!report.contains("root:") && !report.contains("ownscope-playground"), "\(report)")
  }

  @Test(
    "Whether a file is there is not told either",
    arguments: ["/etc/passwd", "/proc/self/maps", "/bin/sh", "/root"])
  func presence(path: String) throws {
    let learner = try Learner(port: server.port)
    learner.open(
      "#if __has_include(\"\(path)\")\n" + Learner.leak + "#else\nint main(void) { return 0; }\n#endif\n")
    #expect(learner.diagnostics() == [])
  }

  @Test("The headers of the system are there")
  func systemHeaders() throws {
    let learner = try Learner(port: server.port, language: "cpp")
    learner.open(
      "#include <vector>\n#include <string>\n#include <memory>\n#include <cstdio>\n#include <unistd.h>\nint main() { int *p = new int(1); return *p; }\n"
    )
    #expect(learner.diagnostics()?.first?["code"] == "leak")
  }

  @Test("Other documents, folders and settings are nothing to a session")
  func otherDocuments() throws {
    let learner = try Learner(
      port: server.port,
      extra: [
        .init("initializationOptions", ["buildDirectory": "/etc", "lesson": "https://evil.example"]),
        .init("workspaceFolders", [["uri": "file:///etc", "name": "etc"]]),
      ])
    _ = learner.answer(1)
    learner.open(Learner.leak)
    let found = try #require(learner.diagnostics())
    #expect(found.first?["codeDescription"]?["href"]?.stringValue?.hasPrefix("/lesson#") == true)
    learner.notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": "file:///etc/passwd", "languageId": "c", "version": 1,
          "text": "int main(void) { malloc(1); }",
        ]
      ])
    learner.notify("workspace/didChangeConfiguration", ["settings": ["ownscope": ["buildDirectory": "/etc"]]])
    learner.notify(
      "workspace/didChangeWatchedFiles", ["changes": [["uri": "file:///etc/passwd", "type": 2]]])
    learner.notify("$/ownscope/avoid", ["path": "/playground/main.c", "text": "x"])
    learner.request(7, "textDocument/codeAction", ["textDocument": ["uri": "file:///etc/passwd"]])
    #expect(learner.answer(7)?["error"]?["code"] == .integer(-32602))
    learner.request(
      8, "workspace/executeCommand",
      ["command": "ownscope.disableRule", "arguments": ["leak", "file:///etc/passwd"]])
    #expect(learner.answer(8)?["error"]?["code"] == .integer(-32602))
    learner.request(9, "workspace/symbol", ["query": "x"])
    #expect(learner.answer(9)?["error"]?["code"] == .integer(-32601))
    learner.socket.send("{")
    #expect(learner.wait { $0["error"]?["code"] == .integer(-32700) } != nil)
    learner.change(Learner.clean)
    let next = learner.wait { $0["method"] == "textDocument/publishDiagnostics" }
    #expect(next?["params"]?["uri"] == "file:///playground/main.c")
  }

  @Test("Pages of other sites are not let in, and those that the owner names are")
  func origins() throws {
    for path in ["/lsp", "/run"] {
      for origin in ["https://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1.evil.example"] {
        do {
          _ = try WebSocketClient(port: server.port, path: path, origin: origin)
          Issue.record("\(origin) was let in")
        } catch let refused as WebSocketClient.Refused {
          #expect(refused.answer.status == 403, "\(origin)")
        }
      }
      _ = try WebSocketClient(port: server.port, path: path, origin: "http://127.0.0.1:\(server.port)")
    }
    #expect(throws: WebSocketClient.Refused.self) {
      _ = try WebSocketClient(
        port: server.port, path: "/lsp", origin: "http://evil.example:80", host: "evil.example:80")
    }
    #expect(throws: WebSocketClient.Refused.self) {
      _ = try WebSocketClient(port: server.port, path: "/other")
    }
    let open = try PlaygroundProcess(["--workers", "1", "--origin", "https://course.example"])
    _ = try WebSocketClient(port: open.port, path: "/lsp", origin: "https://course.example")
    let page = try WebAnswer.request(
      "GET", "/examples.json", port: open.port, headers: ["Origin": "https://course.example"])
    #expect(page.headers["access-control-allow-origin"] == "https://course.example")
    #expect(
      page.headers["content-security-policy"]?.hasSuffix("frame-ancestors 'self' https://course.example")
        == true)
  }

  @Test("Documents and messages that are too long end the session, whatever way they are sent")
  func lengths() throws {
    let large = try Learner(port: server.port)
    _ = large.answer(1)
    large.open(String(repeating: "x", count: (256 << 10) + 1))
    #expect(end(of: large) == 1009)
    let grown = try Learner(port: server.port)
    _ = grown.answer(1)
    grown.open(String(repeating: " ", count: 200 << 10))
    grown.notify(
      "textDocument/didChange",
      [
        "textDocument": ["uri": .string(grown.uri), "version": 2],
        "contentChanges": [
          [
            "range": ["start": ["line": 0, "character": 0], "end": ["line": 0, "character": 0]],
            "text": .string(String(repeating: " ", count: 60 << 10)),
          ]
        ],
      ])
    #expect(end(of: grown) == 1009)
    // A frame that promises eight exabytes, one of two megabytes, and one in parts that come to more than one.
    let promise = try WebSocketClient(port: server.port, path: "/lsp", seconds: 20)
    promise.send(opcode: 1, payload: [65], claimed: UInt64(Int64.max))
    #expect(closes(promise))
    let long = try WebSocketClient(port: server.port, path: "/lsp", seconds: 20)
    long.send(opcode: 1, payload: [UInt8](repeating: 65, count: 2 << 20))
    #expect(closes(long))
    let parts = try WebSocketClient(port: server.port, path: "/run", seconds: 20)
    for number in 0..<40 {
      if !parts.send(
        opcode: number == 0 ? 1 : 0, payload: [UInt8](repeating: 65, count: 60000), isLast: false)
      {
        break
      }
    }
    #expect(closes(parts))
    let binary = try WebSocketClient(port: server.port, path: "/lsp", seconds: 20)
    binary.send(opcode: 2, payload: [1, 2, 3])
    #expect(closes(binary))
    #expect(try WebAnswer.request("GET", "/healthz", port: server.port).status == 200)
  }

  private func end(of learner: Learner) -> Int? {
    while true {
      switch learner.socket.receive() {
      case .text: continue
      case .closed(let code, _): return code
      case .end: return nil
      }
    }
  }

  private func closes(_ socket: WebSocketClient) -> Bool {
    while true {
      if case .text = socket.receive() { continue }
      return true
    }
  }

  @Test("Who sends too fast is read slowly, and loses nothing")
  func rate() throws {
    let learner = try Learner(port: server.port)
    _ = learner.answer(1)
    learner.open(Learner.leak)
    let start = ContinuousClock.now
    for number in 0..<200 { learner.request(100 + number, "unknown/\(number)", [:]) }
    var answers = 0
    while answers < 200, let message = learner.socket.json() { if message["error"] != nil { answers += 1 } }
    #expect(answers == 200)
    // 200 messages, of which 120 may come at once, at 40 a second.
    #expect(ContinuousClock.now - start > .seconds(1.5))
  }

  @Test("One more than there are workers waits, sees its place, and gets in")
  func queue() throws {
    let small = try PlaygroundProcess(["--workers", "1"])
    var first: Learner? = try Learner(port: small.port)
    _ = first?.answer(1)
    let (second, third) = (try Learner(port: small.port), try Learner(port: small.port))
    #expect(second.socket.json()?["params"]?["place"] == 1)
    #expect(third.socket.json()?["params"]?["place"] == 2)
    second.open(Learner.leak)
    let metrics = try WebAnswer.request("GET", "/metrics", port: small.port).text
    #expect(
      metrics.contains("ownscope_session_queue 2\n") && metrics.contains("ownscope_sessions 1\n"),
      "\(metrics)")
    first = nil
    #expect(third.socket.json()?["params"]?["place"] == 1)
    // What was said in the queue has not been lost.
    #expect(second.diagnostics()?.first?["code"] == "leak")
  }

  @Test("A session in which nothing is typed ends, with a code that tells the page to come back")
  func idle() throws {
    let impatient = try PlaygroundProcess(["--workers", "1", "--idle", "1"])
    let learner = try Learner(port: impatient.port)
    _ = learner.answer(1)
    #expect(end(of: learner) == 4000)
    let again = try Learner(port: impatient.port)
    again.open(Learner.leak)
    #expect(again.diagnostics()?.first?["code"] == "leak")
  }

  @Test("A server that is stopped says so to its sessions, and leaves no process and no file behind")
  func stopping() throws {
    let server = try PlaygroundProcess(["--workers", "2"])
    let learner = try Learner(port: server.port)
    learner.open(Learner.leak)
    _ = learner.diagnostics()
    let below = server.descendants()
    #expect(!below.isEmpty)
    #expect(server.stop() == 0)
    #expect(end(of: learner) == 1012)
    usleep(500_000)
    #expect(below.allSatisfy { isGone($0) })
    #expect(server.logText.contains("stopped"))
  }

  /// Whether a process has ended; somebody may not have asked for its status yet.
  private func isGone(_ process: Int32) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else {
      return true
    }
    return status.contains(") Z ")
  }

  @Test("A worker has nothing open but its own socket, and sees the files of its box alone")
  func worker() throws {
    let server = try PlaygroundProcess(["--workers", "4"])
    let learners = try (0..<3).map { _ in try Learner(port: server.port) }
    for learner in learners { learner.open(Learner.leak) }
    for learner in learners { _ = learner.diagnostics() }
    var workers = 0
    for process in server.descendants() {
      guard let root = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/root"),
        root.contains("ownscope")
      else { continue }
      workers += 1
      #expect(Set(root).isSubset(of: ["dev", "lib", "lib64", "opt", "ownscope", "proc", "usr"]), "\(root)")
      // One to the supervisor, and one by which Foundation knows that the process lives.
      let own = sockets(of: process)
      #expect(own.count <= 2 && own.isDisjoint(with: sockets(of: server.processID)), "\(own)")
    }
    #expect(workers >= 3)
  }

  private func sockets(of process: Int32) -> Set<String> {
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")) ?? []
    return Set(
      numbers.compactMap {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\($0)")
      }
      .filter { $0.hasPrefix("socket:") })
  }

  @Test("Without a sandbox this machine alone is served, and programs are not run")
  func withoutSandbox() throws {
    let server = try PlaygroundProcess(["--workers", "1", "--no-sandbox"])
    #expect(server.logText.contains("no sandbox"))
    let learner = try Learner(port: server.port)
    learner.open(Learner.leak)
    #expect(learner.diagnostics()?.first?["code"] == "leak")
    let run = try WebSocketClient(port: server.port, path: "/run")
    run.send("{\"language\": \"c\", \"source\": \"int main(void) { return 0; }\", \"mode\": \"run\"}")
    let refusal = try #require(run.json())
    #expect(refusal["event"] == "unavailable")
    #expect(refusal["why"]?.stringValue?.contains("sandbox") == true)
    #expect(run.json()?["event"] == "done")
    do {
      _ = try PlaygroundProcess(["--no-sandbox", "--host", "0.0.0.0"])
      Issue.record("strangers are served without a sandbox")
    } catch {
      #expect("\(error)".contains("needs a sandbox"), "\(error)")
    }
  }
}
