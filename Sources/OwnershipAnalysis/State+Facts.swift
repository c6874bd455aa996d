import OwnershipIR

/// What a state knows about integers: intervals, one excluded value each, differences between two values.
extension State {
  // MARK: Intervals

  private func intervalPosition(_ value: ValueID) -> (index: Int, found: Bool) {
    var low = 0
    var high = intervals.count
    while low < high {
      let middle = (low &+ high) / 2
      if intervals[middle].value < value { low = middle &+ 1 } else { high = middle }
    }
    return (low, low < intervals.count && intervals[low].value == value)
  }

  func interval(of value: ValueID) -> IntervalFact? {
    let (index, found) = intervalPosition(value)
    return found ? intervals[index] : nil
  }

  /// Replaces what is known of a value. False when nothing is left that it could be.
  mutating func setInterval(_ fact: IntervalFact) -> Bool {
    var fact = fact
    while true {
      if fact.low > fact.high { return false }
      if fact.isNonZero, fact.low == 0 {
        fact.low = 1
        continue
      }
      if fact.isNonZero, fact.high == 0 {
        fact.high = -1
        continue
      }
      if fact.hasHole, fact.low == fact.hole, fact.low < .max {
        fact.low += 1
        fact.hasHole = false
        continue
      }
      if fact.hasHole, fact.high == fact.hole, fact.high > .min {
        fact.high -= 1
        fact.hasHole = false
        continue
      }
      break
    }
    if fact.hasHole, fact.hole < fact.low || fact.hole > fact.high { fact.hasHole = false }
    if fact.low > 0 || fact.high < 0 { fact.isNonZero = true }
    if !fact.hasHole { fact.hole = 0 }
    let (index, found) = intervalPosition(fact.value)
    if found { intervals[index] = fact } else if !fact.isTrivial { intervals.insert(fact, at: index) }
    return true
  }

  mutating func removeInterval(of value: ValueID) {
    let (index, found) = intervalPosition(value)
    if found { intervals.remove(at: index) }
  }

  // MARK: Evaluation

  /// The bounds of a value, overflow cut off.
  func bounds(of value: ValueID, in arena: ValueArena) -> ClosedRange<Int64> {
    let (base, constant) = arena.linear(value)
    if base.isNone { return constant...constant }
    if arena.isTruthValue(base), interval(of: base) == nil { return 0...1 }
    guard let fact = interval(of: base) else { return derivedBounds(of: base, constant, in: arena) }
    return Self.shifted(fact.low, constant)...Self.shifted(fact.high, constant)
  }

  private func derivedBounds(of base: ValueID, _ constant: Int64, in arena: ValueArena) -> ClosedRange<Int64>
  {
    let node = arena[base]
    if node.tag == .unary, node.op == UnaryOperator.length.rawValue {
      return Self.shifted(0, constant) ... .max
    }
    if node.tag == .unary, node.op == UnaryOperator.negate.rawValue {
      let range = bounds(of: ValueID(raw: node.a), in: arena)
      return Self.shifted(Self.mirrored(range.upperBound), constant)
        ... Self.shifted(Self.mirrored(range.lowerBound), constant)
    }
    guard node.tag == .binary, let op = BinaryOperator(rawValue: node.op) else { return .min ... .max }
    let right = ValueID(raw: node.b)
    switch op {
    case .remainder:
      if let modulus = arena.integerValue(right), modulus != 0, modulus != .min {
        let limit = abs(modulus) - 1
        let low: Int64 = bounds(of: ValueID(raw: node.a), in: arena).lowerBound >= 0 ? 0 : -limit
        return Self.shifted(low, constant)...Self.shifted(limit, constant)
      }
    case .and:
      if let mask = arena.integerValue(right) ?? arena.integerValue(ValueID(raw: node.a)), mask >= 0 {
        return constant...Self.shifted(mask, constant)
      }
    case .multiply:
      // A product is taken to fit.
      let left = ValueID(raw: node.a)
      guard let factor = arena.integerValue(right) ?? arena.integerValue(left), factor > 0 else { break }
      let range = bounds(of: arena.isInteger(right) ? left : right, in: arena)
      let low = range.lowerBound.multipliedReportingOverflow(by: factor)
      let high = range.upperBound.multipliedReportingOverflow(by: factor)
      return Self.shifted(
        low.overflow ? .min : low.partialValue, constant)...Self.shifted(
          high.overflow ? .max : high.partialValue, constant)
    default: break
    }
    return .min ... .max
  }

