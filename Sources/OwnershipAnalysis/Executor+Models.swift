import LibraryModels
import OwnershipIR

/// Library functions: a row of the model tables carried out on the state.
extension Executor {
  func apply(
    _ row: FunctionModel, of number: UInt32, _ site: CallSite, _ path: inout Path, forks: inout [Path]
  ) -> Bool {
    let model = specialised(row, site, path.state)
    for (index, argument) in site.arguments.enumerated() {
      switch model.effect(onArgument: index) {
      case .value, .take, .takeOnSuccess, .release, .reallocate, .clear: break
      default: if !handOver(argument, callee: number, site, &path.state) { return false }
      }
    }
    if model.isNoReturn { return false }
    if needsFork(model) {
      var failed = path
      let fails = applyFailure(model, number, site, &failed)
      let succeeds = applySuccess(model, number, site, &path, isForked: true)
      if succeeds && fails { forks.append(failed) }
      if !succeeds && fails { path = failed }
      return succeeds || fails
    }
    return applySuccess(model, number, site, &path, isForked: false, forks: &forks)
  }

  private func holds(_ condition: ArgumentGuard, _ site: CallSite, _ state: State) -> Bool {
    guard condition.argument < site.arguments.count else { return false }
    let value = site.arguments[condition.argument].value
    if let constant = arena.integerValue(value) { return condition.holds(for: constant) }
    switch condition.test {
    case .isNoneOf(let constants):
      return constants.allSatisfy { state.compare(.notEqual, value, arena.integer($0), in: arena) == true }
    case .isOneOf, .hasBits, .lacksBits: return false
    }
  }

  /// The row for this very call: guarded alternatives, and what a format string says of the variadic tail.
  private func specialised(_ row: FunctionModel, _ site: CallSite, _ state: State) -> FunctionModel {
    var model = row.alternatives.isEmpty ? row : row.applying { holds($0, site, state) }
    guard let format = model.format, format < site.arguments.count else { return model }
    let node = arena[site.arguments[format].value]
    guard node.tag == .string,
      let tail = model.tailEffects(format: program.modules[Int(node.a)].strings[Int(node.b)])
    else { return model }
    while model.arguments.count <= format { model.arguments.append(model.rest) }
    let isList = model.arguments.count > format + 1
    if !isList { model.arguments += tail }
    return model
  }

  /// Whether success and failure change memory differently, beyond what the result's own value tells.
  private func needsFork(_ model: FunctionModel) -> Bool {
    if model.success == nil { return false }
    return model.arguments.contains { effect in
      switch effect {
      case .reallocate, .allocateOut, .allocateOutArray, .initialize, .takeOnSuccess: true
      default: false
      }
    }
  }

  // MARK: Failure

  private func applyFailure(
    _ model: FunctionModel, _ number: UInt32, _ site: CallSite, _ path: inout Path
  ) -> Bool {
    var result = fresh(.unknown, site: site.site, part: 1, in: path.state)
    switch model.success! {
    case .resultIsZero: guard path.state.assume(.notEqual, result, .zero, in: arena) else { return false }
    case .resultIsNotZero, .resultIsNotNull: result = .zero
    case .resultIsNotNegative: result = arena.integer(-1)
    case .resultIsPositive:
      guard path.state.assume(.lessOrEqual, result, .zero, in: arena) else { return false }
    case .resultIsNot(let constant): result = arena.integer(constant)
    }
    for (index, argument) in site.arguments.enumerated() {
      switch model.effect(onArgument: index) {
      case .fill, .use, .copyText: fill(argument, &path.state, site: site.site)
      case .take, .escape: escape(argument.value, in: &path.state, site: site.site)
      default: break
      }
    }
    finish(site, result: result, &path)
    return true
  }

  // MARK: Success

  private func applySuccess(
    _ model: FunctionModel, _ number: UInt32, _ site: CallSite, _ path: inout Path, isForked: Bool
  ) -> Bool {
    var forks: [Path] = []
    return applySuccess(model, number, site, &path, isForked: isForked, forks: &forks)
  }

