import OwnershipIR

/// What the executor needs to know of a body's control-flow graph: an order in which a block comes after those it
/// is reached from, loops, which locals matter at a block's entry, and where registers are last used.
final class ControlFlow: Sendable {
  /// Blocks in reverse postorder; loop exits come after loop bodies.
  let order: [Int]
  /// Position of each block in `order`; `Int.max` for unreachable ones.
  let rank: [Int]
  /// For each block, the heads of the loops around it (itself included), outermost first.
  let loopHeads: [[UInt32]]
  let isLoopHead: [Bool]
  /// For loop heads: nothing in the loop calls, allocates or stores a pointer.
  let isPlainLoop: [Bool]
  /// Locals that may be read later, by block entry; nil entries mean everything (address taken).
  let liveIn: [BitSet]
  /// Locals whose address is used other than as the base of a load or store.
  let addressTaken: BitSet
  /// Lowest register and number of registers of each block.
  let registerBase: [Int]
  let registerCount: [Int]
  let predecessorCount: [Int]
  /// Temporaries that are read in one place only: reading one moves its value out, so that it holds nothing after.
  let readOnce: BitSet
  /// For each register, the index of the last instruction of its block that reads it (the terminator counts as
  /// one past the last); -1 when nothing does.
  let lastUse: [Int32]
  /// For each block, the number of instructions before it: numbers every instruction of the body.
  let instructionBase: [Int]

  init(_ body: Body, isPointer: (TypeID) -> Bool) {
    let successors = body.blocks.map { block in block.successors.map(\.int) }
    (order, rank) = Self.reversePostorder(successors)
    let loops = Self.findLoops(successors, order: order, rank: rank)
    loopHeads = loops.heads
    isLoopHead = loops.isHead
    var plain = loops.isHead
    for (index, block) in body.blocks.enumerated() where !loops.heads[index].isEmpty {
      if block.instructions.contains(where: { $0.operation.mattersToOwnership(isPointer) }) {
        for head in loops.heads[index] { plain[Int(head)] = false }
      }
    }
    isPlainLoop = plain
    var predecessors = Array(repeating: 0, count: body.blocks.count)
    for block in order { for next in successors[block] { predecessors[next] += 1 } }
    predecessorCount = predecessors
    let usage = LocalUsage(body)
    addressTaken = usage.addressTaken
    liveIn = Self.liveness(usage, successors: successors, order: order, localCount: body.locals.count)
    var bases: [Int] = []
    var counts: [Int] = []
    for block in body.blocks {
      var low = Int.max
      var high = -1
      for instruction in block.instructions {
        if let register = instruction.operation.definedRegister {
          low = min(low, register.int)
          high = max(high, register.int)
        }
      }
      bases.append(high < 0 ? 0 : low)
      counts.append(high < 0 ? 0 : high - low + 1)
    }
    var uses = Array(repeating: Int32(-1), count: body.registerCount)
    var numbers: [Int] = []
    var total = 0
    for block in body.blocks {
      numbers.append(total)
      total += block.instructions.count + 1
      for (index, instruction) in block.instructions.enumerated() {
        instruction.operation.forEachOperand(body) { operand in
          if case .register(let register) = operand { uses[register.int] = Int32(index) }
        }
      }
      if case .register(let register)? = block.terminator.operand {
        uses[register.int] = Int32(block.instructions.count)
      }
    }
    lastUse = uses
    instructionBase = numbers
    readOnce = Self.findReadOnce(body)
    registerBase = bases
    registerCount = counts
  }

  private static func findReadOnce(_ body: Body) -> BitSet {
    var reads = Array(repeating: 0, count: body.locals.count)
    for block in body.blocks {
      for instruction in block.instructions {
        switch instruction.operation {
        case .load(_, let address, _):
          if case .local(let id) = address.base { reads[id.int] += 1 }
        case .copy(_, let from, _):
          if case .local(let id) = from.base { reads[id.int] += 1 }
        case .storageLive(let id): reads[id.int] += 2
        case .address(_, let address):
          if case .local(let id) = address.base { reads[id.int] += 2 }
        default: break
        }
      }
    }
    for argument in body.arguments {
      if case .local(let id) = argument.operand { reads[id.int] += 2 }
    }
    var result = BitSet(count: body.locals.count)
    for (index, local) in body.locals.enumerated() where local.kind == .temporary && reads[index] == 1 {
      result.insert(index)
    }
    return result
  }

  private static func reversePostorder(_ successors: [[Int]]) -> (order: [Int], rank: [Int]) {
    var state = Array(repeating: UInt8(0), count: successors.count)
    var postorder: [Int] = []
    guard !successors.isEmpty else { return ([], []) }
    // Last successor first: the way out of a loop (`else`) then gets a higher place than its body.
    var stack: [(block: Int, next: Int)] = [(0, successors[0].count - 1)]
    state[0] = 1
    while let top = stack.last {
      if top.next >= 0 {
        stack[stack.count - 1].next -= 1
        let successor = successors[top.block][top.next]
        if state[successor] == 0 {
          state[successor] = 1
          stack.append((successor, successors[successor].count - 1))
        }
      } else {
        postorder.append(top.block)
        stack.removeLast()
      }
    }
    let order = Array(postorder.reversed())
    var rank = Array(repeating: Int.max, count: successors.count)
    for (position, block) in order.enumerated() { rank[block] = position }
    return (order, rank)
  }

