import ClangFrontend
import OwnershipIR

/// `for (x : range)`: the hidden iterators are spelled out where the range is known: arrays, standard containers,
/// and classes whose `begin()` gives a pointer. Anything else runs its body on elements that nothing is known of.
extension FunctionLowering {
  /// How the elements of a range follow each other.
  private enum Walk {
    /// From one address to another.
    case block(start: Operand, end: Operand, element: ClangType)
    /// Along nodes up to null: the elements lie behind two links.
    case ring(sentinel: Operand, element: ClangType)
    /// Over characters: that they are read is followed, and not which they are.
    case text(start: Operand)

    var isCounted: Bool {
      if case .text = self { false } else { true }
    }
  }

  mutating func lowerRangeFor(_ node: NodeID) {
    let children = Array(tree.children(node))
    guard children.count >= 3, let body = children.last, let range = children.dropLast().last,
      let variable = children.first(where: {
        tree.kind($0) == .variable || tree.kind($0) == .otherDeclaration
      })
    else {
      isAbandoned = true
      return
    }
    openScope()
    let mark = temporaries.count
    extendsLists = isInitializerList(range)
    let place = lowerReferenced(range, tree.type(range), isExtended: true)
    extendsLists = false
    let walk = walk(over: place, range, node)
    endTemporaries(since: mark, span: span(range))
    lowerWalk(walk, variable, body, node)
    closeScope(of: node)
  }

  private mutating func walk(over place: Place, _ range: NodeID, _ node: NodeID) -> Walk? {
    let span = place.span
    let type = tree.type(range).canonical
    if type.kind == .constantArray {
      let start = pointer(to: place.address, span: span, name: place.name)
      let bytes = (type.elementCount ?? 0) * max(type.element.size, 1)
      let end = pointer(to: Address(base: start, offset: bytes), span: span)
      return .block(start: start, end: end, element: type.element)
    }
    let object = pointer(to: place.address, span: span, name: place.name)
    guard let standard = StandardClass(type) else {
      guard let walk = walkBetweenPointers(object, type, isConst: type.isConst, span: span) else {
        // Nobody knows what its iterators do with it.
        emit(.escape(addArguments([Argument(object, span: span)])), span: span)
        hasEffects = true
        return nil
      }
      return walk
    }
    switch standard.kind {
    case .vector, .span, .initializerList:
      guard let element = standard.arguments.first, element.isValid, element.canonical.kind != .boolean else {
        return nil
      }
      let start = loadWord(object, at: 0, module.addressType, span: span)
      let count = loadWord(object, at: 8, module.wordType, span: span)
      let end = newRegister()
      emit(
        .address(end, Address(base: start, index: count, stride: max(element.canonical.size, 1))), span: span)
      return .block(start: start, end: .register(end), element: element)
    case .array:
      guard let element = standard.arguments.first, element.isValid, element.size > 0 else { return nil }
      let end = pointer(to: Address(base: object, offset: type.size), span: span)
      return .block(start: object, end: end, element: element)
    case .list, .deque, .set, .multiset, .unorderedSet, .unorderedMultiset, .forwardList:
      guard let element = standard.arguments.first, element.isValid else { return nil }
      return .ring(sentinel: object, element: element)
    case .map, .multimap, .unorderedMap, .unorderedMultimap:
      guard let element = pairType(of: node) else { return nil }
      return .ring(sentinel: object, element: element)
    case .string:
      _ = loadWord(object, at: 0, module.addressType, span: span)
      return .text(start: pointer(to: Address(base: object, offset: Self.characters), span: span))
    case .stringView: return .text(start: loadWord(object, at: 0, module.addressType, span: span))
    default: return nil
    }
  }

  /// A class of the user's whose `begin()` and `end()` give pointers.
  private mutating func walkBetweenPointers(
    _ object: Operand, _ type: ClangType, isConst: Bool, span: Span
  ) -> Walk? {
    // Both are asked for, whatever comes of the first: there is one more parse to show what is missing.
    let first = iteratorMember("begin", of: type, isConst: isConst)
    let last = iteratorMember("end", of: type, isConst: isConst)
    guard let first, let last, let start = emitCall(first.function, [object], span: span),
      let end = emitCall(last.function, [object], span: span)
    else { return nil }
    return .block(start: start, end: end, element: first.element)
  }

  private mutating func iteratorMember(
    _ name: String, of type: ClangType, isConst: Bool
  ) -> (function: FunctionID, element: ClangType)? {
    for member in iteratorMembers(name, of: type, isConst: isConst) where member.parameters.isEmpty {
      let result = member.resultType.canonical
      guard result.kind == .pointer, !member.isVirtual,
        case .function(let function) = module.binding(member).entity
      else { continue }
      return (function, result.pointee.canonical)
    }
    return nil
  }

  /// The members of that name. An implicit instantiation does not show them: the compiler is asked which one it means.
  private mutating func iteratorMembers(_ name: String, of type: ClangType, isConst: Bool) -> [Declaration] {
    func isNamed(_ member: Declaration) -> Bool { member.withName { $0.elementsEqual(name.utf8) } }
    let declaration = type.declaration.definition ?? type.declaration
    let shown = declaration.children.filter { $0.isMethod && isNamed($0) }
    guard shown.isEmpty, let template = declaration.specializedTemplate,
      template.children.contains(where: isNamed),
      let member = module.instanceMember(of: type, .call(name, isConst: isConst))
    else { return shown }
    return [member]
  }