  private func applySuccess(
    _ model: FunctionModel, _ number: UInt32, _ site: CallSite, _ path: inout Path, isForked: Bool,
    forks: inout [Path]
  ) -> Bool {
    var moved: BlockContents?
    for (index, argument) in site.arguments.enumerated() {
      switch model.effect(onArgument: index) {
      case .value, .borrow, .callback: break
      case .use: break
      case .fill: fill(argument, &path.state, site: site.site)
      case .retain(let family): retain(argument, id(family), by: number + 1, &path.state)
      case .share: share(argument, site, &path.state)
      case .sink: sink(argument, site, &path.state)
      case .release(let family, _):
        guard giveBack(argument.value, argument, id(family), by: number + 1, site, &path) else {
          return false
        }
      case .clear(let family):
        guard clear(argument, id(family), by: number + 1, site, &path) else { return false }
      case .reallocate(let family):
        guard let contents = reallocate(argument, family: family, number, site, &path) else { return false }
        moved = contents
      case .take, .takeOnSuccess:
        guard takeReference(argument, by: number + 1, &path.state) ?? true else { return false }
        if !isCounted(argument.value, path.state) { take(argument, &path.state, site: site.site) }
      case .escape: escape(argument.value, in: &path.state, site: site.site)
      case .allocateOut(let family, let replaces):
        allocateOut(argument, family, replaces: replaces, number, site, index, &path)
      case .allocateOutArray(let family, let count):
        for element in 0..<count {
          allocate(
            into: argument, offset: Int64(element) * 4, family, number, site, part: 40 + element, &path)
        }
      case .initialize(let family):
        if let place = arena.place(argument.value, 0) {
          initializeContents(
            of: place, family: program.families.id(family), by: number + 1, site.instruction.span,
            argument.name,
            &path.state, site: site.site)
        }
      case .copy(let source):
        if source < site.arguments.count {
          copyBytes(from: site.arguments[source], to: argument, site, &path)
        }
      case .copyText(let source):
        if source < site.arguments.count {
          copyText(from: site.arguments[source], to: argument, site, &path.state)
        }
      case .setBytes(let value): setBytes(argument, to: value.map { site.arguments[$0].value }, site, &path)
      case .advance:
        if let place = arena.place(argument.value, 0) {
          let old = read(place, type: .unknown, site: site.site, &path.state)
          let step = fresh(.unknown, site: site.site, part: 60 + index, in: path.state)
          path.state.setCell(place.base, place.element, place.offset, arena.element(old, step, stride: 1))
        }
      case .receiveInside(let source):
        if let place = arena.place(argument.value, 0), source < site.arguments.count {
          let step = fresh(.unknown, site: site.site, part: 60 + index, in: path.state)
          path.state.setCell(
            place.base, place.element, place.offset,
            arena.element(site.arguments[source].value, step, stride: 1))
        }
      }
    }
    return giveResult(model, number, site, &path, isForked: isForked, moved: moved, forks: &forks)
  }

  private func giveResult(
    _ model: FunctionModel, _ number: UInt32, _ site: CallSite, _ path: inout Path, isForked: Bool,
    moved: BlockContents?, forks: inout [Path]
  ) -> Bool {
    var result: ValueID
    switch model.result {
    case .void: return true
    case .unknown, .number:
      let bounds = constantResult(model, site.arguments.map(\.value), path.state) ?? model.result.bounds
      if let bounds, bounds.lowerBound == bounds.upperBound {
        result = arena.integer(bounds.lowerBound)
      } else {
        result =
          model.isPure
          ? arena.pure(
            function: number, arguments: site.arguments.map(\.value) + contents(model, site, path.state))
          : fresh(.unknown, site: site.site, in: path.state)
        if let bounds, isUsed(site) || isForked,
          !path.state.narrow(result, low: bounds.lowerBound, high: bounds.upperBound, in: arena)
        {
          return false
        }
      }
      if isForked, let success = model.success, !assume(success, result, &path.state) { return false }
    case .allocate(let family, let mayFail, let zeroed):
      result = allocateResult(
        family, mayFail: mayFail && !isForked, zeroed: zeroed, model, number, site, &path)
      if let moved { put(moved, into: result, &path.state) }
      if let copied = model.copied, copied < site.arguments.count {
        let target = CallArgument(
          value: result, aggregate: .unknown, name: .empty, span: site.instruction.span)
        copyBytes(from: site.arguments[copied], to: target, site, &path)
      }
    case .argument(let index, let orNull), .inside(let index, let orNull):
      guard index < site.arguments.count else { return true }
      result = site.arguments[index].value
      if case .inside = model.result {
        let distance = fresh(.unknown, site: site.site, part: 2, in: path.state)
        _ = path.state.setInterval(IntervalFact(value: distance, low: 0, high: .max))
        result = arena.element(result, distance, stride: 1)
      }
      if orNull, !isForked, isUsed(site) {
        var absent = path
        finish(site, result: .zero, &absent)
        forks.append(absent)
      }
    case .lent(let family, let orNull):
      result = lend(id(family), orNull: orNull, number, site, &path.state)
    case .moved(let index):
      guard index < site.arguments.count else { return true }
      result = moveOut(of: site.arguments[index], site, &path.state)
    case .borrowed(let orNull):
      // A table for good is the same whoever asks for it.
      result =
        ConstantCall.givesTable(model.name)
        ? arena.pure(function: number, arguments: []) : fresh(.unknown, site: site.site, in: path.state)
      if !orNull { _ = path.state.assume(.notEqual, result, .zero, in: arena) }
      path.state.setObject(
        ObjectRecord(
          base: result, status: .live, ownership: .borrowed, family: .borrowed, origin: path.state.lastEvent))
    }
    finish(site, result: result, &path)
    return true
  }

