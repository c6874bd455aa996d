import ClangFrontend
import OwnershipIR

/// References, and the expressions that denote objects in C++ only.
extension FunctionLowering {
  /// What the reference in `place` refers to.
  mutating func referred(by place: Place) -> Place {
    let register = newRegister()
    emit(.load(register, place.address, type: place.type), span: place.span, name: place.name)
    var result = place
    result.address = Address(base: .register(register))
    result.type = module.types.pointee(place.type)
    return result
  }

  /// Whether an expression denotes an object, where C++ has more to say than C; nil: ask C.
  mutating func isCPlusPlusPlace(_ node: NodeID) -> Bool? {
    switch tree.kind(node) {
    case .call:
      if movedOperand(node) != nil { return true }
      return resultIsReference(node)
    case .wrapper:
      guard let child = tree.onlyChild(node), tree.kind(child).isExpression, !isVariableArgument(node) else {
        return nil
      }
      let types = (typeID(node), typeID(child))
      guard isPlace(child) else { return false }
      // Between classes, or adding `const`, the object is the same; a scalar is read.
      if module.types.isAggregate(types.0), module.types.isAggregate(types.1) { return true }
      return nil
    case .cast:
      guard let child = tree.lastChild(node), tree.kind(child).isExpression else { return false }
      let types = (typeID(node), typeID(child))
      guard isPlace(child) else { return false }
      if module.types.isAggregate(types.0), module.types.isAggregate(types.1) { return true }
      // There are no casts to values of array type.
      if module.types.isArray(types.0), module.types.isArray(types.1) { return true }
      // A cast to a value reads its operand, which shows as a wrapper; a cast to a reference does not.
      return tree.kind(stripped(child)) != .wrapper && module.types.isAccessible(types.0)
        && module.types.isAccessible(types.1)
    case .conditional:
      let operands = expressionChildren(node)
      return operands.count == 3 && isPlace(operands[1]) && isPlace(operands[2])
    case .binary:
      switch tree.binaryOperator(node) {
      case .assign: return true
      case .comma: return tree.lastChild(node).map { isPlace($0) } ?? false
      case .memberPointer: return tree.lastChild(node).map { tree.type($0).canonical.isDataMemberPointer } ?? false
      default: return false
      }
    case .compoundAssignment: return true
    case .unary:
      switch tree.unaryOperator(node) {
      case .preIncrement, .preDecrement: return true
      default: return nil
      }
    default: return nil
    }
  }

  /// `std::move(x)`, `std::forward<T>(x)` and their like are other words for `x`.
  mutating func movedOperand(_ node: NodeID) -> NodeID? {
    guard tree.kind(node) == .call, let callee = tree.referenced(node), callee.kind == .function,
      Self.passesThrough.contains(where: { name in callee.withName { $0.elementsEqual(name.utf8) } }),
      callee.isInStandardLibrary
    else { return nil }
    let arguments = tree.callArguments(node)
    return arguments.count == 1 ? arguments[0] : nil
  }

  private static let passesThrough = ["move", "forward", "as_const", "move_if_noexcept", "launder"]

  /// Whether a call's result is an object elsewhere; the type of the call itself does not say.
  func resultIsReference(_ node: NodeID) -> Bool {
    guard let callee = tree.referenced(node) else { return indirectResultIsReference(node) }
    if callee.kind == .function {
      return !callee.isConstructor && callee.resultType.isReference
    }
    return indirectResultIsReference(node)
  }

  private func indirectResultIsReference(_ node: NodeID) -> Bool {
    guard let callee = tree.firstExpression(node) else { return false }
    var type = tree.type(callee).canonical
    if type.kind == .pointer { type = type.pointee.canonical }
    return type.kind == .function && type.result.isReference
  }

