import Synchronization
import Workspace

/// Time that passes only when a test says so.
final class ManualClock: Sendable {
  private struct State {
    var now: Duration = .zero
    var sleepers: [(due: Duration, wake: CheckedContinuation<Void, Never>)] = []
  }
  private let state = Mutex(State())

  var clock: HostClock {
    HostClock(
      now: { self.state.withLock { $0.now } },
      sleep: { duration in
        await withCheckedContinuation { continuation in
          let isOver = self.state.withLock { state in
            if duration <= .zero { return true }
            state.sleepers.append((state.now + duration, continuation))
            return false
          }
          if isOver { continuation.resume() }
        }
      })
  }

  var now: Duration { state.withLock { $0.now } }

  /// Lets time pass and wakes whoever was to be woken by then.
  func advance(by duration: Duration) {
    let due = state.withLock { state in
      state.now += duration
      let due = state.sleepers.filter { $0.due <= state.now }.sorted { $0.due < $1.due }
      state.sleepers.removeAll { $0.due <= state.now }
      return due
    }
    for sleeper in due { sleeper.wake.resume() }
  }
}
