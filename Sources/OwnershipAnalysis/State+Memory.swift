/// Reading and writing the flat arrays of a state. No rule of ownership stands here.
extension State {
  // MARK: Cells

  /// Index of the cell with this key, or where it would be inserted.
  @inline(__always)
  func position(_ base: ValueID, _ element: ValueID, _ offset: Int64) -> (index: Int, found: Bool) {
    var low = 0
    var high = cells.count
    while low < high {
      let middle = (low &+ high) / 2
      if cells[middle].isBefore(base, element, offset) { low = middle &+ 1 } else { high = middle }
    }
    guard low < cells.count else { return (low, false) }
    let cell = cells[low]
    return (low, cell.base == base && cell.element == element && cell.offset == offset)
  }

  func cell(_ base: ValueID, _ element: ValueID, _ offset: Int64) -> ValueID? {
    let (index, found) = position(base, element, offset)
    return found ? cells[index].value : nil
  }

  /// Writes a cell and returns what it held.
  @discardableResult
  mutating func setCell(
    _ base: ValueID, _ element: ValueID, _ offset: Int64, _ value: ValueID, shape: CellShape = .unknown
  ) -> ValueID? {
    let (index, found) = position(base, element, offset)
    if found {
      let old = cells[index].value
      if old != value { cells[index].value = value }
      if shape != .unknown, cells[index].shape != shape { cells[index].shape = shape }
      return old
    }
    cells.insert(Cell(base: base, element: element, offset: offset, value: value, shape: shape), at: index)
    return nil
  }

  /// The run of cells that belong to `base`.
  func cellRange(of base: ValueID) -> Range<Int> {
    let start = position(base, .none, .min).index
    var end = start
    while end < cells.count, cells[end].base == base { end += 1 }
    return start..<end
  }

  mutating func removeCell(_ base: ValueID, _ offset: Int64) {
    let (index, found) = position(base, .none, offset)
    if found { cells.remove(at: index) }
  }

  mutating func removeCells(of base: ValueID) {
    let range = cellRange(of: base)
    if !range.isEmpty { cells.removeSubrange(range) }
  }

  // MARK: Objects

  func objectPosition(_ base: ValueID) -> (index: Int, found: Bool) {
    var low = 0
    var high = objects.count
    while low < high {
      let middle = (low &+ high) / 2
      if objects[middle].base < base { low = middle &+ 1 } else { high = middle }
    }
    return (low, low < objects.count && objects[low].base == base)
  }

  func object(_ base: ValueID) -> ObjectRecord? {
    let (index, found) = objectPosition(base)
    return found ? objects[index] : nil
  }

  mutating func setObject(_ record: ObjectRecord) {
    let (index, found) = objectPosition(record.base)
    if found { objects[index] = record } else { objects.insert(record, at: index) }
  }

  mutating func removeObject(_ base: ValueID) {
    let (index, found) = objectPosition(base)
    if found { objects.remove(at: index) }
  }

  var hasTrackedObjects: Bool { objects.contains(where: \.isTracked) }

  // MARK: Comparison

  /// A hash of everything but the story.
  var fingerprint: UInt64 {
    var hash = QuickHash()
    @inline(__always) func mix(_ word: UInt64) { hash.mix(word) }
    for cell in cells {
      mix(UInt64(cell.base.raw) << 32 | UInt64(cell.element.raw))
      mix(UInt64(bitPattern: cell.offset) ^ UInt64(cell.value.raw) << 32)
    }
    for object in objects {
      mix(
        UInt64(object.base.raw) << 16 | UInt64(object.status.rawValue) << 8
          | UInt64(object.ownership.rawValue))
    }
    for fact in intervals { mix(UInt64(fact.value.raw) ^ UInt64(bitPattern: fact.low &+ fact.high &* 31)) }
    for relation in relations { mix(UInt64(relation.first.raw) << 32 | UInt64(relation.second.raw)) }
    return hash.value
  }

  /// Whether two states cannot be told apart from here on.
  func isEquivalent(to other: State) -> Bool {
    cells.count == other.cells.count && intervals.count == other.intervals.count && cells == other.cells
      && hasSameOwnership(as: other) && threads == other.threads && intervals == other.intervals
      && relations == other.relations && isApproximate == other.isApproximate && doubt == other.doubt
      && hasBlindEffect == other.hasBlindEffect && hasPicked == other.hasPicked && hasSameLoops(as: other)
  }

  /// The other way of the same undecided branch, and otherwise the same: it made no difference.
  func undoes(_ other: State) -> Bool {
    guard doubt != 0, doubt ^ 1 == other.doubt else { return false }
    var same = self
    same.doubt = other.doubt
    return same.isEquivalent(to: other)
  }

  /// The doubt of a state that stands for this one and the other.
  mutating func joinDoubts(with other: State) {
    if doubt == other.doubt { return }
    if doubt ^ 1 != other.doubt { isApproximate = true }
    doubt = 0
  }

  func hasSameLoops(as other: State) -> Bool {
    guard loops.count == other.loops.count, threads == other.threads else { return false }
    for (mine, theirs) in zip(loops, other.loops)
    where mine.frame != theirs.frame || mine.head != theirs.head || mine.rounds != theirs.rounds
      || mine.isUndecided != theirs.isUndecided || mine.mustLeave != theirs.mustLeave
      || mine.mustRunAgain != theirs.mustRunAgain || mine.isLastRound != theirs.isLastRound
    {
      return false
    }
    return true
  }

  func hasSameOwnership(as other: State) -> Bool {
    guard objects.count == other.objects.count else { return false }
    for (mine, theirs) in zip(objects, other.objects) where !mine.hasSameState(as: theirs) { return false }
    return true
  }
}

/// Tells most things apart that differ, within one run (the mixing step of SplitMix64).
struct QuickHash {
  private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inline(__always) mutating func mix(_ word: UInt64) {
    value = (value ^ word) &* 0xBF58_476D_1CE4_E5B9
    value ^= value >> 29
  }
}