  mutating func lowerCPlusPlusPlace(_ node: NodeID) -> Place? {
    switch tree.kind(node) {
    case .call:
      if let operand = movedOperand(node) { return lowerReferenced(operand, tree.type(node)) }
      guard resultIsReference(node) else { return nil }
      let value = lowerCall(node, into: nil) ?? .unknown
      return Place(address: Address(base: value), type: typeID(node), name: text(node), span: span(node))
    case .wrapper, .cast:
      guard isPlace(node), let child = tree.lastChild(node) else { return nil }
      let type = typeID(node)
      let place = lowerPlace(child)
      if let adjusted = adjustedBetweenClasses(place, from: place.type, to: type, node) { return adjusted }
      var same = place
      if module.types.isAggregate(type) || tree.kind(node) == .cast { same.type = type }
      return same
    case .conditional: return isPlace(node) ? lowerConditionalPlace(node) : nil
    case .binary:
      guard let left = tree.firstChild(node), let right = tree.nextSibling(left) else { return nil }
      switch tree.binaryOperator(node) {
      case .assign:
        let type = typeID(node)
        guard module.types.isAggregate(type) else { return lowerScalarAssignment(node, left, right).place }
        let address = lowerAggregateAssignment(left, right, type, node)
        return Place(address: address, type: type, name: text(left), span: span(node))
      case .comma where isPlace(right):
        lowerDiscarded(left)
        return lowerPlace(right)
      case .memberPointer where isPlace(node): return lowerPointedMember(left, right, node)
      default: return nil
      }
    case .compoundAssignment: return lowerCompoundAssignment(node).place
    case .unary:
      let kind = tree.unaryOperator(node)
      guard kind == .preIncrement || kind == .preDecrement, let child = tree.firstChild(node) else {
        return nil
      }
      return lowerStep(node, child, kind).place
    default: return nil
    }
  }

  /// `(c ? a : b).f()`: the address of either.
  private mutating func lowerConditionalPlace(_ node: NodeID) -> Place {
    let operands = expressionChildren(node)
    let temporary = addTemporary(type: module.addressType, span: span(node))
    let (then, otherwise, end) = (newBlock(), newBlock(), newBlock())
    lowerCondition(operands[0], then: then, else: otherwise)
    conditionalDepth += 1
    for (block, operand) in [(then, operands[1]), (otherwise, operands[2])] {
      beginIfReached(block)
      guard isOpen else { continue }
      let value = addressValue(lowerPlace(operand))
      emit(
        .store(Address(base: .local(temporary)), value, type: module.addressType), span: span(operand))
      jump(to: end)
    }
    conditionalDepth -= 1
    beginIfReached(end)
    let place = Place(
      address: Address(base: .local(temporary)), type: module.addressType, name: text(node), span: span(node))
    var result = referred(by: place)
    result.type = typeID(node)
    return result
  }

  // MARK: Binding a reference

  /// The address that a reference of type `target` (`T &` or `T &&`) gets when the expression initialises it. A
  /// value gets storage: until the end of the full expression, or as long as the scope when `isExtended`.
  mutating func lowerReference(_ node: NodeID, to target: ClangType, isExtended: Bool) -> Operand {
    addressValue(lowerReferenced(node, target, isExtended: isExtended))
  }

  mutating func lowerReferenced(_ node: NodeID, _ target: ClangType, isExtended: Bool = false) -> Place {
    let referent = target.withoutReference
    let inner = sameObject(node)
    let wanted = module.typeID(referent)
    if isPlace(inner) {
      let place = lowerPlace(inner)
      if let adjusted = adjustedBetweenClasses(place, from: place.type, to: wanted, node) { return adjusted }
      return place
    }
    // An object that is bound as one of its base classes is a whole object all the same, and ends as one.
    let whole = tree.type(inner)
    if let from = module.recordIndex(whole), let to = module.recordIndex(referent), from != to {
      module.read(from)
      // The library's classes have no bases here: all of an object is in its own layout.
      if module.baseOffset(from: from, to: to) != nil || module.types.classes[from]?.standard != nil {
        let place = materialized(inner, whole, isExtended: isExtended)
        return adjustedBetweenClasses(place, from: place.type, to: wanted, node) ?? place
      }
    }
    return materialized(node, referent, isExtended: isExtended)
  }

