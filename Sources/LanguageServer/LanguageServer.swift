import Foundation
import JSONRPC
import LanguageServerProtocol
import Lessons
import SourceText
import Workspace

/// The server itself: keeps the order of messages, and turns what the analysis knows into what the client can show.
/// One file a feature, under `Features`.
package actor LanguageServer {
  let connection: Connection
  let options: ServerOptions
  let clock: HostClock
  let host: AnalysisHost

  enum Phase { case waiting, running, shutDown }
  var phase = Phase.waiting
  var abilities = ClientAbilities()
  var settings = ServerSettings()
  var roots: [String] = []
  var documents = Documents()
  /// Requests that are being answered.
  var running: [RequestID: Task<Void, Never>] = [:]
  /// What the client was last given for each open document, by path.
  var published: [String: PublishDiagnostics] = [:]
  /// Programs of which the client has been given a result, by what was known then.
  var delivered: [String: String] = [:]
  var problems: Set<String> = []
  var indexing = IndexingProgress()

  private enum Input: Sendable {
    case message(IncomingMessage)
    case host(HostEvent)
    case end(Connection.End)
  }

  private init(
    _ connection: Connection, _ options: ServerOptions, _ clock: HostClock, _ host: AnalysisHost
  ) {
    self.connection = connection
    self.options = options
    self.clock = clock
    self.host = host
  }

  /// Serves a client until it says `exit` or is gone; returns the status to exit with.
  package static func serve(
    _ channel: any ByteChannel, engine: HostEngine, options: ServerOptions, clock: HostClock = .machine
  ) async -> Int32 {
    let (inputs, inbox) = AsyncStream.makeStream(of: Input.self)
    // Two lives of one worker must not use the same ids.
    let connection = Connection(channel, idPrefix: options.isRestart ? "ownscope-\(getpid())" : "ownscope")
    let host = AnalysisHost(engine: engine, clock: clock) { event in
      switch event {
      // On its way before the work begins: if that is the end of this process, the supervisor knows what it was.
      case .working(let path, let limit):
        if options.isWorker {
          connection.notify(
            WorkerNotes.Working.method, WorkerNotes.Working(path: path, seconds: limit / .seconds(1)))
        }
      case .done(let path, let parts):
        if options.isWorker {
          connection.notify(WorkerNotes.Done.method, WorkerNotes.Done(path: path, parts: parts))
        }
      default: inbox.yield(.host(event))
      }
    }
    let server = LanguageServer(connection, options, clock, host)
    Thread.detachNewThread {
      let end = connection.run {
        inbox.yield(.message($0))
        return true
      }
      inbox.yield(.end(end))
    }
    for await input in inputs {
      switch input {
      case .message(let message):
        if let status = await server.receive(message) { return status }
      case .host(let event): await server.hear(event)
      case .end(let end): return await server.ended(end)
      }
    }
    return 1
  }

  /// The client is gone: that is a clean end only where it had said so.
  private func ended(_ end: Connection.End) -> Int32 {
    if phase == .shutDown, end == .closed { return 0 }
    return 1
  }

  // MARK: Messages

  /// Handles one message; the status to exit with when it is the last one.
  private func receive(_ message: IncomingMessage) async -> Int32? {
    switch message.kind {
    case .response: break
    case .notification(Exit.method): return phase == .shutDown ? 0 : 1
    case .notification(let method):
      // Notifications cannot be answered; what cannot be read is passed over.
      if phase == .running { try? await notified(method, message) }
    case .request(let id, let method):
      do throws(RPCError) {
        try await requested(id, method, message)
      } catch {
        connection.fail(id, error)
      }
    }
    return nil
  }

  private func requested(_ id: RequestID, _ method: String, _ message: IncomingMessage) async throws(RPCError) {
    switch (phase, method) {
    case (.waiting, Initialize.method):
      let parameters = try message.parameters(Initialize.self)
      connection.respond(id, await initialize(parameters))
      phase = .running
    case (.waiting, _): throw RPCError(.serverNotInitialized, "'initialize' has to come first")
    case (.shutDown, _): throw RPCError(.invalidRequest, "the server has been shut down")
    case (.running, Initialize.method): throw RPCError(.invalidRequest, "'initialize' may come only once")
    case (.running, Shutdown.method):
      phase = .shutDown
      for task in running.values { task.cancel() }
      connection.respond(id, Null())
    case (.running, _): try answerFeature(id, method, message)
    }
  }

  /// Answers a request when `work` is done, unless nobody waits for it any more.
  func answer<Result: Encodable & Sendable>(
    _ id: RequestID, _ work: @escaping @Sendable () async throws(RPCError) -> Result
  ) {
    running[id] = Task {
      do throws(RPCError) {
        let result = try await work()
        finish(id) { $0.respond(id, result) }
      } catch {
        finish(id) { $0.fail(id, error) }
      }
    }
  }

  private func finish(_ id: RequestID, _ reply: (Connection) -> Void) {
    if running.removeValue(forKey: id) != nil { reply(connection) }
  }

  /// `$/cancelRequest`.
  func cancel(_ id: RequestID) {
    guard let task = running.removeValue(forKey: id) else { return }
    task.cancel()
    connection.fail(id, RPCError(.requestCancelled, "cancelled"))
  }

  /// Asks the client something and goes on; an answer that it cannot do it changes nothing.
  func ask<Request: LSPRequest>(_ request: Request) {
    let connection = connection
    Task { _ = try? await connection.request(Request.method, request, as: Request.Response.self) }
  }

  func notify<Notification: LSPNotification>(_ notification: Notification) {
    connection.notify(Notification.method, notification)
  }

  // MARK: Lessons

  func links(for snapshot: AnalysisSnapshot?) -> LessonLinks {
    LessonLinks(baseURL: settings.lessonBaseURL ?? snapshot?.lessonBaseURL)
  }
}
