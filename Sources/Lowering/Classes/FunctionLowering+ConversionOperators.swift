import ClangFrontend
import OwnershipIR

/// Conversions of items in braces by operators of their class. libclang shows such lists as they are written, without
/// the calls that the compiler puts there.
extension FunctionLowering {
  /// Makes an object of `type` at `target` from an item of another class; false where no operator does that.
  mutating func lowerConvertedItem(_ node: NodeID, into target: Address, _ type: TypeID, name: StringID) -> Bool {
    let given = tree.type(node).canonical
    guard given.kind == .record, let from = module.recordIndex(given), !isConstructed(type, from: from) else {
      return false
    }
    if let standard = StandardClass(given), standard.kind == .string {
      guard let wanted = module.types.clangType(of: type), StandardClass(wanted)?.kind == .stringView else {
        return false
      }
      makeView(of: node, into: target, name: name)
      return true
    }
    if given.declaration.isInStandardLibrary { return false }
    let isObject = module.types.isAggregate(type)
    guard let conversion = conversion(of: given, to: type),
      case .function(let id) = module.binding(conversion).entity
    else {
      if isObject { return false }
      escapeOperands(of: node)
      emit(.store(target, opaque("conversion", node), type: type), span: span(node), name: name)
      return true
    }
    let origin = current
    let object = pointer(to: placeOfItem(node), span: span(node))
    var call = Call(
      result: nil, callee: .direct(id), arguments: addArguments([Argument(object, name: text(node), span: span(node))]),
      resultType: module.functions[id.int].returnType)
    let place = carried(target, from: origin)
    if isObject { call.resultAddress = place } else { call.result = newRegister() }
    emit(.call(call), span: span(node), name: module.functions[id.int].name)
    hasEffects = true
    if let result = call.result { emit(.store(place, .register(result), type: type), span: span(node), name: name) }
    return true
  }

  /// Whether an object of the type is made of the item without an operator of the item's own class: it is one already,
  /// or is made by a constructor.
  private mutating func isConstructed(_ type: TypeID, from: Int) -> Bool {
    guard case .record(let record) = module.types[type].kind else { return !module.types.isScalar(type) }
    if from == record || module.baseOffset(from: from, to: record) != nil { return true }
    guard let wanted = module.types.clangType(of: type) else { return true }
    let declaration = wanted.declaration.definition ?? wanted.declaration
    return declaration.children.contains { constructor in
      constructor.isConstructor && constructor.parameters.count == 1
        && module.recordIndex(constructor.parameters[0].type.withoutReference.canonical) == from
    }
  }

  /// The operator that gives the type itself, or else the only one that there is.
  private mutating func conversion(of given: ClangType, to type: TypeID) -> Declaration? {
    let declaration = given.declaration.definition ?? given.declaration
    let all = declaration.children.filter { $0.isConversion && !$0.isDeleted }
    let exact = all.first { module.typeID($0.resultType.canonical.unqualified) == type }
    if let exact { return exact }
    let isObject = module.types.isAggregate(type)
    let fitting = all.filter { $0.resultType.canonical.isRecord == isObject }
    return fitting.count == 1 && !isObject ? fitting[0] : nil
  }

  private mutating func placeOfItem(_ node: NodeID) -> Address {
    isPlace(node) ? lowerPlace(node).address : lowerAggregate(node)
  }

  /// A view of a string's characters, which lie inside it.
  private mutating func makeView(of node: NodeID, into target: Address, name: StringID) {
    let origin = current
    var characters = placeOfItem(node)
    let text = newRegister()
    emit(.load(text, characters, type: module.addressType), span: span(node))
    let length = newRegister()
    emit(.unary(length, .length, .register(text)), span: span(node))
    characters.offset += Self.characters
    let pointer = pointer(to: characters, span: span(node))
    var place = carried(target, from: origin)
    emit(.store(place, pointer, type: module.addressType), span: span(node), name: name)
    place.offset += 8
    emit(.store(place, .register(length), type: module.wordType), span: span(node))
  }
}
