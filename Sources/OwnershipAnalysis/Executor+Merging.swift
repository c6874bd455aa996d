import OwnershipIR

/// What happens to the states that meet at a block: dead locals are cleared, equal states become one, and when
/// there are too many, states with the same ownership merge. States whose ownership differs never do.
extension Executor {
  func prepare(_ states: inout [State], at block: Int) {
    if flow.predecessorCount[block] > 1 || states.count > 1 {
      for index in states.indices {
        clearDeadLocals(&states[index], at: block)
        dropForgottenObjects(&states[index])
      }
    }
    guard states.count > 1 else { return }
    for index in states.indices { dropUnusedFacts(&states[index]) }
    removeDuplicates(&states)
    let isHurried = context.fuel < context.startFuel / 4
    let limit = isHurried ? min(6, context.limits.statesPerPoint) : context.limits.statesPerPoint
    let mergeAbove = isHurried ? 1 : context.limits.mergeAbove
    if context.effort == .thorough {
      if states.count > mergeAbove { mergeEqualOwnership(&states, keep: mergeAbove, limit: limit, at: block) }
      // Rather than dropped, paths are taken together where their conditions allow it.
      if states.count > limit { joinUntracked(&states, at: block) }
    } else {
      if states.count > mergeAbove { joinUntracked(&states, at: block) }
    }
    if states.count > limit {
      context.incomplete.insert(.states)
      keepMostTelling(&states, limit: limit)
    }
  }

  private func clearDeadLocals(_ state: inout State, at block: Int) {
    let live = flow.liveIn[block]
    var dead: [Int] = []
    for (index, cell) in state.cells.enumerated() {
      let node = arena[cell.base]
      guard node.tag == .local, node.a == frame, !live.contains(Int(node.b)) else { continue }
      // A dead local that still names owned memory stays: the leak is told where the variable ends.
      let root = arena.root(cell.value)
      if !root.isNone, let record = state.object(root), record.isTracked || isLeftBehind(root, state) {
        continue
      }
      dead.append(index)
    }
    for index in dead.reversed() { state.cells.remove(at: index) }
  }

  /// Objects that were released or are nobody's to report, and that nothing refers to any more.
  func dropForgottenObjects(_ state: inout State) {
    guard state.objects.contains(where: { isForgettable($0) }) else { return }
    let marks = context.factMarks
    marks.begin(count: arena.nodes.count)
    for cell in state.cells {
      _ = marks.insert(arena.root(cell.value))
      _ = marks.insert(cell.base)
    }
    for root in outerRoots { _ = marks.insert(arena.root(root)) }
    state.objects.removeAll { isForgettable($0) && !marks.contains($0.base) }
  }

  private func isForgettable(_ record: ObjectRecord) -> Bool {
    arena.symbolKind(record.base) == .allocation && !record.isTracked
  }

  /// Facts about values that neither memory nor the caller knows any more.
  private func dropUnusedFacts(_ state: inout State) {
    guard state.intervals.count + state.relations.count > 0 else { return }
    let marks = context.factMarks
    marks.begin(count: arena.nodes.count)
    for cell in state.cells {
      use(cell.value, marks)
      use(cell.base, marks)
      // Which element it is that somebody has to release will be asked again.
      if !cell.element.isNone, state.object(arena.root(cell.value))?.isTracked == true {
        use(cell.element, marks)
      }
    }
    for record in state.objects { _ = marks.insert(record.base) }
    for root in outerRoots { use(root, marks) }
    if state.intervals.contains(where: { !isUsed($0.value, marks) }) {
      state.intervals.removeAll { !isUsed($0.value, marks) }
    }
    if !state.relations.isEmpty {
      state.relations.removeAll { !isUsed($0.first, marks) || !isUsed($0.second, marks) }
    }
  }

  private func use(_ value: ValueID, _ marks: MarkSet) {
    let node = arena[value]
    switch node.tag {
    case .sum, .unary: use(ValueID(raw: node.a), marks)
    case .element, .binary, .pure:
      if node.a != 0 { use(ValueID(raw: node.a), marks) }
      if node.b != 0 { use(ValueID(raw: node.b), marks) }
    default: _ = marks.insert(value)
    }
  }

  private func isUsed(_ value: ValueID, _ marks: MarkSet) -> Bool {
    if arena.isFootprint(value) { return true }
    let node = arena[value]
    switch node.tag {
    case .integer, .string, .function, .global, .local: return true
    case .sum, .unary: return isUsed(ValueID(raw: node.a), marks)
    case .element, .binary, .pure:
      return (node.a == 0 || isUsed(ValueID(raw: node.a), marks))
        && (node.b == 0 || isUsed(ValueID(raw: node.b), marks))
    default: return marks.contains(value)
    }
  }

  private func removeDuplicates(_ states: inout [State]) {
    var hashes: [UInt64] = []
    var repeats: [Int] = []
    for index in states.indices {
      let hash = states[index].fingerprint
      if states[index].doubt != 0,
        let other = hashes.indices.first(where: { hashes[$0] == hash && states[$0].undoes(states[index]) })
      {
        states[other].doubt = 0
        repeats.append(index)
        hashes.append(hash)
        continue
      }
      if hashes.indices.contains(where: { hashes[$0] == hash && states[$0].isEquivalent(to: states[index]) })
      {
        repeats.append(index)
      }
      hashes.append(hash)
    }
    for index in repeats.reversed() { states.remove(at: index) }
  }

