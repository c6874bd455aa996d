import OwnershipIR

/// Constructors of terms that keep a normal form: constants folded, `x + c` with one constant outermost, so that
/// equal expressions become the same value.
extension ValueArena {
  /// `value` as base and constant: `x + 3` is (x, 3), an integer is (none, itself), anything else (value, 0).
  @inline(__always) func linear(_ value: ValueID) -> (base: ValueID, constant: Int64) {
    let node = self[value]
    switch node.tag {
    case .integer: return (.none, node.c)
    case .sum: return (ValueID(raw: node.a), node.c)
    default: return (value, 0)
    }
  }

  func add(_ value: ValueID, _ constant: Int64) -> ValueID {
    if constant == 0 { return value }
    let (base, offset) = linear(value)
    let total = offset &+ constant
    if base.isNone { return integer(total) }
    return total == 0 ? base : intern(ValueNode(tag: .sum, a: base.raw, c: total))
  }

  /// `base + index * stride`.
  func element(_ base: ValueID, _ index: ValueID, stride: Int64) -> ValueID {
    if stride == 0 { return base }
    let (indexBase, constant) = linear(index)
    let (pointer, offset) = linear(base)
    let total = offset &+ constant &* stride
    if indexBase.isNone { return add(pointer.isNone ? .zero : pointer, total) }
    if pointer.isNone || max(depth(pointer), depth(indexBase)) >= termDepth {
      return opaqueTerm(base, index, salt: stride)
    }
    return add(intern(ValueNode(tag: .element, a: pointer.raw, b: indexBase.raw, c: stride)), total)
  }

  /// A term too deep to keep: still the same value for the same operands.
  private func opaqueTerm(_ a: ValueID, _ b: ValueID, salt: Int64) -> ValueID {
    intern(ValueNode(tag: .symbol, op: SymbolKind.unknown.rawValue, a: a.raw, b: b.raw, c: salt &+ 1 << 40))
  }

  func unary(_ op: UnaryOperator, _ a: ValueID) -> ValueID {
    let node = self[a]
    if op == .literal {
      return node.tag == .string ? a : intern(ValueNode(tag: .unary, op: op.rawValue, a: a.raw))
    }
    if node.tag == .integer {
      switch op {
      case .negate: return integer(0 &- node.c)
      case .bitwiseNot: return integer(~node.c)
      case .logicalNot: return node.c == 0 ? .one : .zero
      case .literal: return a
      case .length: break
      }
    }
    if op == .logicalNot {
      if node.tag == .binary, let comparison = BinaryOperator(rawValue: node.op),
        let inverse = comparison.inverse
      {
        return binary(inverse, ValueID(raw: node.a), ValueID(raw: node.b))
      }
      return binary(.equal, a, .zero)
    }
    if depth(a) >= termDepth { return opaqueTerm(a, a, salt: Int64(op.rawValue)) }
    return intern(ValueNode(tag: .unary, op: op.rawValue, a: a.raw))
  }

  func binary(_ op: BinaryOperator, _ a: ValueID, _ b: ValueID) -> ValueID {
    if let x = integerValue(a), let y = integerValue(b), let result = op.fold(x, y) { return integer(result) }
    switch op {
    case .add:
      let (baseA, constantA) = linear(a)
      let (baseB, constantB) = linear(b)
      if baseA.isNone { return add(b, constantA) }
      if baseB.isNone { return add(a, constantB) }
      let (first, second) = baseA < baseB ? (baseA, baseB) : (baseB, baseA)
      return add(term(.add, first, second), constantA &+ constantB)
    case .subtract:
      let (baseA, constantA) = linear(a)
      let (baseB, constantB) = linear(b)
      if baseA == baseB { return integer(constantA &- constantB) }
      if baseB.isNone { return add(a, 0 &- constantB) }
      if let distance = distance(baseA, baseB) { return add(distance, constantA &- constantB) }
      return add(term(.subtract, baseA.isNone ? .zero : baseA, baseB), constantA &- constantB)
    case .multiply:
      if a == .zero || b == .zero { return .zero }
      if a == .one { return b }
      if b == .one { return a }
      return a < b ? term(.multiply, a, b) : term(.multiply, b, a)
    case .and, .or, .xor:
      if a == .zero || b == .zero {
        if op == .and { return .zero }
        return a == .zero ? b : a
      }
      if a == b { return op == .xor ? .zero : a }
      if op == .and, let known = knownBits(a, b) ?? knownBits(b, a) { return known }
      if op == .and, let bits = lowBits(of: a, b) {
        // Once around the ring is the same place.
        let (base, constant) = linear(bits.value)
        let reduced = constant & bits.mask
        if reduced != constant { return binary(.and, add(base, reduced), integer(bits.mask)) }
      }
      return a < b ? term(op, a, b) : term(op, b, a)
    case .divide, .remainder, .shiftLeft, .shiftRight:
      if a == .zero { return .zero }
      if b == .one, op == .divide { return a }
      if op == .divide, let quotient = exactQuotient(a, b) { return quotient }
      return term(op, a, b)
    case .compareTexts: return term(op, a, b)
    case .greater: return binary(.less, b, a)
    case .greaterOrEqual: return binary(.lessOrEqual, b, a)
    case .equal, .notEqual, .less, .lessOrEqual: return comparison(op, a, b)
    }
  }

