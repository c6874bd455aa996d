import Logging
import Synchronization

/// What all connections of a playground share.
final class Site: Sendable {
  let options: PlaygroundOptions
  let confinement: Confinement
  let pages: StaticPages
  let policy: AccessPolicy
  let metrics = Metrics()
  let logger: Logger
  /// Who has a worker, and who waits for one.
  let sessions: Turnstile
  /// Whose program is compiled and run, and whose waits.
  let runs: Turnstile
  let cases: UnpredictedCases?
  private let draining = Atomic(false)

  init(_ options: PlaygroundOptions, _ confinement: Confinement, _ pages: StaticPages, _ logger: Logger) {
    self.options = options
    self.confinement = confinement
    self.pages = pages
    self.logger = logger
    policy = AccessPolicy(options)
    sessions = Turnstile(capacity: options.workers, longestQueue: options.limits.queue)
    runs = Turnstile(capacity: options.runs, longestQueue: options.limits.queue)
    cases = options.keep.map { UnpredictedCases(folder: $0) }
  }

  /// Whether the server goes down: nobody new is let in.
  var isDraining: Bool {
    get { draining.load(ordering: .relaxed) }
    set { draining.store(newValue, ordering: .relaxed) }
  }

  /// The metrics, with what is counted elsewhere.
  func metricsText() -> String {
    metrics.set("ownscope_sessions", sessions.insideCount)
    metrics.set("ownscope_session_queue", sessions.waitingCount)
    metrics.set("ownscope_runs", runs.insideCount)
    metrics.set("ownscope_run_queue", runs.waitingCount)
    return metrics.text()
  }
}