  private func isUsed(_ site: CallSite) -> Bool {
    site.call.result.map { flow.lastUse[$0.int] >= 0 } ?? false
  }

  private func assume(_ success: SuccessCondition, _ result: ValueID, _ state: inout State) -> Bool {
    switch success {
    case .resultIsZero: state.assume(.equal, result, .zero, in: arena)
    case .resultIsNotZero, .resultIsNotNull: state.assume(.notEqual, result, .zero, in: arena)
    case .resultIsNotNegative: state.assume(.lessOrEqual, .zero, result, in: arena)
    case .resultIsPositive: state.assume(.less, .zero, result, in: arena)
    case .resultIsNot(let constant): state.assume(.notEqual, result, arena.integer(constant), in: arena)
    }
  }

  // MARK: Allocation

  private func allocateResult(
    _ family: FamilyName, mayFail: Bool, zeroed: Bool, _ model: FunctionModel, _ number: UInt32,
    _ site: CallSite, _ path: inout Path
  ) -> ValueID {
    let id = program.families.id(family)
    let symbol = fresh(.allocation, site: site.site, in: path.state)
    note(
      .allocated, site.instruction.span, site.instruction.name, object: symbol, family: id,
      function: number + 1,
      in: &path.state)
    var record = ObjectRecord(
      base: symbol, status: .live, ownership: .owned, family: id, origin: path.state.lastEvent)
    if zeroed { record.content = .zero }
    path.state.setObject(record)
    if model.isFloating { path.state.setCell(symbol, .none, HiddenCell.floating, .one, shape: .hidden) }
    if program.families.isDescriptor(id) {
      _ = path.state.setInterval(
        IntervalFact(value: symbol, low: mayFail ? -1 : 0, high: Int64(Int32.max)))
    } else if !mayFail {
      _ = path.state.assume(.notEqual, symbol, .zero, in: arena)
    }
    return symbol
  }

  private func allocateOut(
    _ argument: CallArgument, _ family: FamilyName, replaces: Bool, _ number: UInt32, _ site: CallSite,
    _ index: Int, _ path: inout Path
  ) {
    guard let place = arena.place(argument.value, 0) else { return }
    if replaces {
      // `getline`: the buffer in the variable is used again, wherever it may have moved.
      let old = read(place, type: .unknown, site: site.site, &path.state)
      if let record = path.state.object(arena.root(old)), record.status == .live {
        guard record.ownership == .owned, arena.root(old) == old else { return }
        _ = release(
          old, family: id(family), by: number + 1, site.instruction.span, argument.name, &path,
          position: site.position, in: site.block)
        allocate(into: argument, offset: 0, family, number, site, part: 30 + index, &path)
        return
      }
      if path.state.truth(of: old, in: arena) != false, !isUndefined(old, place) { return }
    }
    allocate(into: argument, offset: 0, family, number, site, part: 30 + index, &path)
  }

  func id(_ family: FamilyName) -> FamilyID { program.families.id(family) }

  /// An entry value of storage that the analysed code made itself: nothing was written there yet.
  private func isUndefined(_ value: ValueID, _ place: Place) -> Bool {
    arena[value].tag == .initial && !arena.isFootprint(value)
  }