  /// What is known of a value by itself, as a fact about the number that it is.
  func fact(about value: ValueID, in arena: ValueArena) -> IntervalFact {
    let range = bounds(of: value, in: arena)
    var fact = IntervalFact(value: value, low: range.lowerBound, high: range.upperBound)
    fact.isNonZero = truth(of: value, in: arena) == true
    let (base, constant) = arena.linear(value)
    if !base.isNone, let known = interval(of: base) {
      fact.hasGap = known.hasGap
      let (hole, overflow) = known.hole.addingReportingOverflow(constant)
      if known.hasHole, !overflow { (fact.hasHole, fact.hole) = (true, hole) }
    }
    return fact
  }

  /// The bound of the negated number.
  static func mirrored(_ bound: Int64) -> Int64 { bound == .min ? .max : bound == .max ? .min : 0 &- bound }

  private static func shifted(_ bound: Int64, _ constant: Int64) -> Int64 {
    if bound == .min || bound == .max { return bound }
    let (sum, overflow) = bound.addingReportingOverflow(constant)
    return overflow ? (constant > 0 ? .max : .min) : sum
  }

  /// Whether `value` is known to be zero or known not to be; nil when it can be either.
  func truth(of value: ValueID, in arena: ValueArena) -> Bool? {
    let node = arena[value]
    switch node.tag {
    case .integer: return node.c != 0
    case .local, .global, .function, .string: return true
    case .symbol where arena.symbolKind(value) == .alloca: return true
    default: break
    }
    if let fact = interval(of: value) {
      if fact.isNonZero { return true }
      if fact.low == 0, fact.high == 0 { return false }
    }
    if node.tag == .binary, let op = BinaryOperator(rawValue: node.op),
      node.op >= BinaryOperator.equal.rawValue
    {
      return compare(op, ValueID(raw: node.a), ValueID(raw: node.b), in: arena)
    }
    if node.tag == .sum {
      let base = ValueID(raw: node.a)
      if let fact = interval(of: base) {
        if fact.low > .min, fact.low &+ node.c > 0, fact.low > 0 || node.c > 0 { return true }
        if fact.hasHole, fact.hole == 0 &- node.c { return true }
      }
    }
    if node.tag == .sum || node.tag == .element, arena.isPointerChain(value) {
      // A pointer into an object that exists is not null. (From an allocation that failed nobody counts on.)
      let root = arena.root(value)
      if arena.isStorageAddress(root) || arena.symbolKind(root) == .allocation { return true }
      if let fact = interval(of: root), fact.isNonZero, object(root) != nil { return true }
    }
    let range = bounds(of: value, in: arena)
    if range.lowerBound > 0 || range.upperBound < 0 { return true }
    return range == 0...0 ? false : nil
  }

