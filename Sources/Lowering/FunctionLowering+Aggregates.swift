import ClangFrontend
import OwnershipIR

/// Structs and unions: they are never in registers, so every one of them has an address.
extension FunctionLowering {
  /// Where the aggregate is: its own place, or a temporary.
  mutating func lowerAggregate(_ node: NodeID) -> Address {
    if isPlace(node) { return lowerPlace(node).address }
    switch tree.kind(node) {
    case .parentheses, .wrapper:
      if let child = tree.onlyChild(node), !isVariableArgument(node), isAggregate(child) {
        return lowerAggregate(child)
      }
    case .cast:
      if let child = tree.lastChild(node), isAggregate(child) { return lowerAggregate(child) }
    case .binary:
      guard let left = tree.firstChild(node), let right = tree.nextSibling(left) else { break }
      if tree.binaryOperator(node) == .comma {
        lowerDiscarded(left)
        return lowerAggregate(right)
      }
      if tree.binaryOperator(node) == .assign {
        return lowerAggregateAssignment(left, right, typeID(node), node)
      }
    default: break
    }
    let type = typeID(node)
    if module.unit.isCPlusPlus { return materialized(node, tree.type(node), isExtended: false).address }
    let temporary = Address(base: .local(addTemporary(type: type, span: span(node))))
    lowerAggregate(node, into: temporary, type)
    return temporary
  }

  /// Builds the aggregate at `target`, which must be in the frame or static: a register would not live through
  /// the branches that an operand may have. (A call alone takes any target.)
  mutating func lowerAggregate(_ node: NodeID, into target: Address, _ type: TypeID) {
    switch tree.kind(node) {
    case .lambda: return lowerLambda(node, into: target)
    case .parentheses:
      if let child = tree.firstChild(node) { return lowerAggregate(child, into: target, type) }
    case .call:
      if module.unit.isCPlusPlus, let moved = movedOperand(node) {
        return lowerMove(moved, into: target, tree.type(node))
      }
      // In braces, what gives a reference shows without the constructor that copies its object.
      if module.unit.isCPlusPlus, isPlace(node) { break }
      _ = lowerCall(node, into: target)
      return
    case .initializerList: return lowerInitializer(node, into: target, type, name: .empty)
    case .conditional:
      let operands = expressionChildren(node)
      if operands.count == 3 { return lowerConditionalAggregate(operands, into: target, type) }
    case .statementExpression:
      _ = lowerStatementExpression(node, into: target, type)
      return
    case .genericSelection:
      if let selected = selectedAssociation(node) { return lowerAggregate(selected, into: target, type) }
    case .wrapper:
      if isVariableArgument(node), let list = tree.lastChild(node) { return lowerDiscarded(list) }
      if let child = tree.onlyChild(node), !isPlace(child), isAggregate(child) || isInitializerList(child) {
        if module.unit.isCPlusPlus, lowerInitializerListObject(node, child, into: target, type) { return }
        return lowerAggregate(child, into: target, type)
      }
      if isChooseExpression(node), let chosen = chosenOperand(node) {
        return lowerAggregate(chosen, into: target, type)
      }
    case .cast:
      guard let child = tree.lastChild(node) else { break }
      if isAggregate(child) { return lowerAggregate(child, into: target, type) }
      // GNU's cast of a member's value to the union.
      let value = lowerValue(child)
      emit(.store(target, value, type: typeID(child)), span: span(node))
      return
    case .binary where [.comma, .assign].contains(tree.binaryOperator(node)):
      let source = lowerAggregate(node)
      return emit(.copy(to: target, from: source, type: type), span: span(node), name: text(node))
    default: break
    }
    let place: Place
    if tree.kind(node) == .wrapper, let child = tree.onlyChild(node), isPlace(child) {
      place = lowerPlace(child)
    } else if isPlace(node) {
      place = lowerPlace(node)
    } else {
      // Nothing is known of the value: the target keeps undefined contents.
      escapeOperands(of: node)
      return
    }
    hasEffects = true
    if module.unit.isCPlusPlus, let record = module.types.clangType(of: type) {
      // Lists in braces show what is copied and not the constructor that copies it.
      let from = adjustedBetweenClasses(place, from: place.type, to: type, node) ?? place
      return emitCopy(to: target, from: from.address, record, span: place.span)
    }
    emit(.copy(to: target, from: place.address, type: type), span: place.span, name: place.name)
  }