  /// Natural loops by back edges (an edge to a block of lower or equal rank); the body is everything that reaches
  /// the back edge's source without passing the head. Loops with several entries are taken as they come.
  private static func findLoops(
    _ successors: [[Int]], order: [Int], rank: [Int]
  ) -> (heads: [[UInt32]], isHead: [Bool]) {
    var predecessors = Array(repeating: [Int](), count: successors.count)
    for block in order { for next in successors[block] { predecessors[next].append(block) } }
    var isHead = Array(repeating: false, count: successors.count)
    var heads = Array(repeating: [UInt32](), count: successors.count)
    for head in order {
      let sources = predecessors[head].filter { rank[$0] >= rank[head] }
      if sources.isEmpty { continue }
      isHead[head] = true
      var members = Set([head])
      var work = sources
      while let block = work.popLast() {
        if members.insert(block).inserted {
          work.append(contentsOf: predecessors[block].filter { rank[$0] > rank[head] })
        }
      }
      for block in order where members.contains(block) { heads[block].append(UInt32(head)) }
    }
    return (heads, isHead)
  }

  private static func liveness(
    _ usage: LocalUsage, successors: [[Int]], order: [Int], localCount: Int
  ) -> [BitSet] {
    var liveIn = Array(repeating: BitSet(count: localCount), count: successors.count)
    var changed = true
    while changed {
      changed = false
      for block in order.reversed() {
        var live = usage.addressTaken
        for next in successors[block] { live.formUnion(liveIn[next]) }
        live.subtract(usage.writtenFirst[block])
        live.formUnion(usage.readFirst[block])
        live.formUnion(usage.addressTaken)
        if live != liveIn[block] {
          liveIn[block] = live
          changed = true
        }
      }
    }
    return liveIn
  }
}

/// Which locals each block reads before writing, and which escape into pointers.
private struct LocalUsage {
  var addressTaken: BitSet
  var readFirst: [BitSet]
  var writtenFirst: [BitSet]

  init(_ body: Body) {
    let count = body.locals.count
    addressTaken = BitSet(count: count)
    readFirst = Array(repeating: BitSet(count: count), count: body.blocks.count)
    writtenFirst = readFirst
    if let slot = body.returnSlot { addressTaken.insert(slot.int) }
    for argument in body.arguments {
      // Arguments are not tied to blocks here: an aggregate argument reads its local everywhere.
      if case .local(let id) = argument.operand { addressTaken.insert(id.int) }
    }
    for (index, block) in body.blocks.enumerated() {
      for instruction in block.instructions { note(instruction.operation, in: index) }
      switch block.terminator {
      case .branch(let operand, _, _), .switch(let operand, _, _), .return(let operand?): take(operand)
      default: break
      }
    }
  }

  /// A local of which parts are used one by one is always kept: a store to one part does not end the others.
  private mutating func noteParts(_ address: Address) {
    if address.offset != 0 || address.isIndexed { take(address.base) }
  }

  private mutating func read(_ address: Address, in block: Int) {
    noteParts(address)
    if case .local(let id) = address.base, !writtenFirst[block].contains(id.int) {
      readFirst[block].insert(id.int)
    }
    take(address.index)
  }

  private mutating func take(_ operand: Operand) {
    if case .local(let id) = operand { addressTaken.insert(id.int) }
  }

  private mutating func note(_ operation: Operation, in block: Int) {
    switch operation {
    case .load(_, let address, _): read(address, in: block)
    case .store(let address, let value, _):
      take(value)
      take(address.index)
      noteParts(address)
      if case .local(let id) = address.base, address.offset == 0, !address.isIndexed,
        !readFirst[block].contains(id.int)
      {
        // A store kills only scalars; a part of an aggregate leaves the rest alive, which costs precision only.
        writtenFirst[block].insert(id.int)
      }
    case .copy(let to, let from, _):
      read(from, in: block)
      if case .local(let id) = to.base { addressTaken.insert(id.int) }
    case .zero(let address, _): if case .local(let id) = address.base { addressTaken.insert(id.int) }
    case .address(_, let address):
      take(address.base)
      take(address.index)
    case .binary(_, _, let a, let b):
      take(a)
      take(b)
    case .unary(_, _, let a), .convert(_, let a, _, _), .allocate(_, _, let a, _), .deallocate(let a, _),
      .releasing(let a, _), .lookThrough(let a):
      take(a)
    case .call(let call):
      if let address = call.resultAddress, case .local(let id) = address.base { addressTaken.insert(id.int) }
      if case .indirect(let operand) = call.callee { take(operand) }
    case .text(_, let address, let amount):
      if case .local(let id) = address.base { addressTaken.insert(id.int) }
      take(amount)
    case .moveContents(let to, let from):
      take(to)
      take(from)
    case .storageLive, .storageDead, .endOfStatement, .escape, .opaque: break
    }
  }
}

extension Operation {
  /// The register this operation defines.
  var definedRegister: Register? {
    switch self {
    case .load(let r, _, _), .address(let r, _), .binary(let r, _, _, _), .unary(let r, _, _),
      .convert(let r, _, _, _), .allocate(let r, _, _, _), .opaque(let r, _):
      r
    case .call(let call): call.result
    default: nil
    }
  }
}
