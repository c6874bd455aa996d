import ClangFrontend
import OwnershipIR

/// A label: its block, and the scopes it stands in once it has been met.
struct LabelInWork {
  var block: Int
  var scopes: [Scope]?
  /// Jumps forward, waiting for the label: their block and the scopes they leave from.
  var waiting: [(block: Int, scopes: [Scope], span: Span)] = []
}

/// `goto`, in and out of scopes.
extension FunctionLowering {
  mutating func lowerGoto(_ node: NodeID) {
    let label = labelIndex(tree.labelIdentity(node))
    // What ends and begins on the way stands in a block of its own: forward, it is known only at the label.
    let way = newBlock()
    jump(to: way, span: span(node))
    placement.append(way)
    if let target = labels[label]!.scopes {
      fill(way, from: scopes, to: target, label: labels[label]!.block, span: span(node))
    } else {
      labels[label]!.waiting.append((way, scopes, span(node)))
    }
  }

  mutating func lowerLabel(_ node: NodeID) {
    let label = labelIndex(tree.labelIdentity(node))
    let block = labels[label]!.block
    jump(to: block)
    begin(block)
    let target = scopes
    labels[label]!.scopes = target
    let waiting = labels[label]!.waiting
    labels[label]!.waiting = []
    for jump in waiting { fill(jump.block, from: jump.scopes, to: target, label: block, span: jump.span) }
    if let child = tree.lastChild(node) { lowerStatement(child) }
  }

  private mutating func labelIndex(_ identity: UInt) -> UInt {
    if labels[identity] == nil { labels[identity] = LabelInWork(block: newBlock()) }
    return identity
  }

  /// Ends the variables that the jump leaves and begins those of the scopes it enters.
  private mutating func fill(_ way: Int, from origin: [Scope], to target: [Scope], label: Int, span: Span) {
    // The block is built beside the one in work.
    let (savedInstructions, savedCurrent, wasOpen) = (instructions, current, isOpen)
    instructions = []
    (current, isOpen) = (way, true)
    var common = 0
    while common < min(origin.count, target.count), origin[common].identity == target[common].identity {
      common += 1
    }
    for scope in origin[common...].reversed() { leave(scope.locals[...], span: span) }
    for index in stride(from: common - 1, through: 0, by: -1) {
      leave(origin[index].locals.dropFirst(target[index].locals.count), span: span)
    }
    for index in target.indices {
      let entered =
        index < common
        ? target[index].locals.dropFirst(origin[index].locals.count) : target[index].locals[...]
      for scoped in entered { emit(.storageLive(scoped.local), span: span) }
    }
    terminate(.goto(BlockID(label)), span: span)
    (instructions, current, isOpen) = (savedInstructions, savedCurrent, wasOpen)
  }
}
