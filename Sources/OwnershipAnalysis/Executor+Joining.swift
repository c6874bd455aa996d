import OwnershipIR

/// Joining states of a quick analysis: numbers on which nobody's ownership hangs may differ and become "any value".
///
/// Two states join when everything that was allocated, released or went out of scope is the same in both and is
/// held by the same cells. Where one state merely looked at more of the caller's memory than the other, only what
/// both looked at stays certain.
extension Executor {
  /// Whether `join` would lose only numbers.
  func mayJoin(_ a: State, _ b: State, numbersMayDiffer: Bool = true) -> Bool {
    guard a.hasSameLoops(as: b), hasSameTrackedObjects(a, b) else { return false }
    var left = 0
    var right = 0
    while left < a.cells.count || right < b.cells.count {
      switch order(a.cells, left, b.cells, right) {
      case 0:
        let x = a.cells[left].value
        let y = b.cells[right].value
        if x != y, cursorRoot(x, a, y, b) == nil,
          entryValue(heldBy: a.cells[left], in: a, and: b.cells[right], in: b) == nil,
          !numbersMayDiffer || !isNumber(a.cells[left], a) || !isNumber(b.cells[right], b)
        {
          return false
        }
        left += 1
        right += 1
      case -1:
        if !isEntryCell(a.cells[left]) { return false }
        left += 1
      default:
        if !isEntryCell(b.cells[right]) { return false }
        right += 1
      }
    }
    return true
  }

  /// What holds in both states. Only for states that `mayJoin`.
  func joinLoosely(_ a: State, _ b: State, at block: Int) -> State {
    var result = a
    result.isApproximate = a.isApproximate || b.isApproximate
    result.isWidened = a.isWidened || b.isWidened
    result.joinDoubts(with: b)
    result.hasBlindEffect = a.hasBlindEffect || b.hasBlindEffect
    result.hasPicked = a.hasPicked || b.hasPicked
    result.keepCommonFacts(with: b)
    noteLostNull(a, b, in: &result)
    result.objects = a.objects.filter { record in !isMereAccess(record) || b.object(record.base) != nil }
    var cells: [Cell] = []
    cells.reserveCapacity(a.cells.count)
    var left = 0
    var right = 0
    while left < a.cells.count, right < b.cells.count {
      switch order(a.cells, left, b.cells, right) {
      case 0:
        var cell = a.cells[left]
        let other = b.cells[right].value
        if cell.value != other, let entry = entryValue(heldBy: cell, in: a, and: b.cells[right], in: b) {
          cell.value = entry
        } else if cell.value != other, let root = cursorRoot(cell.value, a, other, b) {
          let distance = fresh(
            .widened, site: site(block, 0), part: 1 << 24 + cells.count, in: result)
          cell.value = arena.element(root, distance, stride: 1)
        } else if cell.value != other {
          if losesTransition(cell, a, b.cells[right], b) { result.isApproximate = true }
          let (x, y) = (cell.value, other)
          cell.value = fresh(.widened, site: site(block, 0), part: 1 << 24 + cells.count, in: result)
          let fact = a.fact(about: x, in: arena).hull(with: b.fact(about: y, in: arena), for: cell.value)
          _ = result.setInterval(fact)
        }
        cells.append(cell)
        left += 1
        right += 1
      case -1: left += 1
      default: right += 1
      }
    }
    result.cells = cells
    return result
  }

  /// In a function of the library, that a pointer of the caller's is null decides whether something is released. When
  /// a join forgets it, callers who own what the pointer may lead to must follow the function themselves.
  func noteLostNull(_ a: State, _ b: State, in result: inout State) {
    guard context.callee(context.function).isSystem, !result.hasBlindEffect else { return }
    for state in [a, b] {
      for fact in state.intervals where fact.low == 0 && fact.high == 0 && arena.isFootprint(fact.value) {
        guard let kept = result.interval(of: fact.value), kept.low == 0, kept.high == 0 else {
          result.hasBlindEffect = true
          return
        }
      }
    }
  }

