import Foundation
import JSONRPC
import LanguageServerProtocol
import SourceText
import Workspace

/// Starting workers, and what to do when one is gone.
extension Supervisor {
  func start() {
    let isRestart = state.withLock { $0.hasDied }
    let worker: WorkerProcess
    do {
      worker = try WorkerProcess(
        executable: options.executable,
        arguments: isRestart
          ? options.restartArguments ?? options.workerArguments + ["--restarted"] : options.workerArguments,
        discardsErrors: options.discardsErrors)
    } catch {
      client.notify(
        ShowMessage.method,
        ShowMessage(type: .error, message: "Ownscope cannot start its worker process: \(error)"))
      return
    }
    // The session as it is now goes to the worker before anything that comes later.
    let isOver = state.withLock { state in
      if state.isOver { return true }
      state.worker = worker
      state.busy = [:]
      guard let initialize = state.mirror.initialize, isRestart else { return false }
      // Its answer is nobody's when the client had one long ago.
      if state.awaitsInitialize, case .request(let id, let method) = initialize.kind { state.pending[id] = method }
      var messages = [initialize.body]
      messages += state.avoided.sorted { $0.key < $1.key }.map {
        OutgoingMessage.notification(
          WorkerNotes.Avoid.method, WorkerNotes.Avoid(path: $0.key, text: $0.value))
      }
      messages += state.mirror.replay()
      for message in messages { worker.channel.write(framed(Array(message))) }
      return false
    }
    if isOver {
      worker.kill()
      return
    }
    Thread.detachNewThread { [self] in
      var reader = FrameReader()
      while let bytes = worker.channel.read() {
        reader.append(bytes)
        while case .body(let body)? = try? reader.next() { fromWorker(body) }
      }
      died(worker)
    }
  }

  private func died(_ worker: WorkerProcess) {
    let end = worker.wait()
    let now = clock.now()
    struct Aftermath {
      var pending: [RequestID: String]
      var progress: Set<String>
      var message: String?
      var pause: Duration
    }
    let aftermath = state.withLock { state -> Aftermath? in
      guard state.worker === worker else { return nil }
      state.worker = nil
      state.hasDied = true
      if state.isOver || state.isShutDown { return nil }
      defer {
        state.pending = [:]
        state.progress = []
        state.busy = [:]
        state.hung = nil
      }
      let pause = state.policy.pause(at: now)
      return Aftermath(
        pending: state.pending.filter { $0.value != Initialize.method }, progress: state.progress, message: Self.blame(end, &state, pause: pause),
        pause: pause)
    }
    guard let aftermath else { return }
    options.onRestart?()
    for (id, method) in aftermath.pending { client.fail(id, Self.unserved(method)) }
    for token in aftermath.progress.sorted() {
      client.notify(Progress.method, Progress(token: token, value: .init(kind: .end)))
    }
    if let message = aftermath.message {
      client.notify(ShowMessage.method, ShowMessage(type: .warning, message: message))
    }
    Thread.sleep(forTimeInterval: aftermath.pause / .seconds(1))
    start()
  }

  /// Finds the file that a worker died of, has it left alone from now on, and says so once.
  private static func blame(_ end: WorkerProcess.End, _ state: inout State, pause: Duration) -> String? {
    let crashes: Set<Int32> = [SIGSEGV, SIGABRT, SIGILL, SIGBUS, SIGFPE, SIGTRAP, SIGSYS]
    let isCrash = if case .killed(let signal) = end { crashes.contains(signal) } else { false }
    var culprits: [String] = []
    for path in state.busy.keys.sorted() {
      guard
        let bytes = state.mirror.text(ofPath: path)
          ?? FileManager.default.contents(atPath: path).map(Array.init)
      else { continue }
      let text = TextHash(bytes)
      // Somebody else may have killed it, or the system for want of memory: then the file has a second chance.
      let isCulprit =
        state.hung.map { $0 == path } ?? (isCrash || state.suspects[path] == text)
      if isCulprit {
        state.avoided[path] = text
        culprits.append(path)
      } else {
        state.suspects[path] = text
      }
    }
    let wait = pause > .zero ? " It is started again in \(pause.components.seconds) seconds." : ""
    let message: String
    if culprits.isEmpty {
      guard state.policy.isLoop else { return nil }
      message = "Ownscope's analysis has stopped several times (\(text(of: end)))." + wait
      // Once is enough, whatever it died of.
      return state.told.insert("loop").inserted ? message : nil
    }
    let files = culprits.joined(separator: ", ")
    let what = state.hung == nil ? "crashed on" : "did not come to an end with"
    message = "Ownscope's analysis \(what) \(files); it is left alone until it changes." + wait
    return state.told.insert(files).inserted ? message : nil
  }

  private static func text(of end: WorkerProcess.End) -> String {
    switch end {
    case .exited(let status): "exit status \(status)"
    case .killed(let signal): "signal \(signal)"
    }
  }

  /// Cuts off work that takes longer than it may.
  func watch() {
    Thread.detachNewThread { [self] in
      while !state.withLock({ $0.isOver }) {
        let now = clock.now()
        let worker = state.withLock { state -> WorkerProcess? in
          guard let late = state.busy.filter({ $0.value < now }).keys.sorted().first, state.worker != nil
          else {
            return nil
          }
          state.hung = late
          return state.worker
        }
        worker?.kill()
        Thread.sleep(forTimeInterval: 0.2)
      }
    }
  }
}
