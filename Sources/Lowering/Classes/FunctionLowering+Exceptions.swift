import ClangFrontend
import OwnershipIR

/// Exceptions.
extension FunctionLowering {
  mutating func lowerThrow(_ node: NodeID) {
    if let value = tree.firstExpression(node) { lowerDiscarded(value) }
    terminate(.unreachable, span: span(node))
  }
}
