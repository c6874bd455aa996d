import ClangFrontend
import OwnershipIR

/// Lists in braces where C++ gives them more meaning than C does.
extension FunctionLowering {
  /// Members that the list leaves out: their own initialisers, or their default constructors.
  mutating func defaultRest(of type: TypeID, _ plan: InitializerPlan, at target: Address, span: Span) {
    guard case .record(let record) = module.types[type].kind, !module.types.records[record].isUnion else {
      return
    }
    for member in module.types.layouts[record].members {
      let size = max(module.types[member.type].size, 1)
      let isGiven = plan.elements.contains { $0.offset >= member.offset && $0.offset < member.offset + size }
      if isGiven { continue }
      var address = target
      address.offset += member.offset
      if let initializer = member.declaration.memberInitializer {
        withTree(of: initializer) { lowering in
          lowering.initialize(address, member.clangType, with: lowering.tree.root, name: member.name)
        }
      } else if !module.isTrivial(.defaultConstructor, member.clangType) {
        emitDefault(at: address, member.clangType, zeroes: false, span: span)
      }
    }
  }

  /// `T{…}` for a class with constructors, where libclang shows the list and not which constructor it selects.
  mutating func constructFromBraces(_ list: NodeID, into target: Address, _ type: TypeID) {
    constructFromBraces(items: expressionChildren(list), list, into: target, type)
  }

  /// An item that is of no class, where an object of one is to be made of it.
  mutating func convertsIntoClass(_ node: NodeID, _ type: TypeID) -> Bool {
    guard tree.kind(stripped(node)) != .initializerList, case .record(let record) = module.types[type].kind
    else {
      return false
    }
    if let from = module.recordIndex(tree.type(node)) {
      return from != record && module.baseOffset(from: from, to: record) == nil
    }
    return tree.type(node).canonical.kind != .unknown && tree.type(node).canonical.kind != .void
  }

  mutating func constructFromBraces(items: [NodeID], _ list: NodeID, into target: Address, _ type: TypeID) {
    guard case .record(let record) = module.types[type].kind, let facts = module.types.classes[record] else {
      return
    }
    let span = span(list)
    if items.isEmpty || isNullForOwner(items, facts) {
      return emitDefault(at: target, facts.type, zeroes: true, span: span)
    }
    if items.count == 1, let only = module.recordIndex(tree.type(items[0])), only == record {
      if isPlace(items[0]) {
        let place = lowerPlace(items[0])
        return emitCopy(to: target, from: place.address, facts.type, span: span)
      }
      return lowerAggregate(items[0], into: target, type)
    }
    if facts.standard?.kind == .string { return constructText(items, list, into: target) }
    if let standard = facts.standard, constructElements(standard, items, list, into: target, type) { return }
    let declaration = facts.type.declaration.definition ?? facts.type.declaration
    let candidates = declaration.children.filter {
      $0.isConstructor && $0.parameters.count == items.count && !$0.isDeleted && !$0.isCopyConstructor
        && !$0.isMoveConstructor
    }
    guard facts.standard == nil, candidates.count == 1, let constructor = candidates.first,
      case .function(let function) = module.binding(constructor).entity
    else {
      emit(.zero(target, type: type), span: span)
      escapeOperands(of: list)
      emitUnknownChange(of: [target], span: span)
      return
    }
    var operands = OperandsInWork(block: current)
    for (index, item) in items.enumerated() {
      add(item, for: parameter(index, of: constructor), default: nil, to: &operands)
    }
    let this = pointer(to: target, span: span)
    emitCall(
      .direct(function), [Argument(this, span: span)] + operands.values,
      resultType: module.typeID(ofVoid: ()),
      list, name: module.functions[function.int].name)
  }
}

extension FunctionLowering {
  /// `{"text"}` for a string: of other items it is not known what they say.
  private mutating func constructText(_ items: [NodeID], _ list: NodeID, into target: Address) {
    let origin = current
    var text = Operand.integer(0)
    if items.count == 1, isTextual(tree.type(items[0]).canonical) {
      text = lowerValue(items[0])
    } else {
      escapeOperands(of: list)
    }
    let known = literal(text)
    let place = carried(target, from: origin)
    emit(.store(place, known, type: module.addressType), span: span(list))
    if case .string = text { emit(.text(.made, place, text), span: span(list)) }
  }

  private func isTextual(_ type: ClangType) -> Bool {
    type.kind == .pointer || type.kind == .constantArray || type.kind == .incompleteArray
  }

  /// `{key, value}` for a pair, `{a, b, c}` for a tuple: each element from its item.
  private mutating func constructElements(
    _ standard: StandardClass, _ items: [NodeID], _ list: NodeID, into target: Address, _ type: TypeID
  ) -> Bool {
    guard standard.kind == .pair || standard.kind == .tuple, items.count == standard.elementOffsets.count,
      !standard.arguments.contains(where: \.isReference)
    else { return false }
    emit(.zero(target, type: type), span: span(list))
    let origin = current
    for (index, item) in items.enumerated() {
      var element = carried(target, from: origin)
      element.offset += standard.elementOffsets[index]
      let argument = standard.arguments[index].canonical.unqualified
      let from = current
      constructElement(item, into: element, from: from, argument)
    }
    return true
  }

  private mutating func constructElement(
    _ item: NodeID, into element: Address, from block: Int, _ type: ClangType
  ) {
    let id = module.typeID(type)
    guard module.types.isAggregate(id) else {
      let value = lowerValue(item)
      return emit(.store(carried(element, from: block), value, type: id), span: span(item))
    }
    lowerInitializer(item, into: element, id, name: .empty)
  }

  /// `{nullptr}` for a smart pointer.
  private func isNullForOwner(_ items: [NodeID], _ facts: ClassFacts) -> Bool {
    guard items.count == 1 else { return false }
    switch facts.standard?.kind {
    case .uniquePointer, .sharedPointer, .weakPointer, .function: break
    default: return false
    }
    var node = stripped(items[0])
    while tree.kind(node) == .wrapper, let child = tree.onlyChild(node) { node = stripped(child) }
    return tree.kind(node) == .nullLiteral
  }
}

extension TypeTable {
  /// A class of C++, and not just a struct of C.
  func isClass(_ id: TypeID) -> Bool {
    guard case .record(let record) = infos[id.int].kind else { return false }
    return classes[record] != nil
  }

  /// Initialised member by member: no constructors, no virtual functions.
  func isAggregateClass(_ id: TypeID) -> Bool {
    guard case .record(let record) = infos[id.int].kind, let facts = classes[record] else { return true }
    if let standard = facts.standard {
      switch standard.kind {
      case .array: return true
      default: return false
      }
    }
    return !facts.members.hasConstructor && !facts.isPolymorphic
  }

  /// Braces for an object of the type are more than a list of its scalars.
  func isConstructedByBraces(_ id: TypeID) -> Bool {
    guard case .record(let record) = infos[id.int].kind, classes[record] != nil else { return false }
    if !isAggregateClass(id) { return true }
    return layouts[record].members.contains { $0.hasInitializer || isConstructedByBraces($0.type) }
  }
}
