import LibraryModels
import OwnershipIR
import SourceText

/// Which stretches of the text an instruction speaks of, and what they refer to before and after it.
extension FactRecorder {
  struct MentionKey: Hashable {
    var span: Span
    var role: Mention.Role
    var name: String
    var hold: Hold
  }

  struct MentionRecord {
    var before: Set<Observation> = []
    var after: Set<Observation> = []
    var isApproximate = false
  }

  func recordMentions(_ point: Point) {
    let executor = point.executor
    switch point.instruction.operation {
    case .load(let register, _, let type):
      let name = executor.module[point.instruction.name]
      let read = point.after.compactMap { path in
        observation(of: point.result(register, path), type, name, executor, path.state)
      }
      add(point, point.instruction.span, .read, name, .raw, before: read, after: read)
    case .store(let address, _, let type): recordStore(to: address, type, point)
    case .copy(let to, _, _):
      if case .local(let local) = to.base, to.offset == 0 {
        recordVariable(local, .write, nil, isDeclaration: isDeclared(local, point), point)
      }
    case .call(let call): recordCall(call, point)
    case .lookThrough(let operand):
      recordPlace(at: point.value(of: operand), .read, point.instruction.span, point.instruction.name, point)
    case .address(let register, let address):
      guard case .local = address.base, !address.isIndexed else { return }
      let name = executor.module[point.instruction.name]
      let seen = point.after.map { observe(point.result(register, $0), named: name, executor, $0.state) }
      add(point, point.instruction.span, .read, name, .raw, before: seen, after: seen)
    case .allocate(let register, let form, _, _) where form != .control:
      let made = point.after.map { observe(point.result(register, $0), named: "", executor, $0.state) }
      add(
        point, point.instruction.span, .allocation, form == .alloca ? "alloca" : "new", .raw, before: [],
        after: made)
    case .deallocate(let operand, _), .releasing(let operand, _):
      let value = point.value(of: operand)
      recordRelease(of: value, by: "delete", point)
    default: break
    }
  }

  // MARK: Calls

  private func recordCall(_ call: Call, _ point: Point) {
    let executor = point.executor
    let name = executor.module[point.instruction.name]
    if isScopeEnd(call, point) { return }
    let arguments = Array(executor.body.arguments(call.arguments))
    for (index, argument) in arguments.enumerated() {
      let isAssigned = index == 0 && name.hasPrefix("operator=")
      switch argument.operand {
      case .local(let local):
        let isMade = index == 0 && isMaking(local, point)
        recordVariable(local, isAssigned || isMade ? .write : .read, argument, isDeclaration: isMade, point)
      case .register:
        let value = point.value(of: argument.operand)
        recordPlace(at: value, isAssigned ? .write : .read, argument.span, argument.name, point)
      default: break
      }
    }
    if let address = call.resultAddress, case .local(let local) = address.base, address.offset == 0 {
      recordVariable(local, .write, nil, isDeclaration: isDeclared(local, point), point)
    }
    for index in releasedArguments(call, executor) where index < arguments.count {
      recordRelease(of: point.value(of: arguments[index].operand), by: name, point)
    }
    recordAllocations(name, point)
  }

  /// What a call brought into being here.
  private func recordAllocations(_ name: String, _ point: Point) {
    var made: [Observation] = []
    for path in point.after {
      for record in path.state.objects
      where record.ownership == .owned && record.status == .live
        && point.before.state.object(record.base)?.ownership != .owned
        && !isControl(record.base, point.executor, path.state)
      {
        made.append(observe(record.base, named: "", point.executor, path.state))
      }
    }
    if !made.isEmpty { add(point, point.instruction.span, .allocation, name, .raw, before: [], after: made) }
  }

  /// The arguments that a library function releases.
  private func releasedArguments(_ call: Call, _ executor: Executor) -> [Int] {
    guard case .direct(let function) = call.callee else { return [] }
    let number = executor.code.functionNumbers[function.int]
    guard let model = executor.program.callees[Int(number)].model else { return [] }
    return model.arguments.indices.filter {
      switch model.arguments[$0] {
      case .release, .reallocate: true
      default: false
      }
    }
  }

  private func recordRelease(of value: ValueID, by name: String, _ point: Point) {
    let before = observe(value, named: "", point.executor, point.before.state)
    let after = point.after.map { observe(value, named: "", point.executor, $0.state) }
    add(point, point.instruction.span, .release, name, .raw, before: [before], after: after)
  }

  /// Whether the call is a constructor that makes a variable.
  private func isMaking(_ local: LocalID, _ point: Point) -> Bool {
    guard case .record(let index) = point.executor.module[point.executor.body.locals[local.int].type].kind,
      point.executor.module.records[index].name == point.instruction.name
    else { return false }
    return isDeclared(local, point)
  }

  /// Whether the storage of a variable began just before, in this block and with nothing done to it since.
  private func isDeclared(_ local: LocalID, _ point: Point) -> Bool {
    let instructions = point.executor.body.blocks[point.block].instructions
    for instruction in instructions[..<point.position].reversed() {
      if instruction.operation == .storageLive(local) { return true }
      if instruction.operation == .endOfStatement { return false }
    }
    return false
  }

  // MARK: Places

