import OwnershipIR

/// Calls of functions whose body is part of the program: by summary, or inlined where a summary cannot say enough.
extension Executor {
  /// What applying one outcome came to.
  enum Application {
    case applied(Path)
    /// The caller's values rule this outcome out.
    case infeasible
    /// A flaw was found; the path ends.
    case flawed
    /// The outcome was made under assumptions (distinct arguments) that do not hold here.
    case unsuitable
  }

  func callDefined(
    _ number: UInt32, _ callee: CalleeInfo, _ site: CallSite, _ path: inout Path, forks: inout [Path]
  ) -> Bool {
    var site = site
    site.tail = callee.tail
    // What goes into a variadic tail may be read there by means that are not followed.
    if callee.body != nil, site.arguments.count > callee.parameterCount,
      callee.tail == nil || mayBeAbove(number, site) || losesTail(number)
    {
      for argument in site.arguments[callee.parameterCount...] {
        escape(argument.value, in: &path.state, site: site.site)
      }
    }
    // Statements may be missing from code with errors: what it does to what it is given is not known.
    if callee.body?.hasErrors == true { return callUnknown(number, site, &path) }
    // What is known here of a container decides what its functions do.
    if callee.isSystem, context.effort != .brief,
      knowsMore(site, path.state) || knowsLength(site, path.state), canInline(number)
    {
      return inline(number, callee, site, &path, forks: &forks)
    }
    guard let summary = summary(of: number, site) else {
      return inlineOrGiveUp(number, callee, site, &path, forks: &forks)
    }
    if context.isInRecursion { context.usedSummaries[number] = summary }
    if callee.isSystem, summary.startsThreads, canInline(number) {
      return inline(number, callee, site, &path, forks: &forks)
    }
    if !summary.isComplete || summary.usesIncomplete { context.usesIncomplete = true }
    if summary.losesTexts {
      context.losesTexts = true
      if passesText(site, path.state), canInline(number) {
        if context.effort == .thorough { return inline(number, callee, site, &path, forks: &forks) }
        context.hasJoined = true
      }
    }
    // What was left out may be all that happens here. (In a large program there is no time to look at everything
    // twice.)
    let leavesOut =
      summary.hasUnfollowedCalls || summary.isTooLarge
      || context.isInSmallProgram && summary.incomplete.contains(.outcomes)
        && (!summary.incomplete.contains(.states) || isWorthAnotherLook(summary, number, at: site.site))
    let isOpen = context.isInSmallProgram && summary.leavesFlawsOpen && passesOwn(number, site, path.state)
    if isOpen || leavesOut && knowsMore(site, path.state), canInline(number) {
      if context.effort == .thorough { return inline(number, callee, site, &path, forks: &forks) }
      context.couldCountRounds = true
      context.hasJoined = true
    }
    if summary.isTooLarge {
      for argument in site.arguments where !handOver(argument, callee: number, site, &path.state) {
        return false
      }
      giveUp(number, site, &path)
      return true
    }
    if resolvesCalledValue(summary, site, path), canInline(number) {
      return inline(number, callee, site, &path, forks: &forks)
    }
    // A flaw somewhere down a recursion: how deep this call goes decides whether it is reached.
    if !summary.latent.isEmpty, summary.incomplete.contains(.recursion), knowsMore(site, path.state),
      canInline(number)
    {
      return inline(number, callee, site, &path, forks: &forks)
    }
    let (applied, isUnsuitable, wasFlawed) = applyAll(summary, number, site, path)
    if isUnsuitable, canInline(number) { return inline(number, callee, site, &path, forks: &forks) }
    if applyLatent(summary, number, site, path) { return inline(number, callee, site, &path, forks: &forks) }
    if applied.isEmpty {
      if wasFlawed { return false }
      if !summary.isComplete || summary.usesIncomplete,
        knowsMore(site, path.state) || passesText(site, path.state) || passesOwnStorage(site, path.state)
          || leadsToText(site, path.state) || hasTrackedGlobal(summary, path.state),
        canInline(number)
      {
        return inline(number, callee, site, &path, forks: &forks)
      }
      if summary.isComplete { return false }
      // In the first round over a recursive group no way through is known yet: only paths without recursion count.
      if summary === Summary.bottom { return false }
      context.incomplete.insert(.recursion)
      giveUp(number, site, &path)
      return true
    }
    path = applied[0]
    forks.append(contentsOf: applied.dropFirst())
    return true
  }

