import OwnershipIR

/// All symbolic values of one function's analysis, hash-consed: equal structure means equal id, so correlated
/// conditions are found by comparing integers.
///
/// A class because every state of the analysis shares it; it only ever grows.
final class ValueArena {
  private(set) var nodes: [ValueNode]
  /// For each value, the address or symbol a pointer derives from; `.none` for plain integers.
  private var roots: [ValueID]
  private var flags: [ValueFlags]
  private var depths: [UInt8]
  /// For each value, one bit for each value that occurs in it (by number modulo 64): most look-ups inside a value
  /// end here.
  private var blooms: [UInt64]
  private var table: [UInt32]
  private var mask: Int
  /// Entry values that were read as numbers without a sign.
  private var unsigned: Set<ValueID> = []
  let termDepth: UInt8
  /// Parameters of the analysed function: locals of frame 0 whose contents come from the caller.
  let parameterCount: Int

  init(termDepth: UInt8, parameterCount: Int) {
    self.termDepth = termDepth
    self.parameterCount = parameterCount
    nodes = [ValueNode(tag: .none)]
    roots = [.none]
    flags = [[]]
    depths = [0]
    blooms = [0]
    table = Array(repeating: 0, count: 256)
    mask = 255
    nodes.reserveCapacity(256)
    _ = integer(0)
    _ = integer(1)
  }

  subscript(_ value: ValueID) -> ValueNode {
    @inline(__always) get { nodes[value.int] }
  }

  /// The address, allocation or entry value that `value` is computed from: what makes memory reachable.
  @inline(__always) func root(_ value: ValueID) -> ValueID { roots[value.int] }
  @inline(__always) func isFootprint(_ value: ValueID) -> Bool { flags[value.int].contains(.footprint) }
  @inline(__always) func isTerm(_ value: ValueID) -> Bool { flags[value.int].contains(.term) }

  /// The value was read as a number without a sign.
  func noteUnsigned(_ value: ValueID) {
    if nodes[value.int].tag == .initial { unsigned.insert(value) }
  }
  func isUnsigned(_ value: ValueID) -> Bool { unsigned.contains(value) }

  // MARK: Hash-consing

  func intern(_ node: ValueNode) -> ValueID {
    var slot = Int(truncatingIfNeeded: Self.hash(node)) & mask
    while table[slot] != 0 {
      let candidate = Int(table[slot])
      if nodes[candidate] == node { return ValueID(raw: UInt32(candidate)) }
      slot = (slot + 1) & mask
    }
    let id = ValueID(raw: UInt32(nodes.count))
    nodes.append(node)
    let (root, flag, depth) = describe(node, id)
    roots.append(root)
    flags.append(flag)
    depths.append(depth)
    blooms.append(bloom(of: node) | 1 << UInt64(id.raw & 63))
    table[slot] = id.raw
    if nodes.count * 2 > table.count { grow() }
    return id
  }

  private func grow() {
    table = Array(repeating: 0, count: table.count * 2)
    mask = table.count - 1
    for index in 1..<nodes.count {
      var slot = Int(truncatingIfNeeded: Self.hash(nodes[index])) & mask
      while table[slot] != 0 { slot = (slot + 1) & mask }
      table[slot] = UInt32(index)
    }
  }

  private func bloom(of node: ValueNode) -> UInt64 {
    switch node.tag {
    case .initial, .element, .binary, .pure: blooms[Int(node.a)] | blooms[Int(node.b)]
    case .sum, .unary: blooms[Int(node.a)]
    default: 0
    }
  }

  /// False when `part` certainly does not occur in `value`.
  @inline(__always) func mayMention(_ value: ValueID, _ part: ValueID) -> Bool {
    blooms[value.int] & (1 << UInt64(part.raw & 63)) != 0
  }

