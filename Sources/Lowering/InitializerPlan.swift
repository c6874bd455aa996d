import ClangFrontend
import OwnershipIR

/// Which expression initialises which part of an object: an initialiser list with its nesting, elided braces and
/// designators resolved to byte offsets.
struct InitializerPlan {
  struct Element {
    var node: NodeID
    var offset: Int64
    var type: TypeID
  }
  /// In the order of the source: a later element overrides an earlier one of the same place.
  var elements: [Element] = []
  /// Scalars covered by `elements`.
  var scalarsGiven: Int64 = 0
  /// Some part of the list could not be placed.
  var isApproximate = false
}

/// Resolves one initialiser list. The list is shown as written, so the rules of the language for what goes where
/// are applied here.
struct InitializerPlanner {
  let types: TypeTable
  let tree: SyntaxTree
  let unit: TranslationUnit
  var plan = InitializerPlan()

  /// The items of one pair of braces.
  private struct Items {
    var nodes: [NodeID]
    var position = 0
    var current: NodeID? { position < nodes.count ? nodes[position] : nil }
  }

  // MARK: Lists and what is in them

  mutating func place(list: NodeID, _ type: TypeID, at offset: Int64) {
    var items = Items(nodes: tree.children(list).filter { tree.kind($0).isExpression })
    guard let first = items.current else { return }
    switch types[type].kind {
    case .record, .array:
      if isString(first), types.isArray(type), items.nodes.count == 1 { return add(first, type, at: offset) }
      fill(type, at: offset, from: 0, &items, isBraced: true)
    default:
      // Braces around a scalar.
      placeObject(type, at: offset, &items)
    }
  }

  /// One member or element takes the next item, or as many as it needs when its braces are left out.
  private mutating func placeObject(_ type: TypeID, at offset: Int64, _ items: inout Items) {
    guard let item = items.current else { return }
    let inner = stripped(item)
    if tree.kind(inner) == .initializerList {
      items.position += 1
      // Braces that mean a constructor, or that leave out what has a default.
      if types.isConstructedByBraces(type) { return add(inner, type, at: offset) }
      return place(list: inner, type, at: offset)
    }
    switch types[type].kind {
    case .record where tree.type(item).canonical.kind != .record && !types.isConstructedByBraces(type):
      fill(type, at: offset, from: 0, &items, isBraced: false)
    case .array where !isString(item):
      fill(type, at: offset, from: 0, &items, isBraced: false)
    default:
      items.position += 1
      add(item, type, at: offset)
    }
  }

  /// Gives items to the members from number `start` on, until either runs out.
  private mutating func fill(
    _ type: TypeID, at offset: Int64, from start: Int64, _ items: inout Items, isBraced: Bool
  ) {
    var index = start
    let before = items.position
    while let item = items.current {
      if let designators = designators(of: item) {
        guard isBraced else { return }
        items.position += 1
        guard let next = follow(designators, value: tree.lastChild(item)!, type, at: offset, &items) else {
          plan.isApproximate = true
          continue
        }
        index = next
        continue
      }
      guard let member = member(index, of: type) else { break }
      placeObject(member.type, at: offset + member.offset, &items)
      index += 1
    }
    // Surplus items are an error that the compiler reports; they must not hold up the list around.
    if items.position == before, items.current != nil { items.position += 1 }
  }

  // MARK: Designators

  private enum Designator {
    case field(Declaration)
    case elements(ClosedRange<Int64>)
  }

  /// `.name`, `[i]`, `[i ... j]` in front of a value; nil for an ordinary item.
  private func designators(of item: NodeID) -> [Designator]? {
    guard tree.kind(item) == .wrapper, let first = tree.firstChild(item), tree.nextSibling(first) != nil,
      tree.kind(first) == .memberReference || tree.type(item).canonical.kind == .void
    else { return nil }
    var found: [Designator] = []
    let parts = Array(tree.children(item).dropLast())
    var index = 0
    while index < parts.count {
      let part = parts[index]
      index += 1
      if tree.kind(part) == .memberReference {
        if let field = tree.referenced(part) { found.append(.field(field)) }
        continue
      }
      guard let low = tree.integerValue(part) else { return [] }
      var high = low
      if index < parts.count, tree.kind(parts[index]).isExpression, unit.isRange(tree, part, parts[index]) {
        high = tree.integerValue(parts[index]) ?? low
        index += 1
      }
      found.append(.elements(low...max(low, high)))
    }
    return found
  }

