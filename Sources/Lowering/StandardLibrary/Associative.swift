import ClangFrontend
import OwnershipIR

/// Sets and maps: a walk along the nodes that compares keys.
extension FunctionLowering {
  mutating func lowerAssociative(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    let container = NodeContainer(standard)
    if call.isConstructor {
      clearWords(.object(0, 0), 3)
      return fillAssociative(call, container)
    }
    switch call.name {
    case "size": finish(readWord(this(16)))
    case "empty": finish(isZero(readPointer(this())))
    case "begin", "cbegin": writePointer(readPointer(this()), to: result())
    case "rbegin", "crbegin": writePointer(readPointer(this(8)), to: result())
    case "end", "cend", "rend", "crend": writePointer(.integer(0), to: result())
    case "clear": clearNodes(container)
    case "swap": swapWords(this(), object(1), count: 3)
    case "find":
      let lookup = find(source(call, 0), container)
      writePointer(get(lookup.found), to: result())
    case "contains":
      let lookup = find(source(call, 0), container)
      finish(binary(.notEqual, get(lookup.found), .integer(0)))
    case "count":
      if container.standard.allowsDuplicates { return lowerWithoutEffect(call) }
      let lookup = find(source(call, 0), container)
      finish(binary(.notEqual, get(lookup.found), .integer(0)))
    case "at":
      guard let mapped = container.mapped else { return false }
      let lookup = find(source(call, 0), container)
      ifZero(get(lookup.found)) { $0.giveUpPath() }
      guard isOpen else { return true }
      finish(reference(at(lookup.found, mapped.offset)))
    case "operator[]": return subscriptMap(call, container)
    case "insert", "emplace", "try_emplace", "insert_or_assign", "emplace_hint":
      return insertIntoAssociative(call, container)
    case "erase": return eraseFromAssociative(call, container)
    case "operator=":
      guard call.standard(0)?.kind == .initializerList else { return false }
      clearNodes(container)
      guard fillAssociative(call, container) else { return false }
      finishWithThis()
    case "reserve", "rehash", "max_load_factor": break
    case "bucket_count", "load_factor", "max_size": finishWithAnything()
    default: return false
    }
    return true
  }

  // MARK: Finding

  struct Lookup {
    /// The node with the key, or null.
    var found: BodyVariable
    /// Where a new node would go: in front of this one, or at the end.
    var position: BodyVariable
  }

  /// Walks to the node with the key. Ordered containers of numbers stop at the first that is not less.
  mutating func find(_ key: BodySource, _ container: NodeContainer) -> Lookup {
    let node = pointerVariable(readPointer(this()))
    let isSorted = container.isSorted && isSame(key.type, container.key)
    let (head, inside, next, end) = (newBlock(), newBlock(), newBlock(), newBlock())
    jump(to: head)
    begin(head)
    terminate(.branch(get(node), then: BlockID(inside), else: BlockID(end)))
    begin(inside)
    let own = BodyPlace.pointer(node, NodeContainer.value)
    if isSorted {
      let isBefore = isLess(own, key.place, container.key)
      terminate(.branch(isBefore, then: BlockID(next), else: BlockID(end)))
    } else {
      let isEqual =
        isSame(key.type, container.key) ? areEqual(own, key.place, container.key) : unknowable()
      terminate(.branch(isEqual, then: BlockID(end), else: BlockID(next)))
    }
    begin(next)
    set(node, readPointer(at(node)))
    jump(to: head)
    begin(end)
    guard isSorted else { return Lookup(found: node, position: node) }
    let found = pointerVariable(.integer(0))
    ifNotZero(get(node)) { lowering in
      lowering.ifNotZero(lowering.areEqual(own, key.place, container.key)) { $0.set(found, $0.get(node)) }
    }
    return Lookup(found: found, position: node)
  }

  private mutating func isLess(_ a: BodyPlace, _ b: BodyPlace, _ type: ClangType) -> Operand {
    let id = module.typeID(type.unqualified)
    let left = read(address(a), id)
    return binary(.less, left, read(address(b), id))
  }

  /// Whether two objects are equal: numbers, pointers and their owners exactly, texts where both are literals, objects
  /// by the operators of their class; else nobody knows.
  mutating func areEqual(_ a: BodyPlace, _ b: BodyPlace, _ type: ClangType) -> Operand {
    switch StandardClass(type)?.kind {
    case .string: return textsAreEqual(a, b)
    case .uniquePointer, .sharedPointer, .nodeIterator, .pointerIterator:
      let left = readPointer(address(a))
      return binary(.equal, left, readPointer(address(b)))
    default:
      if type.isRecord { return areEqualObjects(a, b, type) }
    }
    let id = module.typeID(type.canonical.unqualified)
    guard module.types.isScalar(id) else { return unknowable() }
    let left = read(address(a), id)
    return binary(.equal, left, read(address(b), id))
  }