  /// What is known about a comparison; nil when it can go either way.
  func compare(_ op: BinaryOperator, _ a: ValueID, _ b: ValueID, in arena: ValueArena) -> Bool? {
    if let (first, second) = arena.indices(a, b) { return compare(op, first, second, in: arena) }
    if op == .equal || op == .notEqual {
      if b == .zero, let truth = truth(of: a, in: arena) { return truth == (op == .notEqual) }
      if a == .zero, let truth = truth(of: b, in: arena) { return truth == (op == .notEqual) }
    }
    if let known = arena.decide(op, a, b) { return known }
    let (baseA, constantA) = arena.linear(a)
    let (baseB, constantB) = arena.linear(b)
    if op == .equal || op == .notEqual,
      isNumberNotAddress(constantB &- constantA, baseB, comparedWith: baseA, in: arena)
        || isNumberNotAddress(constantA &- constantB, baseA, comparedWith: baseB, in: arena)
    {
      return op == .notEqual
    }
    if areApart(a, b, in: arena) {
      if op == .equal || op == .notEqual { return op == .notEqual }
      return isBefore(op, arena.root(a), arena.root(b))
    }
    let left = bounds(of: a, in: arena)
    let right = bounds(of: b, in: arena)
    switch op {
    case .equal, .notEqual:
      if left.upperBound < right.lowerBound || right.upperBound < left.lowerBound { return op == .notEqual }
      if left.lowerBound == left.upperBound, left == right { return op == .equal }
      if baseB.isNone, let fact = interval(of: baseA), fact.hasHole, fact.hole &+ constantA == constantB {
        return op == .notEqual
      }
      if baseA.isNone, let fact = interval(of: baseB), fact.hasHole, fact.hole &+ constantB == constantA {
        return op == .notEqual
      }
      if baseB.isNone
        ? excludes(baseA, constantB &- constantA) : baseA.isNone && excludes(baseB, constantA &- constantB)
      {
        return op == .notEqual
      }
      if areDifferent(baseA, baseB, constantB &- constantA) { return op == .notEqual }
      if areEqual(baseA, baseB, constantB &- constantA) { return op == .equal }
      return nil
    case .less:
      if left.upperBound < right.lowerBound { return true }
      if left.lowerBound >= right.upperBound { return false }
      // a + ca < b + cb  <=>  a - b <= cb - ca - 1
      return difference(baseA, baseB, atMost: constantB &- constantA &- 1)
    case .lessOrEqual:
      if left.upperBound <= right.lowerBound { return true }
      if left.lowerBound > right.upperBound { return false }
      return difference(baseA, baseB, atMost: constantB &- constantA)
    default: return nil
    }
  }

  /// Whether one side is a number that no object's address is, on whatever way it came to be compared with one:
  /// `&block[1] == NULL` asks whether the block is at -1 times the size of an element. (0 and -1 tell of failures.)
  private func isNumberNotAddress(
    _ number: Int64, _ none: ValueID, comparedWith base: ValueID, in arena: ValueArena
  ) -> Bool {
    none.isNone && !base.isNone && number < -1
      && (arena.symbolKind(base) == .allocation || arena.isStorageAddress(base))
  }

  /// How different objects lie to each other is not known, but once asked it stays: all of one is before all of the
  /// other, so that nothing lies inside a range of the other's.
  private func isBefore(_ op: BinaryOperator, _ first: ValueID, _ second: ValueID) -> Bool? {
    switch op {
    case .less, .lessOrEqual: difference(first, second, atMost: -1)
    case .greater, .greaterOrEqual: difference(second, first, atMost: -1)
    default: nil
    }
  }

  /// Whether two pointers lead into different objects that exist at the same time (C17 6.5.9p6).
  func areApart(_ a: ValueID, _ b: ValueID, in arena: ValueArena) -> Bool {
    let first = arena.root(a)
    let second = arena.root(b)
    if first == second || first.isNone || second.isNone { return false }
    let firstIsNew = arena.symbolKind(first) == .allocation
    let secondIsNew = arena.symbolKind(second) == .allocation
    if firstIsNew && isOlder(second, in: arena) || secondIsNew && isOlder(first, in: arena) {
      return arena.isPointerChain(a) && arena.isPointerChain(b)
        && (interval(of: first)?.isNonZero == true || interval(of: second)?.isNonZero == true)
    }
    guard firstIsNew || arena.isStorageAddress(first), secondIsNew || arena.isStorageAddress(second),
      arena.isPointerChain(a), arena.isPointerChain(b)
    else { return false }
    guard firstIsNew, secondIsNew else {
      // A string literal may share its memory with another, but not with anything else; where texts differ, so do
      // their beginnings.
      guard arena[first].tag == .string, arena[second].tag == .string else { return true }
      return a == first && b == second && arena[first].a == arena[second].a
        && arena[first].b != arena[second].b
    }
    // Two blocks: one may lie where the other was, and both may be null.
    return object(first)?.status == .live && object(second)?.status == .live
      && (interval(of: first)?.isNonZero == true || interval(of: second)?.isNonZero == true)
  }

  /// Whether the value was in the caller's memory before anything was allocated here, and was not released since, so
  /// that no new block can lie there.
  private func isOlder(_ value: ValueID, in arena: ValueArena) -> Bool {
    arena[value].tag == .initial && arena.isFootprint(value) && object(value)?.status != .freed
  }

