import ClangFrontend
import OwnershipIR

/// Pointers to member functions: as values they are the addresses of functions, to which the object is passed first.
/// What a pointer to a virtual function is called on decides what runs, so that one is the address of a function that
/// looks it up.
extension FunctionLowering {
  /// `(object.*pointer)(…)`, `(pointer->*pointer)(…)`; nil when the callee is something else.
  mutating func lowerMemberPointerCall(_ node: NodeID, _ callee: NodeID, into target: Address?) -> Operand?? {
    let callee = stripped(callee)
    guard tree.kind(callee) == .binary, tree.binaryOperator(callee) == .memberPointer,
      let (object, pointer) = tree.pair(callee)
    else { return nil }
    let type = tree.type(pointer).canonical
    guard type.isMemberFunctionPointer else { return nil }
    let origin = current
    let owner = module.typeID(type.classOfMember)
    var place = isPointer(object) ? lowerPointee(object) : lowerReferenced(object, tree.type(object))
    if let adjusted = adjustedBetweenClasses(place, from: place.type, to: owner, callee) { place = adjusted }
    var operands = OperandsInWork(block: current)
    operands.values.append(Argument(addressValue(place), name: text(object), span: span(object)))
    operands.types.append(module.addressType)
    let block = operands.block
    var function = lowerValue(pointer)
    if current != block {
      operands.values[0].operand = carried(operands.values[0].operand, from: block, type: module.addressType)
      operands.block = current
    }
    let parameters = type.pointee.canonical.arguments
    for (index, argument) in tree.callArguments(node).enumerated() {
      let block = current
      add(argument, for: index < parameters.count ? parameters[index] : nil, default: nil, to: &operands)
      function = carried(function, from: block, type: module.addressType)
    }
    let reached: Callee
    if case .function(let id) = function { reached = .direct(id) } else { reached = .indirect(function) }
    return .some(
      emitCall(
        reached, operands.values, resultType: module.typeID(type.pointee.canonical.result), node,
        name: text(pointer), into: target.map { carried($0, from: origin) }))
  }

  // MARK: Members that are data

  /// `&Class::member`: how far into the object it lies, as the Itanium C++ ABI has it. Nil for anything else.
  func memberOffset(_ node: NodeID) -> Operand? {
    guard module.unit.isCPlusPlus, tree.type(node).canonical.isDataMemberPointer, let child = tree.firstChild(node)
    else { return nil }
    let field = tree.referenced(stripped(child))
    return field?.fieldOffsetInBits.map { .integer($0 / 8) } ?? .unknown
  }

  /// `object.*pointer`, `pointer->*pointer`.
  mutating func lowerPointedMember(_ object: NodeID, _ pointer: NodeID, _ node: NodeID) -> Place {
    var place = isPointer(object) ? lowerPointee(object) : lowerReferenced(object, tree.type(object))
    let owner = module.typeID(tree.type(pointer).canonical.classOfMember)
    if let adjusted = adjustedBetweenClasses(place, from: place.type, to: owner, node) { place = adjusted }
    let origin = current
    var base = addressValue(place)
    let distance = lowerValue(pointer)
    base = carried(base, from: origin, type: module.addressType)
    var address = Address(base: base)
    if case .integer(let offset) = distance {
      address.offset = offset
    } else {
      (address.index, address.stride) = (distance, 1)
    }
    return Place(address: address, type: typeID(node), name: text(node), span: span(node))
  }

  /// A conversion between pointers to members of classes that begin at different places: the object would have to be
  /// moved in the call, and such a pointer is not followed.
  mutating func movesObject(_ from: ClangType, _ to: ClangType) -> Bool {
    let (from, to) = (from.canonical, to.canonical)
    guard from.isMemberFunctionPointer, to.isMemberFunctionPointer,
      let old = module.recordIndex(from.classOfMember), let new = module.recordIndex(to.classOfMember)
    else { return false }
    return (module.baseOffset(from: new, to: old) ?? module.baseOffset(from: old, to: new)) != 0
  }

  mutating func lowerDispatcher(_ id: FunctionID, to function: FunctionID, slot: Int) {
    beginSynthesized(id)
    let values = module.functions[id.int].parameters.indices.map { forwarded($0) }
    let reached = emitTableLoad(values[0].operand, slot: slot, span: module.functions[id.int].span)
    lowerForwarding(id, to: function, .indirect(reached), values)
  }
}

extension ModuleBuilder {
  /// What a pointer to the member function holds.
  mutating func pointerValue(of method: Declaration) -> FunctionID? {
    guard case .function(let function) = binding(method).entity else { return nil }
    guard let slot = tableSlot(of: method) else { return function }
    let key = "\(functions[function.int].linkKey)#dispatch"
    return self.function(key, pending: .dispatcher(function, slot: slot)) { module in
      var copy = module.functions[function.int]
      (copy.usr, copy.linkKey, copy.body) = (key, key, nil)
      return copy
    }
  }

  /// Where a virtual function stands in the primary table of its class; nil when calls of it need no table.
  mutating func tableSlot(of method: Declaration) -> Int? {
    guard let record = recordIndex(method.semanticParent.type), let facts = types.classes[record],
      facts.isPolymorphic, !method.isFinal
    else { return nil }
    let roots = roots(of: method)
    return facts.slots.firstIndex { roots.contains($0.root) }
  }
}
