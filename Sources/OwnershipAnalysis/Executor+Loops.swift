import OwnershipIR

/// Loops: rounds whose exit is decided run concretely, others run a few exact rounds, then values that change are
/// widened until nothing new comes.
extension Executor {
  /// Keeps the loop records of a state in step with an edge. False when the path ends here because a widened state
  /// brings nothing new.
  ///
  /// When values are widened, `leaving` is the state as it was before: it may only leave the loop at its head, after
  /// exactly the rounds it has made, or, where widening says nothing certain any more, one more.
  func enterLoops(_ state: inout State, at block: Int, from source: Int, leaving: inout State?) -> Bool {
    let heads = flow.loopHeads[block]
    if !state.loops.isEmpty {
      state.loops.removeAll { $0.frame == frame && !heads.contains($0.head) }
    }
    guard flow.isLoopHead[block] else { return true }
    dropForgottenObjects(&state)
    let head = UInt32(block)
    guard let index = state.loops.firstIndex(where: { $0.frame == frame && $0.head == head }) else {
      let snapshot = keepSnapshot(of: state)
      state.loops.append(
        LoopRecord(
          frame: frame, head: head, rounds: 1, isUndecided: false, snapshot: snapshot, entry: state.lastEvent))
      return true
    }
    // Inner loops start anew.
    if index + 1 < state.loops.count { state.loops.removeSubrange((index + 1)...) }
    var record = state.loops[index]
    if record.mustLeave { return false }
    record.rounds += 1
    record.mustRunAgain = false
    if record.isLastRound {
      record.isLastRound = false
      record.mustLeave = true
      state.loops[index] = record
      return true
    }
    let limit = roundLimit(record, head: block)
    // Every round has to show anew that it is counted.
    record.hasDecidedExit = false
    if Int(record.rounds) <= limit {
      record.snapshot = keepSnapshot(of: state)
      state.loops[index] = record
      return true
    }
    switch record.widenedAt {
    case 0:
      leaving = state
      let previous = snapshots[Int(record.snapshot)]
      let hasTurned = hasTurned(state, since: previous)
      // The state now stands for the beginning of some later round, so the guard has held once more: the way out
      // is open again only after that round, with what the guard says still known.
      widen(&state, since: previous, head: block)
      // What happened in the round before would be forgotten: it is seen through to the end of the next one.
      if hasTurned {
        leaving!.loops[index].rounds = record.rounds
        leaving!.loops[index].isLastRound = true
      } else {
        leaving!.loops[index].mustLeave = true
      }
      record.widenedAt = record.rounds
      record.mustRunAgain = true
    case record.rounds - 1:
      break
    default: return false
    }
    state.loops[index] = record
    return true
  }

  private func roundLimit(_ record: LoopRecord, head: Int) -> Int {
    if record.widenedAt != 0 { return 0 }
    if context.fuel < context.startFuel / 2 { return context.limits.exactRounds + 1 }
    if record.isUndecided {
      return record.hasDecidedExit ? context.limits.mixedRounds : context.limits.exactRounds + 1
    }
    return flow.isPlainLoop[head] ? context.limits.plainRounds : context.limits.decidedRounds
  }

  /// Whether an edge may be taken: not the way out of a loop whose widened guard has to hold first.
  func mayTake(_ target: Int, from source: Int, _ state: State) -> Bool {
    guard flow.isLoopHead[source] else { return true }
    let staysInside = flow.loopHeads[target].contains(UInt32(source))
    return !state.loops.contains {
      $0.frame == frame && $0.head == UInt32(source) && (staysInside ? $0.mustLeave : $0.mustRunAgain)
    }
  }

  func keepSnapshot(of state: State) -> Int32 {
    snapshots.append(state)
    return Int32(snapshots.count - 1)
  }

  /// The loop's exit could go either way: its rounds are not known.
  func markUndecided(_ state: inout State, at block: Int, successors: [Int]) {
    for index in state.loops.indices where state.loops[index].frame == frame {
      let head = state.loops[index].head
      if successors.contains(where: { !flow.loopHeads[$0].contains(head) }) {
        state.loops[index].isUndecided = true
      }
    }
  }

