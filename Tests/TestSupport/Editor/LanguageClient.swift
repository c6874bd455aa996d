import Foundation
import JSONRPC
import LanguageServerProtocol
import SourceText
import Synchronization

/// An editor as far as a language server can tell: starts the real program, speaks the protocol with it, and keeps what
/// it says.
package final class LanguageClient: Sendable {
  package let connection: Connection
  private let descriptor: Int32
  private nonisolated(unsafe) let process: Process

  private struct State {
    var notifications: [IncomingMessage] = []
    /// Answers to `workspace/configuration`.
    var settings: LSPAny = .null
    var requests: [String] = []
    /// What `workspace/applyEdit` brought.
    var edits: [WorkspaceEdit] = []
    var hasEnded = false
  }
  private let state = Mutex(State())

  /// - Parameter arguments: of `ownscope`, the subcommand included.
  package init(_ arguments: [String] = ["lsp"], settings: LSPAny = .null) throws {
    // A server that is killed in a test must not take the test along.
    signal(SIGPIPE, SIG_IGN)
    let pair = try SocketPair()
    descriptor = pair.ours
    connection = Connection(DescriptorChannel(input: pair.ours, output: pair.ours), idPrefix: "editor")
    process = Process()
    process.executableURL = Repository.ownscope
    process.arguments = arguments
    process.standardInput = FileHandle(fileDescriptor: pair.theirs)
    process.standardOutput = FileHandle(fileDescriptor: pair.theirs)
    defer { close(pair.theirs) }
    try process.run()
    state.withLock { $0.settings = settings }
    Thread.detachNewThread { [self] in
      _ = connection.run { message in
        self.receive(message)
        return true
      }
      state.withLock { $0.hasEnded = true }
    }
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    close(descriptor)
  }

  package var processID: Int32 { process.processIdentifier }

  /// The worker's process, while there is one.
  package var workerID: Int32? {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(processID)/task")) ?? []
    let children = all.compactMap {
      try? String(contentsOfFile: "/proc/\(processID)/task/\($0)/children", encoding: .utf8)
    }.joined(separator: " ")
    return children.split(separator: " ").compactMap { Int32($0) }.first
  }

  private func receive(_ message: IncomingMessage) {
    switch message.kind {
    case .request(let id, let method):
      state.withLock { $0.requests.append(method) }
      switch method {
      case WorkspaceConfiguration.method: connection.respond(id, [state.withLock { $0.settings }])
      case ApplyWorkspaceEdit.method:
        if let edit = try? message.parameters(ApplyWorkspaceEdit.self).edit {
          state.withLock { $0.edits.append(edit) }
        }
        connection.respond(id, ApplyWorkspaceEditResult(applied: true))
      case ShowDocument.method: connection.respond(id, ShowDocumentResult(success: true))
      default: connection.respond(id, Null())
      }
    case .notification: state.withLock { $0.notifications.append(message) }
    case .response: break
    }
  }

  // MARK: Speaking

  package func notify<Notification: LSPNotification>(_ notification: Notification) {
    connection.notify(Notification.method, notification)
  }

  package func request<Request: LSPRequest>(_ request: Request, within seconds: Double = 60) throws -> Request.Response {
    try ask(Request.method, request, as: Request.Response.self, within: seconds)
  }

  /// Sends a request and waits for its answer, on the caller's thread: tests block the few threads that tasks share,
  /// and an answer must not wait for one of them.
  package func ask<Result: Decodable & Sendable>(
    _ method: String, _ params: some Encodable & Sendable, as type: Result.Type, within seconds: Double = 60
  ) throws -> Result {
    let done = DispatchSemaphore(value: 0)
    let answer = Mutex<IncomingMessage?>(nil)
    connection.request(method, params) { message in
      answer.withLock { $0 = message }
      done.signal()
    }
    guard done.wait(timeout: .now() + seconds) == .success else {
      throw Timeout(description: "no answer to \(method) within \(seconds) s")
    }
    guard let message = answer.withLock({ $0 }) else { throw Timeout(description: "the server has gone") }
    return try message.result(type)
  }

  /// Begins a session the way most editors do.
  @discardableResult
  package func begin(
    root: String?, capabilities: ClientCapabilities = .full, options: LSPAny? = nil
  ) throws -> InitializeResult {
    let result = try request(
      Initialize(
        processId: Int(getpid()), rootUri: root.map(DocumentURI.uri), initializationOptions: options,
        capabilities: capabilities))
    notify(Initialized())
    return result
  }

  package func open(_ path: String, _ text: String, version: Int = 1) {
    let language = path.hasSuffix(".c") || path.hasSuffix(".h") ? "c" : "cpp"
    notify(
      DidOpenTextDocument(
        textDocument: .init(uri: DocumentURI.uri(of: path), languageId: language, version: version, text: text)))
  }

  /// Replaces the whole text.
  package func change(_ path: String, _ text: String, version: Int) {
    notify(
      DidChangeTextDocument(
        textDocument: .init(uri: DocumentURI.uri(of: path), version: version), contentChanges: [.init(text: text)]))
  }

  /// Asks to end and ends; the status of the process.
  package func end() throws -> Int32 {
    _ = try request(Shutdown())
    notify(Exit())
    return exitStatus()
  }

  /// Waits for the process to end.
  package func exitStatus() -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Closes the connection without a word, as an editor that is killed does.
  package func hangUp() { connection.close() }

  // MARK: Listening

  package struct Timeout: Error, CustomStringConvertible {
    package var description: String
  }

  /// The first notification of a kind that `isWanted` agrees to, among those that have come and those that will.
  package func notification<Notification: LSPNotification>(
    _ type: Notification.Type, within seconds: Double = 20, where isWanted: (Notification) -> Bool = { _ in true }
  ) throws -> Notification {
    let end = ContinuousClock.now + .seconds(seconds)
    var seen = 0
    while ContinuousClock.now < end {
      let (new, hasEnded) = state.withLock { (Array($0.notifications[seen...]), $0.hasEnded) }
      seen += new.count
      for message in new where message.kind == .notification(method: Notification.method) {
        let value = try message.parameters(Notification.self)
        if isWanted(value) { return value }
      }
      if hasEnded, new.isEmpty { throw Timeout(description: "the server has gone; waited for \(Notification.method)") }
      Thread.sleep(forTimeInterval: 0.002)
    }
    throw Timeout(description: "no \(Notification.method) within \(seconds) s")
  }

  /// All notifications of a kind that have come so far.
  package func notifications<Notification: LSPNotification>(_ type: Notification.Type) throws -> [Notification] {
    try state.withLock { $0.notifications }.filter { $0.kind == .notification(method: Notification.method) }
      .map { try $0.parameters(Notification.self) }
  }

  /// The parameters of all notifications of a method that have come so far, as they were written.
  package func parameters(of method: String) -> [LSPAny] {
    state.withLock { $0.notifications }.filter { $0.kind == .notification(method: method) }
      .compactMap { try? $0.parameters(LSPAny.self) }
  }

  /// The diagnostics of a version of a document.
  package func diagnostics(
    of path: String, version: Int, within seconds: Double = 20
  ) throws -> [Diagnostic] {
    let uri = DocumentURI.uri(of: path)
    return try notification(PublishDiagnostics.self, within: seconds) {
      $0.uri == uri && $0.version == version
    }.diagnostics
  }

  /// Requests that the server has made, by method.
  package var serverRequests: [String] { state.withLock { $0.requests } }
  package var appliedEdits: [WorkspaceEdit] { state.withLock { $0.edits } }
}
