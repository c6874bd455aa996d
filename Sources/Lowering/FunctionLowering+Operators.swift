import ClangFrontend
import OwnershipIR

/// Operators on scalars.
extension FunctionLowering {
  // MARK: One operand

  mutating func lowerUnary(_ node: NodeID) -> Operand {
    guard let child = tree.firstChild(node) else { return .unknown }
    let kind = tree.unaryOperator(node)
    switch kind {
    case .addressOf:
      if tree.type(node).canonical.isMemberFunctionPointer, let method = tree.referenced(stripped(child)),
        let function = module.pointerValue(of: method)
      {
        return .function(function)
      }
      if let offset = memberOffset(node) { return offset }
      return addressValue(lowerPlace(child))
    case .dereference: return lowerPlaceValue(node)
    case .postIncrement, .postDecrement, .preIncrement, .preDecrement:
      return lowerStep(node, child, kind).value
    case .plus, .extension: return lowerValue(child)
    case .logicalNot: return lowerNot(node, child)
    case .minus, .bitwiseNot:
      let value = lowerValue(child)
      let type = typeID(node)
      if value == .unknown || module.types.isFloating(type) && !module.types.isReal(type) { return .unknown }
      if module.types.isReal(type), case .integer(let constant) = value { return .integer(-constant) }
      if case .integer(let constant) = value {
        return .integer(truncated(kind == .minus ? 0 &- constant : ~constant, to: type))
      }
      let register = newRegister()
      emit(.unary(register, kind == .minus ? .negate : .bitwiseNot, value), span: operandSpan)
      return .register(register)
    case .real, .imaginary:
      _ = lowerValue(child)
      return .unknown
    case .unknown, .await: return lowerUnfollowed(node)
    }
  }

  /// `!x`, `!!x` and so on: only the number of negations matters.
  private mutating func lowerNot(_ node: NodeID, _ child: NodeID) -> Operand {
    var operand = child
    var isNegated = true
    while true {
      let inner = stripped(operand)
      if tree.kind(inner) == .unary, tree.unaryOperator(inner) == .logicalNot,
        let next = tree.firstChild(inner)
      {
        isNegated.toggle()
        operand = next
      } else if tree.kind(inner) == .wrapper, let next = tree.onlyChild(inner), isNegation(next) {
        operand = next
      } else {
        break
      }
    }
    if needsBranches(operand) { return lowerTruthValue(node) }
    let value = lowerScalarOrAddress(operand)
    switch value {
    case .integer(let constant): return .integer((constant == 0) == isNegated ? 1 : 0)
    case .local, .global, .function, .string: return .integer(isNegated ? 0 : 1)
    case .unknown: return opaque("floating point", node)
    case .register:
      let register = newRegister()
      if isNegated {
        emit(.unary(register, .logicalNot, value), span: operandSpan)
      } else {
        emit(.binary(register, .notEqual, value, .integer(0)), span: operandSpan)
      }
      return .register(register)
    }
  }

  private func isNegation(_ node: NodeID) -> Bool {
    let node = stripped(node)
    return tree.kind(node) == .unary && tree.unaryOperator(node) == .logicalNot
  }

  /// `x++`, `--p` and their like.
  mutating func lowerStep(
    _ node: NodeID, _ child: NodeID, _ kind: UnaryOperatorKind
  ) -> (place: Place, value: Operand) {
    let place = lowerPlace(child)
    let old = load(place)
    let isIncrement = kind == .postIncrement || kind == .preIncrement
    let new: Operand
    if module.types.isFloating(place.type) {
      new = .unknown
    } else if module.types.isPointer(place.type) {
      let address = advanced(
        Address(base: old), by: .integer(isIncrement ? 1 : -1), of: module.types.pointee(place.type),
        span: place.span)
      let register = newRegister()
      emit(.address(register, address), span: span(node), name: place.name)
      new = .register(register)
    } else {
      let register = newRegister()
      emit(.binary(register, isIncrement ? .add : .subtract, old, .integer(1)), span: operandSpan)
      new = .register(register)
    }
    store(new, to: place, span: span(node))
    return (place, kind == .postIncrement || kind == .postDecrement ? old : new)
  }

