import OwnershipIR

/// Adding conditions to a state. Each function returns false when the state becomes impossible: the path is then
/// dropped by its caller.
///
/// Equalities are resolved at once by rewriting every cell and fact (values that turn out to be equal become one
/// value), so that no lookup ever has to go through an equivalence class.
extension State {
  /// Values that can be excluded for one value, beside zero and the hole of its interval, before what is known of
  /// it counts as a hull.
  static let furtherHoles = 8

  mutating func assume(_ value: ValueID, _ holds: Bool, in arena: ValueArena, isDirect: Bool = true) -> Bool {
    if let known = truth(of: value, in: arena) { return known == holds }
    let node = arena[value]
    if node.tag == .binary, let op = BinaryOperator(rawValue: node.op), let inverse = op.inverse {
      return assume(
        holds ? op : inverse, ValueID(raw: node.a), ValueID(raw: node.b), in: arena, isDirect: isDirect)
    }
    return assume(holds ? .notEqual : .equal, value, .zero, in: arena, isDirect: isDirect)
  }

  mutating func assume(
    _ op: BinaryOperator, _ a: ValueID, _ b: ValueID, in arena: ValueArena, isDirect: Bool = true
  ) -> Bool {
    if let known = compare(op, a, b, in: arena) { return known }
    if let (first, second) = arena.indices(a, b) {
      return assume(op, first, second, in: arena, isDirect: isDirect)
    }
    if op.isOrdering, areApart(a, b, in: arena) {
      let (first, second) = (arena.root(a), arena.root(b))
      let isBefore = op == .less || op == .lessOrEqual
      addRelation(
        Relation(
          kind: .atMost, first: isBefore ? first : second, second: isBefore ? second : first, bound: -1,
          isDirect: isDirect))
      return true
    }
    let (baseA, constantA) = arena.linear(a)
    let (baseB, constantB) = arena.linear(b)
    switch op {
    case .equal:
      if baseA.isNone && baseB.isNone { return constantA == constantB }
      if baseB.isNone { return assign(baseA, constantB &- constantA, in: arena, isDirect: isDirect) }
      if baseA.isNone { return assign(baseB, constantA &- constantB, in: arena, isDirect: isDirect) }
      return equate(baseA, baseB, constantB &- constantA, in: arena, isDirect: isDirect)
    case .notEqual:
      if baseB.isNone { return exclude(baseA, constantB &- constantA, in: arena, isDirect: isDirect) }
      if baseA.isNone { return exclude(baseB, constantA &- constantB, in: arena, isDirect: isDirect) }
      addRelation(
        Relation(
          kind: .different, first: baseA, second: baseB, bound: constantB &- constantA, isDirect: isDirect))
      return true
    case .less: return assumeAtMost(a, arena.add(b, -1), in: arena, isDirect: isDirect)
    case .lessOrEqual: return assumeAtMost(a, b, in: arena, isDirect: isDirect)
    case .greater: return assume(.less, b, a, in: arena, isDirect: isDirect)
    case .greaterOrEqual: return assume(.lessOrEqual, b, a, in: arena, isDirect: isDirect)
    default: return true
    }
  }

  private mutating func assumeAtMost(_ a: ValueID, _ b: ValueID, in arena: ValueArena, isDirect: Bool) -> Bool
  {
    let (baseA, constantA) = arena.linear(a)
    let (baseB, constantB) = arena.linear(b)
    let difference = constantB &- constantA
    let left = bounds(of: baseA.isNone ? .zero : baseA, in: arena)
    let right = bounds(of: baseB.isNone ? .zero : baseB, in: arena)
    if !baseA.isNone {
      let high = right.upperBound == .max ? Int64.max : saturatingAdd(right.upperBound, difference)
      // What has no sign is at least 0.
      let low = high >= 0 && constantA == 0 && arena.isUnsigned(baseA) ? 0 : Int64.min
      if high < .max, !narrow(baseA, low: low, high: high, in: arena, isDirect: isDirect) { return false }
    }
    if !baseB.isNone {
      let low = left.lowerBound == .min ? Int64.min : saturatingAdd(left.lowerBound, 0 &- difference)
      if low > .min, !narrow(baseB, low: low, high: .max, in: arena, isDirect: isDirect) { return false }
    }
    if !baseA.isNone, !baseB.isNone {
      addRelation(Relation(kind: .atMost, first: baseA, second: baseB, bound: difference, isDirect: isDirect))
    }
    return true
  }

