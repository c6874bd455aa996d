import ClangFrontend
import OwnershipIR

/// Code that does not compile. The compiler leaves out statements that it can make no sense of, a `return` like any
/// other: where one is missing nobody knows how things go on, so the path ends there. What came before stays certain.
extension FunctionLowering {
  /// Ends the path where an error lies in the statement itself; those in statements below it are met there.
  mutating func stopAtErrors(in node: NodeID) {
    guard isBroken, isOpen else { return }
    let range = module.unit.range(tree, node)
    let inner = tree.children(node).filter { tree.kind($0).isStatement }.map { module.unit.range(tree, $0) }
    stop(ifErrorsIn: range, outside: inner)
  }

  /// Ends the path where something is missing between two statements of a block, or behind the last one.
  mutating func stopAtErrors(in block: NodeID, before next: NodeID?, after previous: NodeID?) {
    guard isBroken, isOpen else { return }
    var gap = module.unit.range(tree, block)
    if let previous { gap.start = module.unit.range(tree, previous).end }
    if let next { gap.end = module.unit.range(tree, next).start }
    guard gap.isValid, gap.start <= gap.end else { return }
    stop(ifErrorsIn: gap, outside: [])
  }

  private mutating func stop(ifErrorsIn range: FileRange, outside inner: [FileRange]) {
    let isOwn = module.errors(in: range).contains { offset in
      !inner.contains { $0.file == range.file && offset >= Int($0.start) && offset < Int($0.end) }
    }
    if isOwn { terminate(.unknown, span: .none) }
  }
}
