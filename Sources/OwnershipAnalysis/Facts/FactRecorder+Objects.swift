import LibraryModels
import OwnershipIR
import SourceText

extension FactRecorder {
  /// What makes two objects of two paths one for the reader: the place that made them.
  enum ObjectKey: Hashable {
    /// Where it was allocated, where this function called what did, and the family.
    case made(module: UInt16, span: Span, callModule: UInt16, call: Span, family: FamilyID)
    case local(LocalID)
    case global(UInt32)
    case literal(module: UInt32, text: UInt32)
    /// Of the caller's, by the expression that reached it on entry.
    case entry(String)
    /// What the library keeps, by the call that gave it.
    case result(site: UInt32)
  }

  struct ObjectDescription {
    var kind: FactObject.Kind
    var name = ""
    var family = FamilyID.unknown
    var allocator = ""
    var allocation: SourceRange?
    var call: SourceRange?
    var callee = ""
    var smartPointer: Hold?
  }

  func identify(_ root: ValueID, _ executor: Executor, _ state: State) -> (ObjectKey, ObjectDescription)? {
    let node = executor.arena[root]
    switch node.tag {
    case .local:
      guard node.a == executor.frame, Int(node.b) < executor.body.locals.count else { return nil }
      let local = executor.body.locals[Int(node.b)]
      var description = ObjectDescription(kind: .stack, name: executor.module[local.name])
      if local.span != .none { description.allocation = executor.module.range(of: local.span) }
      return (.local(LocalID(Int(node.b))), description)
    case .global:
      let global = executor.program.globals[Int(node.a)]
      let module = executor.program.modules[global.module]
      let declaration = module.globals[global.index]
      var description = ObjectDescription(kind: .static, name: module[declaration.name])
      if declaration.span != .none { description.allocation = module.range(of: declaration.span) }
      return (.global(node.a), description)
    case .string:
      return (.literal(module: node.a, text: node.b), ObjectDescription(kind: .static))
    case .initial, .symbol:
      if let record = state.object(root), !record.origin.isNone {
        let origin = executor.events[record.origin]
        if origin.kind == .allocated || origin.kind == .lent { return made(record, origin, executor) }
      }
      if node.tag == .symbol, state.object(root)?.family == .borrowed {
        return (.result(site: node.a), ObjectDescription(kind: .library))
      }
      guard executor.arena.isFootprint(root), let place = entryPlace(of: root, executor),
        isReference(place.type, executor) || state.object(root) != nil
      else { return nil }
      let kind: FactObject.Kind = isGlobal(root, executor.arena) ? .globals : .callers
      return (.entry(place.text), ObjectDescription(kind: kind, name: place.text))
    default: return nil
    }
  }

  /// Whether an entry value was reached through a global.
  private func isGlobal(_ value: ValueID, _ arena: ValueArena) -> Bool {
    var node = arena[value]
    while node.tag == .initial { node = arena[ValueID(raw: node.a)] }
    return node.tag == .global
  }

  private func isReference(_ type: TypeID, _ executor: Executor) -> Bool {
    if case .pointer = executor.module[type].kind { return true }
    return false
  }

  private func made(
    _ record: ObjectRecord, _ origin: PathEvent, _ executor: Executor
  ) -> (ObjectKey, ObjectDescription)? {
    let shown = executor.events.visible(origin)
    guard shown.span != .none else { return nil }
    var description = ObjectDescription(kind: origin.kind == .lent ? .lent : .heap)
    description.family = record.family
    description.allocation = range(of: shown, executor)
    description.allocator =
      origin.function > 0
      ? executor.program.name(of: origin.function - 1) : String(executor.program.families.name(origin.family))
    var (callModule, call) = (shown.module, shown.span)
    if let outer = outermostCall(of: origin, executor.events) {
      (callModule, call) = (outer.module, outer.span)
      description.callee = name(ofCall: outer, executor)
      if call != shown.span || callModule != shown.module { description.call = range(of: outer, executor) }
    }
    let key = ObjectKey.made(
      module: shown.module, span: shown.span, callModule: callModule, call: call, family: record.family)
    return (key, description)
  }

  /// The call of the analysed function itself under which an event happened; nil for what it did on its own.
  func outermostCall(of event: PathEvent, _ events: EventArena) -> PathEvent? {
    guard event.depth > 0 else { return nil }
    var current = event.parent
    while !current.isNone {
      let outer = events[current]
      if outer.kind == .called, outer.depth == 0 { return outer }
      current = outer.parent
    }
    return nil
  }

  func name(ofCall event: PathEvent, _ executor: Executor) -> String {
    let name = executor.program.modules[Int(event.module)][event.name]
    return name.isEmpty && event.function > 0 ? executor.program.name(of: event.function - 1) : name
  }

  func range(of event: PathEvent, _ executor: Executor) -> SourceRange {
    executor.program.modules[Int(event.module)].range(of: event.span)
  }

  /// Whether an object is the block that counts the owners of another: nothing that a user sees.
  func isControl(_ root: ValueID, _ executor: Executor, _ state: State) -> Bool {
    state.object(root).map(executor.isShared) ?? false
  }
}