  private mutating func areEqualObjects(_ a: BodyPlace, _ b: BodyPlace, _ type: ClangType) -> Operand {
    if let equal = comparison("operator==", of: type) { return compare(a, b, type, by: equal) }
    // Neither goes before the other.
    guard let less = comparison("operator<", of: type) else { return unknowable() }
    let first = wordVariable(compare(a, b, type, by: less))
    let second = compare(b, a, type, by: less)
    return isZero(binary(.or, get(first), second))
  }

  private mutating func compare(
    _ a: BodyPlace, _ b: BodyPlace, _ type: ClangType, by function: Declaration
  ) -> Operand {
    guard case .function(let id) = module.binding(function).entity else { return unknowable() }
    let other = BodySource(place: b, type: type, isMovable: false)
    return callPrepared(.direct(id), this: a, [other], function.parameters.map(\.type), result: nil) ?? unknowable()
  }

  /// The member of the class that compares two of its objects.
  private func comparison(_ name: String, of type: ClangType) -> Declaration? {
    let declaration = type.declaration.definition ?? type.declaration
    return declaration.children.first { member in
      member.isMethod && member.name == name && !member.isDefaulted && member.parameters.count == 1
        && isSame(member.parameters[0].type.withoutReference.canonical.unqualified, type)
    }
  }

  // MARK: Inserting

  /// `map[key]`: a new node with nothing but the key when there is none.
  private mutating func subscriptMap(_ call: StandardCall, _ container: NodeContainer) -> Bool {
    guard let mapped = container.mapped else { return false }
    let lookup = find(source(call, 0), container)
    let node = pointerVariable(get(lookup.found))
    ifZero(get(lookup.found)) { lowering in
      let fresh = lowering.newNode(container)
      lowering.convert(call, 0, to: .pointer(fresh, NodeContainer.value), container.key)
      lowering.emitDefault(at: lowering.at(fresh, mapped.offset), mapped.type, zeroes: true, span: .none)
      lowering.link(fresh, before: lookup.position, container)
      lowering.set(node, lowering.get(fresh))
    }
    finish(reference(at(node, mapped.offset)))
    return true
  }

  /// The key and, in a map, what it is mapped to, as a call gives them.
  private enum Given {
    /// One object: an element, or a pair.
    case whole(BodySource)
    case parts(BodySource, [BodySource])
  }

  private mutating func insertIntoAssociative(_ call: StandardCall, _ container: NodeContainer) -> Bool {
    if call.standard(0)?.kind == .initializerList { return fillAssociative(call, container) }
    var first = 0
    let isHinted = call.standard(0)?.kind == .nodeIterator && call.count > 1
    if isHinted {
      if call.count == 2, call.standard(1)?.kind == .nodeIterator { return fillAssociative(call, container) }
      first = 1
    }
    if call.standard(first)?.kind == .empty { return false }
    let given: Given
    switch call.name {
    case "try_emplace": given = .parts(source(call, first), (first + 1..<call.count).map { source(call, $0) })
    case "insert_or_assign": given = .parts(source(call, first), [source(call, first + 1)])
    default:
      if container.mapped != nil, call.count - first == 2 {
        given = .parts(source(call, first), [source(call, first + 1)])
      } else if call.count - first == 1 {
        given = .whole(source(call, first))
      } else {
        return false
      }
    }
    let isAssigning = call.name == "insert_or_assign"
    guard let outcome = insert(given, container, call, isAssigning: isAssigning) else { return false }
    guard returnSlot != nil else { return true }
    writePointer(get(outcome.node), to: result())
    if !isHinted, !container.standard.allowsDuplicates {
      write(get(outcome.isNew), to: result(8), module.byteType)
    }
    return true
  }

