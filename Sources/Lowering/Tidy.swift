import OwnershipIR

/// Drops blocks that nothing reaches, skips blocks that only jump on, joins straight lines, and numbers the rest
/// in the order of the source (`order`), so that the analysis walks as few blocks as the function needs.
func tidy(_ drafts: [Block], order: [Int]) -> [Block] {
  guard let entry = order.first else { return [] }
  var blocks = drafts
  skipEmptyJumps(&blocks)
  var isReached = reachable(blocks, from: entry)
  joinStraightLines(&blocks, entry: entry, &isReached)

  var numbers = [Int](repeating: -1, count: blocks.count)
  var kept: [Int] = []
  for block in order where isReached[block] && numbers[block] < 0 {
    numbers[block] = kept.count
    kept.append(block)
  }
  var tidied: [Block] = []
  tidied.reserveCapacity(kept.count)
  for index in kept {
    blocks[index].terminator = blocks[index].terminator.mapTargets { BlockID(numbers[$0.int]) }
    blocks[index].unwind = blocks[index].unwind.map { BlockID(numbers[$0.int]) }
    tidied.append(blocks[index])
  }
  return tidied
}

/// A jump to an empty block that only jumps on goes to where that one goes.
private func skipEmptyJumps(_ blocks: inout [Block]) {
  var targets = Array(blocks.indices)
  var isKnown = [Bool](repeating: false, count: blocks.count)
  var path: [Int] = []
  for start in blocks.indices {
    var block = start
    // Marked before its end is known: a circle of empty blocks ends where it is entered.
    while !isKnown[block] {
      isKnown[block] = true
      path.append(block)
      guard blocks[block].instructions.isEmpty, case .goto(let next) = blocks[block].terminator else { break }
      block = next.int
    }
    let end = targets[block]
    for block in path { targets[block] = end }
    path.removeAll(keepingCapacity: true)
  }
  for index in blocks.indices {
    if let unwind = blocks[index].unwind {
      // A block that calls nothing is left by no exception.
      blocks[index].unwind = blocks[index].calls ? BlockID(targets[unwind.int]) : nil
    }
    var isChanged = false
    blocks[index].terminator.forEachSuccessor { if targets[$0.int] != $0.int { isChanged = true } }
    guard isChanged else { continue }
    blocks[index].terminator = blocks[index].terminator.mapTargets { BlockID(targets[$0.int]) }
    if case .branch(_, let then, let otherwise) = blocks[index].terminator, then == otherwise {
      blocks[index].terminator = .goto(then)
    }
  }
}

/// A block whose only way out is the only way into another one takes that one in.
private func joinStraightLines(_ blocks: inout [Block], entry: Int, _ isReached: inout [Bool]) {
  var entries = [Int](repeating: 0, count: blocks.count)
  entries[entry] = 1
  for index in blocks.indices where isReached[index] {
    blocks[index].forEachSuccessor { entries[$0.int] += 1 }
  }
  for index in blocks.indices where isReached[index] {
    while case .goto(let next) = blocks[index].terminator, next.int != index, entries[next.int] == 1 {
      let (calls, callsNext) = (blocks[index].calls, blocks[next.int].calls)
      guard blocks[index].unwind == blocks[next.int].unwind || !calls || !callsNext else { break }
      if !calls { blocks[index].unwind = blocks[next.int].unwind }
      blocks[index].instructions += blocks[next.int].instructions
      blocks[index].terminator = blocks[next.int].terminator
      blocks[index].terminatorSpan = blocks[next.int].terminatorSpan
      blocks[index].conditionName = blocks[next.int].conditionName
      blocks[next.int] = Block()
      isReached[next.int] = false
    }
  }
}

private func reachable(_ blocks: [Block], from entry: Int) -> [Bool] {
  var isReached = [Bool](repeating: false, count: blocks.count)
  var work = [entry]
  isReached[entry] = true
  while let block = work.popLast() {
    blocks[block].forEachSuccessor { successor in
      guard !isReached[successor.int] else { return }
      isReached[successor.int] = true
      work.append(successor.int)
    }
  }
  return isReached
}

extension Terminator {
  func mapTargets(_ map: (BlockID) -> BlockID) -> Terminator {
    switch self {
    case .goto(let target): .goto(map(target))
    case .branch(let condition, let then, let otherwise):
      .branch(condition, then: map(then), else: map(otherwise))
    case .switch(let value, let cases, let otherwise):
      .switch(
        value, cases: cases.map { SwitchCase(low: $0.low, high: $0.high, target: map($0.target)) },
        default: map(otherwise))
    case .return, .resume, .unreachable, .unknown: self
    }
  }
}

extension Block {
  fileprivate var calls: Bool { instructions.contains { $0.operation.isCall } }
}