  /// Whether a condition compares two numbers that are both known, as a counted loop does.
  func comparesConstants(_ condition: Operand, _ block: Block, _ path: Path, in index: Int) -> Bool {
    guard !path.state.loops.isEmpty, case .register(let register) = condition,
      case .binary(register, _, let a, let b)? = block.instructions.last(where: { instruction in
        if case .binary(register, _, _, _) = instruction.operation { true } else { false }
      })?.operation
    else { return false }
    let here = site(index, block.instructions.count)
    return arena.isInteger(value(of: a, path, in: index, site: here))
      && arena.isInteger(value(of: b, path, in: index, site: here))
  }

  /// A way out of a loop was decided by a condition on constants: its rounds are counted.
  func markDecided(_ state: inout State, successors: [Int]) {
    for index in state.loops.indices
    where state.loops[index].frame == frame && !state.loops[index].hasDecidedExit {
      let head = state.loops[index].head
      if successors.contains(where: { !flow.loopHeads[$0].contains(head) }) {
        state.loops[index].hasDecidedExit = true
      }
    }
  }

  /// Replaces what changed since `previous` by "any value", and forgets who owns what the loop allocates.
  private func widen(_ state: inout State, since previous: State, head: Int) {
    state.isWidened = true
    if !state.hasSameOwnership(as: previous) { state.isApproximate = true }
    var changed: [(cell: Cell, old: ValueID?)] = []
    for cell in state.cells {
      let old = previous.cell(cell.base, cell.element, cell.offset)
      if old == cell.value || (old == nil && isEntryValue(cell)) { continue }
      changed.append((cell, old))
    }
    var lost: [ValueID] = []
    for (index, (cell, old)) in changed.enumerated() {
      let symbol = fresh(.widened, site: site(head, 0), part: 1 << 20 + index, in: state)
      let root = arena.root(cell.value)
      if let old, !root.isNone, arena.root(old) == root, arena.isPointerChain(cell.value) {
        // The pointer moves inside one object: it still keeps it.
        let cursor = cursor(symbol, from: old, to: cell.value, root, in: &state)
        state.setCell(cell.base, cell.element, cell.offset, cursor)
        continue
      }
      if !isCounting(from: old, to: cell.value, in: state)
        || cell.shape != .pointer && isStateVariable(cell, inLoop: head)
      {
        state.isApproximate = true
      }
      lost.append(root)
      if let old { lost.append(arena.root(old)) }
      widenInterval(of: symbol, from: old, to: cell.value, in: &state, since: previous)
      if cell.base != arena.root(cell.base) || state.object(cell.base)?.status == .freed { continue }
      state.setCell(cell.base, cell.element, cell.offset, symbol)
    }
    // Objects that came with the loop may be any number: nobody is told to release them one by one.
    for index in state.objects.indices {
      let record = state.objects[index]
      if record.isTracked, previous.object(record.base) == nil { state.objects[index].ownership = .escaped }
    }
    forget(reachableFrom: lost, in: &state, token: site(head, 0))
  }

  /// A pointer that moves inside the object at `root`. One that moves on from one known place to the next goes by steps
  /// of that size, and has what it passed behind it from here on.
  private func cursor(
    _ steps: ValueID, from old: ValueID, to new: ValueID, _ root: ValueID, in state: inout State
  ) -> ValueID {
    let (start, before) = arena.linear(old)
    let (end, after) = arena.linear(new)
    let (step, overflow) = after.subtractingReportingOverflow(before)
    guard start == root, end == root, step != 0, step != .min, !overflow else {
      return arena.element(root, steps, stride: 1)
    }
    let stride = abs(step)
    let remainder = after % stride
    let reached = (after - remainder) / stride
    _ = state.narrow(steps, low: step > 0 ? reached : .min, high: step > 0 ? .max : reached, in: arena)
    return arena.add(arena.element(root, steps, stride: stride), remainder)
  }

  /// Whether memory changed hands since `previous`, or a flag was set: what a later way out of the loop may hang on.
  private func hasTurned(_ state: State, since previous: State) -> Bool {
    if state.isApproximate { return false }
    let hasNews = state.objects.contains { record in
      guard record.ownership == .owned || record.status != .live else { return false }
      let before = previous.object(record.base)
      return before?.status != record.status || before?.ownership != record.ownership
    }
    if hasNews { return true }
    return state.cells.contains { cell in
      guard arena.isInteger(cell.value), let old = previous.cell(cell.base, cell.element, cell.offset),
        arena.isInteger(old), old != cell.value
      else { return false }
      return !isCounting(from: old, to: cell.value, in: state)
    }
  }