  /// What is known of a callee; nil when it may not have been analysed yet, whatever the order of the jobs.
  private func summary(of number: UInt32, _ site: CallSite) -> Summary? {
    mayBeAbove(number, site) ? nil : context.summary(of: number)
  }

  /// Whether the callee may in turn wait for the function that is analysed.
  private func mayBeAbove(_ number: UInt32, _ site: CallSite) -> Bool {
    (site.isByPointer || !isBelow) && context.isInOneCluster(with: number)
  }

  private func applyAll(
    _ summary: Summary, _ number: UInt32, _ site: CallSite, _ path: Path
  ) -> (applied: [Path], isUnsuitable: Bool, wasFlawed: Bool) {
    var applied: [Path] = []
    var wasFlawed = false
    for (index, outcome) in summary.outcomes.enumerated() {
      if context.fuel <= 0 { break }
      if isRuledOut(outcome, site, path.state) { continue }
      if outcome.hasPicked, hasTrackedArgument(site, path.state),
        canInline(number)
      {
        if context.effort == .thorough { return ([], true, wasFlawed) }
        context.hasJoined = true
        context.couldCountRounds = true
      }
      switch apply(outcome, index, of: number, site, path) {
      case .applied(let result):
        // Rounds that the callee alone could not count may be countable with what is known here.
        if outcome.isWidened, knowsMore(site, path.state), canInline(number) {
          if context.effort == .thorough { return (applied, true, wasFlawed) }
          context.hasJoined = true
          context.couldCountRounds = true
        } else if outcome.isWidened, passesText(site, path.state),
          canInline(number)
        {
          // Rounds over the characters of a text that is known here.
          if context.effort == .thorough { return (applied, true, wasFlawed) }
          context.hasJoined = true
        }
        // What holds for a range of values as a whole may not hold for the one that is passed here.
        let isUncertainHere =
          result.state.isApproximate && !outcome.isApproximate && !path.state.isApproximate
        if isUncertainHere || outcome.isApproximate && passesOwn(number, site, path.state), canInline(number) {
          return (applied + [result], true, wasFlawed)
        }
        applied.append(result)
      case .infeasible: break
      case .flawed:
        // Nothing is said of what may not be so; what happens here is perhaps certain.
        if outcome.isApproximate, passesOwn(number, site, path.state), canInline(number) {
          return (applied, true, wasFlawed)
        }
        wasFlawed = true
      case .unsuitable: return ([], true, wasFlawed)
      }
    }
    return (applied, false, wasFlawed)
  }

  /// A quick look at the conditions on plain arguments, before anything is looked up in memory.
  private func isRuledOut(_ outcome: Outcome, _ site: CallSite, _ state: State) -> Bool {
    for fact in outcome.intervals {
      let node = outcome.nodes[fact.value.int]
      guard node.tag == .initial, node.b == 0, node.c == 0 else { continue }
      let base = outcome.nodes[Int(node.a)]
      guard base.tag == .local, Int(base.b) < site.arguments.count else { continue }
      let argument = site.arguments[Int(base.b)]
      if argument.aggregate != .unknown { continue }
      if fact.isNonZero, state.truth(of: argument.value, in: arena) == false { return true }
      let bounds = state.bounds(of: argument.value, in: arena)
      if bounds.upperBound < fact.low || bounds.lowerBound > fact.high { return true }
      if fact.low == 0, fact.high == 0, state.truth(of: argument.value, in: arena) == true { return true }
    }
    return false
  }

  /// Whether the caller knows something of what it passes that the callee's own analysis could not: a number that
  /// rounds can be counted with, a text of which a number is made (a hash, a length), or memory of this path's own.
  /// Only then can following the callee here tell more than its summary.
  func knowsMore(_ site: CallSite, _ state: State) -> Bool {
    var readsTexts = false
    if case .integer = module[site.call.resultType].kind { readsTexts = true }
    return site.arguments.contains { argument in
      argument.value != .zero && arena.isInteger(argument.value)
        || readsTexts && arena[argument.value].tag == .string
    } || hasTrackedArgument(site, state)
  }

  /// Whether the caller knows a text that it passes.
  private func passesText(_ site: CallSite, _ state: State) -> Bool {
    site.arguments.contains { argument in
      guard argument.aggregate == .unknown, let place = arena.place(argument.value, 0) else { return false }
      return text(at: place, state)?.isEmpty == false
    }
  }

  private func passesOwn(_ number: UInt32, _ site: CallSite, _ state: State) -> Bool {
    hasTrackedArgument(site, state)
      || (context.callee(number).isSystem || context.isInSmallProgram) && passesOwnStorage(site, state)
  }