  private func allocate(
    into argument: CallArgument, offset: Int64, _ family: FamilyName, _ number: UInt32, _ site: CallSite,
    part: Int, _ path: inout Path
  ) {
    guard let place = arena.place(argument.value, offset) else { return }
    let id = program.families.id(family)
    let symbol = fresh(.allocation, site: site.site, part: part, in: path.state)
    note(
      .allocated, site.instruction.span, argument.name, object: symbol, family: id, function: number + 1,
      in: &path.state)
    path.state.setObject(
      ObjectRecord(base: symbol, status: .live, ownership: .owned, family: id, origin: path.state.lastEvent))
    if program.families.isDescriptor(id) {
      _ = path.state.setInterval(IntervalFact(value: symbol, low: 0, high: Int64(Int32.max)))
    } else {
      _ = path.state.assume(.notEqual, symbol, .zero, in: arena)
    }
    let old = path.state.setCell(place.base, place.element, place.offset, symbol)
    if let old, !arena.root(old).isNone {
      checkLeaks(
        [arena.root(old)], at: site.instruction.span, cause: .overwritten(argument.name), &path,
        position: site.position, in: site.block)
    }
  }

  /// `realloc` that succeeded: the old block is gone, its contents move. Nil when a flaw ends the path.
  private func reallocate(
    _ argument: CallArgument, family: FamilyName, _ number: UInt32, _ site: CallSite, _ path: inout Path
  ) -> BlockContents? {
    let contents = takeContents(of: arena.root(argument.value), &path.state)
    let isReleased = release(
      argument.value, family: program.families.id(family), by: number + 1, argument.span, argument.name,
      &path,
      position: site.position, in: site.block)
    return isReleased ? contents : nil
  }

  private func take(_ argument: CallArgument, _ state: inout State, site: UInt32) {
    let root = arena.root(argument.value)
    if root.isNone { return }
    // What a caller owns is no longer the caller's.
    if arena.isFootprint(root), arena[root].tag == .initial,
      state.object(root)?.ownership ?? .borrowed == .borrowed
    {
      return escape(argument.value, in: &state, site: site)
    }
    escapeOwned(root, in: &state)
    forget(
      reachableFrom: state.cellRange(of: root).map { arena.root(state.cells[$0].value) }, in: &state,
      token: site)
  }

  // MARK: Contents

  /// Bytes written through a pointer: numbers there are unknown now; pointers elsewhere in the object stay.
  private func fill(_ argument: CallArgument, _ state: inout State, site: UInt32) {
    guard let place = arena.place(argument.value, 0) else { return }
    let range = state.cellRange(of: place.base)
    for (ordinal, index) in range.enumerated() {
      let cell = state.cells[index]
      if cell.element.isNone, cell.offset < place.offset { continue }
      let root = arena.root(cell.value)
      if !root.isNone, state.object(root) != nil || arena[root].tag == .local { continue }
      state.cells[index].value = fresh(.havoc, site: site, part: 200 + ordinal, in: state)
    }
    let tag = arena[place.base].tag
    if tag == .local || arena.symbolKind(place.base) == .allocation, place.element.isNone {
      if state.cell(place.base, .none, place.offset) == nil {
        state.setCell(
          place.base, .none, place.offset, fresh(.havoc, site: site, part: 199, in: state))
      }
    }
  }

  /// Texts up to this length are kept byte by byte where they are copied into the middle of something.
  private static let longestCopiedText = 24

  /// `strcpy`: what stood there is gone, and the text is known where it was known before.
  private func copyText(
    from source: CallArgument, to target: CallArgument, _ site: CallSite, _ state: inout State
  ) {
    let text = arena.place(source.value, 0).flatMap { self.text(at: $0, state) }
    fill(target, &state, site: site.site)
    guard let place = arena.place(target.value, 0) else { return }
    if let text, place.element.isNone {
      writeText(text, at: place, size: .max, &state)
    } else if arena[place.base].tag != .local {
      context.losesTexts = true
    }
  }

  private func writeText(_ text: [UInt8], at place: Place, size: Int64, _ state: inout State) {
    guard text.count <= Self.longestCopiedText else { return }
    for (index, byte) in (text + [0]).enumerated() where Int64(index) < size {
      state.setCell(
        place.base, place.element, place.offset &+ Int64(index), arena.integer(Int64(byte)),
        shape: CellShape(width: 1))
    }
  }

