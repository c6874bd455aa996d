import ClangFrontend
import OwnershipIR

/// A table belongs to a class and to one of its subobjects.
struct VirtualTableKey: Hashable {
  var record: Int
  /// Where the subobject lies.
  var offset: Int64
}

/// Dynamic dispatch as compilers do it: objects hold the address of a constant table of functions. An object whose
/// making is seen is of known class, and calls through others wait for callers that know: nothing else is needed.
extension FunctionLowering {
  /// Sets the table pointers of an object of class `type` that is being made or ended.
  mutating func emitTablePointers(at this: Address, _ type: ClangType, span: Span) {
    guard let record = module.recordIndex(type) else { return }
    for (offset, subobject) in polymorphicSubobjects(of: record) {
      guard let table = module.table(of: record, subobject: subobject, at: offset) else { continue }
      var address = this
      address.offset += offset
      emit(.store(address, .global(table), type: module.addressType), span: span)
    }
  }

  func polymorphicSubobjects(of record: Int) -> [(Int64, Int)] {
    guard let facts = module.types.classes[record], facts.isPolymorphic else { return [] }
    var found: [(Int64, Int)] = [(0, record)]
    func visit(_ record: Int, at offset: Int64) {
      for base in module.types.classes[record]?.bases ?? [] {
        guard let inner = base.offset, module.isPolymorphic(base.record) else { continue }
        if !found.contains(where: { $0.0 == offset + inner }) { found.append((offset + inner, base.record)) }
        visit(base.record, at: offset + inner)
      }
    }
    visit(record, at: 0)
    return found
  }

  /// The function that a virtual call reaches, read from the object's table; nil when the call needs none.
  mutating func lowerVirtualCallee(_ method: Declaration, _ receiver: Operand, _ node: NodeID) -> Operand? {
    guard let slot = module.tableSlot(of: method) else { return nil }
    return emitTableLoad(receiver, slot: slot, span: span(node))
  }

  mutating func emitTableLoad(_ object: Operand, slot: Int, span: Span) -> Operand {
    let table = newRegister()
    emit(.load(table, Address(base: object), type: module.addressType), span: span)
    let function = newRegister()
    let address = Address(base: .register(table), offset: 8 * Int64(slot))
    emit(.load(function, address, type: module.addressType), span: span)
    return .register(function)
  }

  /// Destroys through the table.
  mutating func emitVirtualDestroy(_ object: Operand, _ record: Int, span: Span, name: StringID) {
    guard let slot = module.types.classes[record]?.slots.firstIndex(where: { $0.root == 0 }) else { return }
    let function = emitTableLoad(object, slot: slot, span: span)
    let call = Call(
      result: nil, callee: .indirect(function),
      arguments: addArguments([Argument(object, name: name, span: span)]),
      resultType: module.typeID(ofVoid: ()))
    emit(
      .call(call), span: span,
      name: module.strings.intern("~" + module.strings[module.types.records[record].name]))
    hasEffects = true
  }
}

extension ModuleBuilder {
  /// The table of the subobject (of class `subobject`, at `offset`) in an object of class `record`.
  mutating func table(of record: Int, subobject: Int, at offset: Int64) -> GlobalID? {
    let key = VirtualTableKey(record: record, offset: offset)
    if let known = tables[key] { return known }
    guard let facts = types.classes[record], let slots = types.classes[subobject]?.slots else { return nil }
    let declaration = facts.type.declaration
    let isInternal = declaration.hasInternalLinkage
    let usr = "\(types.records[record].usr)#table#\(offset)"
    let id = GlobalID(globals.count)
    tables[key] = id
    globals.append(
      Global(
        usr: usr, linkKey: isInternal ? "\(definingPath(declaration))#\(usr)" : usr,
        name: strings.intern("vtable"), type: addressType, span: .none, isInternal: isInternal, isConst: true,
        isDefined: true))
    var cells: [InitialCell] = []
    var isComplete = true
    if offset != 0 { cells.append(InitialCell(offset: HiddenCell.offsetToTop, value: .integer(-offset))) }
    for (index, slot) in slots.enumerated() {
      guard let function = overrider(of: slot, in: record, from: offset) else {
        if !isPure(slot) { isComplete = false }
        continue
      }
      cells.append(
        InitialCell(offset: 8 * Int64(index), value: .function(function)))
    }
    globals[id.int].initializer = cells
    globals[id.int].initializerIsComplete = isComplete
    return id
  }

  private func isPure(_ slot: VirtualSlot) -> Bool { slot.method?.isPureVirtual ?? false }

  /// What an object of class `record` runs for a slot of its subobject at `offset`.
  private mutating func overrider(of slot: VirtualSlot, in record: Int, from offset: Int64) -> FunctionID? {
    if slot.root == 0 {
      guard case .call(let function) = action(.destructor, types.classes[record]!.type) else { return nil }
      return offset == 0 ? function : thunk(to: function, offset: offset)
    }
    guard let (written, owner, place) = finalOverrider(of: slot.root, in: record, at: 0),
      !written.isPureVirtual,
      let method = written.isInTemplatePattern
        ? instanceMember(of: types.classes[owner]!.type, .method(written.name)) : written,
      case .function(let function) = binding(method).entity
    else { return nil }
    return place == offset ? function : thunk(to: function, offset: offset - place)
  }

  /// The most derived declaration of a virtual function, its class, and where that lies.
  private func finalOverrider(of root: UInt, in record: Int, at offset: Int64) -> (Declaration, Int, Int64)? {
    guard let facts = types.classes[record] else { return nil }
    var declaration = facts.type.declaration.definition ?? facts.type.declaration
    declaration = declaration.specializedTemplate ?? declaration
    for member in declaration.children
    where member.kind == .function && member.isVirtual && !member.isDestructor {
      if roots(of: member).contains(root) { return (member, record, offset) }
    }
    for base in facts.bases {
      guard let inner = base.offset else { continue }
      if let found = finalOverrider(of: root, in: base.record, at: offset + inner) { return found }
    }
    return nil
  }

  /// A function that is called with the address of a subobject `offset` bytes into the object.
  private mutating func thunk(to function: FunctionID, offset: Int64) -> FunctionID {
    let key = "\(functions[function.int].linkKey)#thunk#\(offset)"
    return self.function(key, pending: .thunk(function, offset: offset)) { module in
      var copy = module.functions[function.int]
      (copy.usr, copy.linkKey, copy.body) = (key, key, nil)
      return copy
    }
  }
}
