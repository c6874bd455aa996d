import OwnershipIR

/// Elements of arrays at indices that are not known: which of them are the same, and paths for both answers where
/// ownership hangs on it.
extension Executor {
  /// Whether a cell of the range may be the one at `place` under another name.
  func mayAlias(_ place: Place, _ shape: CellShape, _ range: Range<Int>, _ state: State) -> Bool {
    for index in range {
      let cell = state.cells[index]
      if cell.element == place.element || !cell.shape.mayAlias(shape) { continue }
      let stride = arena[place.element.isNone ? cell.element : place.element].c
      let distance = abs(cell.offset &- place.offset)
      guard stride == 0 || distance % max(1, abs(stride)) == 0 else { continue }
      if areApart(place, cell, state) { continue }
      return true
    }
    return false
  }

  /// Whether the place and the cell are known to be different elements: their indices cannot be equal.
  func areApart(_ place: Place, _ cell: Cell, _ state: State) -> Bool {
    if isElementApart(place, from: cell) { return true }
    guard let (first, second) = indices(of: place, and: cell) else { return false }
    return state.compare(.equal, first, second, in: arena) == false
  }

  /// What has to be equal for the two to be one element; nil where that is not one comparison.
  private func indices(of place: Place, and cell: Cell) -> (ValueID, ValueID)? {
    let mine = arena[place.element]
    let other = arena[cell.element]
    let stride = place.element.isNone ? other.c : mine.c
    guard stride > 0, place.element.isNone || ValueID(raw: mine.a) == place.base,
      cell.element.isNone || ValueID(raw: other.a) == cell.base
    else { return nil }
    let distance = cell.offset &- place.offset
    guard distance % stride == 0 else { return nil }
    let steps = distance / stride
    if place.element.isNone { return (ValueID(raw: other.b), arena.integer(0 &- steps)) }
    if cell.element.isNone { return (ValueID(raw: mine.b), arena.integer(steps)) }
    guard other.c == stride else { return nil }
    return (ValueID(raw: mine.b), arena.add(ValueID(raw: other.b), steps))
  }

  /// Paths on which it is decided whether a pointer read at `place` is one that was stored under another index, when
  /// that one leads to memory that somebody has to release or has released. Nil when nothing is to be decided.
  func decideAliases(of place: Place, _ type: TypeID, _ path: Path) -> [Path]? {
    let shape = shape(of: type)
    guard shape == .pointer, !path.state.isApproximate,
      path.state.cell(place.base, place.element, place.offset) == nil
    else { return nil }
    var decided: [Path] = []
    var rest = path
    for cell in path.state.cellRange(of: place.base).map({ path.state.cells[$0] }) {
      let root = arena.root(cell.value)
      guard !root.isNone, let record = rest.state.object(root),
        record.ownership == .owned || record.status != .live,
        let (first, second) = indices(of: place, and: cell)
      else { continue }
      let (index, isThere) = rest.state.position(cell.base, cell.element, cell.offset)
      guard isThere, mayAlias(place, shape, index..<index + 1, rest.state) else { continue }
      if decided.count == context.budgets.aliasedElements { return nil }
      guard staysInside(place, &rest),
        staysInside(
          cell.place, &rest)
      else { return decided }
      var same = rest
      if !comesRoundAgain(record, place, cell, rest.state),
        learn(&same, { $0.assume(.equal, first, second, in: arena) })
      {
        decided.append(same)
      }
      guard learn(&rest, { $0.assume(.notEqual, first, second, in: arena) }) else { return decided }
      // Where the index is known by now, the cells have other names.
      if rest.state.rewrites.count > path.state.rewrites.count { break }
    }
    if decided.isEmpty && rest.state.rewrites.count == path.state.rewrites.count { return nil }
    return decided + [rest]
  }

  /// What a loop has released in one of its rounds it is taken not to come back to by an index that changes from round
  /// to round: nothing says that it would, and loops are written to visit each element once.
  private func comesRoundAgain(_ record: ObjectRecord, _ place: Place, _ cell: Cell, _ state: State) -> Bool {
    guard record.status != .live, !record.end.isNone, !place.element.isNone || isCounted(cell.element) else {
      return false
    }
    return state.loops.contains { $0.entry.raw < record.end.raw }
  }

  /// Whether the index is one that widened with the rounds of a loop.
  private func isCounted(_ element: ValueID) -> Bool {
    if element.isNone { return false }
    let index = arena.linear(ValueID(raw: arena[element].b)).base
    return arena.symbolKind(index) == .widened
  }

  /// What stands in an element that is not known, while others were looked at by their own indices, may have been
  /// released through one of those: when the array goes, it is nobody's to report.
  func forgetVisited(in base: ValueID, _ state: inout State) {
    let range = state.cellRange(of: base)
    guard range.count > 1 else { return }
    for index in range {
      let cell = state.cells[index]
      if cell.element.isNone { continue }
      let stride = max(1, arena[cell.element].c)
      let isVisited = range.contains {
        let other = state.cells[$0]
        return other.element != cell.element && other.shape == .pointer
          && (other.offset &- cell.offset) % stride == 0 && !isElsewhere(other, cell)
      }
      if isVisited { escapeOwned(arena.root(cell.value), in: &state) }
    }
  }

  /// Whether the indices themselves say that the cells are two, whatever is supposed on this path.
  private func isElsewhere(_ cell: Cell, _ other: Cell) -> Bool {
    guard let (first, second) = indices(of: cell.place, and: other) else { return false }
    return arena.decide(.equal, first, second) == false
  }

  /// Indices at which `width` bytes at `place` lie inside an object of `size` bytes; without a size there is no last.
  func indices(
    of place: Place, stride: Int64, in size: Int64?, width: Int64
  ) -> (low: Int64, high: Int64) {
    // Rounded towards the inside: division truncates.
    func below(_ bytes: Int64) -> Int64 { bytes >= 0 ? bytes / stride : -((stride - 1 - bytes) / stride) }
    return (-below(place.offset), size.map { below($0 - width - place.offset) } ?? .max)
  }

  /// An element of a whole object: what lies before it, or behind a variable, is nobody's.
  private func staysInside(_ place: Place, _ path: inout Path) -> Bool {
    let node = arena[place.element]
    let size = sizeOfTable(place.base)
    guard node.tag == .element, node.c > 0, ValueID(raw: node.a) == place.base,
      size != nil || arena.symbolKind(place.base) == .allocation
    else { return true }
    let inside = indices(of: place, stride: node.c, in: size, width: 1)
    return learn(&path) {
      $0.narrow(ValueID(raw: node.b), low: inside.low, high: inside.high, in: arena)
    }
  }
}
