import ClangFrontend
import OwnershipIR

extension FunctionLowering {
  mutating func lowerStatement(_ node: NodeID) {
    if stackBound.isReached {
      isAbandoned = true
      return
    }
    if tree.kind(node) != .compound { stopAtErrors(in: node) }
    // Code that nothing reaches is left out unless a label inside makes it reachable again; its declarations
    // still name things.
    if !isOpen, tree.kind(node) != .declarations, !containsLabel(node) { return }
    switch tree.kind(node) {
    case .compound: lowerCompound(node)
    case .declarations: lowerDeclarations(node)
    case .if: lowerIf(node)
    case .switch: lowerSwitch(node)
    case .case, .default: lowerCaseLabel(node)
    case .while: lowerWhile(node)
    case .do: lowerDo(node)
    case .for: lowerFor(node)
    case .goto: lowerGoto(node)
    case .label: lowerLabel(node)
    case .computedGoto:
      for child in expressionChildren(node) { lowerDiscarded(child) }
      terminate(.unknown, span: span(node))
    case .break: lowerBreak(node)
    case .continue: lowerContinue(node)
    case .return: lowerReturn(node)
    case .empty: break
    case .assembly: lowerAssembly(node)
    case .statementWrapper:
      if let child = tree.lastChild(node) { lowerStatement(child) }
    case .rangeFor: lowerRangeFor(node)
    case .tryBlock: lowerTry(node)
    case .catchBlock, .otherStatement: isAbandoned = true
    default: lowerExpressionStatement(node)
    }
  }

  /// A label below makes code reachable that its predecessor does not reach.
  private func containsLabel(_ node: NodeID) -> Bool {
    for index in Int(node)..<Int(tree.end(of: node)) {
      switch tree.kind(NodeID(index)) {
      case .label, .case, .default: return true
      default: continue
      }
    }
    return false
  }

  private mutating func lowerExpressionStatement(_ node: NodeID) {
    guard tree.kind(node).isExpression else { return }
    hasEffects = false
    lowerDiscarded(node)
    endFullExpression(node)
  }

  /// Temporaries of the statement end; inside `({ … })` they wait for the statement around it.
  mutating func endFullExpression(_ node: NodeID) {
    if statementExpressionDepth == 0 { endTemporaries(since: 0, span: span(node)) }
    if hasEffects, isOpen, statementExpressionDepth == 0 { emit(.endOfStatement, span: span(node)) }
    hasEffects = false
  }

  private mutating func lowerCompound(_ node: NodeID) {
    openScope()
    lowerStatements(of: node)
    closeScope(of: node)
  }

  mutating func lowerStatements(of block: NodeID) {
    var previous: NodeID?
    for statement in tree.children(block) {
      stopAtErrors(in: block, before: statement, after: previous)
      lowerStatement(statement)
      previous = statement
    }
    stopAtErrors(in: block, before: nil, after: previous)
  }

  mutating func closingBrace(of node: NodeID) -> Span {
    var span = span(node)
    span.start = max(span.start, span.end == 0 ? 0 : span.end - 1)
    return span
  }

  // MARK: Branches

  private mutating func lowerIf(_ node: NodeID) {
    let children = Array(tree.children(node))
    guard let conditionIndex = children.firstIndex(where: { tree.kind($0).isExpression }),
      conditionIndex + 1 < children.count
    else {
      isAbandoned = true
      return
    }
    openScope()
    for child in children[..<conditionIndex] { lowerHeader(child) }
    let (then, otherwise, end) = (newBlock(), newBlock(), newBlock())
    if isOpen, let isTaken = decidedByCompiler(children[conditionIndex], of: node) {
      jump(to: isTaken ? then : otherwise)
    } else if isOpen {
      lowerFullCondition(children[conditionIndex], then: then, else: otherwise)
    }
    let branches = children[(conditionIndex + 1)...]
    beginIfReached(then)
    lowerStatement(branches.first!)
    jump(to: end)
    beginIfReached(otherwise)
    if let alternative = branches.dropFirst().first { lowerStatement(alternative) }
    jump(to: end)
    beginIfReached(end)
    closeScope(of: node)
  }

  /// The value of the condition of an `if constexpr`; nil for any other `if`.
  private func decidedByCompiler(_ condition: NodeID, of node: NodeID) -> Bool? {
    guard module.unit.isCPlusPlus, module.unit.isConstexprIf(tree, node) else { return nil }
    return tree.integerValue(condition).map { $0 != 0 }
  }

  /// A declaration or an expression in the header of a statement.
  mutating func lowerHeader(_ node: NodeID) {
    if tree.kind(node) == .variable {
      lowerVariable(node)
    } else if tree.kind(node) == .otherDeclaration {
      lowerStructuredBinding(node)
    } else {
      lowerStatement(node)
    }
  }

  // MARK: Leaving the function