  /// Arithmetic is never shown to anybody, so it stands where its last operand was read.
  var operandSpan: Span { instructions.last?.span ?? .none }

  mutating func store(_ value: Operand, to place: Place, span: Span) {
    hasEffects = true
    let value = kept(value, of: place)
    emit(.store(place.address, value, type: place.type), span: span, name: place.name)
  }

  /// What a place has room for of a constant.
  private func kept(_ value: Operand, of place: Place) -> Operand {
    guard let width = place.width, width > 0, width < 64, case .integer(let number) = value,
      module.types.isInteger(place.type)
    else { return value }
    let shifted = number << (64 - width)
    return .integer(
      module.types.isUnsigned(place.type)
        ? Int64(bitPattern: UInt64(bitPattern: shifted) >> (64 - width)) : shifted >> (64 - width))
  }

  // MARK: Two operands

  mutating func lowerBinary(_ node: NodeID) -> Operand {
    let kind = tree.binaryOperator(node)
    guard let left = tree.firstChild(node), let right = tree.nextSibling(left) else {
      return lowerUnfollowed(node)
    }
    switch kind {
    case .assign: return lowerAssignment(node, left, right)
    case .comma:
      lowerDiscarded(left)
      return lowerValue(right)
    case .logicalAnd, .logicalOr: return lowerTruthValue(node)
    case .memberPointer where isPlace(node): return lowerPlaceValue(node)
    case .memberPointer, .threeWay, .unknown: return lowerUnfollowed(node)
    case .add, .subtract:
      if isPointer(node) { return addressValue(lowerPointee(node)) }
      return lowerArithmetic(node, kind, left, right)
    default: return lowerArithmetic(node, kind, left, right)
    }
  }

  private mutating func lowerArithmetic(
    _ node: NodeID, _ kind: BinaryOperatorKind, _ left: NodeID, _ right: NodeID
  ) -> Operand {
    let first = lowerValue(left)
    let block = current
    let second = lowerValue(right)
    let carriedFirst = block == current ? first : carried(first, from: block, type: typeID(left))
    if kind == .subtract, isPointer(left) {
      return pointerDifference(carriedFirst, second, of: pointeeType(left), node)
    }
    guard let operation = Self.operation(kind) else { return lowerUnfollowed(node) }
    return combine(operation, carriedFirst, second, operandType: { $0.typeID(left) }, node)
  }

  /// Pointers differ in elements, addresses in bytes.
  private mutating func pointerDifference(
    _ left: Operand, _ right: Operand, of element: TypeID, _ node: NodeID
  ) -> Operand {
    let type = module.wordType
    let bytes = combine(.subtract, left, right, operandType: { _ in type }, node)
    guard let stride = module.types.stride(of: element), stride > 1 else { return bytes }
    return combine(.divide, bytes, .integer(stride), operandType: { _ in type }, node)
  }

  /// The result of an arithmetic operation or a comparison; a constant when both operands are.
  mutating func combine(
    _ operation: BinaryOperator, _ left: Operand, _ right: Operand,
    operandType: (inout FunctionLowering) -> TypeID, _ node: NodeID
  ) -> Operand {
    let numberType = operation.isComparison ? operandType(&self) : typeID(node)
    if operation.isComparison ? module.types.isReal(numberType) : module.types.isFloating(numberType) {
      if !operation.isComparison { return realResult(operation, left, right) }
      // Only what is no number differs from itself, and that is what such a comparison asks.
      if isSameRead(left, right) { return opaque("whether it is a number", node) }
    }
    if case .integer(let a) = left, case .integer(let b) = right {
      let type = operandType(&self)
      if let value = folded(operation, a, b, type: type) {
        return .integer(operation.isComparison ? value : truncated(value, to: typeID(node)))
      }
    }
    if left == .unknown || right == .unknown {
      return operation.isComparison ? opaque("floating point", node) : .unknown
    }
    var operation = operation
    if case .integer(let bound) = right, operation.isOrdering, bound <= 0 {
      let type = operandType(&self)
      switch (operation, bound == 0) {
      case _ where !module.types.isUnsigned(type): break
      case (_, false): return opaque("comparison beyond signed range", node)
      case (.less, _): return .integer(0)
      case (.greaterOrEqual, _): return .integer(1)
      case (.greater, _): operation = .notEqual
      default: operation = .equal
      }
    }
    let register = newRegister()
    emit(.binary(register, operation, left, right), span: operandSpan)
    return .register(register)
  }

