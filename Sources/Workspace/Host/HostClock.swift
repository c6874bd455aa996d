/// The time that the host goes by: the machine's, or a test's own.
package struct HostClock: Sendable {
  /// Since some moment in the past.
  package var now: @Sendable () -> Duration
  /// Returns early when the task is cancelled.
  package var sleep: @Sendable (Duration) async -> Void

  package init(now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async -> Void) {
    self.now = now
    self.sleep = sleep
  }

  package static let machine: HostClock = {
    let start = ContinuousClock.now
    return HostClock(
      now: { ContinuousClock.now - start }, sleep: { try? await Task.sleep(for: $0) })
  }()
}
