import ClangFrontend
import OwnershipIR

extension FunctionLowering {
  mutating func lowerStringLiteral(_ node: NodeID) -> Place {
    let id = module.strings.intern(tree.stringContents(node))
    return Place(
      address: Address(base: .string(id)), type: typeID(node), name: self.text(node), span: span(node))
  }

  mutating func lowerCompoundLiteral(_ node: NodeID) -> Place {
    let type = typeID(node)
    let span = span(node)
    let local = addTemporary(type: type, span: span)
    emit(.storageLive(local), span: span)
    if !scopes.isEmpty { scopes[scopes.count - 1].locals.append(ScopedLocal(local: local)) }
    let address = Address(base: .local(local))
    if let list = tree.lastChild(node) { lowerInitializer(list, into: address, type, name: .empty) }
    return Place(address: address, type: type, name: text(node), span: span)
  }

  /// Builds an object from its initialiser at `target`, which is in the frame.
  mutating func lowerInitializer(_ node: NodeID, into target: Address, _ type: TypeID, name: StringID) {
    var inner = stripped(node)
    // Around the list of an array there is a layer when temporaries end after it.
    if module.types.isArray(type), isInitializerList(node) { inner = withoutWrappers(node) }
    guard tree.kind(inner) == .initializerList else {
      if module.unit.isCPlusPlus, lowerConvertedItem(node, into: target, type, name: name) { return }
      if module.types.isClass(type), convertsIntoClass(node, type) {
        return constructFromBraces(items: [node], node, into: target, type)
      }
      if module.types.isAggregate(type) { return lowerAggregate(node, into: target, type) }
      if module.types.isArray(type) { return lowerArrayInitializer(inner, into: target, type, name: name) }
      let value = lowerValue(node)
      return emit(.store(target, value, type: type), span: span(node), name: name)
    }
    if module.types.isClass(type), !module.types.isAggregateClass(type) {
      return constructFromBraces(inner, into: target, type)
    }
    let plan = initializerPlan(inner, type)
    if plan.elements.count > Self.longestStoreSequence, copyTable(inner, into: target, type, name: name) {
      return
    }
    if plan.isApproximate || plan.scalarsGiven < module.types.scalarCount(type) {
      emit(.zero(target, type: type), span: span(node), name: name)
    }
    for element in plan.elements {
      var address = target
      address.offset += element.offset
      let elementName = self.name(of: element, in: type, named: name)
      if let reference = module.types.reference(in: type, at: element.offset) {
        let value = lowerReference(element.node, to: reference, isExtended: true)
        emit(.store(address, value, type: element.type), span: span(element.node), name: elementName)
        continue
      }
      lowerInitializer(element.node, into: address, element.type, name: elementName)
    }
    if module.unit.isCPlusPlus { defaultRest(of: type, plan, at: target, span: span(node)) }
  }

  /// `book.title`, `words[1]`: how the user would write the part of a variable that an element initialises. Only
  /// what can hold memory is worth a name.
  private mutating func name(
    of element: InitializerPlan.Element, in type: TypeID, named name: StringID
  ) -> StringID {
    guard name != .empty, !module.types.isInteger(element.type) else { return name }
    var text = module.strings[name]
    for step in module.types.path(in: type, to: element.offset, of: element.type) {
      switch step {
      case .member(let member): text += "." + module.strings[member]
      case .element(let index): text += "[\(index)]"
      }
    }
    return module.strings.intern(text)
  }

  /// More elements than this come from a constant object when they are all constants.
  private static let longestStoreSequence = 512

  /// `int table[] = { …thousands… }`: one copy from a constant object instead of thousands of stores.
  private mutating func copyTable(_ list: NodeID, into target: Address, _ type: TypeID, name: StringID)
    -> Bool
  {
    var cells: [InitialCell] = []
    guard appendCells(list, type, at: 0, to: &cells) else { return false }
    let id = addSynthesizedGlobal(type, isConst: true, span: span(list))
    module.globals[id.int].initializer = Self.ordered(cells)
    emit(.copy(to: target, from: Address(base: .global(id)), type: type), span: span(list), name: name)
    return true
  }

  func initializerPlan(_ list: NodeID, _ type: TypeID) -> InitializerPlan {
    var planner = InitializerPlanner(types: module.types, tree: tree, unit: module.unit)
    planner.place(list: list, type, at: 0)
    return planner.plan
  }

  /// `char text[] = "…"`.
  private mutating func lowerArrayInitializer(
    _ node: NodeID, into target: Address, _ type: TypeID, name: StringID
  ) {
    guard isPlace(node) || tree.kind(node) == .wrapper else { return }
    // `bytes()` in the list of a constructor.
    if tree.kind(node) == .wrapper, tree.firstChild(node) == nil {
      return emit(.zero(target, type: type), span: span(node), name: name)
    }
    // The array is made in place of a temporary one, so it must not be made by way of a place.
    if !isPlace(node), let child = tree.onlyChild(node), tree.kind(child) != .stringLiteral {
      return lowerInitializer(child, into: target, type, name: name)
    }
    let place = lowerPlace(node)
    emit(.copy(to: target, from: place.address, type: type), span: span(node), name: name)
  }
}
