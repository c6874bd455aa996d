import ClangFrontend
import OwnershipIR

/// Arguments of a call while they are being lowered: a later one may branch, and then the earlier ones wait in
/// temporaries.
struct OperandsInWork {
  var values: [Argument] = []
  var types: [TypeID] = []
  var block: Int
}

/// Calls in C++: functions, methods, operators and conversions look alike and are told apart by what they refer to.
extension FunctionLowering {
  mutating func lowerCPlusPlusCall(_ node: NodeID, into target: Address?) -> Operand? {
    if let operand = movedOperand(node) {
      let place = lowerReferenced(operand, tree.type(node))
      return addressValue(place)
    }
    guard let callee = tree.referenced(node), callee.kind == .function else {
      return lowerIndirectCall(node, into: target)
    }
    if callee.isConstructor {
      let type = tree.type(node)
      if let target {
        lowerConstruction(node, callee, into: target)
      } else {
        let temporary = newTemporaryObject(type, span: span(node))
        lowerConstruction(node, callee, into: temporary)
        if case .local(let local) = temporary.base { addTemporaryObject(local, type) }
      }
      return nil
    }
    if callee.isDestructor { return lowerDestructorCall(node, callee) }
    if callee.isMethod, !callee.isStaticMethod, isDefaultedAssignment(callee) {
      return lowerDefaultedAssignment(node, callee)
    }
    if callee.isConversion, let invoker = invoker(callee) {
      if let operand = tree.firstExpression(node).flatMap({ tree.firstExpression(stripped($0)) }) {
        lowerDiscarded(operand)
      }
      return .function(invoker)
    }
    guard case .function(let id) = module.binding(callee).entity else { return lowerUnfollowed(node) }
    if let builtin = module.builtins[id.int] {
      let operands = Array(expressionChildren(node).dropFirst())
      if let value = lowerBuiltin(builtin, operands, node) { return value }
    }
    let isRead = readCall == node && Self.givesCharacter(callee)
    return lowerKnownCall(node, callee, isRead ? module.reading(callee, id) : id, into: target)
  }

  private mutating func lowerKnownCall(
    _ node: NodeID, _ callee: Declaration, _ id: FunctionID, into target: Address?
  ) -> Operand? {
    let origin = current
    var arguments = tree.callArguments(node)
    var operands = OperandsInWork(block: current)
    var isDynamic = false
    if callee.isMethod, !callee.isStaticMethod {
      guard let receiver = lowerReceiver(node, callee, &arguments, isDynamic: &isDynamic) else {
        return lowerUnfollowed(node)
      }
      operands.values.append(receiver)
      operands.types.append(module.addressType)
      operands.block = current
    } else if callee.isStaticMethod, callee.isOverloadedOperator, !arguments.isEmpty {
      lowerDiscarded(arguments.removeFirst())
      operands.block = current
    }
    for (index, argument) in arguments.enumerated() {
      add(argument, for: parameter(index, of: callee), default: (callee, index), to: &operands)
    }
    let resultType = module.functions[id.int].returnType
    if looksThroughOwner(callee) {
      emit(.lookThrough(operands.values[0].operand), span: span(node), name: operands.values[0].name)
    }
    let reached: Callee
    var declared: FunctionID?
    if isDynamic, let function = lowerVirtualCallee(callee, operands.values[0].operand, node) {
      reached = .indirect(function)
      if case .function(let root) = module.binding(callee.introducingMethod).entity { declared = root }
    } else {
      reached = .direct(id)
    }
    let carriedTarget = target.map { carried($0, from: origin) }
    return emitCall(
      reached, operands.values, resultType: resultType, node, name: module.functions[id.int].name,
      into: carriedTarget, declared: declared, isNoReturn: module.functions[id.int].attributes.isNoReturn)
  }

  /// `*p` and `p->` of a smart pointer.
  private func looksThroughOwner(_ callee: Declaration) -> Bool {
    guard callee.isOverloadedOperator, callee.isMethod, callee.isInStandardLibrary else { return false }
    let name = callee.name
    guard name == "operator*" || name == "operator->" else { return false }
    let owner = callee.semanticParent.name
    return owner == "unique_ptr" || owner.hasPrefix("__shared_ptr")
  }