  private mutating func insert(
    _ given: Given, _ container: NodeContainer, _ call: StandardCall, isAssigning: Bool = false
  ) -> (node: BodyVariable, isNew: BodyVariable)? {
    var key: BodySource
    var values: [BodySource] = []
    switch given {
    case .parts(let first, let rest): (key, values) = (first, rest)
    case .whole(let whole):
      key = whole
      if container.mapped != nil {
        guard let pair = StandardClass(whole.type), pair.kind == .pair, pair.arguments.count == 2 else {
          return nil
        }
        let parts = (0..<2).map { index in
          BodySource(
            place: whole.place.advanced(by: pair.elementOffsets[index]),
            type: pair.arguments[index].withoutReference.canonical.unqualified.canonical,
            isMovable: whole.isMovable)
        }
        key = parts[0]
        key.isMovable = key.isMovable && !pair.arguments[0].isConst
        values = [parts[1]]
      }
    }
    // A key of another type is made first: it has to be compared.
    if !isSame(key.type, container.key) {
      let local = addHiddenVariable(type: module.typeID(container.key.unqualified), span: .none)
      convert(key, to: .local(local, 0), container.key)
      key = BodySource(place: .local(local, 0), type: container.key.unqualified.canonical, isMovable: true)
    }
    let isNew = variable(.integer(1), module.byteType)
    let node = variable(module.addressType)
    let lookup = find(key, container)
    if container.standard.allowsDuplicates {
      addNode(node, key, values, at: lookup, container, call)
      return (node, isNew)
    }
    ifZero(get(lookup.found)) { lowering in
      lowering.addNode(node, key, values, at: lookup, container, call)
    } else: { lowering in
      lowering.set(isNew, .integer(0))
      lowering.set(node, lowering.get(lookup.found))
      if isAssigning, let mapped = container.mapped, let value = values.first {
        lowering.emitDestroy(at: lowering.at(node, mapped.offset), mapped.type, span: .none)
        lowering.convert(value, to: .pointer(node, mapped.offset), mapped.type)
      }
    }
    return (node, isNew)
  }

  private mutating func addNode(
    _ node: BodyVariable, _ key: BodySource, _ values: [BodySource], at lookup: Lookup,
    _ container: NodeContainer, _ call: StandardCall
  ) {
    let fresh = newNode(container)
    convert(key, to: .pointer(fresh, NodeContainer.value), container.key)
    if let mapped = container.mapped {
      construct(at: .pointer(fresh, mapped.offset), mapped.type, values, in: call.declaration)
    }
    // Equal keys stand in the order in which they came.
    let position = container.standard.allowsDuplicates && !container.isSorted ? nil : lookup.position
    link(fresh, before: position, container)
    set(node, get(fresh))
  }

  /// From an initialiser list or a range.
  private mutating func fillAssociative(_ call: StandardCall, _ container: NodeContainer) -> Bool {
    guard call.count > 0 else { return true }
    if let list = call.standard(0), list.kind == .initializerList, let element = list.arguments.first {
      let count = wordVariable(readWord(object(1, offset: 8)))
      let cursor = pointerVariable(readPointer(object(1)))
      let type = element.canonical.unqualified.canonical
      let end = pointerVariable(
        reference(Address(base: get(cursor), index: get(count), stride: max(type.size, 1))))
      return insertAll(
        RangeWalk(cursor: cursor, end: end, element: type, isAlongNodes: false), container, call)
    }
    guard call.count >= 2, let walk = walk(call, 0) else { return false }
    return insertAll(walk, container, call)
  }

  private mutating func insertAll(
    _ walk: RangeWalk, _ container: NodeContainer, _ call: StandardCall
  ) -> Bool {
    var isKnown = true
    forEach(walk) { lowering, source in
      if lowering.insert(.whole(source), container, call) == nil { isKnown = false }
    }
    return isKnown
  }

  // MARK: Erasing

  private mutating func eraseFromAssociative(_ call: StandardCall, _ container: NodeContainer) -> Bool {
    if call.standard(0)?.kind == .nodeIterator {
      eraseNodes(call, container)
      return true
    }
    guard !container.standard.allowsDuplicates else { return false }
    let lookup = find(source(call, 0), container)
    let count = wordVariable(.integer(0))
    ifNotZero(get(lookup.found)) { lowering in
      lowering.eraseNode(lookup.found, container)
      lowering.set(count, .integer(1))
    }
    finish(get(count))
    return true
  }
}

extension NodeContainer {
  /// Keys are numbers in ascending order.
  var isSorted: Bool {
    guard standard.isOrdered else { return false }
    switch key.kind {
    case .signedInteger, .unsignedInteger, .boolean: break
    default: return false
    }
    let comparison =
      standard.arguments.count > (standard.isMap ? 2 : 1)
      ? standard.arguments[standard.isMap ? 2 : 1] : nil
    return comparison.map { $0.canonical.declaration.name == "less" } ?? true
  }
}
