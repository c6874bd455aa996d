import ClangFrontend
import OwnershipIR

/// Scalar rvalues.
extension FunctionLowering {
  mutating func lowerValue(_ node: NodeID) -> Operand {
    if stackBound.isReached {
      isAbandoned = true
      return .unknown
    }
    switch tree.kind(node) {
    case .parentheses:
      return tree.firstChild(node).map { lowerValue($0) } ?? .unknown
    case .integerLiteral, .characterLiteral, .booleanLiteral:
      return tree.integerValue(node).map { .integer($0) } ?? .unknown
    case .nullLiteral: return .integer(0)
    case .floatingLiteral: return realConstant(node) ?? .unknown
    case .wrapper: return lowerWrapper(node)
    case .cast:
      guard let child = tree.lastChild(node) else { return .unknown }
      return lowerConversion(child, to: typeID(node), node)
    case .name:
      if let (binding, _) = binding(ofName: node), case .constant(let value) = binding.entity {
        return .integer(value)
      }
      return lowerPlaceValue(node)
    case .member, .subscripted, .stringLiteral, .compoundLiteral: return lowerPlaceValue(node)
    case .call:
      // Lists in braces show the call of what gives a reference, and not that its object is read.
      if module.unit.isCPlusPlus, isPlace(node) { return lowerPlaceValue(node) }
      return lowerCall(node, into: nil) ?? .unknown
    case .unary: return lowerUnary(node)
    case .binary: return lowerBinary(node)
    case .compoundAssignment: return lowerCompoundAssignment(node).value
    case .conditional: return lowerConditional(node)
    case .statementExpression: return lowerStatementExpression(node) ?? .unknown
    case .genericSelection: return selectedAssociation(node).map { lowerValue($0) } ?? .unknown
    case .unevaluated: return tree.integerValue(node).map { .integer($0) } ?? opaque("size", node)
    case .labelAddress: return opaque("label address", node)
    case .initializerList:
      // Braces around a scalar.
      return tree.firstChild(node).map { lowerValue($0) } ?? .integer(0)
    case .this: return lowerThis(node)
    case .block: return lowerBlock(node)
    case .new: return lowerNew(node)
    case .delete:
      lowerDelete(node)
      return .unknown
    default: return lowerUnfollowed(node)
    }
  }

  mutating func lowerPlaceValue(_ node: NodeID) -> Operand {
    if isErrorNumber(node) { return lowerErrorNumber(node) }
    if module.unit.isCPlusPlus { readCall = stripped(node) }
    let place = lowerPlace(node)
    readCall = -1
    if module.types.isArray(place.type) || module.types.isFunction(place.type) { return addressValue(place) }
    if module.types.isAggregate(place.type) { return addressValue(place) }
    return load(place)
  }

  /// A floating point number that the compiler computes.
  func realConstant(_ node: NodeID) -> Operand? {
    tree.floatingValue(node).flatMap { RealNumber($0) }.map { .integer($0.integer) }
  }

  /// A value about which nothing is known.
  mutating func opaque(_ reason: String, _ node: NodeID) -> Operand {
    let register = newRegister()
    emit(.opaque(register, reason: module.strings.intern(reason)), span: span(node))
    return .register(register)
  }

  /// What the lowering has no rule for: its operands escape, its value is unknown.
  mutating func lowerUnfollowed(_ node: NodeID) -> Operand {
    if case .throw = tree.kind(node) {
      lowerThrow(node)
      return .unknown
    }
    escapeOperands(of: node)
    return opaque("not followed", node)
  }

  /// Everything that the expressions below can reach may change.
  mutating func escapeOperands(of node: NodeID) {
    var escaped: [Argument] = []
    for child in expressionChildren(node) {
      let block = current
      let operand: Operand
      if isPlace(child) {
        operand = addressValue(lowerPlace(child))
      } else {
        operand = lowerScalarOrAddress(child)
      }
      let type = module.addressType
      for index in escaped.indices where current != block {
        escaped[index].operand = carried(escaped[index].operand, from: block, type: type)
      }
      if case .integer = operand { continue }
      if operand == .unknown { continue }
      escaped.append(Argument(operand, name: text(child), span: span(child)))
    }
    guard !escaped.isEmpty else { return }
    emit(.escape(addArguments(escaped)), span: span(node))
    hasEffects = true
  }

  mutating func lowerScalarOrAddress(_ node: NodeID) -> Operand {
    let type = typeID(node)
    if module.types.isAggregate(type) {
      return addressValue(
        Place(address: lowerAggregate(node), type: type, name: text(node), span: span(node)))
    }
    return lowerValue(node)
  }

