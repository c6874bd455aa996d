import OwnershipIR

/// Joining states of a quick analysis: numbers on which nobody's ownership hangs may differ and become "any value".
///
/// Two states join when everything that was allocated, released or went out of scope is the same in both and is
/// held by the same cells. Where one state merely looked at more of the caller's memory than the other, only what
/// both looked at stays certain.
extension Executor {
  /// Whether `join` would lose only numbers.
  func mayJoin(_ a: State, _ b: State) -> Bool {
    guard a.hasSameLoops(as: b), hasSameTrackedObjects(a, b) else { return false }
    var left = 0
    var right = 0
    while left < a.cells.count || right < b.cells.count {
      switch order(a.cells, left, b.cells, right) {
      case 0:
        let x = a.cells[left].value
        let y = b.cells[right].value
        if x != y, !isNumber(a.cells[left], a) || !isNumber(b.cells[right], b) { return false }
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
    result.hasBlindEffect = a.hasBlindEffect || b.hasBlindEffect
    result.keepCommonFacts(with: b)
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
        if cell.value != other {
          let (x, y) = (cell.value, other)
          cell.value = fresh(.widened, site: site(block, 0), part: 1 << 24 + cells.count, in: result)
          let before = a.bounds(of: x, in: arena)
          let after = b.bounds(of: y, in: arena)
          var fact = IntervalFact(
            value: cell.value, low: min(before.lowerBound, after.lowerBound),
            high: max(before.upperBound, after.upperBound))
          fact.isNonZero = a.truth(of: x, in: arena) == true && b.truth(of: y, in: arena) == true
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

  /// Memory of the caller's that was looked at and is otherwise as it was.
  private func isMereAccess(_ record: ObjectRecord) -> Bool {
    record.ownership == .borrowed && record.status == .live && record.content == .initial
      && record.family == .unknown && record.releasedAt == 0
  }

  /// The cell was read and never written.
  func isEntryCell(_ cell: Cell) -> Bool {
    let node = arena[cell.value]
    return node.tag == .initial && node.c == cell.offset && node.b == cell.element.raw
      && node.a == cell.base.raw
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
