import Foundation
import JSONRPC
import LanguageServerProtocol
import SourceText
import Synchronization
import Workspace

/// Stands between a client and the worker that serves it: passes messages on, remembers what the session is, and when
/// the worker dies or hangs, begins again with another one. The client notices a pause.
package final class Supervisor: Sendable {
  package struct Options: Sendable {
    /// Of the program to start.
    package var executable: String
    package var workerArguments: [String]
    /// For a worker in the place of another; nil for those above and `--restarted`.
    package var restartArguments: [String]?
    /// What workers write to standard error is nobody's to see: their text comes from strangers.
    package var discardsErrors = false
    package var restartPolicy = RestartPolicy()
    /// Told when a worker has ended that should not have.
    package var onRestart: (@Sendable () -> Void)?
    /// Ends when this process is gone; nil for the one that `initialize` names.
    package var clientProcess: Int32?
    /// Takes the place of what workers say, for tests.
    package var hangLimit: Double?
    package var recorder: SessionRecorder?
    package var trace: ChromeTrace?

    package init(executable: String, workerArguments: [String]) {
      self.executable = executable
      self.workerArguments = workerArguments
    }
  }

  let client: Connection
  let options: Options
  let clock = HostClock.machine

  struct State {
    var mirror = SessionMirror()
    var worker: WorkerProcess?
    /// Requests of the client that the worker has to answer, by method.
    var pending: [RequestID: String] = [:]
    /// Nobody has answered `initialize` yet: whichever worker comes next has to.
    var awaitsInitialize = true
    /// What is being worked on, and until when that may take.
    var busy: [String: Duration] = [:]
    /// Progress that the worker has begun to show.
    var progress: Set<String> = []
    var policy = RestartPolicy()
    /// Files that took workers down with just this text, and those that were there when one died of something else.
    var avoided: [String: TextHash] = [:]
    var suspects: [String: TextHash] = [:]
    var hung: String?
    var told: Set<String> = []
    var isShutDown = false
    var isOver = false
    var hasDied = false
  }
  let state: Mutex<State>

  package init(_ channel: any ByteChannel, _ options: Options) {
    self.options = options
    var state = State()
    state.policy = options.restartPolicy
    self.state = Mutex(state)
    client = Connection(channel, idPrefix: "supervisor")
  }

  /// Serves the client until it says `exit` or is gone; returns the status to exit with.
  package func run() -> Int32 {
    start()
    watch()
    if let process = options.clientProcess { watchClient(process) }
    var status: Int32?
    let end = client.run { message in
      status = fromClient(message)
      return status == nil
    }
    let (worker, isShutDown) = state.withLock { state in
      state.isOver = true
      return (state.worker, state.isShutDown)
    }
    worker?.kill()
    options.recorder?.close()
    options.trace?.close()
    return status ?? (end == .closed && isShutDown ? 0 : 1)
  }

  // MARK: From the client

  /// Passes a message on; the status to exit with when it is the last one.
  private func fromClient(_ message: IncomingMessage) -> Int32? {
    options.recorder?.record(message.body, from: .client)
    switch message.kind {
    case .notification(Exit.method): return state.withLock { $0.isShutDown } ? 0 : 1
    case .request(let id, Initialize.method):
      let known = state.withLock { state -> Bool in
        if state.mirror.initialize != nil { return true }
        state.mirror.initialize = message
        return false
      }
      if !known, let parameters = try? message.parameters(Initialize.self) {
        state.withLock { $0.mirror.encoding = ClientAbilities(parameters.capabilities).encoding }
        if options.clientProcess == nil, let process = parameters.processId { watchClient(Int32(process)) }
      }
      forward(message, asking: id, Initialize.method)
    case .request(let id, Shutdown.method):
      // A worker that is down must not keep the client from leaving.
      let isServed = state.withLock { state in
        state.isShutDown = state.mirror.initialize != nil
        return state.worker != nil
      }
      if isServed { forward(message, asking: id, Shutdown.method) } else { client.respond(id, Null()) }
    case .request(let id, let method): forward(message, asking: id, method)
    case .notification:
      state.withLock { $0.mirror.note(message) }
      send(message.body)
    // The worker's own requests went through us unchanged.
    case .response: send(message.body)
    }
    return nil
  }

  private func forward(_ message: IncomingMessage, asking id: RequestID, _ method: String) {
    options.trace?.begin(method, id: "\(id)")
    let worker = state.withLock { state -> WorkerProcess? in
      if state.worker != nil { state.pending[id] = method }
      return state.worker
    }
    guard let worker else {
      // A client that is told so has no session; the next worker finds it in the mirror.
      if method == Initialize.method { return }
      client.fail(id, Self.unserved(method))
      return
    }
    worker.channel.write(framed(Array(message.body)))
  }

  /// Passes something on to the worker, if there is one.
  func send(_ body: Data) { state.withLock { $0.worker }?.channel.write(framed(Array(body))) }

  /// What a request is answered while nobody can answer it. Clients pass over `ContentModified` in silence.
  static func unserved(_ method: String) -> RPCError {
    method == DocumentDiagnostic.method
      ? RPCError(.serverCancelled, "the analysis is being restarted", data: .init(retriggerRequest: false))
      : RPCError(.contentModified, "the analysis is being restarted")
  }

  // MARK: From the worker

  /// A message of a worker on its way to the client.
  func fromWorker(_ body: [UInt8]) {
    let data = Data(body)
    guard let message = try? IncomingMessage(body: data) else { return }
    switch message.kind {
    case .response(let id):
      let method = state.withLock { state -> String? in
        let method = id.flatMap { state.pending.removeValue(forKey: $0) }
        if method == Initialize.method { state.awaitsInitialize = false }
        return method
      }
      guard let id, let method else { return }
      options.trace?.end(method, id: "\(id)")
    case .notification(WorkerNotes.Working.method):
      guard let note = try? message.parameters(WorkerNotes.Working.self) else { return }
      let limit = Duration.seconds(options.hangLimit ?? note.seconds)
      state.withLock { $0.busy[note.path] = clock.now() + limit }
      options.trace?.begin(note.path, id: note.path)
      return
    case .notification(WorkerNotes.Done.method):
      guard let note = try? message.parameters(WorkerNotes.Done.self) else { return }
      state.withLock { $0.busy[note.path] = nil }
      options.trace?.end(note.path, id: note.path, parts: note.parts)
      return
    case .notification(PublishDiagnostics.method):
      // Typed on in the meantime: what it says is about a text that is gone.
      if let note = try? message.parameters(PublishedVersion.self), let version = note.version,
        let current = state.withLock({ $0.mirror.version(of: note.uri) }), current != version
      {
        return
      }
    case .notification(Progress.method):
      if let progress = try? message.parameters(Progress.self) {
        state.withLock { state in
          if progress.value.kind == .end {
            state.progress.remove(progress.token)
          } else {
            state.progress.insert(progress.token)
          }
        }
      }
    default: break
    }
    options.recorder?.record(data, from: .server)
    client.send(data)
  }

  private struct PublishedVersion: Decodable {
    var uri: String
    var version: Int?
  }

  // MARK: The client's own end

  /// Ends with the client: editors that crash close nothing.
  private func watchClient(_ process: Int32) {
    guard process > 1 else { return }
    Thread.detachNewThread { [self] in
      while !state.withLock({ $0.isOver }) {
        if kill(process, 0) != 0, errno == ESRCH {
          state.withLock { $0.worker }?.kill()
          exit(1)
        }
        sleep(2)
      }
    }
  }
}
