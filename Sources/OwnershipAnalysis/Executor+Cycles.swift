import Findings
import OwnershipIR

/// One owner in a ring: which variable or member makes it, and of what.
struct RingEdge: Sendable {
  /// What owns, as the user calls the place (`a->friend`); empty when nobody wrote a name.
  var place: String
  /// The shared object that it owns, as the user called it.
  var target: String
  /// Where it became an owner.
  var made: PathEvent?
  /// Where what it owns was made.
  var origin: PathEvent?
  /// Owners that are left when the last one outside has gone.
  var count: Int64?
}

/// Reference cycles: lost memory that is lost because it owns itself. Counts of owners are numbers in memory, so an
/// object in a ring is simply never released; what is left to do is to see the ring in what was lost, and to tell it.
extension Executor {
  func isShared(_ record: ObjectRecord) -> Bool { record.family == program.families.id("shared") }

  /// How many owners and watchers a control block has now nobody can say, so not that one of them is the last.
  func forgetOwners(of block: ValueID, _ state: inout State, token: UInt32) {
    for (part, offset) in [Int64(0), 8].enumerated() {
      let count = fresh(.havoc, site: token, part: Int(block.raw) &+ (part + 2) << 40, in: state)
      _ = state.narrow(count, low: Self.manyOwners, high: .max, in: arena)
      state.setCell(block, .none, offset, count)
    }
  }

  /// Whether that is what stands for the count in this cell now.
  func isForgottenCount(_ cell: Cell, _ value: ValueID, _ state: State) -> Bool {
    guard arena.symbolKind(value) == .havoc, cell.value != value, let record = state.object(cell.base) else {
      return false
    }
    return isShared(record) && state.bounds(of: value, in: arena).lowerBound == Self.manyOwners
  }

  /// More than are ever given up on one path.
  private static var manyOwners: Int64 { 1 << 20 }

  /// The shortest ring of shared objects that a lost object is in or leads to; empty when there is none.
  func ring(from lost: ValueID, _ state: State) -> [RingEdge] {
    let blocks = sharedBlocks(from: lost, state)
    // Not every reference keeps alive.
    for leavesOutWeak in [true, false] {
      for start in blocks {
        guard let path = shortestWay(from: start, backTo: start, leavesOutWeak: leavesOutWeak, state) else { continue }
        return edges(of: path, state)
      }
    }
    return []
  }

  /// Whether more refer to a counting block than own what it counts for: some of them are weak.
  private func hasWeakReferences(_ block: ValueID, _ state: State) -> Bool {
    guard let owners = owners(of: block, state) else { return false }
    let references = state.cells.count {
      $0.value == block && $0.base != block && state.object($0.base)?.isTracked == true
    }
    return references > owners
  }

  /// Counting blocks of lost memory that still have owners.
  private func sharedBlocks(from lost: ValueID, _ state: State) -> [ValueID] {
    var found: [ValueID] = []
    var seen: Set<ValueID> = []
    var work = [lost]
    while let base = work.popLast() {
      guard seen.insert(base).inserted, let record = state.object(base), record.isTracked else { continue }
      if isShared(record), owners(of: base, state) != 0 { found.append(base) }
      for index in state.cellRange(of: base) {
        let root = arena.root(state.cells[index].value)
        if !root.isNone { work.append(root) }
      }
    }
    return found.sorted()
  }

  private func owners(of block: ValueID, _ state: State) -> Int64? {
    state.cell(block, .none, 0).flatMap { arena.integerValue($0) }
  }

  /// Objects from `start` along references until `start` is met again, both ends left out.
  private func shortestWay(
    from start: ValueID, backTo end: ValueID, leavesOutWeak: Bool, _ state: State
  ) -> [ValueID]? {
    var cameFrom: [ValueID: ValueID] = [:]
    let counted = countedObjects(state)
    var queue = [start]
    var next = 0
    while next < queue.count {
      let base = queue[next]
      next += 1
      for index in state.cellRange(of: base) {
        let root = arena.root(state.cells[index].value)
        if root.isNone || state.object(root)?.isTracked != true { continue }
        // An object with owners is reached through the block that counts them: other pointers to it own nothing.
        if let block = counted[root], block != base { continue }
        // That of an object which is enabled to share itself is the weak one.
        if leavesOutWeak, counted[base] == root, hasWeakReferences(root, state) { continue }
        if root == end {
          var path = [base]
          while path.last! != start, let before = cameFrom[path.last!] { path.append(before) }
          return path.reversed()
        }
        if cameFrom[root] == nil, root != start {
          cameFrom[root] = base
          queue.append(root)
        }
      }
    }
    return nil
  }

  /// Objects that have owners, with the blocks that count them.
  private func countedObjects(_ state: State) -> [ValueID: ValueID] {
    var found: [ValueID: ValueID] = [:]
    for record in state.objects where isShared(record) {
      for index in state.cellRange(of: record.base) where state.cells[index].offset > 0 {
        let root = arena.root(state.cells[index].value)
        if !root.isNone, root != record.base { found[root] = record.base }
      }
    }
    return found
  }

  /// Whether a text names a place that can own something, and is not what a call was given beside it (a literal, an
  /// address, a result).
  private static func mayOwn(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    return first.properties.isXIDStart || first == "_" || first == "*" || first == "("
  }

  /// What the user calls the smart pointer in an object that owns what the block counts for.
  private func nameOfOwner(of block: ValueID, in holder: ValueID, _ state: State) -> String? {
    for index in state.cellRange(of: holder) where state.cells[index].value == block {
      guard let place = namedPlace(holder, state.cells[index].offset, state), place.hold == .strong else { continue }
      // Of a container, a closure: which part of it is not worth a name.
      return place.text.hasSuffix("[…]") ? String(place.text.dropLast(3)) : place.text
    }
    return nil
  }

  /// An edge for each counting block on the way: the object in front of it owns what it counts for.
  private func edges(of path: [ValueID], _ state: State) -> [RingEdge] {
    let steps = events.path(to: state.lastEvent)
    var found: [RingEdge] = []
    for (position, block) in path.enumerated() where state.object(block).map(isShared) == true {
      let holder = path[(position + path.count - 1) % path.count]
      let made = steps.last {
        $0.object == block && $0.holder == holder && ($0.kind == .aliased || $0.kind == .copied)
      }.map(events.visible)
      let origin = state.object(block)!.origin
      let naming = namingState ?? state
      let written = made.map { program.modules[Int($0.module)][$0.name] } ?? ""
      let place = written.isEmpty ? nameOfOwner(of: block, in: holder, naming) ?? "" : written
      found.append(
        RingEdge(
          place: Self.mayOwn(place) ? place : "",
          target: nameOfHolder(of: block, naming) ?? "",
          made: made, origin: origin.isNone ? nil : events.visible(events[origin]),
          count: owners(of: block, state)))
    }
    return found
  }
}
