import ClangFrontend
import OwnershipIR

extension FunctionLowering {
  /// A call; the value of a scalar one, nil for void and aggregates. An aggregate is written to `target`, or to a
  /// temporary that nobody reads.
  mutating func lowerCall(_ node: NodeID, into target: Address?) -> Operand? {
    let children = Array(tree.children(node))
    guard let calleeNode = children.first(where: { tree.kind($0).isExpression }) else {
      return lowerUnfollowed(node)
    }
    if let builtin = builtinCallee(calleeNode) {
      let operands = children.filter { tree.kind($0).isExpression }.dropFirst()
      if let value = lowerBuiltin(builtin, Array(operands), node) { return value }
    }
    var callee = lowerValue(calleeNode)
    var block = current
    var values: [Argument] = []
    for child in children where tree.kind(child).isExpression && child != calleeNode {
      let argument = lowerArgument(child)
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
    return emitCall(callee, values, node, calleeNode, into: target)
  }

  /// Values wait in temporaries of the parameter's type while a later argument branches.
  private mutating func carriedType(of index: Int, _ callee: Operand) -> TypeID {
    if case .function(let id) = callee, index < module.functions[id.int].parameters.count {
      return module.functions[id.int].parameters[index].type
    }
    return module.wordType
  }

  private mutating func lowerArgument(_ node: NodeID) -> Argument {
    let type = typeID(node)
    let range = module.unit.range(tree, node)
    if module.types.isAggregate(type) {
      let place = Place(address: lowerAggregate(node), type: type, name: .empty, span: module.span(range))
      let operand = addressValue(place)
      return Argument(operand, aggregate: type, name: module.text(range), span: module.span(range))
    }
    let operand = lowerValue(node)
    return Argument(operand, name: module.text(range), span: module.span(range))
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
    } else if !module.types.isVoid(resultType), !module.types.isFloating(resultType) {
      call.result = newRegister()
    }
    emit(.call(call), span: span, name: name)
    hasEffects = true
    if isNoReturn { terminate(.unreachable, span: span) }
    return call.result.map { .register($0) }
  }

  private func pointsAtNoReturn(_ callee: NodeID) -> Bool {
    let pointee = tree.type(callee).canonical.pointee
    return pointee.isValid && pointee.spelling.contains("noreturn")
  }
}
