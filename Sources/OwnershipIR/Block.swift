/// A basic block: straight-line instructions and one way out.
package struct Block: Hashable, Sendable {
  package var instructions: [Instruction]
  package var terminator: Terminator
  /// Where the terminator stands: the condition of a branch, the `return` statement, the closing brace.
  package var terminatorSpan: Span
  /// The condition as written, for the story ("because `n == 0` is true"); empty for other terminators.
  package var conditionName: StringID
  /// Where control goes when a call in this block is left by an exception; nil: out of the function.
  package var unwind: BlockID?

  package init(
    instructions: [Instruction] = [], terminator: Terminator = .unreachable, terminatorSpan: Span = .none,
    conditionName: StringID = .empty, unwind: BlockID? = nil
  ) {
    self.unwind = unwind
    self.instructions = instructions
    self.terminator = terminator
    self.terminatorSpan = terminatorSpan
    self.conditionName = conditionName
  }
}

/// How control leaves a basic block.
package enum Terminator: Hashable, Sendable {
  case goto(BlockID)
  /// Two ways on a scalar: non-zero goes to `then`.
  case branch(Operand, then: BlockID, else: BlockID)
  case `switch`(Operand, cases: [SwitchCase], default: BlockID)
  /// Leaves the function; nil for void and for aggregates (those are written to `Function.returnSlot` before).
  case `return`(Operand?)
  /// Leaves the function by an exception.
  case resume
  /// Control does not come here: after a call that never returns.
  case unreachable
  /// A computed goto and its like: the analysis gives up on this path.
  case unknown
}

/// One `case` label: `low...high` (equal but for GNU ranges).
package struct SwitchCase: Hashable, Sendable {
  package var low: Int64
  package var high: Int64
  package var target: BlockID
  package init(low: Int64, high: Int64, target: BlockID) {
    self.low = low
    self.high = high
    self.target = target
  }
}

extension Terminator {
  /// Calls `body` with each of `successors`, without making an array of them.
  package func forEachSuccessor(_ body: (BlockID) -> Void) {
    switch self {
    case .goto(let target): body(target)
    case .branch(_, let then, let otherwise):
      body(then)
      body(otherwise)
    case .switch(_, let cases, let otherwise):
      for each in cases { body(each.target) }
      body(otherwise)
    case .return, .resume, .unreachable, .unknown: break
    }
  }

  /// The blocks control may go to, in source order.
  package var successors: [BlockID] {
    switch self {
    case .goto(let target): [target]
    case .branch(_, let then, let otherwise): [then, otherwise]
    case .switch(_, let cases, let otherwise): cases.map(\.target) + [otherwise]
    case .return, .resume, .unreachable, .unknown: []
    }
  }
}

extension Block {
  /// The blocks that control may go to from here, by exceptions as well.
  package var successors: [BlockID] { terminator.successors + (unwind.map { [$0] } ?? []) }

  package func forEachSuccessor(_ body: (BlockID) -> Void) {
    terminator.forEachSuccessor(body)
    if let unwind { body(unwind) }
  }
}