  /// Ranges longer than this are not spelled out.
  private static let longestRange: Int64 = 1024

  /// Places `value` where the designators lead; the number of the member after the first one's, or nil when they
  /// lead nowhere. What follows a nested designator goes on inside the nested object.
  private mutating func follow(
    _ designators: [Designator], value: NodeID, _ type: TypeID, at offset: Int64, _ items: inout Items
  ) -> Int64? {
    guard let first = designators.first else { return nil }
    var members: ClosedRange<Int64>
    var rest = Array(designators.dropFirst())
    switch first {
    case .elements(let range): members = range
    case .field(let field):
      guard let (number, isDirect) = number(of: field, in: type) else { return nil }
      members = number...number
      if !isDirect { rest.insert(first, at: 0) }
    }
    if members.count > Self.longestRange {
      plan.isApproximate = true
      members = members.lowerBound...members.lowerBound
    }
    for number in members {
      guard let member = member(number, of: type) else { return nil }
      let place = offset + member.offset
      if rest.isEmpty {
        var single = Items(nodes: [value])
        placeObject(member.type, at: place, &single)
      } else {
        guard let next = follow(rest, value: value, member.type, at: place, &items) else { return nil }
        if number == members.upperBound, let item = items.current, self.designators(of: item) == nil {
          fill(member.type, at: place, from: next, &items, isBraced: false)
        }
      }
    }
    return members.upperBound + 1
  }

  // MARK: Members by number

  private func member(_ number: Int64, of type: TypeID) -> (offset: Int64, type: TypeID)? {
    switch types[type].kind {
    case .array(let element, let count):
      if let count, number >= count { return nil }
      guard let stride = types.stride(of: element) else { return nil }
      return (number * stride, element)
    case .record(let record):
      // The base classes of an aggregate come before its members.
      let bases = types.classes[record]?.bases ?? []
      if number < Int64(bases.count) {
        let base = bases[Int(number)]
        guard let place = base.offset, let type = types.known(base.type) else { return nil }
        return (place, type)
      }
      let number = number - Int64(bases.count)
      let members = types.layouts[record].members
      let limit = types.records[record].isUnion ? min(members.count, 1) : members.count
      // A designator may name any member of a union; in order only the first is initialised.
      guard number < Int64(members.count), number < Int64(limit) || types.records[record].isUnion else {
        return nil
      }
      return (members[Int(number)].offset, members[Int(number)].type)
    default: return number == 0 ? (0, type) : nil
    }
  }

  /// The member that is the field, or the anonymous member that contains it.
  private func number(of field: Declaration, in type: TypeID) -> (Int64, isDirect: Bool)? {
    guard case .record(let record) = types[type].kind else { return nil }
    let members = types.layouts[record].members
    let bases = types.classes[record]?.bases.count ?? 0
    if let index = members.firstIndex(where: { $0.identity == field.identity }) {
      return (Int64(bases + index), true)
    }
    for (index, member) in members.enumerated() where member.isAnonymous {
      if number(of: field, in: member.type) != nil { return (Int64(bases + index), false) }
    }
    return nil
  }

  // MARK: Items

  private mutating func add(_ node: NodeID, _ type: TypeID, at offset: Int64) {
    plan.elements.append(.init(node: node, offset: offset, type: type))
    plan.scalarsGiven += types.scalarCount(type)
  }

  private func stripped(_ node: NodeID) -> NodeID {
    var node = node
    while tree.kind(node) == .parentheses, let child = tree.firstChild(node) { node = child }
    return node
  }

  private func isString(_ node: NodeID) -> Bool {
    var node = stripped(node)
    while tree.kind(node) == .wrapper, let child = tree.onlyChild(node) { node = stripped(child) }
    return tree.kind(node) == .stringLiteral
  }
}
