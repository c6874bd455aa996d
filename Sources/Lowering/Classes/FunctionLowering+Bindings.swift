import ClangFrontend
import OwnershipIR

/// Structured bindings: names for the parts of a hidden object.
extension FunctionLowering {
  mutating func lowerStructuredBinding(_ node: NodeID) {
    let declaration = tree.declaration(node)
    // Other declarations without a kind: `static_assert`, `using`.
    guard let initializer = tree.children(node).first(where: { tree.kind($0).isExpression }),
      tree.children(node).contains(where: { tree.kind($0) == .otherDeclaration }), declaration.type.isValid
    else { return }
    let mark = temporaries.count
    let span = span(node)
    let isReference = declaration.type.isReference
    let type = declaration.type.withoutReference
    let id = module.typeID(type.canonical.unqualified)
    let local = addHiddenVariable(type: isReference ? module.addressType : id, span: span)
    emit(.storageLive(local), span: span)
    let target = Address(base: .local(local))
    if isReference {
      let value = lowerReference(initializer, to: declaration.type, isExtended: true)
      emit(.store(target, value, type: module.addressType), span: span)
    } else {
      initialize(target, type, with: initializer, name: .empty)
    }
    endTemporaries(since: mark, span: span)
    scopes[scopes.count - 1].locals.append(
      ScopedLocal(local: local, destroyed: isReference ? nil : destroyedType(type)))
    bindNames(node, id, local, isThroughReference: isReference)
  }

  /// The names of a range-`for`'s binding, for an element in place.
  mutating func bindParts(_ node: NodeID, of element: Place) {
    let local = addHiddenVariable(type: module.addressType, span: element.span)
    let value = pointer(to: element.address, span: element.span)
    emit(.store(Address(base: .local(local)), value, type: module.addressType), span: element.span)
    bindNames(node, element.type, local, isThroughReference: true)
  }

  private mutating func bindNames(_ node: NodeID, _ type: TypeID, _ local: LocalID, isThroughReference: Bool)
  {
    let names = tree.children(node).filter { tree.kind($0) == .otherDeclaration }
    for (index, name) in names.enumerated() {
      let declaration = tree.declaration(name)
      guard let part = part(index, of: type) else { continue }
      module.bind(
        declaration,
        to: Binding(
          entity: .part(local, offset: part.offset, isThroughReference: isThroughReference), type: part.type,
          name: module.intern(nameOf: declaration), isReference: part.isReference))
    }
  }

  private func part(_ index: Int, of type: TypeID) -> (offset: Int64, type: TypeID, isReference: Bool)? {
    switch module.types[type].kind {
    case .array(let element, _):
      guard let stride = module.types.stride(of: element) else { return nil }
      return (Int64(index) * stride, element, false)
    case .record(let record):
      let members = module.types.layouts[record].members
      if index < members.count {
        let member = members[index]
        return (member.offset, member.type, member.clangType.isReference)
      }
      let fields = module.types.records[record].fields
      guard index < fields.count else { return nil }
      return (fields[index].offset, fields[index].type, false)
    default: return nil
    }
  }
}
