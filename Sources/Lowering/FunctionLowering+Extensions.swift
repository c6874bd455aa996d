import ClangFrontend
import OwnershipIR

/// GNU extensions and other expressions that libclang shows without a kind of their own.
extension FunctionLowering {
  // MARK: Statement expressions

  /// `({ … })` as a scalar or for its effects: the value of the last statement, kept over the end of the scope.
  mutating func lowerStatementExpression(_ node: NodeID, isDiscarded: Bool = false) -> Operand? {
    let type = typeID(node)
    let hasValue = !isDiscarded && module.types.isScalar(type)
    var temporary: Address?
    if hasValue { temporary = Address(base: .local(addTemporary(type: type, span: span(node)))) }
    lowerStatementExpression(node) { lowering, last in
      if let temporary {
        let value = lowering.lowerValue(last)
        lowering.emit(.store(temporary, value, type: type), span: lowering.span(last))
      } else {
        lowering.lowerDiscarded(last)
      }
    }
    guard let temporary, isOpen else { return nil }
    let register = newRegister()
    emit(.load(register, temporary, type: type), span: span(node))
    return .register(register)
  }

  /// `({ … })` as an aggregate.
  mutating func lowerStatementExpression(_ node: NodeID, into target: Address, _ type: TypeID) -> Operand? {
    lowerStatementExpression(node) { lowering, last in lowering.lowerAggregate(last, into: target, type) }
    return nil
  }

  private mutating func lowerStatementExpression(
    _ node: NodeID, last lowerLast: (inout FunctionLowering, NodeID) -> Void
  ) {
    guard let body = tree.firstChild(node) else { return }
    statementExpressionDepth += 1
    openScope()
    let statements = Array(tree.children(body))
    for statement in statements {
      if statement == statements.last, tree.kind(statement).isExpression {
        if isOpen { lowerLast(&self, statement) }
      } else {
        lowerStatement(statement)
      }
    }
    closeScope(of: body)
    statementExpressionDepth -= 1
  }

  // MARK: Nameless expressions with several operands

  mutating func lowerCompositeWrapper(_ node: NodeID) -> Operand {
    if isChooseExpression(node) { return chosenOperand(node).map { lowerValue($0) } ?? .unknown }
    if let value = tree.integerValue(node) { return .integer(value) }
    let operands = expressionChildren(node)
    // `a ?: b`: its first operand is shown three times.
    let word = module.unit.spelledWord(tree, node) ?? ""
    if let operation = AtomicOperation(named: word) {
      return lowerAtomic(operation, atomicOperands(node, operation), node)
    }
    if operands.count == 4 { return lowerElvis(operands[0], operands[3], node) }
    return lowerUnfollowed(node)
  }

  func isChooseExpression(_ node: NodeID) -> Bool {
    guard tree.kind(node) == .wrapper, let first = tree.firstChild(node),
      let second = tree.nextSibling(first),
      let third = tree.nextSibling(second), tree.nextSibling(third) == nil
    else { return false }
    return module.unit.spelledWord(tree, node) == "__builtin_choose_expr"
  }

  mutating func chosenOperand(_ node: NodeID) -> NodeID? {
    let operands = Array(tree.children(node))
    guard operands.count == 3, let condition = tree.integerValue(operands[0]) else { return nil }
    return condition != 0 ? operands[1] : operands[2]
  }

  /// `va_arg(list, type)` looks like a conversion of the list.
  func isVariableArgument(_ node: NodeID) -> Bool {
    guard usesVariableArguments || module.types.recordsHoldVariableArguments,
      tree.kind(node) == .wrapper, let child = tree.firstExpression(node),
      let type = module.types.known(tree.type(child)), module.types.concernsVariableArguments(type)
    else { return false }
    return module.unit.spelledWord(tree, node) == "__builtin_va_arg"
  }

  /// The association of `_Generic` that the compiler chose. It is not marked: the type that the text names for it
  /// tells, or its own type, which is the type of the whole.
  func selectedAssociation(_ node: NodeID) -> NodeID? {
    let operands = expressionChildren(node)
    guard operands.count > 1 else { return nil }
    let associations = operands.dropFirst()
    let controlling = tree.type(operands[0])
    let names = Set(
      [controlling, controlling.unqualified, controlling.canonical.unqualified].map(\.spelling))
    let written = module.unit.genericAssociations(tree, node)
    if written.count == associations.count {
      if let index = written.firstIndex(where: { names.contains($0) }) ?? written.firstIndex(of: "default") {
        let chosen = associations[associations.startIndex + index]
        if tree.type(chosen).canonical.identity == tree.type(node).canonical.identity { return chosen }
      }
    }
    let wanted = tree.type(node).canonical.identity
    return associations.first { tree.type($0).canonical.identity == wanted } ?? operands[1]
  }

  // MARK: Inline assembly

  /// Operands may be read, kept and changed. Where `asm goto` goes is not visible.
  mutating func lowerAssembly(_ node: NodeID) {
    escapeOperands(of: node)
    hasEffects = false
    if module.unit.isAssemblyJump(tree, node) { terminate(.unknown, span: span(node)) }
  }

  // MARK: Blocks of Apple's C

  /// `^{ … }` may run at any time: what it names is no longer this function's alone.
  mutating func lowerBlock(_ node: NodeID) -> Operand {
    var escaped: [Argument] = []
    for index in node..<tree.end(of: node) where tree.kind(index) == .name {
      guard let (binding, _) = binding(ofName: index), case .local(let local) = binding.entity else {
        continue
      }
      if escaped.contains(where: { $0.operand == .local(local) }) { continue }
      escaped.append(Argument(.local(local), name: binding.name, span: span(index)))
    }
    if !escaped.isEmpty { emit(.escape(addArguments(escaped)), span: span(node)) }
    return opaque("block", node)
  }
}