  private mutating func lowerReturn(_ node: NodeID) {
    let span = span(node)
    var value: Operand?
    // They end on this way; another way of the same expression goes on with them.
    let others = temporaries
    defer { temporaries = others }
    var returnedLocal: LocalID?
    if let child = tree.children(node).first(where: { tree.kind($0).isExpression }) {
      let type = module.functions[function.int].returnType
      if let returnSlot {
        returnedLocal = namedReturnValue(child, type)
        if let local = returnedLocal {
          let place = lowerPlace(namedOperand(child))
          emit(
            .copy(to: Address(base: .local(returnSlot)), from: Address(base: .local(local)), type: type),
            span: span, name: place.name)
        } else {
          lowerAggregate(child, into: Address(base: .local(returnSlot)), type)
        }
      } else if module.unit.isCPlusPlus, returnsReference {
        value = lowerReference(child, to: returnedType!, isExtended: false)
      } else if module.types.isVoid(type) {
        lowerDiscarded(child)
      } else {
        value = lowerValue(child)
      }
    }
    let block = current
    if module.unit.isCPlusPlus { endTemporaries(since: 0, span: span) }
    leaveFrame(span: span, except: returnedLocal)
    if let returned = value, current != block {
      value = carried(returned, from: block, type: module.functions[function.int].returnType)
    }
    terminate(.return(value), span: span)
  }

  /// `return local;`: compilers build such a local where the result goes, so nothing is copied or ended.
  private mutating func namedReturnValue(_ node: NodeID, _ type: TypeID) -> LocalID? {
    guard module.unit.isCPlusPlus else { return nil }
    let operand = namedOperand(node)
    guard tree.kind(operand) == .name, let (binding, _) = binding(ofName: operand), !binding.isReference,
      case .local(let local) = binding.entity, binding.type == type, locals[local.int].kind == .variable,
      captures.isEmpty || lowerCaptured(operand) == nil
    else { return nil }
    return local
  }

  /// What a returned object is copied or moved from, when that is all that happens to it.
  private func namedOperand(_ node: NodeID) -> NodeID {
    var node = stripped(node)
    while true {
      if tree.kind(node) == .wrapper, let child = tree.onlyChild(node), tree.kind(child).isExpression {
        node = stripped(child)
      } else if tree.kind(node) == .call, let callee = tree.referenced(node), callee.isConstructor,
        callee.isCopyConstructor || callee.isMoveConstructor, let argument = tree.callArguments(node).first
      {
        node = stripped(argument)
      } else {
        return node
      }
    }
  }

  // MARK: Values that nobody wants

  /// Evaluates for the effects alone.
  mutating func lowerDiscarded(_ node: NodeID) {
    switch tree.kind(node) {
    case .parentheses:
      if let child = tree.firstChild(node) { return lowerDiscarded(child) }
    case .wrapper, .cast:
      if let operand = tree.lastChild(node), operand == tree.firstExpression(node), !isVariableArgument(node)
      {
        return lowerDiscarded(operand)
      }
    case .name, .integerLiteral, .stringLiteral, .characterLiteral, .floatingLiteral, .unevaluated,
      .nullLiteral:
      return
    case .binary:
      guard let left = tree.firstChild(node), let right = tree.nextSibling(left) else { break }
      switch tree.binaryOperator(node) {
      case .comma:
        lowerDiscarded(left)
        return lowerDiscarded(right)
      case .logicalAnd, .logicalOr: return lowerShortCircuit(node, left, right)
      case .assign where module.unit.isCPlusPlus:
        _ = lowerAssignment(node, left, right)
        return
      default: break
      }
    case .conditional:
      let operands = expressionChildren(node)
      if operands.count == 3 { return lowerDiscardedConditional(operands) }
    case .statementExpression:
      _ = lowerStatementExpression(node, isDiscarded: true)
      return
    case .unary where tree.unaryOperator(node) == .extension:
      if let child = tree.firstChild(node) { return lowerDiscarded(child) }
    case .unary where tree.unaryOperator(node) == .preIncrement || tree.unaryOperator(node) == .preDecrement:
      _ = lowerUnary(node)
      return
    case .compoundAssignment:
      _ = lowerCompoundAssignment(node)
      return
    case .delete:
      lowerDelete(node)
      return
    case .throw:
      lowerThrow(node)
      return
    case .call:
      _ = lowerCall(node, into: nil)
      return
    case .genericSelection:
      if let selected = selectedAssociation(node) { lowerDiscarded(selected) }
      return
    default: break
    }
    let type = typeID(node)
    if module.types.isAggregate(type) {
      _ = lowerAggregate(node)
    } else if isPlace(node) {
      let place = lowerPlace(node)
      if isThroughPointer(place.address), !module.types.isArray(place.type),
        !module.types.isFunction(place.type)
      {
        _ = load(place)
      }
    } else {
      _ = lowerValue(node)
    }
  }

  private mutating func lowerShortCircuit(_ node: NodeID, _ left: NodeID, _ right: NodeID) {
    let (next, end) = (newBlock(), newBlock())
    let isAnd = tree.binaryOperator(node) == .logicalAnd
    lowerCondition(left, then: isAnd ? next : end, else: isAnd ? end : next)
    beginIfReached(next)
    conditionalDepth += 1
    if isOpen { lowerDiscarded(right) }
    conditionalDepth -= 1
    jump(to: end)
    beginIfReached(end)
  }

  private mutating func lowerDiscardedConditional(_ operands: [NodeID]) {
    let (then, otherwise, end) = (newBlock(), newBlock(), newBlock())
    lowerCondition(operands[0], then: then, else: otherwise)
    for (block, operand) in [(then, operands[1]), (otherwise, operands[2])] {
      beginIfReached(block)
      conditionalDepth += 1
      if isOpen { lowerDiscarded(operand) }
      conditionalDepth -= 1
      jump(to: end)
    }
    beginIfReached(end)
  }
}