  /// Through a pointer to a function, or something that cannot be named.
  private mutating func lowerIndirectCall(_ node: NodeID, into target: Address?) -> Operand? {
    guard let calleeNode = tree.firstExpression(node) else { return lowerUnfollowed(node) }
    if let value = lowerMemberPointerCall(node, calleeNode, into: target) { return value }
    let origin = current
    var type = tree.type(calleeNode).canonical
    if type.kind == .pointer || type.kind == .reference { type = type.pointee.canonical }
    guard type.kind == .function else { return lowerUnfollowed(node) }
    var callee = directCallee(calleeNode).map { Operand.function($0) } ?? lowerValue(calleeNode)
    var operands = OperandsInWork(block: current)
    let parameters = type.arguments
    for (index, argument) in tree.callArguments(node).enumerated() {
      let block = current
      add(argument, for: index < parameters.count ? parameters[index] : nil, default: nil, to: &operands)
      callee = carried(callee, from: block, type: module.addressType)
    }
    let resultType = module.typeID(type.result)
    let reached: Callee
    if case .function(let id) = callee { reached = .direct(id) } else { reached = .indirect(callee) }
    return emitCall(
      reached, operands.values, resultType: resultType, node, name: text(calleeNode),
      into: target.map { carried($0, from: origin) }, isNoReturn: type.saysNoReturn)
  }

  // MARK: Receivers

  /// The object that a method is called on. For operators it is the first argument.
  private mutating func lowerReceiver(
    _ node: NodeID, _ callee: Declaration, _ arguments: inout [NodeID], isDynamic: inout Bool
  ) -> Argument? {
    let owner = module.typeID(callee.semanticParent.type)
    let first = tree.firstExpression(node).map { stripped($0) }
    // `a.b = c` has a member in front as well: an operator's object counts as an argument, `x.operator=(y)` has one
    // fewer.
    let isOperator = callee.isOverloadedOperator && arguments.count > callee.parameters.count
    if let first, tree.kind(first) == .member, !isOperator {
      isDynamic = tree.isDynamicCall(node) && !isQualified(first)
      return receiver(of: first, owner)
    }
    guard callee.isOverloadedOperator || callee.isConversion, !arguments.isEmpty else { return nil }
    let object = arguments.removeFirst()
    isDynamic = tree.isDynamicCall(node)
    var place = lowerReferenced(object, tree.type(object))
    if let adjusted = adjustedBetweenClasses(place, from: place.type, to: owner, node) { place = adjusted }
    return Argument(addressValue(place), name: text(object), span: span(object))
  }

  private mutating func receiver(of member: NodeID, _ owner: TypeID) -> Argument {
    guard let object = tree.firstExpression(member) else {
      let this = lowerThis(member)
      var place = Place(address: Address(base: this), type: ownClassType(), name: .empty, span: span(member))
      if let adjusted = adjustedBetweenClasses(place, from: place.type, to: owner, member) {
        place = adjusted
      }
      return Argument(addressValue(place), name: module.strings.intern("this"), span: span(member))
    }
    var place = isPointer(object) ? lowerPointee(object) : lowerReferenced(object, tree.type(object))
    if let adjusted = adjustedBetweenClasses(place, from: place.type, to: owner, member) { place = adjusted }
    return Argument(addressValue(place), name: text(object), span: span(object))
  }

  /// `b->Base::f()` names the function itself.
  private func isQualified(_ member: NodeID) -> Bool {
    tree.children(member).contains { tree.kind($0) == .typeReference || tree.kind($0) == .otherReference }
  }

  // MARK: Arguments

  func parameter(_ index: Int, of callee: Declaration) -> ClangType? {
    let parameters = callee.parameters
    return index < parameters.count ? parameters[index].type : nil
  }

  /// Lowers one more argument for a parameter of type `type` (nil: in a variadic tail).
  mutating func add(
    _ node: NodeID, for type: ClangType?, default callee: (Declaration, Int)?,
    to operands: inout OperandsInWork
  ) {
    let argument = lowerArgument(node, type, callee)
    if current != operands.block {
      for index in operands.values.indices {
        operands.values[index].operand = carried(
          operands.values[index].operand, from: operands.block, type: operands.types[index])
      }
      operands.block = current
    }
    operands.values.append(argument)
    let isAddress = argument.aggregate != .unknown || type?.isReference == true
    operands.types.append(
      isAddress ? module.addressType : type.map { module.decayedType($0) } ?? module.wordType)
  }

  private mutating func lowerArgument(_ node: NodeID, _ type: ClangType?, _ callee: (Declaration, Int)?)
    -> Argument
  {
    if let callee, isDefaultArgument(node) { return lowerDefaultArgument(callee.0, callee.1, node) }
    if let type, type.isReference {
      let place = lowerReferenced(node, type)
      let range = range(node)
      let operand = pointer(to: place.address, span: module.span(range), name: place.name)
      return Argument(operand, name: module.text(range), span: module.span(range))
    }
    let written = type ?? tree.type(node)
    let id = module.decayedType(written)
    guard module.types.isAggregate(id) else {
      let operand = lowerValue(node)
      let range = range(node)
      return Argument(operand, name: module.text(range), span: module.span(range))
    }
    // The callee ends the object.
    let span = span(node)
    let local = addTemporary(type: id, span: span)
    let address = Address(base: .local(local))
    emit(.storageLive(local), span: span)
    lowerAggregate(node, into: address, id)
    if destroyedType(written) != nil { handedOver.insert(local) }
    let range = range(node)
    return Argument(.local(local), aggregate: id, name: module.text(range), span: module.span(range))
  }

