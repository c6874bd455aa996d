import ClangFrontend
import OwnershipIR

/// Where `break` and `continue` go, and how many scopes stay open there.
struct LoopTargets {
  var breakBlock: Int
  /// nil for a `switch`.
  var continueBlock: Int?
  var scopeDepth: Int
}

extension FunctionLowering {
  mutating func lowerWhile(_ node: NodeID) {
    let children = Array(tree.children(node))
    guard children.count >= 2, let body = children.last else {
      isAbandoned = true
      return
    }
    let (head, inside, end) = (newBlock(), newBlock(), newBlock())
    // What the condition declares is made anew for each round.
    let declares = children.count > 2
    let again = declares ? newBlock() : head
    jump(to: head)
    begin(head)
    let depth = scopes.count
    openScope()
    for child in children.dropLast(2) { lowerHeader(child) }
    lowerFullCondition(children[children.count - 2], then: inside, else: end)
    beginIfReached(inside)
    lowerLoopBody(body, LoopTargets(breakBlock: end, continueBlock: again, scopeDepth: scopes.count))
    jump(to: again)
    if declares { endRound(at: again, downTo: depth, node, then: head) }
    beginIfReached(end)
    closeScope(of: node)
  }

  /// The end of what the condition of a loop declared, before the next round.
  private mutating func endRound(at block: Int, downTo depth: Int, _ node: NodeID, then head: Int) {
    beginIfReached(block)
    if isOpen { leaveScopes(downTo: depth, span: closingBrace(of: node)) }
    jump(to: head)
  }

  mutating func lowerDo(_ node: NodeID) {
    let children = Array(tree.children(node))
    guard children.count == 2 else {
      isAbandoned = true
      return
    }
    let (inside, test, end) = (newBlock(), newBlock(), newBlock())
    jump(to: inside)
    begin(inside)
    lowerLoopBody(
      children[0], LoopTargets(breakBlock: end, continueBlock: test, scopeDepth: scopes.count))
    jump(to: test)
    beginIfReached(test)
    if isOpen { lowerFullCondition(children[1], then: inside, else: end) }
    beginIfReached(end)
  }

  mutating func lowerFor(_ node: NodeID) {
    guard let parts = forParts(node) else {
      isAbandoned = true
      return
    }
    openScope()
    if let initial = parts.initial { lowerHeader(initial) }
    let (head, inside, step, end) = (newBlock(), newBlock(), newBlock(), newBlock())
    jump(to: head)
    begin(head)
    let depth = scopes.count
    if let declaration = parts.declaration {
      openScope()
      lowerHeader(declaration)
    }
    if let condition = parts.condition {
      lowerFullCondition(condition, then: inside, else: end)
    } else {
      jump(to: inside)
    }
    beginIfReached(inside)
    lowerLoopBody(
      parts.body, LoopTargets(breakBlock: end, continueBlock: step, scopeDepth: scopes.count))
    jump(to: step)
    beginIfReached(step)
    if let advance = parts.step, isOpen { lowerStatement(advance) }
    if parts.declaration != nil, isOpen { leaveScopes(downTo: depth, span: closingBrace(of: node)) }
    jump(to: head)
    beginIfReached(end)
    if parts.declaration != nil { closeScope(of: node) }
    closeScope(of: node)
  }

  private mutating func lowerLoopBody(_ body: NodeID, _ targets: LoopTargets) {
    loops.append(targets)
    lowerStatement(body)
    loops.removeLast()
  }

  // MARK: Ways out

  mutating func lowerBreak(_ node: NodeID) {
    guard let loop = loops.last else {
      isAbandoned = true
      return
    }
    leaveScopes(downTo: loop.scopeDepth, span: span(node))
    jump(to: loop.breakBlock, span: span(node))
  }

  mutating func lowerContinue(_ node: NodeID) {
    guard let loop = loops.last(where: { $0.continueBlock != nil }), let target = loop.continueBlock else {
      isAbandoned = true
      return
    }
    leaveScopes(downTo: loop.scopeDepth, span: span(node))
    jump(to: target, span: span(node))
  }

  // MARK: The header of `for`

  struct ForParts {
    var initial: NodeID?
    /// What the condition declares.
    var declaration: NodeID?
    var condition: NodeID?
    var step: NodeID?
    var body: NodeID
  }

  /// Absent parts of a `for` leave no hole among the children, so the header's text says which ones are there.
  private mutating func forParts(_ node: NodeID) -> ForParts? {
    var children = Array(tree.children(node))
    guard let body = children.popLast() else { return nil }
    if children.count == 3, tree.kind(children[1]) != .variable {
      return ForParts(initial: children[0], condition: children[1], step: children[2], body: body)
    }
    if children.isEmpty { return ForParts(body: body) }
    guard let present = module.unit.forHeaderSlots(tree, node) else { return nil }
    var parts = ForParts(body: body)
    var rest = children[...]
    if present.initial { parts.initial = rest.popFirst() }
    if present.condition {
      if let first = rest.first, tree.kind(first) == .variable { parts.declaration = rest.popFirst() }
      parts.condition = rest.popFirst()
    }
    if present.step { parts.step = rest.popFirst() }
    return parts
  }
}