  /// `value & mask` where all those bits are known: set by an `or`, or below the alignment of a block.
  private func knownBits(_ value: ValueID, _ mask: ValueID) -> ValueID? {
    guard let mask = integerValue(mask) else { return nil }
    if symbolKind(value) == .allocation, 0..<8 ~= mask { return .zero }
    let node = self[value]
    guard node.tag == .binary, node.op == BinaryOperator.or.rawValue,
      let set = integerValue(ValueID(raw: node.a)) ?? integerValue(ValueID(raw: node.b)), set & mask == mask
    else { return nil }
    return integer(mask)
  }

  /// The bytes between two addresses in one array: a multiple of what the elements take.
  private func distance(_ a: ValueID, _ b: ValueID) -> ValueID? {
    guard !a.isNone, !b.isNone else { return nil }
    let (first, second) = (self[a], self[b])
    if first.tag == .element, first.a == b.raw {
      return binary(.multiply, ValueID(raw: first.b), integer(first.c))
    }
    guard first.tag == .element, second.tag == .element, first.a == second.a, first.c == second.c else {
      return nil
    }
    return binary(
      .multiply, binary(.subtract, ValueID(raw: first.b), ValueID(raw: second.b)), integer(first.c))
  }

  /// A multiple of a number (and a constant multiple beside it), divided by that number.
  private func exactQuotient(_ a: ValueID, _ b: ValueID) -> ValueID? {
    guard let divisor = integerValue(b), divisor > 1 else { return nil }
    let (base, constant) = linear(a)
    let node = self[base]
    guard node.tag == .binary, node.op == BinaryOperator.multiply.rawValue, constant % divisor == 0 else {
      return nil
    }
    let (x, y) = (ValueID(raw: node.a), ValueID(raw: node.b))
    guard b == x || b == y else { return nil }
    return add(b == x ? y : x, constant / divisor)
  }

  /// Two addresses in one array as the indices that compare the same way: `v + n` and `v + 3` as n and 3.
  func indices(_ a: ValueID, _ b: ValueID) -> (ValueID, ValueID)? {
    let (baseA, constantA) = linear(a)
    let (baseB, constantB) = linear(b)
    if baseA == baseB || baseA.isNone || baseB.isNone { return nil }
    let (first, second) = (self[baseA], self[baseB])
    let stride = first.tag == .element ? first.c : second.tag == .element ? second.c : 0
    guard stride > 0, (constantB &- constantA) % stride == 0 else { return nil }
    let steps = (constantB &- constantA) / stride
    if first.tag == .element, first.a == baseB.raw { return (ValueID(raw: first.b), integer(steps)) }
    if second.tag == .element, second.a == baseA.raw, second.c == stride {
      return (integer(0 &- steps), ValueID(raw: second.b))
    }
    guard first.tag == .element, second.tag == .element, first.a == second.a, second.c == stride else {
      return nil
    }
    return (ValueID(raw: first.b), add(ValueID(raw: second.b), steps))
  }

  private func term(_ op: BinaryOperator, _ a: ValueID, _ b: ValueID) -> ValueID {
    if max(depth(a), depth(b)) >= termDepth { return opaqueTerm(a, b, salt: Int64(op.rawValue)) }
    return intern(ValueNode(tag: .binary, op: op.rawValue, a: a.raw, b: b.raw))
  }

