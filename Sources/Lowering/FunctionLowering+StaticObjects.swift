import ClangFrontend
import OwnershipIR

/// What objects of C++ with static storage are when the program starts: constructors that run before `main` are not
/// followed, so what these give their objects is not known.
extension FunctionLowering {
  /// A class without constructors and initialisers, made with nothing: `static Point origin;`.
  mutating func startsAsZeros(_ node: NodeID) -> Bool {
    guard tree.kind(node) == .call, expressionChildren(node).isEmpty, module.unit.isCPlusPlus,
      tree.referenced(node)?.isConstructor == true
    else { return false }
    return module.isTrivial(.defaultConstructor, tree.type(node))
  }

  /// Members that a list leaves out and that have values all the same.
  mutating func leavesOutMembersWithValues(_ plan: InitializerPlan, _ type: TypeID) -> Bool {
    guard case .record(let record) = module.types[type].kind, module.types.isClass(type),
      !module.types.records[record].isUnion
    else { return false }
    return module.types.layouts[record].members.contains { member in
      let end = member.offset + max(module.types[member.type].size, 1)
      if plan.elements.contains(where: { $0.offset >= member.offset && $0.offset < end }) { return false }
      return member.hasInitializer || !module.isTrivial(.defaultConstructor, member.clangType)
    }
  }

  /// What a reference with static storage is bound to, where that is a variable or a function and begins where the
  /// variable does.
  mutating func staticReferent(_ node: NodeID, _ reference: ClangType) -> Operand? {
    var name = stripped(node)
    while tree.kind(name) == .wrapper, let child = tree.onlyChild(name) { name = stripped(child) }
    guard tree.kind(name) == .name, let declaration = tree.referenced(name), !declaration.type.isReference
    else { return nil }
    let referent = reference.withoutReference.canonical.unqualified
    switch module.binding(declaration).entity {
    case .function(let function): return .function(function)
    case .global(let global):
      if let base = module.recordIndex(referent), let derived = module.recordIndex(declaration.type) {
        return module.baseOffset(from: derived, to: base) == 0 ? .global(global) : nil
      }
      let type = declaration.type.canonical.unqualified
      return module.typeID(type) == module.typeID(referent) ? .global(global) : nil
    default: return nil
    }
  }
}