  /// Arithmetic is done on constants alone.
  private func realResult(_ operation: BinaryOperator, _ left: Operand, _ right: Operand) -> Operand {
    guard case .integer(let a) = left, case .integer(let b) = right else { return .unknown }
    let (x, y) = (RealNumber(integer: a).value, RealNumber(integer: b).value)
    let result: Double? =
      switch operation {
      case .add: x + y
      case .subtract: x - y
      case .multiply: x * y
      case .divide where y != 0: x / y
      default: nil
      }
    return result.flatMap { RealNumber($0) }.map { .integer($0.integer) } ?? .unknown
  }

  /// Whether both were read from the same place, one right after the other.
  private func isSameRead(_ left: Operand, _ right: Operand) -> Bool {
    guard instructions.count >= 2, case .register(let a) = left, case .register(let b) = right,
      case .load(a, let first, _) = instructions[instructions.count - 2].operation,
      case .load(b, let second, _) = instructions[instructions.count - 1].operation
    else { return false }
    return first == second
  }

  static func operation(_ kind: BinaryOperatorKind) -> BinaryOperator? {
    switch kind {
    case .add, .addAssign: .add
    case .subtract, .subtractAssign: .subtract
    case .multiply, .multiplyAssign: .multiply
    case .divide, .divideAssign: .divide
    case .remainder, .remainderAssign: .remainder
    case .and, .andAssign: .and
    case .or, .orAssign: .or
    case .xor, .xorAssign: .xor
    case .shiftLeft, .shiftLeftAssign: .shiftLeft
    case .shiftRight, .shiftRightAssign: .shiftRight
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    default: nil
    }
  }

  // MARK: Assignment

  mutating func lowerAssignment(_ node: NodeID, _ left: NodeID, _ right: NodeID) -> Operand {
    let type = typeID(node)
    if module.types.isAggregate(type) {
      lowerAggregateAssignment(left, right, type, node)
      return .unknown
    }
    return lowerScalarAssignment(node, left, right).value
  }

  /// What was written, and where.
  mutating func lowerScalarAssignment(
    _ node: NodeID, _ left: NodeID, _ right: NodeID
  ) -> (place: Place, value: Operand) {
    let type = typeID(node)
    let value = lowerValue(right)
    let block = current
    let place = lowerPlace(left)
    let stored = block == current ? value : carried(value, from: block, type: type)
    store(stored, to: place, span: span(node))
    return (place, stored)
  }

  mutating func lowerCompoundAssignment(_ node: NodeID) -> (place: Place, value: Operand) {
    let kind = tree.binaryOperator(node)
    guard let left = tree.firstChild(node), let right = tree.nextSibling(left) else {
      return (unknownPlace(node, type: typeID(node)), lowerUnfollowed(node))
    }
    let amount = lowerValue(right)
    let block = current
    let place = lowerPlace(left)
    let carriedAmount = block == current ? amount : carried(amount, from: block, type: typeID(right))
    let old = load(place)
    var new: Operand
    if module.types.isPointer(place.type) {
      var count = carriedAmount
      if kind == .subtractAssign {
        let register = newRegister()
        if case .integer(let constant) = count {
          count = .integer(0 &- constant)
        } else {
          emit(.unary(register, .negate, count), span: span(node))
          count = .register(register)
        }
      }
      let address = advanced(
        Address(base: old), by: count, of: module.types.pointee(place.type), span: place.span)
      new = addressValue(Place(address: address, type: place.type, name: place.name, span: span(node)))
    } else if module.types.isFloating(place.type) || carriedAmount == .unknown {
      new = .unknown
    } else if let operation = Self.operation(kind) {
      let type = place.type
      new = combine(operation, old, carriedAmount, operandType: { _ in type }, node)
    } else {
      new = .unknown
    }
    if module.types.isBoolean(place.type) { new = convert(new, from: module.intType, to: place.type, node) }
    store(new, to: place, span: span(node))
    return (place, new)
  }
}
