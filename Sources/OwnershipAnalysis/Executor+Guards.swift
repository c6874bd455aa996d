import OwnershipIR

/// Guards of the form "not there yet": a counter or cursor that moves towards a bound in steps does not pass it.
extension Executor {
  /// Adds to `state`, which goes on in the loop whose head is `block` because `condition` holds (or does not), that
  /// what moves on has not come to its bound. Only of a widened value need this be said: the rounds that were counted
  /// are exact. False when the state becomes impossible.
  func staysBeforeBound(
    _ condition: ValueID, _ holds: Bool, at block: Int, leavingTo other: Int, _ state: inout State
  ) -> Bool {
    guard flow.isLoopHead[block], !flow.loopHeads[other].contains(UInt32(block)),
      state.loops.contains(where: { $0.frame == frame && $0.head == UInt32(block) && $0.widenedAt != 0 }),
      let (a, b) = unequal(condition, holds)
    else { return true }
    if let isRising = direction(of: a, state) { return state.assume(isRising ? .less : .greater, a, b, in: arena) }
    if let isRising = direction(of: b, state) { return state.assume(isRising ? .less : .greater, b, a, in: arena) }
    return true
  }

  /// What is not equal to what.
  private func unequal(_ condition: ValueID, _ holds: Bool) -> (ValueID, ValueID)? {
    let node = arena[condition]
    guard node.tag == .binary, let op = BinaryOperator(rawValue: node.op), let inverse = op.inverse else {
      return holds ? (condition, .zero) : nil
    }
    return (holds ? op : inverse) == .notEqual ? (ValueID(raw: node.a), ValueID(raw: node.b)) : nil
  }

  /// Whether a widened value rises or falls from round to round; nil for everything else.
  private func direction(of value: ValueID, _ state: State) -> Bool? {
    let base = arena.linear(value).0
    guard !base.isNone, arena.symbolKind(base) == .widened, let known = state.interval(of: base) else { return nil }
    if known.low > .min, known.high == .max { return true }
    return known.low == .min && known.high < .max ? false : nil
  }
}
