/// A condition on an argument of the call, for rows that hold only for particular calls (`getcwd(NULL, …)`).
package struct ArgumentGuard: Sendable, Hashable {
  /// What the argument's value must be; null is 0.
  package enum Test: Sendable, Hashable {
    case isOneOf([Int64])
    case isNoneOf([Int64])
    /// All of these bits are set: `GLOB_APPEND` among other flags.
    case hasBits(Int64)
    /// At least one of these bits is not set.
    case lacksBits(Int64)
  }

  /// 0-based.
  package var argument: Int
  package var test: Test

  package init(argument: Int, test: Test) {
    self.argument = argument
    self.test = test
  }

  /// Whether the argument may be anything but null, so that a pointer known not to be null is enough.
  package var holdsForNonNull: Bool { test == .isNoneOf([0]) }

  /// Whether a call with this value passes.
  package func holds(for value: Int64) -> Bool {
    switch test {
    case .isOneOf(let values): values.contains(value)
    case .isNoneOf(let values): !values.contains(value)
    case .hasBits(let bits): value & bits == bits
    case .lacksBits(let bits): value & bits != bits
    }
  }
}