  /// Merely looked at for the first time, not written.
  private func isEntryValue(_ cell: Cell) -> Bool {
    let node = arena[cell.value]
    return node.tag == .initial && node.c == cell.offset && node.b == cell.element.raw
      || arena[cell.base].tag == .global
        && arena.isStorageAddress(arena.root(cell.value))
  }

  /// Whether a change looks like a counter or a computed number, about which "any later value" says nothing false;
  /// a flag that flips or a pointer that moves on is different: what hangs on it is lost.
  private func isCounting(from old: ValueID?, to new: ValueID, in state: State) -> Bool {
    guard let old else { return arena.root(new).isNone || state.object(arena.root(new)) == nil }
    if let before = arena.integerValue(old), let after = arena.integerValue(new) {
      return !(-1...0).contains(before) || !(-1...1).contains(after)
    }
    let root = arena.root(new)
    return root.isNone || (state.object(root) == nil && state.cellRange(of: root).isEmpty && old != .zero)
  }

  private func widenInterval(
    of symbol: ValueID, from old: ValueID?, to new: ValueID, in state: inout State, since previous: State
  ) {
    guard let old, arena.root(old).isNone, arena.root(new).isNone else { return }
    let before = previous.bounds(of: old, in: arena)
    let after = state.bounds(of: new, in: arena)
    // A counter that rises has at least its present value from here on, one that falls at most.
    let low =
      after.lowerBound > before.lowerBound
      ? after.lowerBound : after.lowerBound == before.lowerBound ? before.lowerBound : .min
    let high =
      after.upperBound < before.upperBound
      ? after.upperBound : after.upperBound == before.upperBound ? before.upperBound : .max
    _ = state.narrow(symbol, low: low, high: high, in: arena)
  }

  /// Opaque code (or rounds of a loop that are not followed) may have done anything with what these values reach:
  /// owned memory there is no longer ours to track, contents are unknown.
  func forget(reachableFrom roots: [ValueID], in state: inout State, token: UInt32) {
    let seen = context.walkMarks
    seen.begin(count: arena.nodes.count)
    var work = roots.filter { !$0.isNone }
    while let base = work.popLast() {
      guard !arena.isInteger(base), seen.insert(base) else { continue }
      if arena[base].tag == .function || arena[base].tag == .string { continue }
      let isLocal = arena[base].tag == .local
      for index in state.cellRange(of: base) { work.append(arena.root(state.cells[index].value)) }
      if var record = state.object(base) {
        if record.ownership == .owned { record.ownership = .escaped }
        // Whose the references are now, nobody can tell.
        (record.references, record.isShared) = (0, false)
        if record.status != .live {
          state.setObject(record)
          continue
        }
        state.setObject(record)
      }
      if isLocal { continue }
      havocContents(of: base, in: &state, token: token)
    }
  }

  /// Makes the contents of an object unknown, but for numbers that were tested: opaque code is taken not to change
  /// the flags and counts on which later conditions hang (a changed one would be another path, not a contradiction).
  func havocContents(
    of base: ValueID, in state: inout State, token: UInt32, content: ObjectRecord.Content = .token
  ) {
    let range = state.cellRange(of: base)
    var kept: [Cell] = []
    for index in range {
      let cell = state.cells[index]
      let (linearBase, _) = arena.linear(cell.value)
      if !linearBase.isNone, let fact = state.interval(of: linearBase), !fact.isTrivial,
        state.object(linearBase) == nil, state.cellRange(of: linearBase).isEmpty
      {
        kept.append(cell)
      }
    }
    if !range.isEmpty { state.cells.replaceSubrange(range, with: kept) }
    var record =
      state.object(base)
      ?? ObjectRecord(
        base: base, status: .live, ownership: .borrowed, family: .unknown, origin: state.lastEvent)
    record.content = content
    record.token = fresh(
      context.isGivingUp ? .lost : .havoc, site: token, part: Int(base.raw) &+ 1 << 40, in: state)
    state.setObject(record)
    if isShared(record) { forgetOwners(of: base, &state, token: token) }
  }
}