  /// The type of what the iterator gives: `*__begin1`.
  private func pairType(of node: NodeID) -> ClangType? {
    guard
      let variable = tree.children(node).first(where: {
        tree.kind($0) == .variable || tree.kind($0) == .otherDeclaration
      }),
      let call = (variable..<tree.end(of: variable)).first(where: {
        tree.kind($0) == .call && tree.referenced($0)?.withName { $0.elementsEqual("operator*".utf8) } == true
      })
    else { return nil }
    return tree.type(call).canonical.unqualified
  }

  mutating func loadWord(_ object: Operand, at offset: Int64, _ type: TypeID, span: Span) -> Operand {
    let register = newRegister()
    emit(.load(register, Address(base: object, offset: offset), type: type), span: span)
    return .register(register)
  }

  private mutating func lowerWalk(_ walk: Walk?, _ variable: NodeID, _ body: NodeID, _ node: NodeID) {
    let span = span(variable)
    let address = module.addressType
    let cursor = Address(base: .local(addHiddenVariable(type: address, span: span)))
    let limit = Address(base: .local(addHiddenVariable(type: address, span: span)))
    switch walk {
    case .block(let start, let end, _):
      emit(.store(cursor, start, type: address), span: span)
      emit(.store(limit, end, type: address), span: span)
    case .ring(let sentinel, _):
      let first = loadWord(sentinel, at: 0, address, span: span)
      emit(.store(cursor, first, type: address), span: span)
      emit(.store(limit, .integer(0), type: address), span: span)
    case .text(let start): emit(.store(cursor, start, type: address), span: span)
    case nil: break
    }
    let (head, inside, step, end) = (newBlock(), newBlock(), newBlock(), newBlock())
    jump(to: head)
    begin(head)
    let condition: Operand
    if walk?.isCounted != true {
      condition = opaque("range not followed", node)
    } else {
      let here = loadWord(cursor.base, at: 0, address, span: span)
      let last = loadWord(limit.base, at: 0, address, span: span)
      let differs = newRegister()
      emit(.binary(differs, .notEqual, here, last), span: span)
      condition = .register(differs)
    }
    terminate(.branch(condition, then: BlockID(inside), else: BlockID(end)), span: span)
    begin(inside)
    openScope()
    declareElement(walk, cursor, variable, node)
    loops.append(LoopTargets(breakBlock: end, continueBlock: step, scopeDepth: scopes.count - 1))
    lowerStatement(body)
    loops.removeLast()
    closeScope(of: node)
    jump(to: step)
    beginIfReached(step)
    if isOpen, let walk { advance(walk, cursor, span: span) }
    jump(to: head)
    beginIfReached(end)
  }

  private mutating func advance(_ walk: Walk, _ cursor: Address, span: Span) {
    let here = loadWord(cursor.base, at: 0, module.addressType, span: span)
    let next: Operand
    switch walk {
    case .block(_, _, let element):
      next = pointer(to: Address(base: here, offset: max(element.canonical.size, 1)), span: span)
    case .ring: next = loadWord(here, at: 0, module.addressType, span: span)
    case .text: return
    }
    emit(.store(cursor, next, type: module.addressType), span: span)
  }

  /// The loop's variable: a reference to the element, or a copy of it.
  private mutating func declareElement(_ walk: Walk?, _ cursor: Address, _ variable: NodeID, _ node: NodeID) {
    let declaration = tree.declaration(variable)
    let span = span(variable)
    var element: Place?
    switch walk {
    case .block(_, _, let type):
      let here = loadWord(cursor.base, at: 0, module.addressType, span: span)
      element = Place(
        address: Address(base: here), type: module.typeID(type.canonical.unqualified), name: .empty,
        span: span)
    case .ring(_, let type):
      let here = loadWord(cursor.base, at: 0, module.addressType, span: span)
      element = Place(
        address: Address(base: here, offset: 16), type: module.typeID(type.canonical.unqualified),
        name: .empty,
        span: span)
    case .text:
      let here = loadWord(cursor.base, at: 0, module.addressType, span: span)
      emit(.load(newRegister(), Address(base: here), type: module.byteType), span: span)
    case nil: break
    }
    if tree.kind(variable) == .otherDeclaration {
      if let element { bindParts(variable, of: element) }
      return
    }
    let local = declare(declaration)
    let (name, type) = (locals[local.int].name, locals[local.int].type)
    let isReference = isReference(declaration)
    emit(.storageLive(local), span: span)
    let target = Address(base: .local(local))
    if let element {
      if isReference {
        let value = pointer(to: element.address, span: span, name: name)
        emit(.store(target, value, type: module.addressType), span: span, name: name)
      } else if module.types.isAggregate(type) {
        emitCopy(to: target, from: element.address, declaration.type, span: span)
      } else {
        let value = load(element)
        emit(.store(target, value, type: type), span: span, name: name)
      }
    } else if isReference || module.types.isAccessible(type) {
      let value = opaque("element not followed", node)
      emit(.store(target, value, type: isReference ? module.addressType : type), span: span, name: name)
    } else {
      emitUnknownChange(of: [target], span: span)
    }
    let destroyed = isReference ? nil : destroyedType(declaration.type)
    scopes[scopes.count - 1].locals.append(ScopedLocal(local: local, destroyed: destroyed))
  }
}
