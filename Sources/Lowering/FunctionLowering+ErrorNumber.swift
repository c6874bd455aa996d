import ClangFrontend
import OwnershipIR

/// `errno`. Who reads it without ever having set it does so because a call failed, and then it says why: it is not 0.
/// So `return -errno` is told from `return 0` by the callers, as the people mean it who write it.
extension FunctionLowering {
  /// Whether that is `errno`: every C library has a call of its own behind the macro, which gives the address.
  mutating func isErrorNumber(_ node: NodeID) -> Bool {
    let inner = stripped(node)
    guard tree.kind(inner) == .unary, tree.unaryOperator(inner) == .dereference,
      let child = tree.firstChild(inner), tree.kind(stripped(child)) == .call
    else { return false }
    let name = text(inner)
    return module.strings[name] == "errno"
  }

  /// The value of `errno`. A function that sets it may find its own 0 again: there nothing is taken for granted.
  mutating func lowerErrorNumber(_ node: NodeID) -> Operand {
    let wasSet = setsErrorNumber
    let value = load(lowerPlace(node))
    setsErrorNumber = wasSet
    if wasSet { return value }
    let block = current
    assumePositive(value)
    return carried(value, from: block, type: module.intType)
  }
}
