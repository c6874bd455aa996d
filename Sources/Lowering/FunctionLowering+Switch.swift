import ClangFrontend
import OwnershipIR

/// A `switch` whose body is being lowered.
struct SwitchInWork {
  var cases: [SwitchCase] = []
  var defaultBlock: Int?
}

extension FunctionLowering {
  mutating func lowerSwitch(_ node: NodeID) {
    let children = Array(tree.children(node))
    guard children.count >= 2, let body = children.last else {
      isAbandoned = true
      return
    }
    openScope()
    for child in children.dropLast(2) { lowerHeader(child) }
    let condition = children[children.count - 2]
    var value = lowerValue(condition)
    if value == .unknown { value = opaque("not followed", condition) }
    if module.unit.isCPlusPlus {
      let block = current
      endTemporaries(since: 0, span: span(condition))
      value = carried(value, from: block, type: module.wordType)
    }
    let end = newBlock()
    let head = current
    // The cases are known after the body.
    terminate(.unreachable, span: span(condition), condition: text(condition))
    loops.append(LoopTargets(breakBlock: end, continueBlock: nil, scopeDepth: scopes.count))
    switches.append(SwitchInWork())
    lowerStatement(body)
    jump(to: end)
    let finished = switches.removeLast()
    loops.removeLast()
    setTargets(of: head, value, finished, end)
    beginIfReached(end)
    closeScope(of: node)
  }

  private mutating func setTargets(of head: Int, _ value: Operand, _ finished: SwitchInWork, _ end: Int) {
    let otherwise = finished.defaultBlock ?? end
    if case .integer(let constant) = value {
      let taken = finished.cases.first { $0.low <= constant && constant <= $0.high }
      blocks[head].terminator = .goto(taken?.target ?? BlockID(otherwise))
    } else {
      blocks[head].terminator = .switch(value, cases: finished.cases, default: BlockID(otherwise))
    }
    for successor in blocks[head].terminator.successors { isTargeted[successor.int] = true }
  }

  /// `case v:`, `case a ... b:` and `default:`; the statement after it is the last child.
  mutating func lowerCaseLabel(_ node: NodeID) {
    let children = Array(tree.children(node))
    guard !switches.isEmpty, let statement = children.last else {
      isAbandoned = true
      return
    }
    let block = newBlock()
    jump(to: block)
    begin(block)
    if tree.kind(node) == .default {
      switches[switches.count - 1].defaultBlock = block
    } else if let low = tree.integerValue(children[0]) {
      let high = children.count > 2 ? tree.integerValue(children[1]) ?? low : low
      switches[switches.count - 1].cases.append(SwitchCase(low: low, high: high, target: BlockID(block)))
    } else {
      hasErrors = true
    }
    lowerStatement(statement)
  }
}
