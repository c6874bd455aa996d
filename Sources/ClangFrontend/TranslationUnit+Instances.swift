import CLibClang

/// Members of instances of class templates over types that have no name: a scope guard that calls a closure has a
/// destructor, but no probe can write `Guard<(lambda)>`.
///
/// libclang's indexer goes into the instances that the compiler made, and says of everything that they refer to in
/// which function that is: so each function that has a body with some reference in it is met.
extension TranslationUnit {
  /// The member of the class that `type` is, when it was instantiated and its body refers to anything.
  package func instantiatedMember(of type: ClangType, _ member: InstanceProbe.Member) -> Declaration? {
    let all = instantiatedMembers ?? indexInstantiatedMembers()
    instantiatedMembers = all
    return all[type.canonical.declaration.canonical.identity]?.first(where: member.isShown)
  }

  private func indexInstantiatedMembers() -> [UInt: [Declaration]] {
    guard let action = clang_IndexAction_create(index) else { return [:] }
    defer { clang_IndexAction_dispose(action) }
    let collector = InstantiatedMembers()
    var callbacks = IndexerCallbacks()
    callbacks.indexEntityReference = { client, reference in
      guard let client, let container = reference?.pointee.container else { return }
      Unmanaged<InstantiatedMembers>.fromOpaque(client).takeUnretainedValue().add(container.pointee.cursor)
    }
    clang_indexTranslationUnit(
      action, Unmanaged.passUnretained(collector).toOpaque(), &callbacks, UInt32(MemoryLayout<IndexerCallbacks>.size),
      CXIndexOpt_IndexImplicitTemplateInstantiations.rawValue, unit)
    return collector.byClass
  }
}

private final class InstantiatedMembers {
  var byClass: [UInt: [Declaration]] = [:]
  private var seen: Set<UInt> = []

  func add(_ cursor: CXCursor) {
    switch cursor.kind {
    case CXCursor_Destructor, CXCursor_Constructor, CXCursor_CXXMethod: break
    default: return
    }
    let member = Declaration(cursor: cursor)
    guard seen.insert(member.identity).inserted else { return }
    let owner = member.semanticParent
    guard owner.kind == .record, owner.specializedTemplate != nil else { return }
    byClass[owner.canonical.identity, default: []].append(member)
  }
}

extension InstanceProbe.Member {
  /// Whether that is the member. Those that a call selects among several are none that can be told by themselves.
  fileprivate func isShown(by declaration: Declaration) -> Bool {
    switch self {
    case .destructor: declaration.isDestructor
    case .defaultConstructor: declaration.isConstructor && declaration.parameters.isEmpty
    case .copyConstructor: declaration.isConstructor && declaration.isCopyConstructor
    case .moveConstructor: declaration.isConstructor && declaration.isMoveConstructor
    case .copyAssignment: declaration.isMethod && declaration.isCopyAssignment
    case .moveAssignment: declaration.isMethod && declaration.isMoveAssignment
    case .method(let name): declaration.isMethod && declaration.name == name
    case .call, .constructor, .invocation, .base: false
    }
  }
}