  /// Moves what an expression denotes to where an object is to be.
  private mutating func lowerMove(_ node: NodeID, into target: Address, _ type: ClangType) {
    let origin = current
    let place = lowerReferenced(node, type)
    let to = carried(target, from: origin)
    hasEffects = true
    emitMove(to: to, from: place.address, type, span: span(node))
  }

  func isInitializerList(_ node: NodeID) -> Bool {
    module.unit.isCPlusPlus && tree.kind(withoutWrappers(node)) == .initializerList
  }

  /// The list below the array that is made of it.
  func withoutWrappers(_ node: NodeID) -> NodeID {
    var node = stripped(node)
    while tree.kind(node) == .wrapper, let child = tree.onlyChild(node) { node = stripped(child) }
    return node
  }

  /// `std::initializer_list`: the elements in an array that lives as long as the full expression, or, where the list is
  /// itself a variable or what a range-for goes over, as long as that.
  private mutating func lowerInitializerListObject(
    _ node: NodeID, _ list: NodeID, into target: Address, _ type: TypeID
  ) -> Bool {
    let list = withoutWrappers(list)
    guard tree.kind(list) == .initializerList, let standard = StandardClass(tree.type(node)),
      standard.kind == .initializerList, let element = standard.arguments.first
    else { return false }
    let items = expressionChildren(list)
    let id = module.typeID(element.canonical.unqualified)
    let stride = max(module.types[id].size, 1)
    let count = Int64(items.count)
    let array = module.types.add(
      TypeInfo(
        kind: .array(of: id, count: count), size: stride * count,
        spelling: module.strings.intern("\(module.strings[module.types[id].spelling])[\(count)]")))
    let isExtended = extendsLists && !scopes.isEmpty
    extendsLists = false
    let local =
      isExtended ? addHiddenVariable(type: array, span: span(list)) : addTemporary(type: array, span: span(list))
    emit(.storageLive(local), span: span(list))
    for (index, item) in items.enumerated() {
      let address = Address(base: .local(local), offset: Int64(index) * stride)
      initialize(address, element, with: item, name: .empty)
      if !isExtended, destroyedType(element) != nil { addTemporaryObject(local, at: address.offset, element) }
    }
    if isExtended { extendList(local, element, items.count, stride: stride) }
    emit(.store(target, .local(local), type: module.addressType), span: span(list))
    var length = target
    length.offset += 8
    emit(.store(length, .integer(count), type: module.wordType), span: span(list))
    return true
  }

  private mutating func lowerConditionalAggregate(
    _ operands: [NodeID], into target: Address, _ type: TypeID
  ) {
    let (then, otherwise, end) = (newBlock(), newBlock(), newBlock())
    lowerCondition(operands[0], then: then, else: otherwise)
    for (block, operand) in [(then, operands[1]), (otherwise, operands[2])] {
      beginIfReached(block)
      guard isOpen else { continue }
      conditionalDepth += 1
      lowerAggregate(operand, into: target, type)
      conditionalDepth -= 1
      jump(to: end)
    }
    beginIfReached(end)
  }

  /// `a = b` on structs; the result is where `a` is.
  @discardableResult
  mutating func lowerAggregateAssignment(
    _ left: NodeID, _ right: NodeID, _ type: TypeID, _ node: NodeID
  ) -> Address {
    if tree.kind(stripped(right)) == .call {
      // Where it goes is computed first, as clang does, and the call writes there.
      let place = lowerPlace(left)
      let block = current
      _ = lowerCall(stripped(right), into: place.address)
      return carried(place.address, from: block)
    }
    let source = lowerAggregate(right)
    let block = current
    let place = lowerPlace(left)
    let carriedSource = carried(source, from: block)
    emit(.copy(to: place.address, from: carriedSource, type: type), span: span(node), name: place.name)
    hasEffects = true
    return place.address
  }
}
