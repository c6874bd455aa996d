/// How long to wait before another worker is started: not at all after one mishap, and longer and longer when mishap
/// follows mishap.
package struct RestartPolicy: Sendable {
  /// Mishaps that are further apart have nothing to do with each other.
  static let memory: Duration = .seconds(30)
  private let firstPause: Duration
  private let longestPause: Duration

  private var last: Duration?
  private var inARow = 0

  package init(firstPause: Duration = .seconds(10), longestPause: Duration = .seconds(60)) {
    self.firstPause = firstPause
    self.longestPause = longestPause
  }

  /// A worker has died at `now` (on any clock that does not go back).
  package mutating func pause(at now: Duration) -> Duration {
    if let last, now - last < Self.memory { inARow += 1 } else { inARow = 0 }
    let pause = inARow == 0 ? .zero : min(firstPause * (1 << min(inARow - 1, 16)), longestPause)
    // The pause itself is no sign of health.
    last = now + pause
    return pause
  }

  /// Whether the worker that died now is one of several.
  package var isLoop: Bool { inARow > 0 }
}
