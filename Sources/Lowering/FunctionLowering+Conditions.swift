import ClangFrontend
import OwnershipIR

/// Conditions become branches directly: nothing materialises a 0 or 1 that is only tested.
extension FunctionLowering {
  /// Goes to `then` when the expression is not zero, else to `otherwise`. A constant goes to one of them only.
  mutating func lowerCondition(_ node: NodeID, then: Int, else otherwise: Int) {
    if stackBound.isReached {
      isAbandoned = true
      return branch(on: .unknown, node, then: then, else: otherwise)
    }
    switch tree.kind(node) {
    case .parentheses:
      if let child = tree.firstChild(node) { return lowerCondition(child, then: then, else: otherwise) }
    case .wrapper:
      if let child = tree.onlyChild(node), isTruthValue(child) || isExpectation(child) {
        return lowerCondition(child, then: then, else: otherwise)
      }
    case .unary:
      guard let child = tree.firstChild(node) else { break }
      switch tree.unaryOperator(node) {
      case .logicalNot: return lowerCondition(child, then: otherwise, else: then)
      case .extension: return lowerCondition(child, then: then, else: otherwise)
      default: break
      }
    case .binary:
      if lowerBinaryCondition(node, then: then, else: otherwise) { return }
    case .conditional:
      if lowerConditionalCondition(node, then: then, else: otherwise) { return }
    case .call:
      if let tested = expectedOperand(node) { return lowerCondition(tested, then: then, else: otherwise) }
    default: break
    }
    branch(on: lowerTested(node), node, then: then, else: otherwise)
  }

  private mutating func lowerTested(_ node: NodeID) -> Operand {
    let value = lowerScalarOrAddress(node)
    return value == .unknown ? opaque("floating point", node) : value
  }

  private mutating func branch(on value: Operand, _ node: NodeID, then: Int, else otherwise: Int) {
    switch value {
    case .integer(let constant): jump(to: constant != 0 ? then : otherwise)
    case .local, .global, .function, .string: jump(to: then)
    case .register, .unknown:
      terminate(
        .branch(value, then: BlockID(then), else: BlockID(otherwise)), span: span(node), condition: text(node)
      )
    }
  }

  private mutating func lowerBinaryCondition(_ node: NodeID, then: Int, else otherwise: Int) -> Bool {
    guard let left = tree.firstChild(node), let right = tree.nextSibling(left) else { return false }
    let kind = tree.binaryOperator(node)
    switch kind {
    case .logicalAnd, .logicalOr:
      let next = newBlock()
      if kind == .logicalAnd {
        lowerCondition(left, then: next, else: otherwise)
      } else {
        lowerCondition(left, then: then, else: next)
      }
      beginIfReached(next)
      conditionalDepth += 1
      if isOpen { lowerCondition(right, then: then, else: otherwise) }
      conditionalDepth -= 1
      return true
    case .comma:
      lowerDiscarded(left)
      if isOpen { lowerCondition(right, then: then, else: otherwise) }
      return true
    default: return false
    }
  }

  /// `(c ? a : b)` as a condition.
  private mutating func lowerConditionalCondition(_ node: NodeID, then: Int, else otherwise: Int) -> Bool {
    let operands = expressionChildren(node)
    guard operands.count == 3 else { return false }
    let (first, second) = (newBlock(), newBlock())
    lowerCondition(operands[0], then: first, else: second)
    beginIfReached(first)
    conditionalDepth += 1
    if isOpen { lowerCondition(operands[1], then: then, else: otherwise) }
    beginIfReached(second)
    if isOpen { lowerCondition(operands[2], then: then, else: otherwise) }
    conditionalDepth -= 1
    return true
  }

  // MARK: As values

  /// Whether the expression is `&&`, `||` or a negation of one: its value needs control flow.
  func needsBranches(_ node: NodeID) -> Bool {
    var node = stripped(node)
    while true {
      if tree.kind(node) == .wrapper
        || (tree.kind(node) == .unary && tree.unaryOperator(node) == .logicalNot),
        let child = tree.onlyChild(node)
      {
        node = stripped(child)
        continue
      }
      guard tree.kind(node) == .binary else { return false }
      let kind = tree.binaryOperator(node)
      return kind == .logicalAnd || kind == .logicalOr
    }
  }