  /// What nobody wrote stands nowhere.
  private func isDefaultArgument(_ node: NodeID) -> Bool {
    tree.kind(node) == .wrapper && tree.firstChild(node) == nil && !module.unit.range(tree, node).isValid
  }

  mutating func lowerDefaultArgument(_ callee: Declaration, _ index: Int, _ node: NodeID) -> Argument {
    let declarations = [callee, callee.canonical] + (callee.specializedTemplate.map { [$0] } ?? [])
    for declaration in declarations {
      let parameters = declaration.parameters
      guard index < parameters.count,
        let expression = parameters[index].children.last(where: { $0.kind.isExpression })
      else { continue }
      let type = callee.parameters[index].type
      return withTree(of: expression) { lowering in lowering.lowerArgument(lowering.tree.root, type, nil) }
    }
    return Argument(opaque("default argument", node))
  }

  // MARK: The call itself

  @discardableResult
  mutating func emitCall(
    _ callee: Callee, _ values: [Argument], resultType: TypeID, _ node: NodeID, name: StringID,
    into target: Address? = nil, declared: FunctionID? = nil, isNoReturn: Bool = false
  ) -> Operand? {
    var call = Call(result: nil, callee: callee, arguments: addArguments(values), resultType: resultType)
    call.declared = declared
    let span = span(node)
    var made: LocalID?
    if module.types.isAggregate(resultType) {
      if let target {
        call.resultAddress = target
      } else {
        let local = addTemporary(type: resultType, span: span)
        // In a loop the one of the round before has ended.
        emit(.storageLive(local), span: span)
        call.resultAddress = Address(base: .local(local))
        made = local
      }
    } else if !module.types.isVoid(resultType) {
      call.result = newRegister()
    }
    emit(.call(call), span: span, name: name)
    hasEffects = true
    // The callee worked on a copy of its own: what it left to nobody must not seem to be kept here.
    for value in values {
      if case .local(let local) = value.operand, handedOver.remove(local) != nil {
        emit(.zero(Address(base: .local(local)), type: value.aggregate), span: span, name: value.name)
      }
    }
    if let made { addTemporaryObject(made, tree.type(node)) }
    if isNoReturn { terminate(.unreachable, span: span) }
    return call.result.map { .register($0) }
  }

  // MARK: Assignments and destructors that the language makes

  private func isDefaultedAssignment(_ callee: Declaration) -> Bool {
    callee.isDefaulted && SpecialMember(callee)?.isAssignment == true
  }

  private mutating func lowerDefaultedAssignment(_ node: NodeID, _ callee: Declaration) -> Operand? {
    let special = SpecialMember(callee)!
    let arguments = tree.callArguments(node)
    guard let left = arguments.first, let right = arguments.dropFirst().first else {
      return lowerUnfollowed(node)
    }
    let type = callee.semanticParent.type
    let target = lowerReferenced(left, type)
    var block = current
    let source = lowerReferenced(right, type)
    let to = carried(target.address, from: block)
    block = current
    if case .trivial = module.action(special, type) {
      emit(
        .copy(to: to, from: source.address, type: module.typeID(type.canonical.unqualified)),
        span: span(node),
        name: target.name)
    } else if case .call(let function) = module.action(special, type) {
      let values = [
        Argument(pointer(to: to, span: target.span), name: target.name, span: target.span),
        Argument(pointer(to: source.address, span: source.span), name: source.name, span: source.span),
      ]
      let result = emitCall(
        .direct(function), values, resultType: module.functions[function.int].returnType, node,
        name: module.functions[function.int].name)
      return result
    } else {
      emitUnknownChange(of: [to, source.address], span: span(node))
    }
    hasEffects = true
    return addressValue(
      Place(address: carried(to, from: block), type: target.type, name: target.name, span: span(node)))
  }

  /// `p->~T()`.
  private mutating func lowerDestructorCall(_ node: NodeID, _ callee: Declaration) -> Operand? {
    guard let member = tree.firstExpression(node) else { return nil }
    let owner = module.typeID(callee.semanticParent.type)
    let object = receiver(of: stripped(member), owner)
    let type = callee.semanticParent.type.canonical
    // `~T` names a class once, `T::~T` twice.
    if tree.children(stripped(member)).filter({ tree.kind($0) == .typeReference }).count > 1 {
      emitDestroy(at: Address(base: object.operand), type, span: span(node))
    } else {
      emitDynamicDestroy(object.operand, type, span: span(node), name: object.name)
    }
    return nil
  }
}