  /// Whether a relation to zero says that `value` is not `constant`: more than fits into the one hole of an interval.
  func excludes(_ value: ValueID, _ constant: Int64) -> Bool {
    relations.contains {
      $0.kind == .different && $0.first == value && $0.second == .zero && $0.bound == constant
    }
  }

  /// Values that were found equal and could not take each other's place.
  private func areEqual(_ a: ValueID, _ b: ValueID, _ bound: Int64) -> Bool {
    if a.isNone || b.isNone { return false }
    return relations.contains {
      $0.kind == .equal
        && ($0.first == a && $0.second == b && $0.bound == bound
          || $0.first == b && $0.second == a && $0.bound == 0 &- bound)
    }
  }

  private func areDifferent(_ a: ValueID, _ b: ValueID, _ bound: Int64) -> Bool {
    if a.isNone || b.isNone { return false }
    for relation in relations {
      switch relation.kind {
      case .different:
        if relation.first == a, relation.second == b, relation.bound == bound { return true }
        if relation.first == b, relation.second == a, relation.bound == 0 &- bound { return true }
      case .atMost:
        // a - b <= k and bound > k, or b - a <= k and -bound > k
        if relation.first == a, relation.second == b, bound > relation.bound { return true }
        if relation.first == b, relation.second == a, 0 &- bound > relation.bound { return true }
      case .equal: break
      }
    }
    return false
  }

  /// Whether `a - b <= bound` is known to hold or to fail.
  private func difference(_ a: ValueID, _ b: ValueID, atMost bound: Int64) -> Bool? {
    if a.isNone || b.isNone { return nil }
    for relation in relations where relation.kind == .atMost {
      if relation.first == a, relation.second == b, relation.bound <= bound { return true }
      // b - a <= k means a - b >= -k
      if relation.first == b, relation.second == a, 0 &- relation.bound > bound { return false }
    }
    return nil
  }

  mutating func addRelation(_ relation: Relation, limit: Int = 24) {
    if relations.contains(where: {
      $0.kind == relation.kind && $0.first == relation.first && $0.second == relation.second
        && $0.bound == relation.bound
    }) {
      return
    }
    if relations.count >= limit { relations.removeFirst() }
    relations.append(relation)
  }

  /// Weakens the facts to what holds in both states.
  mutating func keepCommonFacts(with other: State) {
    var common = relations.filter { other.relations.contains($0) || isLeftOut($0, by: other) }
    common += other.relations.filter { !common.contains($0) && isLeftOut($0, by: self) }
    intervals = intervals.compactMap { fact in
      guard let theirs = other.interval(of: fact.value) else { return nil }
      var hull = fact
      hull.low = min(fact.low, theirs.low)
      hull.high = max(fact.high, theirs.high)
      // One value that neither can be has room in the interval, others beside it.
      let holes = [fact.hasHole ? fact.hole : nil, theirs.hasHole ? theirs.hole : nil].compactMap { $0 }
        .filter { self.leavesOut(fact.value, $0) && other.leavesOut(fact.value, $0) }
        .filter { hull.low <= $0 && $0 <= hull.high }
      hull.hasHole = !holes.isEmpty
      hull.hole = holes.first ?? 0
      if let second = holes.dropFirst().first(where: { $0 != hull.hole }) {
        common.append(
          Relation(
            kind: .different, first: fact.value, second: .zero, bound: second,
            isDirect: fact.isDirect && theirs.isDirect))
      }
      hull.isNonZero = fact.isNonZero && theirs.isNonZero
      hull.isImplied = fact.isImplied || theirs.isImplied
      hull.hasGap = fact.hasGap || theirs.hasGap || fact.isApart(from: theirs)
      hull.isDirect = fact.isDirect && theirs.isDirect
      return hull.isTrivial ? nil : hull
    }
    relations = common
  }

  /// Whether the relation says that a value is not some constant, which `state` knows too in its own way.
  private func isLeftOut(_ relation: Relation, by state: State) -> Bool {
    relation.kind == .different && relation.second == .zero && state.leavesOut(relation.first, relation.bound)
  }

  private func leavesOut(_ value: ValueID, _ constant: Int64) -> Bool {
    interval(of: value)?.excludes(constant) == true || excludes(value, constant)
  }