  /// The 0 or 1 of a condition that is wanted as a value.
  mutating func lowerTruthValue(_ node: NodeID) -> Operand {
    let (then, otherwise, join) = (newBlock(), newBlock(), newBlock())
    lowerCondition(node, then: then, else: otherwise)
    if !isTargeted[otherwise] {
      beginIfReached(then)
      return .integer(1)
    }
    if !isTargeted[then] {
      beginIfReached(otherwise)
      return .integer(0)
    }
    let type = module.intType
    let span = span(node)
    let temporary = addTemporary(type: type, span: span)
    let address = Address(base: .local(temporary))
    begin(then)
    emit(.store(address, .integer(1), type: type), span: span)
    jump(to: join)
    begin(otherwise)
    emit(.store(address, .integer(0), type: type), span: span)
    jump(to: join)
    begin(join)
    let register = newRegister()
    emit(.load(register, address, type: type), span: span)
    return .register(register)
  }

  /// `c ? a : b` and GNU's `a ?: b` as a scalar.
  mutating func lowerConditional(_ node: NodeID) -> Operand {
    let operands = expressionChildren(node)
    guard operands.count == 3 else { return lowerUnfollowed(node) }
    let type = typeID(node)
    let (then, otherwise) = (newBlock(), newBlock())
    lowerCondition(operands[0], then: then, else: otherwise)
    if isTargeted[then], isTargeted[otherwise] {
      return joinArms([(then, operands[1]), (otherwise, operands[2])], type, node)
    }
    beginIfReached(then)
    beginIfReached(otherwise)
    return isOpen ? lowerArm(operands[isTargeted[then] ? 1 : 2], type) : .unknown
  }

  private mutating func lowerArm(_ node: NodeID, _ type: TypeID) -> Operand {
    if module.types.isVoid(type) {
      lowerDiscarded(node)
      return .unknown
    }
    return lowerValue(node)
  }

  /// The values of both arms meet in a temporary.
  private mutating func joinArms(_ arms: [(Int, NodeID)], _ type: TypeID, _ node: NodeID) -> Operand {
    let end = newBlock()
    let hasValue = !module.types.isVoid(type)
    let temporary = hasValue ? addTemporary(type: type, span: span(node)) : nil
    for (block, arm) in arms {
      begin(block)
      conditionalDepth += 1
      let value = lowerArm(arm, type)
      conditionalDepth -= 1
      if let temporary, isOpen {
        emit(.store(Address(base: .local(temporary)), value, type: type), span: span(arm))
      }
      jump(to: end)
    }
    beginIfReached(end)
    guard let temporary else { return .unknown }
    let register = newRegister()
    emit(.load(register, Address(base: .local(temporary)), type: type), span: span(node), name: text(node))
    return .register(register)
  }

  /// `a ?: b`: `a` is evaluated once; when it is not zero it is the value.
  mutating func lowerElvis(_ condition: NodeID, _ alternative: NodeID, _ node: NodeID) -> Operand {
    let type = typeID(node)
    let value = lowerValue(condition)
    if case .integer(let constant) = value { return constant != 0 ? value : lowerValue(alternative) }
    let temporary = addTemporary(type: type, span: span(node))
    let address = Address(base: .local(temporary))
    emit(.store(address, value, type: type), span: span(condition))
    let (otherwise, end) = (newBlock(), newBlock())
    branch(
      on: value == .unknown ? opaque("floating point", condition) : value, condition, then: end,
      else: otherwise)
    beginIfReached(otherwise)
    if isOpen {
      let second = lowerValue(alternative)
      if isOpen { emit(.store(address, second, type: type), span: span(alternative)) }
      jump(to: end)
    }
    beginIfReached(end)
    let register = newRegister()
    emit(.load(register, address, type: type), span: span(node), name: text(node))
    return .register(register)
  }
}
