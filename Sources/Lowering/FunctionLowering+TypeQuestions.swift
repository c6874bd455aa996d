import ClangFrontend
import OwnershipIR

/// Questions about a node's type. The type is entered into the table before the table is asked: in one expression
/// the table would be read first.
extension FunctionLowering {
  mutating func typeID(_ node: NodeID) -> TypeID {
    let type = module.typeID(tree.type(node))
    // The value of an array that is a parameter.
    if tree.kind(node) == .wrapper, module.types.isArray(type) { return module.decayedType(tree.type(node)) }
    return type
  }

  mutating func isAggregate(_ node: NodeID) -> Bool {
    let type = typeID(node)
    return module.types.isAggregate(type)
  }

  mutating func isPointer(_ node: NodeID) -> Bool {
    let type = typeID(node)
    return module.types.isPointer(type)
  }

  mutating func pointeeType(_ node: NodeID) -> TypeID {
    let type = typeID(node)
    return module.types.pointee(type)
  }
}
