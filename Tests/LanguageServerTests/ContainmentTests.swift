import Foundation
import JSONRPC
import LanguageServerProtocol
import SourceText
import Synchronization
import TestSupport
import Testing

@Suite("A worker that dies costs one file one round")
struct ContainmentTests {
  private func start(_ extra: [String] = []) throws -> (LanguageClient, Sandbox) {
    let folder = try Sandbox(["a.c": SessionTests.flawed, "b.c": SessionTests.flawed])
    let client = try LanguageClient(["lsp", "--test-hooks"] + extra)
    try client.begin(root: folder.path)
    client.open(folder["a.c"], SessionTests.flawed)
    _ = try client.diagnostics(of: folder["a.c"], version: 1)
    return (client, folder)
  }

  @Test("A crash is told once with the file's name; what was shown stays; the next text is analysed")
  func crash() throws {
    let (client, folder) = try start()
    client.open(folder["b.c"], SessionTests.flawed)
    _ = try client.diagnostics(of: folder["b.c"], version: 1)
    client.change(folder["a.c"], SessionTests.flawed + "/* ownscope-test: crash */\n", version: 2)
    let message = try client.notification(ShowMessage.self)
    #expect(message.message.contains("crashed on \(folder["a.c"])"))
    #expect(message.type == .warning)
    // The other document is looked at again by the new worker, the bad one is not.
    client.change(folder["b.c"], "int x;\n", version: 2)
    #expect(try client.diagnostics(of: folder["b.c"], version: 2, within: 5).isEmpty)
    let uri = DocumentURI.uri(of: folder["a.c"])
    #expect(try client.notifications(PublishDiagnostics.self).last { $0.uri == uri }?.diagnostics.count == 4)
    client.change(folder["a.c"], SessionTests.flawed + "\n", version: 3)
    #expect(try client.diagnostics(of: folder["a.c"], version: 3, within: 5).count == 4)
    #expect(try client.notifications(ShowMessage.self).count == 1)
    #expect(try client.end() == 0)
  }

  @Test("Killed while somebody types: back within a second, with the last text, and without a word")
  func killed() throws {
    let (client, folder) = try start()
    for version in 2...10 {
      client.change(folder["a.c"], SessionTests.flawed + String(repeating: "\n", count: version), version: version)
      if version == 5, let worker = client.workerID { kill(worker, SIGKILL) }
    }
    let begin = ContinuousClock.now
    #expect(try client.diagnostics(of: folder["a.c"], version: 10, within: 10).count == 4)
    let time = ContinuousClock.now - begin
    // A figure for whoever reads the log; loaded machines take longer.
    print("back \(time / .milliseconds(1)) ms after it was killed")
    #expect(time < .seconds(8))
    #expect(try client.notifications(ShowMessage.self).isEmpty)
    for published in try client.notifications(PublishDiagnostics.self) { #expect(published.diagnostics.count == 4) }
    #expect(try client.end() == 0)
  }

  @Test("Work that does not come to an end is cut off")
  func hang() throws {
    let (client, folder) = try start(["--hang-limit", "1"])
    client.change(folder["a.c"], SessionTests.flawed + "/* ownscope-test: hang */\n", version: 2)
    let message = try client.notification(ShowMessage.self)
    #expect(message.message.contains("did not come to an end with \(folder["a.c"])"))
    client.change(folder["a.c"], "int x;\n", version: 3)
    #expect(try client.diagnostics(of: folder["a.c"], version: 3, within: 5).isEmpty)
    #expect(try client.end() == 0)
  }

  @Test("Requests that nobody can answer any more are answered with an error")
  func pending() throws {
    let (client, folder) = try start()
    client.change(folder["a.c"], SessionTests.flawed + "/* ownscope-test: hang */\n", version: 2)
    let answered = DispatchSemaphore(value: 0)
    let isError = Mutex(false)
    client.connection.request(
      CodeActionRequest.method,
      CodeActionRequest(
        textDocument: .init(uri: DocumentURI.uri(of: folder["a.c"])),
        range: .init(start: .init(line: 0, character: 0), end: .init(line: 9, character: 0)))
    ) { answer in
      let error = #expect(throws: RPCError.self) { try answer?.result([CodeActionOrCommand].self) }
      isError.withLock { $0 = error != nil }
      answered.signal()
    }
    Thread.sleep(forTimeInterval: 0.3)
    let worker = try #require(client.workerID)
    kill(worker, SIGKILL)
    #expect(answered.wait(timeout: .now() + 20) == .success)
    #expect(isError.withLock { $0 })
    #expect(try client.end() == 0)
  }

  @Test("A session that begins while its worker dies is answered by the next one")
  func beginning() throws {
    let folder = try Sandbox(["a.c": SessionTests.flawed])
    for pause in [0, 0.01, 0.1] {
      let client = try LanguageClient()
      for _ in 0..<500 where client.workerID == nil { Thread.sleep(forTimeInterval: 0.002) }
      kill(try #require(client.workerID), SIGKILL)
      Thread.sleep(forTimeInterval: pause)
      #expect(try client.begin(root: folder.path).capabilities.hoverProvider == true)
      client.open(folder["a.c"], SessionTests.flawed)
      #expect(try client.diagnostics(of: folder["a.c"], version: 1).count == 4)
      #expect(try client.end() == 0)
    }
  }

  @Test("Nobody is left behind when the client is gone")
  func orphans() throws {
    let (client, _) = try start()
    let worker = try #require(client.workerID)
    client.hangUp()
    _ = client.exitStatus()
    for _ in 0..<200 where kill(worker, 0) == 0 { Thread.sleep(forTimeInterval: 0.01) }
    #expect(kill(worker, 0) != 0)
  }
}