  /// Whether `keepCommonFacts` says no more than "one or the other": either state's conditions on the caller's values
  /// include the other's, or they differ in one value only and leave nothing out between them. The hull of 1 and 4
  /// holds 3 as well, and of "a is 0" with "b is 0" nothing would be left.
  func joinsExactly(with other: State, in arena: ValueArena) -> Bool {
    var mineOnly = 0
    var theirsOnly = 0
    var different = 0
    for fact in intervals where arena.isFootprint(fact.value) {
      guard let theirs = other.interval(of: fact.value) else {
        mineOnly += 1
        continue
      }
      if fact.hasSameBounds(as: theirs) { continue }
      if theirs.includes(fact) {
        mineOnly += 1
        continue
      }
      if fact.includes(theirs) {
        theirsOnly += 1
        continue
      }
      if fact.isApart(from: theirs) { return false }
      different += 1
    }
    for fact in other.intervals where arena.isFootprint(fact.value) && interval(of: fact.value) == nil {
      theirsOnly += 1
    }
    for relation in relations where isCondition(relation, arena) && !other.relations.contains(relation) {
      mineOnly += 1
    }
    for relation in other.relations where isCondition(relation, arena) && !relations.contains(relation) {
      theirsOnly += 1
    }
    return different == 0 ? mineOnly == 0 || theirsOnly == 0 : different + mineOnly + theirsOnly == 1
  }

  /// Joins states pairwise for as long as that is exact.
  static func joinExactly(_ states: inout [State], in arena: ValueArena) {
    var first = 0
    while first + 1 < states.count {
      let second = (first + 1..<states.count).first {
        states[first].isWidened == states[$0].isWidened && states[first].hasPicked == states[$0].hasPicked
          && states[first].joinsExactly(with: states[$0], in: arena)
      }
      if let second {
        states[first].keepCommonFacts(with: states[second])
        states.remove(at: second)
        first = 0
      } else {
        first += 1
      }
    }
  }

  private func isCondition(_ relation: Relation, _ arena: ValueArena) -> Bool {
    arena.isFootprint(relation.first) || arena.isFootprint(relation.second)
  }
}

extension IntervalFact {
  /// What holds of a value that is one or the other. That neither is some constant stays known.
  func hull(with other: IntervalFact, for value: ValueID) -> IntervalFact {
    var hull = IntervalFact(value: value, low: min(low, other.low), high: max(high, other.high))
    if hasHole, other.excludes(hole) {
      (hull.hasHole, hull.hole) = (true, hole)
    } else if other.hasHole, excludes(other.hole) {
      (hull.hasHole, hull.hole) = (true, other.hole)
    }
    hull.isNonZero = isNonZero && other.isNonZero
    // Of two numbers the bits are known, of the hull they are not.
    let isPair = low == high && other.low == other.high
    hull.hasGap = hasGap || other.hasGap || isApart(from: other) || isPair
    return hull
  }

  fileprivate func excludes(_ constant: Int64) -> Bool {
    constant < low || constant > high || hasHole && hole == constant || isNonZero && constant == 0
  }

  func hasSameBounds(as other: IntervalFact) -> Bool {
    low == other.low && high == other.high && isNonZero == other.isNonZero && hasHole == other.hasHole
      && hole == other.hole
  }

  /// Whether everything that `other` allows is allowed here.
  func includes(_ other: IntervalFact) -> Bool {
    low <= other.low && other.high <= high && (!isNonZero || other.isNonZero)
      && (!hasHole || other.hasHole && other.hole == hole || hole < other.low || hole > other.high)
  }

  /// Whether values that neither fact allows (but for zero and holes) lie between the two.
  func isApart(from other: IntervalFact) -> Bool {
    let (lower, upper) = high < other.low ? (self, other) : (other, self)
    guard lower.high < upper.low else { return false }
    let distance = upper.low.subtractingReportingOverflow(lower.high)
    if distance.overflow || distance.partialValue > 2 { return true }
    // Zero between two intervals is excluded by `isNonZero` where both exclude it.
    return distance.partialValue == 2 && !(lower.high == -1 && lower.isNonZero && upper.isNonZero)
  }
}