  /// Whether the callee gets at an object of this function's of which something is known: that it is still empty, say.
  private func passesOwnStorage(_ site: CallSite, _ state: State) -> Bool {
    site.arguments.contains { argument in
      let root = arena.root(argument.value)
      guard !root.isNone, arena[root].tag == .local else { return false }
      return !state.cellRange(of: root).isEmpty || state.object(root)?.content == .zero
    }
  }

  /// Whether a variable that it passes the address of points into a text that is known: a cursor.
  private func leadsToText(_ site: CallSite, _ state: State) -> Bool {
    site.arguments.contains { argument in
      let root = arena.root(argument.value)
      guard !root.isNone, arena[root].tag == .local else { return false }
      return state.cellRange(of: root).contains { index in
        guard let place = arena.place(state.cells[index].value, 0) else { return false }
        return text(at: place, state)?.isEmpty == false
      }
    }
  }

  private func hasTrackedArgument(_ site: CallSite, _ state: State) -> Bool {
    site.arguments.contains { argument in
      let root = arena.root(argument.value)
      if root.isNone { return false }
      if state.object(root)?.isTracked == true { return true }
      // Storage of this function's that leads to owned memory.
      return arena[root].tag == .local
        && state.cellRange(of: root).contains {
          state.object(arena.root(state.cells[$0].value))?.isTracked == true
        }
    }
  }

  /// Whether a global that the callee looks at leads to memory of this path's own.
  private func hasTrackedGlobal(_ summary: Summary, _ state: State) -> Bool {
    guard state.hasTrackedObjects else { return false }
    let globals = Set(
      summary.outcomes.lazy.flatMap(\.nodes).filter { $0.tag == .global }.map { self.arena.intern($0) })
    return state.cells.contains { cell in
      globals.contains(cell.base) && state.object(arena.root(cell.value))?.isTracked == true
    }
  }

  /// Whether this call knows a function that the callee calls through its arguments. What it does not know either,
  /// but got from its own caller, that one may know.
  private func resolvesCalledValue(_ summary: Summary, _ site: CallSite, _ path: Path) -> Bool {
    for entry in summary.calledEntryValues {
      var scratch = path
      guard let values = translate(entry, -1, site, &scratch) else { continue }
      let called = values[entry.result.int]
      if arena[called].tag == .function { return true }
      if !called.isNone, arena.isFootprint(called) { context.calledEntryValues.insert(called) }
    }
    return false
  }

  private func losesTail(_ number: UInt32) -> Bool {
    guard let effects = context.effects(of: number) else { return true }
    return effects.losesLists && effects.tail == .escaped
  }

  // MARK: Inlining

  /// Where paths were left out there may be as many here; but what is known here may also decide between them. One place
  /// may try.
  private func isWorthAnotherLook(_ summary: Summary, _ number: UInt32, at site: UInt32) -> Bool {
    if summary.incomplete.contains(.recursion) { return false }
    return context.placeOfAnotherLook(into: number, at: site) == site
  }

  func canInline(_ number: UInt32) -> Bool {
    let callee = context.callee(number)
    context.dependencies?.add(number, .size)
    guard context.inlineFuel > callee.instructionCount else { return false }
    let repeats = callStack.reduce(0) { $0 + ($1 == number ? 1 : 0) }
    if repeats > 0 {
      guard Int(depth) < context.budgets.recursionDepth else { return false }
    } else {
      let own = callStack.dropFirst().reduce(0) { $0 + (context.callee($1).isSystem ? 0 : 1) }
      guard own < context.budgets.inlineDepth, Int(depth) < context.budgets.inlineDepthWithLibrary else { return false }
    }
    return callee.blockCount <= context.budgets.inlineBlocks
  }

  private func inlineOrGiveUp(
    _ number: UInt32, _ callee: CalleeInfo, _ site: CallSite, _ path: inout Path, forks: inout [Path]
  ) -> Bool {
    if canInline(number) { return inline(number, callee, site, &path, forks: &forks) }
    context.incomplete.insert(.recursion)
    giveUp(number, site, &path)
    return true
  }

  /// Carries a call out by what the callee does on any path.
  private func giveUp(_ number: UInt32?, _ site: CallSite, _ path: inout Path) {
    context.isGivingUp = true
    let effects = number.flatMap { mayBeAbove($0, site) ? nil : context.effects(of: $0) }
    for (index, argument) in site.arguments.enumerated() {
      switch effects?[index] ?? .escaped {
      case .untouched: break
      case .written: overwriteContents(of: argument, site, &path.state)
      case .escaped: escape(argument.value, in: &path.state, site: site.site)
      }
    }
    context.isGivingUp = false
    context.hasGivenUp = true
    context.hasUnfollowedCalls = true
    finish(site, result: fresh(.unknown, site: site.site, in: path.state), &path)
  }

