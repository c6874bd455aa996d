import ClangFrontend
import OwnershipIR

/// The part of C++ that is C with classes: methods, `new` and `delete` of plain objects. A function with anything
/// that runs code nobody wrote at that place (constructors, destructors, conversions, references, exceptions) is
/// left without a body rather than with a wrong one.
extension FunctionLowering {
  /// Whether an object of the type comes and goes without running code, and is not an alias.
  func isPlain(_ type: ClangType) -> Bool {
    guard module.unit.isCPlusPlus else { return true }
    let canonical = type.canonical
    switch canonical.kind {
    case .reference, .unknown: return false
    case .record: return canonical.isPlainOldData
    case .constantArray, .incompleteArray, .variableArray: return isPlain(canonical.element)
    default: return true
    }
  }

  /// Whether the function's own signature can be followed; constructors and their like also run code for members.
  func isFollowed(_ function: Declaration) -> Bool {
    guard module.unit.isCPlusPlus else { return true }
    return !function.runsImplicitCode && isPlain(function.resultType)
      && function.parameters.allSatisfy { isPlain($0.type) }
  }

  // MARK: this

  /// The object that the method is called on: the first parameter.
  mutating func lowerThis(_ node: NodeID) -> Operand {
    guard let this = locals.first, this.kind == .parameter else { return lowerUnfollowed(node) }
    let register = newRegister()
    emit(
      .load(register, Address(base: .local(LocalID(0))), type: this.type), span: span(node), name: this.name)
    return .register(register)
  }

  // MARK: Calls

  /// A call that C does not have; nil when it is an ordinary one.
  mutating func lowerCPlusPlusCall(_ node: NodeID) -> Operand?? {
    guard let callee = tree.referenced(node), callee.kind == .function else { return nil }
    guard isFollowed(callee), !callee.isOverloadedOperator else { return .some(lowerUnfollowed(node)) }
    guard callee.isMethod, !callee.isStaticMethod else { return nil }
    guard let member = tree.firstExpression(node), tree.kind(stripped(member)) == .member,
      case .function(let id) = module.binding(callee).entity
    else { return .some(lowerUnfollowed(node)) }
    var values = [lowerReceiver(stripped(member))]
    for argument in tree.callArguments(node) {
      let block = current
      let value = Argument(lowerValue(argument), name: text(argument), span: span(argument))
      for index in values.indices {
        values[index].operand = carried(values[index].operand, from: block, type: module.addressType)
      }
      values.append(value)
    }
    let target: Callee = tree.isDynamicCall(node) ? .indirect(.unknown) : .direct(id)
    return .some(emitCall(target, values, node))
  }

  private mutating func lowerReceiver(_ member: NodeID) -> Argument {
    guard let object = tree.firstExpression(member) else {
      return Argument(lowerThis(member), name: module.strings.intern("this"), span: span(member))
    }
    let value = isPointer(object) ? lowerValue(object) : addressValue(lowerPlace(object))
    return Argument(value, name: text(object), span: span(object))
  }

  private mutating func emitCall(_ callee: Callee, _ values: [Argument], _ node: NodeID) -> Operand? {
    let resultType = typeID(node)
    var call = Call(result: nil, callee: callee, arguments: addArguments(values), resultType: resultType)
    if module.types.isAggregate(resultType) {
      call.resultAddress = Address(base: .local(addTemporary(type: resultType, span: span(node))))
    } else if module.types.isScalar(resultType) {
      call.result = newRegister()
    }
    emit(.call(call), span: span(node), name: tree.firstExpression(node).map { text($0) } ?? .empty)
    hasEffects = true
    return call.result.map { .register($0) }
  }

  // MARK: new and delete

  mutating func lowerNew(_ node: NodeID) -> Operand {
    let type = tree.type(node).canonical.pointee
    guard let isArray = module.unit.isArrayNew(tree, node), isPlain(type) else {
      return lowerUnfollowed(node)
    }
    let element = module.typeID(type)
    let operands = expressionChildren(node).filter { tree.kind($0) != .call }
    let size = max(module.types[element].size, 1)
    var bytes = Operand.integer(size)
    if isArray {
      guard let count = operands.first else { return lowerUnfollowed(node) }
      let word = module.wordType
      bytes = combine(.multiply, lowerValue(count), .integer(size), operandType: { _ in word }, node)
    }
    let register = newRegister()
    emit(
      .allocate(register, isArray ? .newArray : .new, size: bytes, type: element), span: span(node),
      name: text(node))
    hasEffects = true
    guard !isArray, let value = operands.first else { return .register(register) }
    guard operands.count == 1, !module.types.isAggregate(element) else { return lowerUnfollowed(node) }
    let block = current
    let stored = lowerValue(value)
    let address = carried(Address(base: .register(register)), from: block)
    emit(.store(address, stored, type: element), span: span(node))
    return address.base
  }

  mutating func lowerDelete(_ node: NodeID) {
    guard let operand = tree.firstExpression(node), let isArray = module.unit.isArrayDelete(tree, node),
      isPlain(tree.type(operand).canonical.pointee)
    else {
      _ = lowerUnfollowed(node)
      return
    }
    let value = lowerValue(operand)
    emit(.deallocate(value, isArray ? .newArray : .new), span: span(node), name: text(operand))
    hasEffects = true
  }
}

extension FunctionLowering {
  /// The implicit construction of a plain object does nothing.
  func isConstruction(_ initializer: NodeID) -> Bool {
    guard module.unit.isCPlusPlus, tree.kind(initializer) == .call else { return false }
    return tree.referenced(initializer)?.runsImplicitCode == true
  }
}