  /// Which of two cells comes first: -1 the left one, 1 the right one, 0 they have the same key.
  private func order(_ a: [Cell], _ left: Int, _ b: [Cell], _ right: Int) -> Int {
    if left == a.count { return 1 }
    if right == b.count { return -1 }
    let (x, y) = (a[left], b[right])
    if x.base == y.base, x.element == y.element, x.offset == y.offset { return 0 }
    return x.isBefore(y.base, y.element, y.offset) ? -1 : 1
  }

  private func hasSameTrackedObjects(_ a: State, _ b: State) -> Bool {
    var left = 0
    var right = 0
    while true {
      while left < a.objects.count, isMereAccess(a.objects[left]) { left += 1 }
      while right < b.objects.count, isMereAccess(b.objects[right]) { right += 1 }
      if left == a.objects.count || right == b.objects.count {
        return left == a.objects.count && right == b.objects.count
      }
      if !a.objects[left].hasSameState(as: b.objects[right]) { return false }
      left += 1
      right += 1
    }
  }

  /// What states must have in common before it is worth to compare them closely: who owns what, and how far the loops
  /// are. Most pairs differ in that.
  func joiningKey(of state: State) -> UInt64 {
    var hash = QuickHash()
    for record in state.objects where !isMereAccess(record) {
      hash.mix(UInt64(record.base.raw) << 32 | UInt64(record.token.raw))
      hash.mix(
        UInt64(record.status.rawValue) << 32 | UInt64(record.ownership.rawValue) << 16
          | UInt64(UInt16(bitPattern: record.references)))
    }
    for loop in state.loops { hash.mix(UInt64(loop.frame) << 40 | UInt64(loop.head) << 16 | UInt64(loop.rounds)) }
    return hash.value
  }

  /// Memory of the caller's that was looked at and is otherwise as it was.
  private func isMereAccess(_ record: ObjectRecord) -> Bool {
    record.ownership == .borrowed && record.status == .live && record.content == .initial
      && record.family == .unknown && record.releasedAt == 0 && record.references == 0
  }

  /// The cell was read and never written.
  func isEntryCell(_ cell: Cell) -> Bool {
    let node = arena[cell.value]
    return node.tag == .initial && node.c == cell.offset && node.b == cell.element.raw
      && node.a == cell.base.raw
  }

  /// The object that two pointers lead into, at different places: a cursor into memory that is not this path's own.
  private func cursorRoot(_ x: ValueID, _ a: State, _ y: ValueID, _ b: State) -> ValueID? {
    let root = arena.root(x)
    guard !root.isNone, arena.root(y) == root, arena.isPointerChain(x), arena.isPointerChain(y),
      holdsText(root, a), holdsText(root, b)
    else { return nil }
    return root
  }

  /// Memory of somebody else's in which no pointer was seen.
  private func holdsText(_ root: ValueID, _ state: State) -> Bool {
    if arena[root].tag == .local || arena[root].tag == .global { return false }
    if let record = state.object(root), record.ownership != .borrowed || record.status != .live {
      return false
    }
    return state.cellRange(of: root).allSatisfy {
      state.cells[$0].shape != .pointer && state.cells[$0].shape != .unknown
    }
  }

  /// What both cells held on entry, when neither was written: tests may have told what it is. What holds for both is
  /// among the facts.
  func entryValue(heldBy x: Cell, in a: State, and y: Cell, in b: State) -> ValueID? {
    let entry = arena.initial(base: x.base, element: x.element, offset: x.offset)
    guard x.shape != .pointer, y.shape != .pointer, arena.isFootprint(entry), stillHolds(x, entry, a),
      stillHolds(y, entry, b)
    else { return nil }
    return entry
  }

  private func stillHolds(_ cell: Cell, _ entry: ValueID, _ state: State) -> Bool {
    if cell.value == entry { return true }
    guard let constant = arena.integerValue(cell.value), let fact = state.interval(of: entry) else {
      return false
    }
    return fact.low == constant && fact.high == constant
  }

  /// A number, by the type it was read or written with. A pointer may lead to what a caller owns: "any pointer"
  /// would hide what happens there.
  private func isNumber(_ cell: Cell, _ state: State) -> Bool {
    if cell.shape == .pointer { return false }
    let root = arena.root(cell.value)
    if root.isNone { return cell.shape != .unknown || cell.value != .zero }
    return cell.shape != .unknown && arena[root].tag != .local && state.object(root) == nil
      && state.cellRange(of: root).isEmpty
  }
}
