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
    case .resultIsZeroOrMinusOne, .resultIsNotNegative: result = arena.integer(-1)
    case .resultIsPositive:
      guard path.state.assume(.lessOrEqual, result, .zero, in: arena) else { return false }
    case .resultIsNot(let constant): result = arena.integer(constant)
    }
    for (index, argument) in site.arguments.enumerated() {
      switch model.effect(onArgument: index) {
      case .fill, .use, .copyText, .appendText, .joined: fill(index, site, &path.state, calling: number)
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
      case .value, .borrow, .callback, .start, .own, .join: break
      case .use: break
      case .joined: fill(index, site, &path.state, calling: number)
      case .fill:
        if let format = model.format, index < format {
          writeFormatted(index, format: format, site, &path.state, calling: number)
        } else {
          fill(index, site, &path.state, calling: number)
        }
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
          copyBytes(from: site.arguments[source], to: argument, at: index, site, &path)
        }
      case .copyText(let source):
        if source < site.arguments.count {
          copyText(from: site.arguments[source], to: index, site, &path.state, calling: number)
        }
      case .appendText(let source):
        if source < site.arguments.count {
          appendText(from: site.arguments[source], to: index, site, &path.state, calling: number)
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
    guard noteThread(model, site, &path) else { return false }
    return giveResult(model, number, site, &path, isForked: isForked, moved: moved, forks: &forks)
      && joinThread(model, site, &path, forks: &forks)
  }

  private func giveResult(
    _ model: FunctionModel, _ number: UInt32, _ site: CallSite, _ path: inout Path, isForked: Bool,
    moved: BlockContents?, forks: inout [Path]
  ) -> Bool {
    if let tokens = ConstantSearch.Tokens(of: model.name), site.arguments.count >= 2 {
      return takeToken(tokens, model, number, site, &path, forks: &forks)
    }
    var result: ValueID
    switch model.result {
    case .void: return true
    case .unknown, .number:
      let bounds = constantResult(model, site.arguments.map(\.value), path.state) ?? model.result.bounds
      if let bounds, bounds.lowerBound == bounds.upperBound {
        result = arena.integer(bounds.lowerBound)
      } else {
        if model.isPure {
          let arguments = site.arguments.map(\.value) + contents(model, site, path.state)
          let known = site.arguments.count == 1 ? formattedResult(number, arguments, &path.state) : nil
          result = known ?? arena.pure(function: number, arguments: arguments)
        } else {
          result = fresh(.unknown, site: site.site, in: path.state)
        }
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
      if case .inside = model.result, let found = search(model, site, path.state) {
        finish(site, result: found, &path)
        return true
      }
      if case .inside = model.result {
        result = somewhere(behind: result, part: 2, site, &path.state)
      }
      if orNull, !isForked { addAbsent(site, path, &forks) }
    case .element(let array, let count, let size, let orNull):
      result = element(of: array, count: count, size: size, site, &path.state)
      if orNull, !isForked, result != .zero { addAbsent(site, path, &forks) }
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

  /// The path on which null comes back instead, where anybody can tell.
  private func addAbsent(_ site: CallSite, _ path: Path, _ forks: inout [Path]) {
    guard isUsed(site) else { return }
    var absent = path
    finish(site, result: .zero, &absent)
    forks.append(absent)
  }

  private func isUsed(_ site: CallSite) -> Bool {
    site.call.result.map { flow.lastUse[$0.int] >= 0 } ?? false
  }

  private func assume(_ success: SuccessCondition, _ result: ValueID, _ state: inout State) -> Bool {
    switch success {
    case .resultIsZero, .resultIsZeroOrMinusOne: state.assume(.equal, result, .zero, in: arena)
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
}
