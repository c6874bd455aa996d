import Foundation
import JSONText
import TestSupport
import Testing

@Suite("Programs that strangers run")
struct RunTests {
  private static let server = Result {
    try PlaygroundProcess(["--workers", "1", "--keep", temporaryDirectory().path])
  }
  private var port: Int { get throws { try Self.server.get().port } }

  /// What became of a run.
  private struct Account {
    var events: [JSONValue] = []
    var output: String {
      events.filter { $0["event"] == "output" }.compactMap { $0["text"]?.stringValue }.joined()
    }
    func event(_ name: String) -> JSONValue? { events.last { $0["event"]?.stringValue == name } }
    var findings: [JSONValue] { event("verdict")?["findings"]?.arrayValue ?? [] }
    var unpredicted: [JSONValue] { event("verdict")?["unpredicted"]?.arrayValue ?? [] }
  }

  private func run(
    _ source: String, language: String = "c", mode: String = "run", input: String = ""
  ) throws -> Account {
    let socket = try WebSocketClient(port: port, path: "/run", seconds: 120)
    let request: JSONValue = [
      "language": .string(language), "source": .string(source), "mode": .string(mode),
      "stdin": .string(input),
    ]
    socket.send(request.text(indented: false))
    var account = Account()
    while let event = socket.json() {
      account.events.append(event)
      if event["event"] == "done" { break }
    }
    return account
  }

