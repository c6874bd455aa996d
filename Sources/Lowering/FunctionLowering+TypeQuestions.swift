import ClangFrontend
import OwnershipIR

/// Questions about a node's type. The node's type is entered into the table first, the table asked afterwards: in
/// one expression the table would be read before it grows.
extension FunctionLowering {
  mutating func isAggregateType(of node: NodeID) -> Bool {
    let type = typeID(node)
    return module.types.isAggregate(type)
  }

  mutating func isPointerType(of node: NodeID) -> Bool {
    let type = typeID(node)
    return module.types.isPointer(type)
  }

  mutating func pointeeType(of node: NodeID) -> TypeID {
    let type = typeID(node)
    return module.types.pointee(type)
  }
}