  /// Joins states whose objects have the same status and whose pointers are the same, beyond the first `keep` of
  /// each group: differing integers become one value with the hull of the intervals. Where that would leave out what
  /// the caller's values have to be for one or the other, they stay apart, as far as there is room below `limit`.
  private func mergeEqualOwnership(_ states: inout [State], keep: Int, limit: Int, at block: Int) {
    var groups: [[Int]] = []
    let keys = states.map(joiningKey)
    for index in states.indices {
      if let group = groups.firstIndex(where: {
        keys[$0[0]] == keys[index] && hasSameShape(states[$0[0]], states[index])
      }) {
        groups[group].append(index)
      } else {
        groups.append([index])
      }
    }
    var result: [State] = []
    let share = max(1, keep / max(1, groups.count))
    let room = max(share, limit / max(1, groups.count))
    for group in groups {
      if group.count <= share || states.count <= keep {
        for index in group { result.append(states[index]) }
        continue
      }
      var apart: [State] = []
      for index in group {
        if let exact = apart.firstIndex(where: { $0.joinsExactly(with: states[index], in: arena) }) {
          apart[exact] = join(apart[exact], states[index], at: block)
        } else if apart.count < room {
          apart.append(states[index])
        } else {
          apart[room - 1] = join(apart[room - 1], states[index], at: block)
          apart[room - 1].isApproximate = true
        }
      }
      result += apart
    }
    states = result
  }

  private func joinUntracked(_ states: inout [State], at block: Int) {
    var result: [State] = []
    var keys: [UInt64] = []
    for state in states {
      let key = joiningKey(of: state)
      guard
        let first = keys.indices.first(where: {
          keys[$0] == key
            && (context.effort == .thorough
              ? mayJoin(result[$0], state, numbersMayDiffer: false) && result[$0].joinsExactly(with: state, in: arena)
              : mayJoin(result[$0], state))
        })
      else {
        result.append(state)
        keys.append(key)
        continue
      }
      context.hasJoined = true
      result[first] = joinLoosely(result[first], state, at: block)
    }
    states = result
  }

  /// Same objects in the same status, same cells, and pointers equal: only numbers may differ.
  private func hasSameShape(_ a: State, _ b: State) -> Bool {
    guard a.cells.count == b.cells.count, a.hasSameOwnership(as: b), a.hasSameLoops(as: b) else {
      return false
    }
    for (x, y) in zip(a.cells, b.cells) {
      if x.base != y.base || x.element != y.element || x.offset != y.offset { return false }
      if x.value == y.value { continue }
      // "Any pointer" would hide what a caller owns.
      if x.shape == .pointer || y.shape == .pointer { return false }
      if isNumber(x.value, a) && isNumber(y.value, b) { continue }
      return false
    }
    return true
  }

  private func isNumber(_ value: ValueID, _ state: State) -> Bool {
    let root = arena.root(value)
    if root.isNone { return value != .zero }
    return state.object(root) == nil && state.cellRange(of: root).isEmpty && arena[root].tag != .local
      && arena[root].tag != .global && arena[root].tag != .function
  }

  private func join(_ a: State, _ b: State, at block: Int) -> State {
    var result = a
    result.isApproximate = a.isApproximate || b.isApproximate
    result.isWidened = a.isWidened || b.isWidened
    result.joinDoubts(with: b)
    result.hasBlindEffect = a.hasBlindEffect || b.hasBlindEffect
    result.hasPicked = a.hasPicked || b.hasPicked
    result.keepCommonFacts(with: b)
    noteLostNull(a, b, in: &result)
    var different = 0
    for (index, (x, y)) in zip(a.cells, b.cells).enumerated() where x.value != y.value {
      if let entry = entryValue(heldBy: x, in: a, and: y, in: b) {
        result.cells[index].value = entry
        continue
      }
      // Two numbers that go together (a count and a room) would each be anything. Not so the letters of a text.
      if x.shape != CellShape(width: 1) { different += 1 }
      if different == 2 || losesTransition(x, a, y, b) { result.isApproximate = true }
      let symbol = fresh(.widened, site: site(block, 0), part: 1 << 24 + index, in: result)
      result.cells[index].value = symbol
      _ = result.setInterval(
        a.fact(about: x.value, in: arena).hull(with: b.fact(about: y.value, in: arena), for: symbol))
    }
    return result
  }

  /// Over the cap: first one state of each ownership, then by length of the story.
  private func keepMostTelling(_ states: inout [State], limit: Int) {
    var firsts: [State] = []
    var rest: [State] = []
    for state in states {
      if firsts.contains(where: { $0.hasSameOwnership(as: state) }) {
        rest.append(state)
      } else {
        firsts.append(state)
      }
    }
    states = Array((firsts + rest).prefix(limit))
  }
}
