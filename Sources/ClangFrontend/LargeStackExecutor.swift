import Foundation
import Synchronization

/// A thread of its own with a large stack, on which the jobs of one actor run, one after the other.
///
/// A translation unit belongs to one actor; parsing blocks for long and recurses deep, so it must not run on the few
/// threads that all tasks share.
package final class LargeStackExecutor: SerialExecutor {
  private let jobs = JobQueue()
  private static let current: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  package init() {
    let jobs = jobs
    startOnLargeStack {
      pthread_setspecific(Self.current, Unmanaged.passUnretained(jobs).toOpaque())
      while let job = jobs.next() { job() }
    }
  }

  /// Whether the caller is on this executor's thread.
  package func isIsolatingCurrentContext() -> Bool? {
    pthread_getspecific(Self.current) == Unmanaged.passUnretained(jobs).toOpaque()
  }

  package func checkIsolated() {
    precondition(isIsolatingCurrentContext() == true, "not on the actor's own thread")
  }

  deinit { jobs.close() }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    // The executor lives until its last job has run.
    jobs.add { [self] in job.runSynchronously(on: asUnownedSerialExecutor()) }
  }

  /// Runs `body` among the jobs and waits for it. For callers that are not asynchronous; never from one of the jobs.
  package func sync<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result {
    let done = DispatchSemaphore(value: 0)
    let result = Mutex<Result?>(nil)
    jobs.add {
      let value = body()
      result.withLock { $0 = value }
      done.signal()
    }
    done.wait()
    return result.withLock { $0! }
  }
}

/// What is to be run, in order.
private final class JobQueue: Sendable {
  private struct State {
    var jobs: [@Sendable () -> Void] = []
    var isClosed = false
  }
  private let state = Mutex(State())
  private let available = DispatchSemaphore(value: 0)

  func add(_ job: @escaping @Sendable () -> Void) {
    state.withLock { $0.jobs.append(job) }
    available.signal()
  }

  /// Waits for the next job; nil when there will be none.
  func next() -> (@Sendable () -> Void)? {
    while true {
      let (job, isClosed): ((@Sendable () -> Void)?, Bool) = state.withLock { state in
        (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.isClosed)
      }
      if let job { return job }
      if isClosed { return nil }
      available.wait()
    }
  }

  func close() {
    state.withLock { $0.isClosed = true }
    available.signal()
  }
}