  @Test("A program is compiled and run, reads its input, and its end is explained")
  func plain() throws {
    let account = try run(
      "#include <stdio.h>\nint main(void) { char n[20]; scanf(\"%19s\", n); printf(\"hello %s \\u00e9\\n\", n); return 3; }",
      input: "you")
    #expect(account.output == "hello you é\n")
    #expect(account.event("exit")?["code"] == 3)
    #expect(account.event("exit")?["signal"] == .null)
    #expect(account.event("exit")?["explanation"]?.stringValue?.isEmpty == false)
    #expect(
      account.events.map { $0["event"]?.stringValue } == ["compiling", "compiler", "output", "exit", "done"])
    let lambda = try run(
      "#include <iostream>\nint main() { auto f = [] { std::cout << \"hi\"; }; f(); }", language: "cpp")
    #expect(lambda.output == "hi")
  }

  @Test("What the compiler says is shown, and what it refuses is not run")
  func compiler() throws {
    let account = try run("int main(void) { return x; }")
    #expect(account.event("compiler")?["failed"] == true)
    #expect(account.event("compiler")?["text"]?.stringValue?.contains("main.c:1:25: error") == true)
    #expect(account.event("exit") == nil)
    for line in [
      "#include \"/etc/passwd\"", "__asm__(\".incbin \\\"/etc/passwd\\\"\");",
      "#include \"/proc/self/mountinfo\"",
    ] {
      let attack = try run(line + "\nint main(void) { return 0; }")
      #expect(attack.event("compiler")?["failed"] == true, "\(line)")
      let text = attack.event("compiler")?["text"]?.stringValue ?? ""
      #expect(!text.contains("root:") && !text.contains("ownscope-playground"), "\(text)")
    }
  }

  @Test("Compilers that would not come to an end are stopped")
  func compilerBomb() throws {
    let account = try run(
      "template <int n> struct A { A<n + 1> a; A<n * 2 + 1> b; };\nA<0> a;\nint main() {}\n", language: "cpp")
    #expect(account.event("compiler")?["failed"] == true)
  }

  @Test(
    "Each way to end has its name",
    arguments: [
      ("int main(void) { *(volatile int *)0 = 1; }", "SIGSEGV"),
      ("#include <stdlib.h>\nint main(void) { abort(); }", "SIGABRT"),
      ("int main(void) { for (;;) {} }", "SIGKILL"),
      ("#include <unistd.h>\nint main(void) { sleep(100); }", "SIGKILL"),
      ("#include <stdio.h>\nint main(void) { for (;;) puts(\"flood\"); }", "SIGKILL"),
    ])
  func signals(source: String, signal: String) throws {
    let account = try run(source)
    #expect(account.event("exit")?["signal"]?.stringValue == signal)
    #expect(account.event("exit")?["code"] == .null)
    #expect(account.output.utf8.count <= 64 << 10)
  }

  @Test("What is no request, and what is too long, is refused with the reason")
  func refusals() throws {
    let socket = try WebSocketClient(port: port, path: "/run")
    for text in ["", "[]", "{\"language\": \"perl\", \"source\": \"\"}"] {
      socket.send(text)
      #expect(socket.json()?["event"] == "unavailable")
      #expect(socket.json()?["event"] == "done")
    }
    let long = try run(String(repeating: " ", count: 300 << 10))
    #expect(long.event("unavailable")?["why"]?.stringValue?.contains("256 KiB") == true)
  }

  @Test("A leak that happens is confirmed where the memory came from; one on another path was not seen")
  func provenLeak() throws {
    let account = try run(
      """
      #include <stdlib.h>
      int main(int argc, char **argv) {
        char *p = malloc(4);
        char *q = malloc(5);
        if (argc > 1) return 1;
        free(q);
        return p == 0;
      }
      """, mode: "prove")
    #expect(account.event("compiler")?["failed"] == false)
    let tools = account.events.filter { $0["event"] == "tool" }.compactMap { $0["name"]?.stringValue }
    #expect(tools == ["AddressSanitizer", "Valgrind"])
    #expect(account.event("verdict")?["leakCheck"] == "done")
    let confirmed = account.findings.filter { $0["verdict"] == "confirmed" }
    #expect(
      confirmed.contains { $0["confirmedLine"] == 3 && $0["text"] == "confirmed at line 3" },
      "\(account.findings)")
    let unseen = try #require(account.findings.first { $0["verdict"] == "not-seen" }, "\(account.findings)")
    #expect(unseen["text"] == "not seen in this run (this path needs `argc > 1`)")
    #expect(account.unpredicted.isEmpty)
  }

  @Test(
    "The lesson's flaws and one of each kind are confirmed",
    arguments: [
      "missing-free", "two-friends", "aliases-shallow-copy", "copies-copy", "objects-label-after-destroy",
      "shared-owners-raw-after-reset", "interior-advanced-pointer", "forms-array-with-delete",
      "callbacks-captured-self",
      "two-owners-two-unique", "realloc-buffer-grows",
    ])
  func examples(id: String) throws {
    let list = try JSONValue(parsing: WebAnswer.request("GET", "/examples.json", port: port).body)
    let example = try #require(list.arrayValue?.first { $0["id"]?.stringValue == id })
    let account = try run(
      try #require(example["source"]?.stringValue), language: example["language"]?.stringValue ?? "",
      mode: "prove")
    #expect(
      account.findings.contains { $0["verdict"] == "confirmed" }, "\(id): \(account.events.map { $0.text() })"
    )
    #expect(account.unpredicted.isEmpty, "\(id): \(account.unpredicted)")
  }

  @Test(
    "The lesson's correct programs have nothing to confirm and nothing unpredicted",
    arguments: ["two-friends-weak", "thousand-elements"])
  func correct(id: String) throws {
    let list = try JSONValue(parsing: WebAnswer.request("GET", "/examples.json", port: port).body)
    let example = try #require(list.arrayValue?.first { $0["id"]?.stringValue == id })
    let account = try run(
      try #require(example["source"]?.stringValue), language: example["language"]?.stringValue ?? "",
      mode: "prove")
    #expect(account.event("exit")?["code"] == 0)
    #expect(account.findings.isEmpty && account.unpredicted.isEmpty)
  }

  @Test("What a tool saw and nobody predicted is told and kept, for this machine's owner alone")
  func unpredicted() throws {
    // The address goes through the kernel and comes back: no analysis of the text can know that it is the same.
    let source = """
      #include <stdlib.h>
      #include <unistd.h>
      int main(void) {
        int ends[2];
        char *p = malloc(3), *q = NULL;
        if (pipe(ends) != 0 || write(ends[1], &p, sizeof p) < 0 || read(ends[0], &q, sizeof q) < 0) _exit(1);
        close(ends[0]);
        close(ends[1]);
        free(p);
        free(q);
        return 0;
      }
      """
    let account = try run(source, mode: "prove")
    let seen = try #require(account.unpredicted.first, "\(account.events.map { $0.text() })")
    #expect(seen["line"] == 10 && seen["kind"] == "double-free", "\(seen)")
    let kept = try WebAnswer.request("GET", "/unpredicted.json", port: port)
    #expect(
      try JSONValue(parsing: kept.body).arrayValue?.contains { $0["source"] == .string(source) } == true)
    let forwarded = try WebAnswer.request(
      "GET", "/unpredicted.json", port: port, headers: ["X-Forwarded-For": "127.0.0.1"])
    #expect(forwarded.status == 403)
  }

  @Test("Runs beyond the limit wait and see their place; who goes away leaves the queue and ends his program")
  func queue() throws {
    let server = try PlaygroundProcess(["--workers", "1", "--runs", "1"])
    func ask(_ source: String) throws -> WebSocketClient {
      let socket = try WebSocketClient(port: server.port, path: "/run")
      socket.send(
        JSONValue.object([.init("language", "c"), .init("source", .string(source))]).text(indented: false))
      return socket
    }
    var first: WebSocketClient? = try ask("#include <unistd.h>\nint main(void) { sleep(100); }")
    #expect(first?.json()?["event"] == "compiling")
    let second = try ask("#include <stdio.h>\nint main(void) { puts(\"second\"); }")
    let waiting = second.json()
    #expect(waiting?["event"] == "queued" && waiting?["place"] == 1)
    let start = ContinuousClock.now
    first = nil
    while let event = second.json(), event["event"] != "done" {}
    #expect(ContinuousClock.now - start < .seconds(7))
  }
}