  @inline(__always) private static func hash(_ node: ValueNode) -> UInt64 {
    var hash = UInt64(node.tag.rawValue) | UInt64(node.op) << 8
    hash = (hash ^ UInt64(node.a)) &* 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ UInt64(node.b) ^ hash >> 29) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ UInt64(bitPattern: node.c) ^ hash >> 32) &* 0x94D0_49BB_1331_11EB
    return hash ^ hash >> 31
  }

  private func describe(_ node: ValueNode, _ id: ValueID) -> (ValueID, ValueFlags, UInt8) {
    let a = Int(node.a)
    switch node.tag {
    case .none, .integer: return (.none, [], 0)
    case .local, .function, .string, .symbol: return (id, [], 0)
    case .global: return (id, .footprint, 0)
    case .initial:
      // An entry value of the analysed function's parameters or of globals is the caller's; of anything else it is
      // merely unknown.
      let base = nodes[a]
      let isParameter = base.tag == .local && base.a == 0 && Int(base.b) < parameterCount
      return (id, isParameter || flags[a].contains(.footprint) ? .footprint : [], depths[a])
    case .sum: return (roots[a], flags[a].union(.term), depths[a])
    case .element:
      return (roots[a], flags[a].union(.term), max(depths[a], depths[Int(node.b)]) &+ 1)
    case .binary:
      let b = Int(node.b)
      let isComparison = node.op >= BinaryOperator.equal.rawValue
      let root: ValueID = isComparison ? .none : roots[a].isNone ? roots[b] : roots[a]
      return (root, flags[a].union(flags[b]).union(.term), max(depths[a], depths[b]) &+ 1)
    case .unary:
      let isAddress = node.op == UnaryOperator.negate.rawValue || node.op == UnaryOperator.bitwiseNot.rawValue
      let root = isAddress ? roots[a] : ValueID.none
      return (root, flags[a].union(.term), depths[a] &+ 1)
    case .pure:
      let b = Int(node.b)
      return (id, flags[a].union(flags[b]).union(.term), max(depths[a], depths[b]) &+ 1)
    }
  }

  // MARK: Leaves

  func integer(_ value: Int64) -> ValueID { intern(ValueNode(tag: .integer, c: value)) }
  func local(_ local: LocalID, frame: UInt32) -> ValueID {
    intern(ValueNode(tag: .local, a: frame, b: local.index))
  }
  func global(_ global: UInt32) -> ValueID { intern(ValueNode(tag: .global, a: global)) }
  func function(_ function: UInt32) -> ValueID { intern(ValueNode(tag: .function, a: function)) }
  func string(_ string: StringID, module: Int) -> ValueID {
    intern(ValueNode(tag: .string, a: UInt32(module), b: string.index))
  }
  func initial(base: ValueID, element: ValueID, offset: Int64) -> ValueID {
    if depths[base.int] >= termDepth {
      let kind = isLost(base) ? SymbolKind.lost : .havoc
      return intern(ValueNode(tag: .symbol, op: kind.rawValue, a: base.raw, b: element.raw, c: offset))
    }
    return intern(ValueNode(tag: .initial, a: base.raw, b: element.raw, c: offset))
  }
  func symbol(_ kind: SymbolKind, site: UInt32, round: UInt32, part: Int = 0) -> ValueID {
    intern(ValueNode(tag: .symbol, op: kind.rawValue, a: site, b: round, c: Int64(part)))
  }

  func isInteger(_ value: ValueID) -> Bool { nodes[value.int].tag == .integer }
  func integerValue(_ value: ValueID) -> Int64? {
    let node = nodes[value.int]
    return node.tag == .integer ? node.c : nil
  }
  func depth(_ value: ValueID) -> UInt8 { depths[value.int] }

  func symbolKind(_ value: ValueID) -> SymbolKind? {
    let node = nodes[value.int]
    return node.tag == .symbol ? SymbolKind(rawValue: node.op) : nil
  }

  /// The function and the arguments, in order, of what a pure function gave.
  func pureArguments(_ value: ValueID) -> (function: UInt32, arguments: [ValueID])? {
    let node = nodes[value.int]
    guard node.tag == .pure else { return nil }
    var arguments: [ValueID] = []
    var current = node
    while true {
      arguments.append(ValueID(raw: current.b))
      if current.a == 0 { break }
      current = nodes[Int(current.a)]
      guard current.tag == .pure, current.c == node.c else { return nil }
    }
    return (UInt32(node.c), arguments.reversed())
  }

  /// Whether a caller can say the value in its own terms: what it handed in, and what exists for good.
  func isKnownToCallers(_ value: ValueID) -> Bool {
    switch nodes[value.int].tag {
    case .function, .string, .integer: true
    default: isFootprint(value)
    }
  }

  /// Whether the value was read from memory that is `lost`, or from one of several cells.
  func isLost(_ value: ValueID) -> Bool {
    let node = nodes[value.int]
    switch node.tag {
    case .symbol: return node.op == SymbolKind.lost.rawValue || node.op == SymbolKind.ambiguous.rawValue
    case .initial, .element, .binary, .pure:
      return node.a != 0 && isLost(ValueID(raw: node.a)) || node.b != 0 && isLost(ValueID(raw: node.b))
    case .unary where node.op == UnaryOperator.literal.rawValue: return true
    case .sum, .unary: return isLost(ValueID(raw: node.a))
    default: return false
    }
  }

  /// Whether the value is a number that was read from one of several cells: a caller may know from which.
  func isPicked(_ value: ValueID) -> Bool {
    let node = nodes[value.int]
    switch node.tag {
    case .symbol: return node.op == SymbolKind.picked.rawValue
    case .element, .binary, .pure:
      return node.a != 0 && isPicked(ValueID(raw: node.a)) || node.b != 0 && isPicked(ValueID(raw: node.b))
    case .sum, .unary: return isPicked(ValueID(raw: node.a))
    default: return false
    }
  }

  /// Whether the value is the address of storage that exists by itself, so never null and never equal to another.
  func isStorageAddress(_ value: ValueID) -> Bool {
    switch nodes[value.int].tag {
    case .local, .global, .function, .string: true
    case .symbol: symbolKind(value) == .alloca
    default: false
    }
  }
}