  mutating func addArguments(_ new: [Argument]) -> OperandRange {
    let start = arguments.count
    arguments += new
    return OperandRange(start: start, count: new.count)
  }

  // MARK: Conversions

  /// Implicit conversions, loads, decay, and the odd expressions that libclang shows without a name.
  private mutating func lowerWrapper(_ node: NodeID) -> Operand {
    guard let child = tree.firstExpression(node) else {
      // Error recovery leaves nodes without operands, as default arguments are in C++.
      if let value = tree.integerValue(node) { return .integer(value) }
      hasErrors = true
      return opaque("error", node)
    }
    if isVariableArgument(node) { return lowerNextArgument(of: child, node) }
    guard tree.onlyChild(node) != nil else { return lowerCompositeWrapper(node) }
    if isPlace(child) { return lowerRead(child, node) }
    return lowerConversion(child, to: typeID(node), node)
  }

  /// An lvalue where a value is wanted: an array or a function gives its address, anything else is read.
  private mutating func lowerRead(_ child: NodeID, _ node: NodeID) -> Operand {
    let inner = stripped(child)
    if tree.kind(inner) == .name, let (binding, _) = binding(ofName: inner),
      case .constant(let value) = binding.entity
    {
      return convert(.integer(value), from: typeID(child), to: typeID(node), node)
    }
    return lowerPlaceValue(child)
  }

  mutating func lowerConversion(_ child: NodeID, to type: TypeID, _ node: NodeID) -> Operand {
    if module.types.isVoid(type) {
      lowerDiscarded(child)
      return .unknown
    }
    if tree.type(child).canonical.isMemberFunctionPointer {
      let value = lowerValue(child)
      return movesObject(tree.type(child), tree.type(node)) ? opaque("not followed", node) : value
    }
    if module.types.isPointer(type), isPointer(child) {
      return lowerConvertedPointer(child, to: type, node)
    }
    let from = typeID(child)
    if module.types.isAggregate(from) {
      _ = lowerAggregate(child)
      return .unknown
    }
    let value = lowerValue(child)
    if module.types.isBoolean(type), isTruthValue(child) { return value }
    return convert(value, from: from, to: type, node)
  }

  /// The value in another scalar type. Only changes that can alter it or its meaning make an instruction.
  mutating func convert(_ value: Operand, from: TypeID, to type: TypeID, _ node: NodeID) -> Operand {
    if from == type { return value }
    if module.types.isFloating(from) || module.types.isFloating(type) {
      if case .integer(let constant) = value {
        return module.types.converted(constant, from: from, to: type).map { .integer($0) } ?? .unknown
      }
      // What is rounded is taken for what it was.
      return module.types.isReal(from) && module.types.isReal(type) ? value : .unknown
    }
    if module.types.isBoolean(type) { return module.types.isBoolean(from) ? value : truth(of: value, node) }
    if value == .unknown { return value }
    if case .integer(let constant) = value {
      return .integer(module.types.isInteger(type) ? truncated(constant, to: type) : constant)
    }
    guard module.types.isLossy(from, type) else { return value }
    let register = newRegister()
    emit(.convert(register, value, from: from, to: type), span: operandSpan)
    return .register(register)
  }

  /// 1 when the value is not zero, else 0.
  private mutating func truth(of value: Operand, _ node: NodeID) -> Operand {
    switch value {
    case .integer(let constant): return .integer(constant != 0 ? 1 : 0)
    case .unknown: return value
    case .local, .global, .function, .string: return .integer(1)
    case .register:
      let register = newRegister()
      emit(.binary(register, .notEqual, value, .integer(0)), span: operandSpan)
      return .register(register)
    }
  }

  /// Whether the expression can only be 0 or 1.
  func isTruthValue(_ node: NodeID) -> Bool {
    var node = stripped(node)
    while tree.kind(node) == .wrapper, let child = tree.onlyChild(node) { node = stripped(child) }
    switch tree.kind(node) {
    case .unary: return tree.unaryOperator(node) == .logicalNot
    case .binary:
      switch tree.binaryOperator(node) {
      case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .logicalAnd, .logicalOr:
        return true
      default: return false
      }
    default: return false
    }
  }

  /// The constant cut to the width of the type.
  func truncated(_ value: Int64, to type: TypeID) -> Int64 {
    guard case .integer(let isSigned) = module.types[type].kind else { return value }
    if module.types.isBoolean(type) { return value != 0 ? 1 : 0 }
    let bits = module.types[type].size * 8
    guard bits > 0, bits < 64 else { return value }
    let shift = 64 - bits
    return isSigned
      ? (value << shift) >> shift : Int64(bitPattern: (UInt64(bitPattern: value) << shift) >> shift)
  }
}
