import OwnershipIR
import SourceText

/// What an instruction does to objects, by the difference it makes.
extension FactRecorder {
  func recordLives(_ point: Point) {
    let name = actor(point)
    for path in point.after { recordChanges(from: point.before.state, to: path.state, name, point) }
    recordUse(point)
    guard case .call(let call) = point.instruction.operation else { return }
    if isScopeEnd(call, point) { return recordScopeEnd(call, point) }
    let arguments = point.executor.body.arguments(call.arguments)
    for argument in arguments {
      let value = point.value(of: argument.operand)
      let root = point.executor.arena.root(value)
      guard !root.isNone, point.executor.arena[root].tag != .function,
        !isControl(root, point.executor, point.before.state),
        let key = key(of: root, point.executor, point.before.state)
      else { continue }
      if objects[key]?.kind == .stack { continue }
      let span = argument.span == .none ? point.instruction.span : argument.span
      add(.passed, of: key, point.executor.module.range(of: span), name, point.order)
    }
  }

  /// What does it: the function that is called, or the language itself.
  private func actor(_ point: Point) -> String {
    switch point.instruction.operation {
    case .call: point.executor.module[point.instruction.name]
    case .allocate: "new"
    case .deallocate: "delete"
    default: ""
    }
  }

  private func recordChanges(from before: State, to after: State, _ name: String, _ point: Point) {
    for record in after.objects {
      let old = before.object(record.base)
      if old == record { continue }
      if isControl(record.base, point.executor, after) {
        recordCount(of: record.base, before, after, point)
        continue
      }
      guard let key = key(of: record.base, point.executor, after) else { continue }
      if old?.ownership != .owned, record.ownership == .owned, record.status == .live, record.references == 0
      {
        add(.allocated, of: key, point.range, name, point.order)
      }
      if record.status == .freed, old?.status != .freed {
        add(.released, of: key, point.range, name, point.order)
      }
      if record.status == .expired, old?.status != .expired {
        add(.scopeEnd, of: key, point.range, "", point.order)
      }
      if let old, old.references != record.references, record.status == .live {
        add(old.references < record.references ? .shared : .unshared, of: key, point.range, name, point.order)
      }
      let escapes = old?.ownership == .owned && record.ownership == .escaped
      let isOpened = record.ownership == .borrowed && record.content == .token && old?.content != .token
      if escapes || isOpened, record.status == .live,
        isHandedOver(record.base, before, point)
      {
        add(.handedOver, of: key, point.range, name, point.order)
      }
    }
    // Counts of owners are numbers in memory; the record beside them does not change with them.
    for record in before.objects where point.executor.isShared(record) && after.object(record.base) == record
    {
      recordCount(of: record.base, before, after, point)
    }
  }

  private func recordCount(of block: ValueID, _ before: State, _ after: State, _ point: Point) {
    let arena = point.executor.arena
    guard let old = before.cell(block, .none, SharedBlock.owners).flatMap({ arena.integerValue($0) }),
      let new = after.cell(block, .none, SharedBlock.owners).flatMap({ arena.integerValue($0) }), old != new,
      new > 0, let held = after.cell(block, .none, SharedBlock.object),
      let key = key(of: arena.root(held), point.executor, after)
    else { return }
    add(old < new ? .shared : .unshared, of: key, point.range, "", point.order)
  }

  /// Whether the call was given the object, by itself or in a variable.
  private func isHandedOver(_ root: ValueID, _ before: State, _ point: Point) -> Bool {
    guard case .call(let call) = point.instruction.operation else { return false }
    let arena = point.executor.arena
    return point.executor.body.arguments(call.arguments).contains { argument in
      let given = arena.root(point.value(of: argument.operand))
      return given == root
        || !given.isNone
          && before.cellRange(of: given).contains { arena.root(before.cells[$0].value) == root }
    }
  }

  /// Reading, writing and storing.
  private func recordUse(_ point: Point) {
    let executor = point.executor
    let name = executor.module[point.instruction.name]
    switch point.instruction.operation {
    case .load(let register, let address, let type):
      recordAccess(address, name, point)
      for path in point.after {
        let root = executor.arena.root(point.result(register, path))
        if case .pointer = executor.module[type].kind, let key = keyOfMemory(root, executor, path.state) {
          add(.named, of: key, point.range, name, point.order)
        }
      }
    case .store(let address, let operand, _):
      recordAccess(address, name, point)
      let root = executor.arena.root(point.value(of: operand))
      guard let place = executor.place(of: address, point.before, in: point.block, site: point.site),
        let key = keyOfMemory(root, executor, point.before.state), !name.isEmpty
      else { return }
      let isVariable = executor.arena[place.base].tag == .local
      add(isVariable ? .aliased : .stored, of: key, point.range, name, point.order)
    default: break
    }
  }

  /// Memory is touched through a pointer to it.
  private func recordAccess(_ address: Address, _ name: String, _ point: Point) {
    guard !name.isEmpty,
      let place = point.executor.place(of: address, point.before, in: point.block, site: point.site),
      let key = keyOfMemory(place.base, point.executor, point.before.state)
    else { return }
    add(.used, of: key, point.range, name, point.order)
  }

  private func keyOfMemory(_ root: ValueID, _ executor: Executor, _ state: State) -> ObjectKey? {
    guard !root.isNone, let key = key(of: root, executor, state), let kind = objects[key]?.kind else {
      return nil
    }
    return kind != .stack && kind != .static ? key : nil
  }

  // MARK: Ends of scopes

  /// Whether a call is made because a scope is left: a destructor, or the function of a `cleanup` attribute.
  func isScopeEnd(_ call: Call, _ point: Point) -> Bool {
    let body = point.executor.body
    guard let argument = body.arguments(call.arguments).first, case .local(let local) = argument.operand
    else {
      return false
    }
    if point.executor.module[point.instruction.name].hasPrefix("~") { return true }
    let rest = body.blocks[point.block].instructions[(point.position + 1)...]
    return rest.prefix { $0.span == point.instruction.span }.contains { $0.operation == .storageDead(local) }
  }

  private func recordScopeEnd(_ call: Call, _ point: Point) {
    let executor = point.executor
    guard case .local(let local)? = executor.body.arguments(call.arguments).first?.operand else { return }
    let place = executor.module[executor.body.locals[local.int].name]
    if place.isEmpty { return }
    let end = EndKey(range: point.range, place: place)
    for path in point.after {
      scopeEnds[end, default: EndRecord()].paths += 1
      for record in path.state.objects
      where record.status == .freed && !isControl(record.base, executor, path.state) {
        guard point.before.state.object(record.base)?.status != .freed,
          let key = key(of: record.base, executor, path.state)
        else { continue }
        scopeEnds[end]!.released[key, default: 0] += 1
      }
    }
  }
}