  private func copyBytes(
    from source: CallArgument, to target: CallArgument, _ site: CallSite, _ path: inout Path
  ) {
    guard let from = arena.place(source.value, 0), let to = arena.place(target.value, 0) else { return }
    let size = site.arguments.last.flatMap { arena.integerValue($0.value) } ?? .max
    let copied = text(at: from, path.state)
    let isLost = !from.element.isNone || !to.element.isNone || copied == nil && to.offset != 0
    if isLost, arena[to.base].tag != .local { context.losesTexts = true }
    if !from.element.isNone || !to.element.isNone {
      // Which elements go where is not known.
      for index in path.state.cellRange(of: from.base) {
        escapeOwned(arena.root(path.state.cells[index].value), in: &path.state)
      }
      for index in path.state.cellRange(of: to.base) {
        escapeOwned(arena.root(path.state.cells[index].value), in: &path.state)
      }
      havocContents(of: to.base, in: &path.state, token: site.site, content: .filled)
      // What the caller has there may be kept now; of text nobody keeps anything.
      if arena.isFootprint(from.base), arena[from.base].tag == .initial, mayHoldPointers(source, site) {
        havocContents(of: from.base, in: &path.state, token: site.site, content: .filled)
      }
      return
    }
    let cells = path.state.cellRange(of: from.base).map { path.state.cells[$0] }
    var lost: [ValueID] = []
    let targetCells = path.state.cellRange(of: to.base).map { path.state.cells[$0] }
    for cell in targetCells
    where cell.element.isNone && cell.offset >= to.offset && cell.offset &- to.offset < size {
      if size == .max, !arena.root(cell.value).isNone { continue }
      lost.append(arena.root(cell.value))
      let fresh = fresh(.havoc, site: site.site, part: 300 + Int(cell.offset & 0xFFFF), in: path.state)
      path.state.setCell(cell.base, cell.element, cell.offset, fresh)
    }
    for cell in cells where cell.element.isNone {
      let offset = cell.offset &- from.offset
      if offset >= 0, offset < size, cell.offset < HiddenCell.resource {
        path.state.setCell(to.base, to.element, to.offset &+ offset, cell.value, shape: cell.shape)
      }
    }
    if let copied, to.offset != 0 { writeText(copied, at: to, size: size, &path.state) }
    if from.offset == 0, to.offset == 0, from.element.isNone, to.element.isNone, arena[to.base].tag != .global
    {
      var record =
        path.state.object(to.base)
        ?? ObjectRecord(
          base: to.base, status: .live, ownership: .borrowed, family: .unknown, origin: path.state.lastEvent)
      let sourceRecord = path.state.object(from.base)
      if sourceRecord?.content == .zero {
        record.content = .zero
      } else {
        record.content = .filled
        record.token =
          sourceRecord?.token.isNone == false && sourceRecord?.content != .initial
          ? sourceRecord!.token : from.base
      }
      path.state.setObject(record)
    }
    checkLeaks(
      lost.filter { !$0.isNone }, at: site.instruction.span, cause: .overwritten(target.name), &path,
      position: site.position, in: site.block)
  }

  /// Whether an argument may point at pointers, by the type it had before it became `void *`.
  private func mayHoldPointers(_ argument: CallArgument, _ site: CallSite) -> Bool {
    guard let position = site.arguments.firstIndex(where: { $0.value == argument.value }),
      case .register(let register) = body.arguments(site.call.arguments)[
        Int(site.call.arguments.start) + position
      ].operand
    else { return true }
    for instruction in body.blocks[site.block].instructions[..<site.position] {
      guard case .load(register, _, let type) = instruction.operation,
        case .pointer(let pointee, _) = module[type].kind, case .integer = module[pointee].kind
      else { continue }
      return false
    }
    return true
  }

  private func setBytes(_ argument: CallArgument, to value: ValueID?, _ site: CallSite, _ path: inout Path) {
    guard let place = arena.place(argument.value, 0) else { return }
    let size = site.arguments.last.flatMap { arena.integerValue($0.value) } ?? .max
    let isZero = value == nil || value == .zero
    var lost: [ValueID] = []
    for cell in path.state.cellRange(of: place.base).map({ path.state.cells[$0] })
    where cell.element.isNone && cell.offset >= place.offset && cell.offset &- place.offset < size {
      let root = arena.root(cell.value)
      if !root.isNone { lost.append(root) }
      let filler = isZero ? ValueID.zero : fresh(.havoc, site: site.site, part: 400, in: path.state)
      path.state.setCell(cell.base, cell.element, cell.offset, filler)
    }
    if isZero, place.offset == 0, place.element.isNone, arena[place.base].tag != .global {
      var record =
        path.state.object(place.base)
        ?? ObjectRecord(
          base: place.base, status: .live, ownership: .borrowed, family: .unknown,
          origin: path.state.lastEvent)
      record.content = .zero
      path.state.setObject(record)
    }
    checkLeaks(
      lost, at: site.instruction.span, cause: .overwritten(argument.name), &path, position: site.position,
      in: site.block)
  }
}
