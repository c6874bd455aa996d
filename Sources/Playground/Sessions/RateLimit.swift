/// A bucket of tokens that fills at a steady rate: whoever finds it empty has to wait.
struct RateLimit {
  private let perSecond: Double
  private let capacity: Double
  private var tokens: Double
  private var last: Duration

  /// - Parameter now: on any clock that does not go back.
  init(perSecond: Double, burst: Double, now: Duration) {
    self.perSecond = perSecond
    capacity = burst
    tokens = burst
    last = now
  }

  /// Takes a token; how long to wait before going on.
  mutating func take(at now: Duration) -> Duration {
    tokens = min(capacity, tokens + (now - last) / .seconds(1) * perSecond)
    last = now
    tokens -= 1
    return tokens >= 0 ? .zero : .seconds(-tokens / perSecond)
  }
}
