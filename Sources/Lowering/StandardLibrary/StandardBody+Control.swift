import OwnershipIR

/// Conditions and loops of the bodies made here. Registers do not survive them: whatever is needed afterwards is
/// read again.
extension FunctionLowering {
  typealias Part = (inout FunctionLowering) -> Void

  mutating func ifNotZero(_ condition: Operand, _ then: Part, else otherwise: Part = { _ in }) {
    guard isOpen else { return }
    switch condition {
    case .integer(0): return otherwise(&self)
    case .integer, .local, .global, .function, .string: return then(&self)
    case .register, .unknown: break
    }
    let condition = condition == .unknown ? anything() : condition
    let (first, second, end) = (newBlock(), newBlock(), newBlock())
    terminate(.branch(condition, then: BlockID(first), else: BlockID(second)))
    begin(first)
    then(&self)
    jump(to: end)
    begin(second)
    otherwise(&self)
    jump(to: end)
    beginIfReached(end)
  }

  mutating func ifZero(_ condition: Operand, _ then: Part, else otherwise: Part = { _ in }) {
    ifNotZero(condition, otherwise, else: then)
  }

  mutating func ifEqual(_ a: Operand, _ b: Operand, _ then: Part, else otherwise: Part = { _ in }) {
    ifNotZero(binary(.equal, a, b), then, else: otherwise)
  }

  mutating func whileNotZero(_ condition: (inout FunctionLowering) -> Operand, _ body: Part) {
    guard isOpen else { return }
    let (head, inside, end) = (newBlock(), newBlock(), newBlock())
    jump(to: head)
    begin(head)
    var tested = condition(&self)
    if tested == .unknown { tested = anything() }
    terminate(.branch(tested, then: BlockID(inside), else: BlockID(end)))
    begin(inside)
    body(&self)
    jump(to: head)
    begin(end)
  }

  /// For each number from 0 (or `start`) up to, not including, what is in `count`.
  mutating func countUp(
    from start: Operand = .integer(0), to count: BodyVariable,
    _ body: (inout FunctionLowering, BodyVariable) -> Void
  ) {
    let index = wordVariable(start)
    whileNotZero({ $0.binary(.less, $0.get(index), $0.get(count)) }) { lowering in
      body(&lowering, index)
      guard lowering.isOpen else { return }
      lowering.set(index, lowering.binary(.add, lowering.get(index), .integer(1)))
    }
  }

  /// The path goes on only where the value is at least 1: counts of owners are.
  mutating func assumePositive(_ value: Operand) {
    guard case .register = value else { return }
    let (impossible, next) = (newBlock(), newBlock())
    terminate(
      .branch(binary(.less, .integer(0), value), then: BlockID(next), else: BlockID(impossible)))
    begin(impossible)
    terminate(.unreachable)
    begin(next)
  }
}