  private func comparison(_ op: BinaryOperator, _ a: ValueID, _ b: ValueID) -> ValueID {
    if let (first, second) = indices(a, b) { return binary(op, first, second) }
    if let known = decide(op, a, b) { return known ? .one : .zero }
    // Comparing a truth value with 0 or 1 is that truth value, or its opposite.
    if op == .equal || op == .notEqual {
      if b == .zero, isTruthValue(a) { return op == .notEqual ? a : unary(.logicalNot, a) }
      if a == .zero, isTruthValue(b) { return op == .notEqual ? b : unary(.logicalNot, b) }
      if b == .one, isTruthValue(a) { return op == .equal ? a : unary(.logicalNot, a) }
      let (first, second) = a < b ? (a, b) : (b, a)
      return term(op, first, second)
    }
    return term(op, a, b)
  }

  func isTruthValue(_ value: ValueID) -> Bool {
    let node = self[value]
    return node.tag == .binary && node.op >= BinaryOperator.equal.rawValue
  }

  /// What the structure of two values alone says about a comparison.
  func decide(_ op: BinaryOperator, _ a: ValueID, _ b: ValueID) -> Bool? {
    let (baseA, constantA) = linear(a)
    let (baseB, constantB) = linear(b)
    if baseA == baseB { return op.holds(constantA, constantB) }
    guard op == .equal || op == .notEqual else { return nil }
    if cannotBeEqual(baseA, constantA, baseB, constantB) { return op == .notEqual }
    return nil
  }

  private func cannotBeEqual(_ a: ValueID, _ constantA: Int64, _ b: ValueID, _ constantB: Int64) -> Bool {
    if a.isNone { return constantA == 0 && isStorageAddress(root(b)) && isPointerChain(b) }
    if b.isNone { return constantB == 0 && isStorageAddress(root(a)) && isPointerChain(a) }
    // A local came to be after everything that the caller had a pointer to.
    if isNewStorage(a) && isEntryPointer(b) || isNewStorage(b) && isEntryPointer(a) { return true }
    if constantA == constantB, areOutOfStep(a, b) { return true }
    guard constantA == 0, constantB == 0 else { return false }
    if isStorageAddress(a) && isStorageAddress(b) { return true }
    // Memory that was just allocated differs from every other allocation and from all that existed before.
    let kindA = symbolKind(a)
    let kindB = symbolKind(b)
    if kindA == .allocation {
      return isStorageAddress(b) || isFootprint(b)
    }
    if kindB == .allocation {
      return isStorageAddress(a) || isFootprint(a)
    }
    return false
  }

  /// Places in a ring, `(x + 1) % n` and `x % n`: numbers a known distance apart leave the same remainder only where
  /// the divisor divides their distance. Masks with all bits set below some bit are such divisors.
  private func areOutOfStep(_ a: ValueID, _ b: ValueID) -> Bool {
    guard let first = remainder(a), let second = remainder(b), first.divisor == second.divisor else { return false }
    let (baseA, constantA) = linear(first.dividend)
    let (baseB, constantB) = linear(second.dividend)
    return baseA == baseB && (constantA &- constantB) % first.divisor != 0
  }

  private func remainder(_ value: ValueID) -> (dividend: ValueID, divisor: Int64)? {
    guard !value.isNone, self[value].tag == .binary, let op = BinaryOperator(rawValue: self[value].op) else {
      return nil
    }
    let (a, b) = (ValueID(raw: self[value].a), ValueID(raw: self[value].b))
    switch op {
    case .remainder: return integerValue(b).flatMap { $0 > 1 ? (a, $0) : nil }
    case .and: return lowBits(of: a, b).map { ($0.value, $0.mask + 1) }
    default: return nil
    }
  }

  /// The operand of an `and` whose lowest bits alone are asked for.
  private func lowBits(of a: ValueID, _ b: ValueID) -> (value: ValueID, mask: Int64)? {
    for (value, mask) in [(a, b), (b, a)] {
      if let mask = integerValue(mask), mask > 0, mask < .max, mask & (mask + 1) == 0 { return (value, mask) }
    }
    return nil
  }

  /// The address of a local, but for a parameter: what was passed by value may have a pointer to itself.
  private func isNewStorage(_ value: ValueID) -> Bool {
    let node = self[value]
    return node.tag == .local && !(node.a == 0 && Int(node.b) < parameterCount)
  }

  private func isEntryPointer(_ value: ValueID) -> Bool { self[value].tag == .initial && isFootprint(value) }

  /// Whether the value is its root advanced by something: address arithmetic that keeps it an address.
  func isPointerChain(_ value: ValueID) -> Bool {
    var current = value
    while true {
      let node = self[current]
      switch node.tag {
      case .sum, .element: current = ValueID(raw: node.a)
      case .binary, .unary, .integer, .none, .pure: return false
      default: return true
      }
    }
  }