  private func recordStore(to address: Address, _ type: TypeID, _ point: Point) {
    let executor = point.executor
    let name = executor.module[point.instruction.name]
    guard !name.isEmpty,
      let place = executor.place(of: address, point.before, in: point.block, site: point.site)
    else { return }
    func seen(_ state: State) -> Observation? {
      guard let value = state.cell(place.base, place.element, place.offset) else { return .untracked }
      return observation(of: value, type, name, executor, state)
    }
    let span = span(ofPlaceWritten: address, name, point)
    add(
      point, span, .write, name, .raw, before: [seen(point.before.state)].compactMap { $0 },
      after: point.after.compactMap { seen($0.state) })
  }

  /// A variable whose address is handed on, or that is made: what it, or what is in it, refers to.
  private func recordVariable(
    _ local: LocalID, _ role: Mention.Role, _ argument: Argument?, isDeclaration: Bool, _ point: Point
  ) {
    let executor = point.executor
    let variable = executor.body.locals[local.int]
    guard variable.name != .empty else { return }
    let hold = executor.hold(of: variable.type)
    var span = isDeclaration ? variable.span : argument?.span ?? point.instruction.span
    if span == .none { span = point.instruction.span }
    let base = executor.arena.local(local, frame: executor.frame)
    let name = executor.module[variable.name]
    func seen(_ state: State) -> [Observation] {
      if case .array = executor.module[variable.type].kind {
        return [observe(base, named: name, executor, state)]
      }
      return hold == .whole
        ? contents(of: base, name, executor, state)
        : [observePlace(base, 0, hold, variable.type, name, executor, state)].compactMap { $0 }
    }
    add(
      point, span, role, name, hold, before: isDeclaration ? [] : seen(point.before.state),
      after: point.after.flatMap { seen($0.state) })
  }

  /// The place that a value points at, where its type makes it an owner or an observer.
  private func recordPlace(
    at value: ValueID, _ role: Mention.Role, _ span: Span, _ name: StringID, _ point: Point
  ) {
    let executor = point.executor
    guard name != .empty, span != .none, let place = executor.arena.place(value, 0), place.element.isNone
    else { return }
    let named =
      executor.namedPlace(place.base, place.offset, point.before.state)
      ?? executor.entryPlace(
        of: executor.arena.initial(base: place.base, element: .none, offset: place.offset))
    guard let named, named.hold == .sole || named.hold == .strong || named.hold == .weak else { return }
    let text = executor.module[name]
    func seen(_ state: State) -> Observation? {
      observePlace(place.base, place.offset, named.hold, named.type, named.text, executor, state)
    }
    add(
      point, span, role, text, named.hold, before: [seen(point.before.state)].compactMap { $0 },
      after: point.after.compactMap { seen($0.state) })
  }

  func observePlace(
    _ base: ValueID, _ offset: Int64, _ hold: Hold, _ type: TypeID, _ name: String, _ executor: Executor,
    _ state: State
  ) -> Observation? {
    if let move = move(from: base, offset, executor, state) {
      return Observation(key: move.object, status: .moved(to: move.to, at: move.range))
    }
    guard let value = state.cell(base, .none, offset) else { return .untracked }
    if hold != .raw { return observe(value, named: name, executor, state) }
    return observation(of: value, type, name, executor, state)
  }

  /// What an object with members has hold of: itself where that is nothing.
  private func contents(of base: ValueID, _ name: String, _ executor: Executor, _ state: State)
    -> [Observation]
  {
    var found: [Observation] = []
    for index in state.cellRange(of: base) where state.cells[index].offset < HiddenCell.resource {
      let root = executor.arena.root(state.cells[index].value)
      guard !root.isNone, found.count < 4, let record = state.object(root), record.ownership != .borrowed,
        !isControl(root, executor, state)
      else { continue }
      let seen = observe(state.cells[index].value, named: name, executor, state)
      if !found.contains(seen) { found.append(seen) }
    }
    return found.isEmpty ? [observe(base, named: name, executor, state)] : found
  }

  /// A scalar's value; nil for numbers that are no descriptors.
  private func observation(
    of value: ValueID, _ type: TypeID, _ name: String, _ executor: Executor, _ state: State
  ) -> Observation? {
    switch executor.module[type].kind {
    case .pointer(let pointee, _):
      if case .function = executor.module[pointee].kind { return nil }
    case .integer:
      let root = executor.arena.root(value)
      guard !root.isNone, root == value, let record = state.object(root),
        executor.program.families.isDescriptor(record.family)
      else { return nil }
    default: return nil
    }
    return observe(value, named: name, executor, state)
  }

  // MARK: The text

  /// The variable in its declaration, or what stands left of the assignment.
  private func span(ofPlaceWritten address: Address, _ name: String, _ point: Point) -> Span {
    let whole = point.instruction.span
    if case .local(let local) = address.base {
      let declared = point.executor.body.locals[local.int].span
      if declared.file == whole.file, whole.start <= declared.start, declared.end <= whole.end {
        return declared
      }
    }
    return Span(
      file: whole.file, start: whole.start, end: min(whole.end, whole.start + UInt32(name.utf8.count)))
  }

  private func add(
    _ point: Point, _ span: Span, _ role: Mention.Role, _ name: String, _ hold: Hold, before: [Observation],
    after: [Observation]
  ) {
    guard !name.isEmpty, span != .none, !(before.isEmpty && after.isEmpty) else { return }
    let key = MentionKey(span: span, role: role, name: name, hold: hold)
    var record = mentions[key] ?? MentionRecord()
    record.before.formUnion(before)
    record.after.formUnion(after)
    if point.before.state.isApproximate || point.after.contains(where: \.state.isApproximate) {
      record.isApproximate = true
    }
    mentions[key] = record
  }
}
