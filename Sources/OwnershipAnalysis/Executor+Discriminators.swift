import OwnershipIR

/// Numbers that say where a program stands rather than how often something has happened: a state variable. "Any later
/// value" says nothing false of a counter; of a state it does, for what is owned goes with it.
extension Executor {
  /// Whether the loop at `head`, or a function that it calls, gives the cell constants only, or branches by what it is
  /// in a `switch`.
  func isStateVariable(_ cell: Cell, inLoop head: Int) -> Bool {
    guard cell.element.isNone else { return false }
    let node = arena[cell.base]
    let blocks = body.blocks.indices.filter { $0 == head || flow.loopHeads[$0].contains(UInt32(head)) }
    if node.tag == .local, node.a == frame {
      let place = WrittenPlace(local: LocalID(Int(node.b)), offset: cell.offset)
      if isSwitchedOn(place, blocks, of: body) { return true }
      // What is not written by name is written through its address.
      let found = stores(to: place, blocks, of: body, rounds: 3)
      if found != .none { return found == .constants }
    }
    let place = WrittenPlace(local: nil, offset: cell.offset)
    if isSwitchedOn(place, blocks, of: body) { return true }
    var found = stores(to: place, blocks, of: body, rounds: 3)
    for callee in callees(in: blocks) {
      if isSwitchedOn(place, callee.blocks.indices, of: callee) { return true }
      found = found.joined(with: stores(to: place, callee.blocks.indices, of: callee, rounds: 3))
    }
    return found == .constants
  }

  /// Whether a join forgets what the caller's memory is given where it holds one number or another: from which state it
  /// goes to which.
  func losesTransition(_ x: Cell, _ a: State, _ y: Cell, _ b: State) -> Bool {
    guard arena.isFootprint(x.base) else { return false }
    let entry = arena.initial(base: x.base, element: x.element, offset: x.offset)
    guard let before = a.interval(of: entry), let other = b.interval(of: entry) else {
      return a.interval(of: entry) != nil || b.interval(of: entry) != nil
    }
    return !before.hasSameBounds(as: other)
  }

  /// The bodies of functions that are called by name.
  private func callees(in blocks: [Int]) -> [Body] {
    var numbers: [UInt32] = []
    for block in blocks {
      for instruction in body.blocks[block].instructions {
        guard case .call(let call) = instruction.operation, case .direct(let callee) = call.callee else {
          continue
        }
        let number = code.functionNumbers[callee.int]
        if !numbers.contains(number), context.callee(number).body != nil { numbers.append(number) }
      }
    }
    return numbers.map { context.code(of: $0).body }
  }

  /// A variable, or whatever lies at an offset from some pointer.
  private struct WrittenPlace: Hashable {
    var local: LocalID?
    var offset: Int64
  }

  private enum StoredValues {
    case none, constants, others
    func joined(with other: Self) -> Self {
      self == .none ? other : other == .none || other == self ? self : .others
    }
  }

  /// What kind of values some blocks of a body write; what is loaded from another variable is what that is given.
  private func stores(
    to place: WrittenPlace, _ blocks: some Sequence<Int>, of body: Body, rounds: Int
  ) -> StoredValues {
    var result = StoredValues.none
    for index in blocks {
      let instructions = body.blocks[index].instructions
      for instruction in instructions {
        guard case .store(let address, let operand, _) = instruction.operation,
          self.place(of: address) == place
        else { continue }
        switch operand {
        case .integer: result = result.joined(with: .constants)
        case .register(let register):
          guard let source = load(of: register, in: instructions), source != place, rounds > 0,
            stores(to: source, body.blocks.indices, of: body, rounds: rounds - 1) == .constants
          else { return .others }
          result = result.joined(with: .constants)
        default: return .others
        }
        if result == .others { return .others }
      }
    }
    return result
  }

  private func isSwitchedOn(_ place: WrittenPlace, _ blocks: some Sequence<Int>, of body: Body) -> Bool {
    blocks.contains { index in
      guard case .switch(.register(let subject), _, _) = body.blocks[index].terminator else { return false }
      return load(of: subject, in: body.blocks[index].instructions) == place
    }
  }

  private func place(of address: Address) -> WrittenPlace? {
    if address.isIndexed { return nil }
    return switch address.base {
    case .local(let local): WrittenPlace(local: local, offset: address.offset)
    case .register: WrittenPlace(local: nil, offset: address.offset)
    default: nil
    }
  }

  /// Where a register was loaded from, through conversions.
  private func load(of register: Register, in instructions: [Instruction]) -> WrittenPlace? {
    var wanted = register
    for instruction in instructions.reversed() {
      switch instruction.operation {
      case .load(wanted, let address, _): return place(of: address)
      case .convert(wanted, .register(let source), _, _): wanted = source
      default: break
      }
    }
    return nil
  }
}