  func pure(function: UInt32, arguments: [ValueID]) -> ValueID {
    var result = ValueID.none
    for argument in arguments {
      if max(depth(argument), result.isNone ? 0 : depth(result)) >= termDepth {
        result = opaqueTerm(result, argument, salt: Int64(function))
      } else {
        result = intern(ValueNode(tag: .pure, a: result.raw, b: argument.raw, c: Int64(function)))
      }
    }
    return result.isNone ? intern(ValueNode(tag: .pure, a: 0, b: 0, c: Int64(function))) : result
  }

  /// `value` with `old` replaced by `new` everywhere inside, normal form kept.
  func rewrite(_ value: ValueID, _ old: ValueID, _ new: ValueID) -> ValueID {
    if value == old { return new }
    if !mayMention(value, old) { return value }
    let node = self[value]
    let a = ValueID(raw: node.a)
    let b = ValueID(raw: node.b)
    switch node.tag {
    case .none, .integer, .local, .global, .function, .string, .symbol: return value
    case .initial:
      let base = rewrite(a, old, new)
      if b.isNone { return base == a ? value : initial(base: base, element: b, offset: node.c) }
      let element = rewrite(b, old, new)
      if element == b { return base == a ? value : initial(base: base, element: b, offset: node.c) }
      // An element whose index is known by now is a plain cell.
      guard let place = place(element, node.c) else {
        return initial(base: base, element: element, offset: node.c)
      }
      return initial(base: place.base, element: place.element, offset: place.offset)
    case .sum:
      let base = rewrite(a, old, new)
      return base == a ? value : add(base, node.c)
    case .element:
      let base = rewrite(a, old, new)
      let index = rewrite(b, old, new)
      return base == a && index == b ? value : element(base, index, stride: node.c)
    case .binary:
      let left = rewrite(a, old, new)
      let right = rewrite(b, old, new)
      if left == a && right == b { return value }
      return binary(BinaryOperator(rawValue: node.op)!, left, right)
    case .unary:
      let operand = rewrite(a, old, new)
      return operand == a ? value : unary(UnaryOperator(rawValue: node.op)!, operand)
    case .pure:
      let previous = a.isNone ? a : rewrite(a, old, new)
      let argument = b.isNone ? b : rewrite(b, old, new)
      if previous == a && argument == b { return value }
      return intern(ValueNode(tag: .pure, a: previous.raw, b: argument.raw, c: node.c))
    }
  }

  /// Whether `part` occurs in `value`.
  func mentions(_ value: ValueID, _ part: ValueID) -> Bool {
    if value == part { return true }
    if !mayMention(value, part) { return false }
    let node = self[value]
    switch node.tag {
    case .initial, .element, .binary, .pure:
      return mentions(ValueID(raw: node.a), part) || mentions(ValueID(raw: node.b), part)
    case .sum, .unary: return mentions(ValueID(raw: node.a), part)
    default: return false
    }
  }
}

extension BinaryOperator {
  /// The result hangs on the single bits of the operands.
  var isBitwise: Bool {
    switch self {
    case .and, .or, .xor, .shiftLeft, .shiftRight: true
    default: false
    }
  }

  /// Which of two comes first.
  var isOrdering: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }

  var inverse: BinaryOperator? {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    case .greater: .lessOrEqual
    case .greaterOrEqual: .less
    default: nil
    }
  }

  func holds(_ x: Int64, _ y: Int64) -> Bool {
    switch self {
    case .equal: x == y
    case .notEqual: x != y
    case .less: x < y
    case .lessOrEqual: x <= y
    case .greater: x > y
    case .greaterOrEqual: x >= y
    default: false
    }
  }

  /// The result on constants; nil where C leaves it undefined.
  func fold(_ x: Int64, _ y: Int64) -> Int64? {
    switch self {
    case .add: x &+ y
    case .subtract: x &- y
    case .multiply: x &* y
    // A negative one may be a large unsigned number.
    case .divide: y <= 0 || x < 0 ? nil : x / y
    case .remainder: y <= 0 || x < 0 ? nil : x % y
    case .and: x & y
    case .or: x | y
    case .xor: x ^ y
    case .shiftLeft: y < 0 || y > 63 ? nil : x << y
    case .shiftRight: y < 0 || y > 63 || x < 0 ? nil : x >> y
    case .compareTexts: nil
    default: holds(x, y) ? 1 : 0
    }
  }
}