  /// Of `-(base + constant)`, the two: what is known of the one number is known of the other.
  private func negated(_ value: ValueID, in arena: ValueArena) -> (base: ValueID, constant: Int64)? {
    let node = arena[value]
    guard node.tag == .unary, node.op == UnaryOperator.negate.rawValue else { return nil }
    let (base, constant) = arena.linear(ValueID(raw: node.a))
    return base.isNone ? nil : (base, constant)
  }

  /// What is asked of one bit of a number that stands for two: it may be clear in both, or set in both.
  private mutating func noteMixedBits(_ value: ValueID, in arena: ValueArena) {
    let node = arena[value]
    guard node.tag == .binary, let op = BinaryOperator(rawValue: node.op), op.isBitwise else { return }
    for operand in [ValueID(raw: node.a), ValueID(raw: node.b)] {
      if interval(of: arena.linear(operand).base)?.hasGap == true { isApproximate = true }
      noteMixedBits(operand, in: arena)
    }
  }

  private func saturatingAdd(_ a: Int64, _ b: Int64) -> Int64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? (b > 0 ? .max : .min) : sum
  }

  /// Cuts the interval of a value that is no sum.
  mutating func narrow(
    _ value: ValueID, low: Int64, high: Int64, in arena: ValueArena, isDirect: Bool = true
  ) -> Bool {
    if let (base, constant) = negated(value, in: arena) {
      return narrow(
        base, low: saturatingAdd(Self.mirrored(high), 0 &- constant),
        high: saturatingAdd(Self.mirrored(low), 0 &- constant), in: arena, isDirect: isDirect)
    }
    noteMixedBits(value, in: arena)
    let known = bounds(of: value, in: arena)
    var fact =
      interval(of: value) ?? IntervalFact(value: value, low: known.lowerBound, high: known.upperBound)
    fact.isDirect = fact.isDirect && isDirect
    if fact.hasGap, low > fact.low, high < fact.high { isApproximate = true }
    fact.low = max(fact.low, low)
    fact.high = min(fact.high, high)
    guard setInterval(fact) else { return false }
    if let settled = interval(of: value), settled.low == settled.high {
      return assign(value, settled.low, in: arena, isDirect: isDirect)
    }
    // A descriptor that is negative was never opened.
    if fact.high < 0, let (index, found) = Optional(objectPosition(value)), found {
      objects.remove(at: index)
    }
    return true
  }

  private mutating func exclude(_ value: ValueID, _ constant: Int64, in arena: ValueArena, isDirect: Bool)
    -> Bool
  {
    if let (base, offset) = negated(value, in: arena) {
      return exclude(base, 0 &- constant &- offset, in: arena, isDirect: isDirect)
    }
    noteMixedBits(value, in: arena)
    let known = bounds(of: value, in: arena)
    if constant < known.lowerBound || constant > known.upperBound { return true }
    var fact =
      interval(of: value) ?? IntervalFact(value: value, low: known.lowerBound, high: known.upperBound)
    fact.isDirect = fact.isDirect && isDirect
    if constant == 0 {
      fact.isNonZero = true
    } else if fact.hasHole, fact.hole != constant, constant != fact.low, constant != fact.high {
      // A further value that is excluded, as after the labels of a `switch`.
      if relations.lazy.filter({ $0.first == value && $0.second == .zero }).count < Self.furtherHoles {
        addRelation(
          Relation(kind: .different, first: value, second: .zero, bound: constant, isDirect: isDirect))
      } else {
        fact.hasGap = true
      }
    } else {
      fact.hole = constant
      fact.hasHole = true
    }
    guard setInterval(fact) else { return false }
    if let settled = interval(of: value), settled.low == settled.high {
      return assign(value, settled.low, in: arena, isDirect: isDirect)
    }
    return true
  }

  /// `value == constant`, for a value that is no sum.
  private mutating func assign(_ value: ValueID, _ constant: Int64, in arena: ValueArena, isDirect: Bool)
    -> Bool
  {
    if let (base, offset) = negated(value, in: arena) {
      return assign(base, 0 &- constant &- offset, in: arena, isDirect: isDirect)
    }
    noteMixedBits(value, in: arena)
    var fact = interval(of: value) ?? IntervalFact(value: value, low: .min, high: .max)
    if constant < fact.low || constant > fact.high { return false }
    if fact.isNonZero && constant == 0 { return false }
    if fact.hasHole && constant == fact.hole { return false }
    if fact.hasGap, constant != fact.low, constant != fact.high { isApproximate = true }
    fact.hasGap = false
    let node = arena[value]
    if node.tag == .binary, let op = BinaryOperator(rawValue: node.op) {
      let a = ValueID(raw: node.a)
      let b = ValueID(raw: node.b)
      if op.inverse != nil {
        guard constant == 0 || constant == 1 else { return false }
        return assume(constant == 1 ? op : op.inverse!, a, b, in: arena, isDirect: isDirect)
      }
      if op == .subtract { return assume(.equal, a, arena.add(b, constant), in: arena, isDirect: isDirect) }
      if let other = arena.integerValue(b) ?? arena.integerValue(a) {
        let operand = arena.isInteger(b) ? a : b
        switch op {
        case .multiply where other != 0 && other != -1:
          guard constant % other == 0 else { return false }
          guard assume(.equal, operand, arena.integer(constant / other), in: arena, isDirect: isDirect) else {
            return false
          }
        case .and where constant & ~other != 0, .or where constant & other != other: return false
        default: break
        }
      }
    }
    if constant == 0, arena.isStorageAddress(arena.root(value)), arena.isPointerChain(value) { return false }
    fact.low = constant
    fact.high = constant
    fact.hasHole = false
    fact.isDirect = fact.isDirect && isDirect
    guard setInterval(fact) else { return false }
    return substitute(value, arena.integer(constant), in: arena)
  }

  /// `a == b + constant`, both symbolic.
  private mutating func equate(
    _ a: ValueID, _ b: ValueID, _ constant: Int64, in arena: ValueArena, isDirect: Bool
  ) -> Bool {
    // What nothing is known about is not taken for what was released before: of the pointers in an array each is
    // released once, and of those still to come none is the one that went.
    if isReleased(arena.root(a)) != isReleased(arena.root(b)) { return false }
    if arena.isFootprint(a) || arena.isFootprint(b), arena.isKnownToCallers(a), arena.isKnownToCallers(b) {
      relations.append(Relation(kind: .equal, first: a, second: b, bound: constant, isDirect: isDirect))
    }
    // Which of several cells was read shows nowhere but in what is decided about it: callers cannot tell.
    if arena.symbolKind(a) == .ambiguous || arena.symbolKind(b) == .ambiguous { isApproximate = true }
    // The more telling value stays: storage, then allocations, then the older one. Of two pointers a known distance
    // apart the lower one does: it is likelier to be the start of an object.
    let isSameRank = rank(a, in: arena) == rank(b, in: arena)
    if isSameRank, constant < 0, !arena.mentions(arena.add(a, 0 &- constant), b) {
      return substitute(b, arena.add(a, 0 &- constant), in: arena)
    }
    if rank(a, in: arena) >= rank(b, in: arena), !arena.mentions(arena.add(b, constant), a) {
      return substitute(a, arena.add(b, constant), in: arena)
    }
    if !arena.mentions(arena.add(a, 0 &- constant), b) {
      return substitute(b, arena.add(a, 0 &- constant), in: arena)
    }
    return true
  }

  private func isReleased(_ base: ValueID) -> Bool { object(base)?.status == .freed }

  private func rank(_ value: ValueID, in arena: ValueArena) -> Int {
    if arena.isStorageAddress(value) { return 0 }
    switch arena[value].tag {
    case .symbol: return arena.symbolKind(value) == .allocation ? 1 : 5
    case .initial: return arena.isFootprint(value) ? 3 : 4
    default: return 2
    }
  }

  /// Makes `old` be `new` everywhere.
  mutating func substitute(_ old: ValueID, _ new: ValueID, in arena: ValueArena) -> Bool {
    rewrites.append(Rewrite(old: old, new: new))
    let isConstant = arena.isInteger(new)
    if isConstant {
      // Memory at a null pointer does not exist; an allocation that failed left nothing.
      removeObject(old)
      if !arena.isTerm(old) { removeCells(of: old) }
    }
    rewriteCells(old, new, in: arena)
    rewriteObjects(old, new, in: arena)
    for index in threads.indices {
      threads[index].argument = arena.rewrite(threads[index].argument, old, new)
    }
    return rewriteIntervals(old, new, in: arena) && rewriteRelations(old, new, in: arena)
  }

  private mutating func rewriteCells(_ old: ValueID, _ new: ValueID, in arena: ValueArena) {
    var keysChanged = false
    for index in cells.indices {
      let cell = cells[index]
      let value = arena.rewrite(cell.value, old, new)
      if value != cell.value { cells[index].value = value }
      if arena.mentions(cell.base, old) || (!cell.element.isNone && arena.mentions(cell.element, old)) {
        keysChanged = true
      }
    }
    guard keysChanged else { return }
    let previous = cells
    cells.removeAll(keepingCapacity: true)
    for cell in previous {
      let base = arena.rewrite(cell.base, old, new)
      let element = cell.element.isNone ? cell.element : arena.rewrite(cell.element, old, new)
      guard let place = arena.place(element.isNone ? base : element, cell.offset) else { continue }
      // Of two cells that turn out to be one, the written value is newer than the entry value.
      if let existing = self.cell(place.base, place.element, place.offset),
        arena[existing].tag != .initial || arena[cell.value].tag == .initial
      {
        // Which of two written values was the later one is not known: neither is anybody's to report.
        if existing != cell.value {
          forgetOwner(arena.root(existing))
          forgetOwner(arena.root(cell.value))
        }
        continue
      }
      setCell(place.base, place.element, place.offset, cell.value, shape: cell.shape)
    }
  }

  private mutating func forgetOwner(_ base: ValueID) {
    let (index, found) = objectPosition(base)
    if found, objects[index].ownership == .owned { objects[index].ownership = .escaped }
  }

  private mutating func rewriteObjects(_ old: ValueID, _ new: ValueID, in arena: ValueArena) {
    guard objects.contains(where: { arena.mentions($0.base, old) || (!$0.token.isNone && $0.token == old) })
    else { return }
    let previous = objects
    objects.removeAll(keepingCapacity: true)
    for record in previous {
      var record = record
      record.base = arena.root(arena.rewrite(record.base, old, new))
      if record.base.isNone { continue }
      if !record.token.isNone {
        record.token = arena.root(arena.rewrite(record.token, old, new))
        if record.token.isNone { record.content = .initial }
      }
      if let existing = object(record.base) {
        if existing.status == .freed { continue }
        if record.status != .freed, existing.ownership == .owned { continue }
      }
      setObject(record)
    }
  }

  private mutating func rewriteIntervals(_ old: ValueID, _ new: ValueID, in arena: ValueArena) -> Bool {
    let affected = intervals.filter { $0.value != old && arena.mentions($0.value, old) }
    for fact in affected {
      removeInterval(of: fact.value)
      guard apply(fact, to: arena.rewrite(fact.value, old, new), in: arena) else { return false }
    }
    if !arena.isInteger(new), let fact = interval(of: old) {
      if !arena.isFootprint(old) { removeInterval(of: old) }
      return apply(fact, to: new, in: arena)
    }
    return true
  }

  /// Adds what `fact` says to `value`, which may be a sum or a constant.
  mutating func apply(
    _ fact: IntervalFact, to value: ValueID, in arena: ValueArena, isDirect: Bool? = nil
  ) -> Bool {
    let isDirect = isDirect ?? fact.isDirect
    let (base, constant) = arena.linear(value)
    if base.isNone {
      if fact.hasGap, constant != fact.low, constant != fact.high { isApproximate = true }
      return fact.low <= constant && constant <= fact.high && !(fact.isNonZero && constant == 0)
        && !(fact.hasHole && fact.hole == constant)
    }
    if fact.hasGap {
      let known = bounds(of: value, in: arena)
      if known.lowerBound > fact.low, known.upperBound < fact.high { isApproximate = true }
    }
    if fact.low == fact.high, compare(.equal, value, arena.integer(fact.low), in: arena) == false { return false }
    if fact.low > .min || fact.high < .max {
      let low = fact.low == .min ? Int64.min : saturatingAdd(fact.low, 0 &- constant)
      let high = fact.high == .max ? Int64.max : saturatingAdd(fact.high, 0 &- constant)
      guard narrow(base, low: low, high: high, in: arena, isDirect: isDirect) else { return false }
    }
    if fact.hasGap, var known = interval(of: base), known.low < known.high, !known.hasGap {
      known.hasGap = true
      guard setInterval(known) else { return false }
    }
    if fact.isNonZero {
      let isNew = interval(of: base) == nil
      guard assume(.notEqual, value, .zero, in: arena, isDirect: isDirect) else { return false }
      if isNew, fact.isImplied { markImplied(base) }
    }
    if fact.hasHole {
      return assume(.notEqual, value, arena.integer(fact.hole), in: arena, isDirect: isDirect)
    }
    return true
  }

  /// What was just learned of `value` comes from going through it.
  mutating func markImplied(_ value: ValueID) {
    guard var fact = interval(of: value) else { return }
    fact.isImplied = true
    _ = setInterval(fact)
  }

  private mutating func rewriteRelations(_ old: ValueID, _ new: ValueID, in arena: ValueArena) -> Bool {
    guard relations.contains(where: { arena.mentions($0.first, old) || arena.mentions($0.second, old) })
    else { return true }
    let previous = relations
    relations.removeAll(keepingCapacity: true)
    for relation in previous {
      if relation.kind == .equal
        || !(arena.mentions(relation.first, old) || arena.mentions(relation.second, old))
      {
        relations.append(relation)
        continue
      }
      let first = arena.rewrite(relation.first, old, new)
      let second = arena.add(arena.rewrite(relation.second, old, new), relation.bound)
      let op: BinaryOperator = relation.kind == .atMost ? .lessOrEqual : .notEqual
      guard assume(op, first, second, in: arena, isDirect: relation.isDirect) else { return false }
    }
    return true
  }
}

/// Where a pointer value points: object, symbolic element, constant offset.
struct Place: Hashable, Sendable {
  var base: ValueID
  var element: ValueID
  var offset: Int64
}

extension ValueArena {
  /// The memory at `pointer + offset`; nil for null, integers and values that are no addresses.
  func place(_ pointer: ValueID, _ offset: Int64) -> Place? {
    let (base, constant) = linear(pointer)
    if base.isNone { return nil }
    let total = offset &+ constant
    switch self[base].tag {
    case .local, .global, .function, .string, .symbol, .initial, .pure:
      return Place(base: base, element: .none, offset: total)
    case .element:
      let root = root(base)
      guard !root.isNone, isPointerChain(base) else { return nil }
      return Place(base: root, element: base, offset: total)
    case .none, .integer, .sum, .binary, .unary: return nil
    }
  }
}
