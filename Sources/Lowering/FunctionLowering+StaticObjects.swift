import ClangFrontend
import OwnershipIR

/// What objects of C++ with static storage are when the program starts: constructors that run before `main` are not
/// followed, so what these give their objects is not known.
extension FunctionLowering {
  /// Which virtual functions a variable with static storage has: it is of no class derived from its own.
  mutating func addTablePointers(of declaration: Declaration, to id: GlobalID) {
    guard module.unit.isCPlusPlus, !declaration.type.isReference else { return }
    var cells: [InitialCell] = []
    findTablePointers(declaration.type, at: 0, &cells)
    guard !cells.isEmpty else { return }
    module.globals[id.int].initializer = Self.ordered(module.globals[id.int].initializer + cells)
  }

  /// Elements of arrays beyond this many table pointers are not worth it.
  private static let mostTablePointers = 64

  private mutating func findTablePointers(_ type: ClangType, at offset: Int64, _ cells: inout [InitialCell]) {
    guard cells.count < Self.mostTablePointers else { return }
    let id = module.typeID(type.canonical.unqualified)
    switch module.types[id].kind {
    case .array(let element, let count?):
      guard let stride = module.types.stride(of: element), stride > 0, count > 0 else { return }
      let before = cells.count
      for index in 0..<min(count, Int64(Self.mostTablePointers)) {
        findTablePointers(type.canonical.element, at: offset + index * stride, &cells)
        if cells.count == before { return }
      }
    case .record(let record):
      guard let facts = module.types.classes[record], facts.standard == nil,
        !module.types.records[record].isUnion
      else { return }
      for (place, subobject) in polymorphicSubobjects(of: record) {
        guard let table = module.table(of: record, subobject: subobject, at: place) else { continue }
        cells.append(InitialCell(offset: offset + place, value: .global(table), isLasting: true))
      }
      for member in module.types.layouts[record].members {
        findTablePointers(member.clangType, at: offset + member.offset, &cells)
      }
    default: return
    }
  }

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