  /// What the argument points at may hold anything now; the object itself stays whose it is.
  private func overwriteContents(of argument: CallArgument, _ site: CallSite, _ state: inout State) {
    guard let place = arena.place(argument.value, 0) else { return }
    forget(
      reachableFrom: state.cellRange(of: place.base).map { arena.root(state.cells[$0].value) }
        .filter { $0 != place.base },
      in: &state, token: site.site)
    havocContents(of: place.base, in: &state, token: site.site)
  }

  /// Runs the callee's body on the caller's own state.
  private func inline(
    _ number: UInt32, _ callee: CalleeInfo, _ site: CallSite, _ path: inout Path, forks: inout [Path]
  ) -> Bool {
    var roots = outerRoots
    let base = flow.registerBase[site.block]
    for (index, value) in path.registers.enumerated()
    where !value.isNone && flow.lastUse[base + index] > Int32(site.position) {
      roots.append(value)
    }
    let inner = Executor(
      context: context, function: number, callSite: site.site, depth: depth + 1, outerRoots: roots,
      callStack: callStack, isBelow: isBelow && !mayBeAbove(number, site))
    var entry = path.state
    note(
      .called, site.instruction.span, site.instruction.name, object: .none, function: number + 1,
      receiver: site.arguments.first?.name ?? .empty, in: &entry)
    inner.bindParameters(site, &entry, in: self, path)
    let rewritesBefore = entry.rewrites.count
    let fuelBefore = context.fuel
    let exits = inner.run(entry)
    context.inlineFuel -= fuelBefore - context.fuel
    var results: [Path] = []
    for exit in exits {
      var result = Path(state: exit.state, registers: path.registers)
      for rewrite in exit.state.rewrites.dropFirst(rewritesBefore) {
        for index in result.registers.indices where !result.registers[index].isNone {
          result.registers[index] = arena.rewrite(result.registers[index], rewrite.old, rewrite.new)
        }
      }
      if exit.isThrow {
        if let slot = inner.body.returnSlot {
          result.state.removeCells(of: arena.local(slot, frame: inner.frame))
        }
        result.state.isUnwinding = true
      } else {
        if callee.isSystem { adoptThreads(of: inner, &result.state) }
        finishInlined(inner, site, value: exit.value, &result)
      }
      results.append(result)
    }
    if results.isEmpty { return false }
    path = results[0]
    forks.append(contentsOf: results.dropFirst())
    return true
  }

  /// Puts the caller's arguments into the frame's parameters.
  private func bindParameters(_ site: CallSite, _ state: inout State, in caller: Executor, _ path: Path) {
    for index in 0..<body.parameterCount {
      let address = arena.local(LocalID(index), frame: frame)
      state.removeCells(of: address)
      state.removeObject(address)
      if index == site.tail {
        for (position, argument) in site.arguments.dropFirst(index).enumerated() where argument.aggregate == .unknown {
          state.setCell(address, .none, Int64(position) * 8, argument.value)
        }
        continue
      }
      guard index < site.arguments.count else { continue }
      let argument = site.arguments[index]
      if argument.aggregate == .unknown {
        state.setCell(address, .none, 0, argument.value)
      } else if let source = arena.place(argument.value, 0) {
        for scalar in caller.scalars(of: argument.aggregate) {
          let place = Place(
            base: source.base, element: source.element, offset: source.offset &+ scalar.offset)
          let value = caller.read(place, type: .unknown, site: site.site, &state)
          state.setCell(address, .none, scalar.offset, value, shape: scalar.shape)
        }
      }
    }
  }

  private func finishInlined(_ inner: Executor, _ site: CallSite, value: ValueID, _ path: inout Path) {
    if let slot = inner.body.returnSlot {
      let source = arena.local(slot, frame: inner.frame)
      let cells = path.state.cellRange(of: source).map { path.state.cells[$0] }
      path.state.removeCells(of: source)
      if let address = site.call.resultAddress,
        let target = place(of: address, path, in: site.block, site: site.site)
      {
        for cell in cells where cell.element.isNone {
          path.state.setCell(target.base, target.element, target.offset &+ cell.offset, cell.value)
        }
      }
    }
    give(value.isNone ? .zero : value, to: site, &path)
    dropIfUnused(value, site, &path)
  }
}
