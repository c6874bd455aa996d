import ClangFrontend
import OwnershipIR

extension FunctionLowering {
  /// A call; the value of a scalar one, nil for void and aggregates. An aggregate is written to `target`, or to a
  /// temporary that nobody reads.
  mutating func lowerCall(_ node: NodeID, into target: Address?) -> Operand? {
    if module.unit.isCPlusPlus { return lowerCPlusPlusCall(node, into: target) }
    guard let calleeNode = tree.firstExpression(node) else { return lowerUnfollowed(node) }
    var known = directCallee(calleeNode)
    var dropped: [Int] = []
    if let function = known, let builtin = module.builtins[function.int] {
      let operands = expressionChildren(node).dropFirst()
      if let value = lowerBuiltin(builtin, Array(operands), node) { return value }
      if case .library(let name, let extra) = builtin {
        known = module.libraryFunction(named: name, for: function, dropping: extra)
        dropped = extra
      }
    }
    let origin = current
    var callee = known.map { .function($0) } ?? lowerValue(calleeNode)
    var block = current
    var values: [Argument] = []
    var next = tree.nextSibling(calleeNode)
    var position = -1
    while let child = next {
      next = tree.nextSibling(child)
      guard tree.kind(child).isExpression else { continue }
      position += 1
      if dropped.contains(position) { continue }
      let argument = lowerArgument(child, known.flatMap { parameterType(values.count, of: $0) })
      if current != block {
        for index in values.indices {
          let type = values[index].aggregate == .unknown ? carriedType(of: index, callee) : module.addressType
          values[index].operand = carried(values[index].operand, from: block, type: type)
        }
        callee = carried(callee, from: block, type: module.addressType)
        block = current
      }
      values.append(argument)
    }
    return emitCall(callee, values, node, calleeNode, into: target.map { carried($0, from: origin) })
  }

  /// The function that a callee names without going through a pointer.
  mutating func directCallee(_ node: NodeID) -> FunctionID? {
    var node = stripped(node)
    while tree.kind(node) == .wrapper, let child = tree.onlyChild(node) { node = stripped(child) }
    guard tree.kind(node) == .name, let (binding, _) = binding(ofName: node),
      case .function(let id) = binding.entity
    else { return nil }
    return id
  }

  /// Values wait in temporaries of the parameter's type while a later argument branches.
  private mutating func carriedType(of index: Int, _ callee: Operand) -> TypeID {
    if case .function(let id) = callee { return parameterType(index, of: id) ?? module.wordType }
    return module.wordType
  }

  private func parameterType(_ index: Int, of id: FunctionID) -> TypeID? {
    guard !module.unit.isCPlusPlus, index < module.functions[id.int].parameters.count else { return nil }
    return module.functions[id.int].parameters[index].type
  }

  private mutating func lowerArgument(_ node: NodeID, _ parameter: TypeID?) -> Argument {
    let type = parameter ?? typeID(node)
    if module.types.isAggregate(type) {
      let place = Place(address: lowerAggregate(node), type: type, name: .empty, span: span(node))
      let operand = addressValue(place)
      let range = range(node)
      return Argument(operand, aggregate: type, name: text(node), span: module.span(range))
    }
    let operand = lowerValue(node)
    let range = range(node)
    return Argument(operand, name: text(node), span: module.span(range))
  }

  private mutating func emitCall(
    _ callee: Operand, _ values: [Argument], _ node: NodeID, _ calleeNode: NodeID, into target: Address?
  ) -> Operand? {
    let reached: Callee
    let name: StringID
    let resultType: TypeID
    var isNoReturn = false
    if case .function(let id) = callee {
      reached = .direct(id)
      name = module.functions[id.int].name
      resultType = module.functions[id.int].returnType
      isNoReturn = module.functions[id.int].attributes.isNoReturn
    } else {
      reached = .indirect(callee)
      name = text(calleeNode)
      resultType = typeID(node)
      isNoReturn = pointsAtNoReturn(calleeNode)
    }
    var call = Call(result: nil, callee: reached, arguments: addArguments(values), resultType: resultType)
    let span = span(node)
    if module.types.isAggregate(resultType) {
      call.resultAddress =
        target ?? Address(base: .local(addTemporary(type: resultType, span: span)))
    } else if !module.types.isVoid(resultType) {
      call.result = newRegister()
    }
    emit(.call(call), span: span, name: name)
    hasEffects = true
    if isNoReturn { terminate(.unreachable, span: span) }
    return call.result.map { .register($0) }
  }

  private func pointsAtNoReturn(_ callee: NodeID) -> Bool {
    let pointee = tree.type(callee).canonical.pointee
    return pointee.isValid && pointee.saysNoReturn
  }
}