  /// Without wrappers that neither convert nor read.
  private mutating func sameObject(_ node: NodeID) -> NodeID {
    var node = stripped(node)
    while tree.kind(node) == .wrapper, let child = tree.onlyChild(node), tree.kind(child).isExpression,
      !isVariableArgument(node)
    {
      let types = (typeID(node), typeID(child))
      guard types.0 == types.1 || isAggregatePair(types) || isSamePointer(node, child) else { break }
      node = stripped(child)
    }
    return node
  }

  private func isAggregatePair(_ types: (TypeID, TypeID)) -> Bool {
    module.types.isAggregate(types.0) && module.types.isAggregate(types.1)
  }

  /// `T *` and `T *const`, or what a typedef makes of it.
  private func isSamePointer(_ node: NodeID, _ child: NodeID) -> Bool {
    tree.type(node).canonical.unqualified.canonical.identity
      == tree.type(child).canonical.unqualified.canonical.identity
  }

  // MARK: Base and derived

  /// The place of a field's own class within the place of an object that has it.
  mutating func narrowed(_ place: Place, toOwnerOf field: Declaration) -> Place {
    var owner = field.semanticParent
    while owner.isAnonymousRecord { owner = owner.semanticParent }
    let type = module.typeID(owner.type)
    return adjustedBetweenClasses(place, from: place.type, to: type, 0) ?? place
  }

  /// A pointer as one of type `type`: to a base or a derived class it may move, but null stays null.
  mutating func lowerConvertedPointer(_ child: NodeID, to type: TypeID, _ node: NodeID) -> Operand {
    let place = lowerPointee(child)
    guard module.unit.isCPlusPlus,
      let adjusted = adjustedBetweenClasses(
        place, from: pointeeType(child), to: module.types.pointee(type), node)
    else { return addressValue(place) }
    return addressValue(keepingNull(adjusted, movedFrom: place, isNeverNull: isNeverNull(child)))
  }

  /// The place in another class that a pointer to `place` leads to when it is converted: nowhere, if it leads nowhere.
  mutating func keepingNull(_ adjusted: Place, movedFrom place: Place, isNeverNull: Bool) -> Place {
    let distance = adjusted.address.offset - place.address.offset
    if distance == 0 || isNeverNull { return adjusted }
    var result = adjusted
    result.address = Address(base: moved(pointerVariable(addressValue(place)), by: distance))
    return result
  }

  /// `this`, `&x` and `new T`.
  func isNeverNull(_ node: NodeID) -> Bool {
    let node = stripped(node)
    return switch tree.kind(node) {
    case .this: true
    // `new (std::nothrow)` may be null.
    case .new: module.unit.newForm(tree, node)?.placementCount == 0
    case .unary: tree.unaryOperator(node) == .addressOf
    default: false
    }
  }

  /// The address of an object as another class of its hierarchy: that of the base within it, or that of the object
  /// around the base; nil when the types are not such classes.
  mutating func adjustedBetweenClasses(_ place: Place, from: TypeID, to: TypeID, _ node: NodeID) -> Place? {
    guard from != to, case .record(let source) = module.types[from].kind,
      case .record(let target) = module.types[to].kind, source != target
    else { return nil }
    var result = place
    result.type = to
    module.read(source)
    module.read(target)
    if let offset = module.baseOffset(from: source, to: target) {
      result.address.offset += offset
      return result
    }
    if let offset = module.baseOffset(from: target, to: source) {
      result.address.offset -= offset
      return result
    }
    return nil
  }
}

extension FunctionLowering {
  /// The declared result of the function in work.
  var returnsReference: Bool { returnedType?.isReference ?? false }
}
