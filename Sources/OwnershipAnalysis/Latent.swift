import Findings
import OwnershipIR

/// Which drafts are told at once, and which wait for a caller that makes them happen.
extension AnalysisContext {
  /// Conditions on the caller's values that a draft hangs on, beyond pointers being there.
  func isConditional(_ draft: FindingDraft) -> Bool {
    draft.state.hasPicked || draft.state.intervals.contains { isCondition($0, draft.state) }
      || draft.state.relations.contains { arena.isFootprint($0.first) || arena.isFootprint($0.second) }
  }

  private func isCondition(_ fact: IntervalFact, _ state: State) -> Bool {
    guard arena.isFootprint(fact.value) else { return false }
    let isMereNonNull = fact.isNonZero && fact.low == .min && fact.high == .max && !fact.hasHole
    // Whether a callee finds a pointer there decides what it does: that is the caller's to say.
    return !(isMereNonNull && state.object(fact.value) != nil && (fact.isImplied || fact.isDirect))
  }

  /// Whether no path comes by the place of the flaw without it. Where there are callers, they decide which ways are taken
  /// to that place, unless there is no way around it.
  func isUnavoidable(_ draft: FindingDraft) -> Bool {
    if graph.isCalled[Int(function)], returns { return false }
    return draft.through.isEmpty && incomplete.isDisjoint(with: [.states, .fuel, .loop]) && !usesIncomplete
      && points.isUnavoidable(draft.point)
  }

  /// Whether all conditions of a draft are tests of the analysed function itself.
  func isDirect(_ draft: FindingDraft) -> Bool {
    draft.state.intervals.allSatisfy { !isCondition($0, draft.state) || $0.isDirect }
      && draft.state.relations.allSatisfy { $0.isDirect }
  }

  /// A flaw of what a global holds, under conditions on it that no test of this function makes, when code that is not
  /// followed gives the global its first value: then nothing speaks for these conditions.
  func supposesMakingOfGlobal(_ draft: FindingDraft) -> Bool {
    guard isMadeUnseen(draft.object) else { return false }
    return draft.state.intervals.contains { !$0.isDirect && isCondition($0, draft.state) && isMadeUnseen($0.value) }
      || draft.state.relations.contains { !$0.isDirect && (isMadeUnseen($0.first) || isMadeUnseen($0.second)) }
  }

  /// Memory of a global whose initialiser is not followed, or reached through it.
  private func isMadeUnseen(_ value: ValueID) -> Bool {
    var node = arena[arena.root(value)]
    while node.tag == .initial { node = arena[arena.root(ValueID(raw: node.a))] }
    guard node.tag == .global else { return false }
    let global = definition(ofGlobal: node.a)
    return global.isDefined && !global.initializerIsComplete
  }

  private func definition(ofGlobal number: UInt32) -> Global {
    let global = global(number)
    return program.modules[global.module].globals[global.index]
  }

  /// The draft as something a caller can check against its own values.
  func latent(_ draft: FindingDraft, body: Body) -> LatentFinding {
    var table = NodeTable(arena: arena, body: body)
    var condition = Outcome()
    let object = table.add(draft.object)
    let path = events.path(to: draft.lastEvent).filter {
      $0.object == draft.object || isBranch($0.kind) || $0.kind == .called
    }
    let story = path.map { event in
      var event = event
      event.object = event.object.isNone ? .none : table.add(event.object)
      event.parent = .none
      return event
    }
    condition.isWidened = draft.state.isWidened
    condition.hasPicked = draft.state.hasPicked
    SummaryBuilder(context: self, body: body).addFacts(of: draft.state, to: &condition, &table)
    addChanges(of: draft.state, to: &condition, &table)
    condition.nodes = table.nodes
    return LatentFinding(
      condition: condition, rule: draft.rule, detail: draft.detail, module: draft.module, span: draft.span,
      name: draft.name, events: story, object: object,
      origin: draft.origin.isNone ? nil : events[draft.origin],
      end: draft.end.isNone ? nil : events[draft.end], through: draft.through,
      holderName: draft.holderName, releaser: draft.releaser, releasedAs: draft.releasedAs,
      key: draft.key)
  }

  /// What the path had changed by then, and what else it went through: a caller for whom two of these are one
  /// object would not have come here.
  private func addChanges(of state: State, to condition: inout Outcome, _ table: inout NodeTable) {
    var changed: [ValueID] = []
    for cell in state.cells where changed.last != cell.base && arena.isFootprint(cell.base) {
      let entry = arena.initial(base: cell.base, element: cell.element, offset: cell.offset)
      if cell.value != entry { changed.append(cell.base) }
    }
    let objects = state.objects.filter { arena.isFootprint($0.base) }
    guard !changed.isEmpty || objects.contains(where: { $0.status == .freed }) else { return }
    for base in changed {
      condition.cells.append(Cell(base: table.add(base), element: .none, offset: 0, value: .none))
    }
    for record in objects {
      var record = record
      record.base = table.add(record.base)
      record.token = .none
      condition.objects.append(OutcomeObject(record: record, origin: nil, end: nil))
    }
  }

  private func isBranch(_ kind: PathEvent.Kind) -> Bool {
    kind == .branchTrue || kind == .branchFalse || kind == .branchCase
  }
}

extension Executor {
  /// That an owner was moved from must be known, or be asked of this function's callers in turn: memory of which
  /// nothing is known was not.
  private func wasMoved(_ condition: Outcome, _ values: [ValueID], _ state: State) -> Bool {
    condition.intervals.allSatisfy { fact in
      guard fact.low == fact.high else { return true }
      let value = values[fact.value.int]
      let bounds = state.bounds(of: value, in: arena)
      return arena.isFootprint(value) || (bounds.lowerBound == fact.low && bounds.upperBound == fact.high)
    }
  }

  /// Tries the callee's latent flaws on this call's values: those that can happen become drafts of this function.
  /// True when one of them hangs on rounds of a loop that can be counted with what is passed here: the callee has to
  /// be followed with it.
  func applyLatent(_ summary: Summary, _ number: UInt32, _ site: CallSite, _ path: Path) -> Bool {
    let before = context.drafts.count
    for (index, latent) in summary.latent.enumerated() {
      guard latent.through.count < 8, !path.state.isApproximate else { continue }
      // The function's own flaw, come back through recursion, says nothing new.
      if number == context.function || latent.through.contains(context.function) { continue }
      var path = path
      var site = site
      guard assumeOfArguments(latent.condition, &site, &path),
        var values = translate(latent.condition, 1000 + index, site, &path),
        latent.rule != .useAfterMove || wasMoved(latent.condition, values, path.state),
        assume(latent.condition, &values, &path)
      else { continue }
      if hasUnexpectedAlias(latent.condition, values, path.state) {
        guard canInline(number) else { continue }
        context.withdrawDrafts(from: before)
        return true
      }
      if latent.condition.isWidened || latent.condition.hasPicked, knowsMore(site, path.state),
        canInline(number)
      {
        context.withdrawDrafts(from: before)
        return true
      }
      note(
        .called, site.instruction.span, site.instruction.name, object: .none, function: number + 1,
        receiver: site.arguments.first?.name ?? .empty, in: &path.state)
      let object = arena.root(values[latent.object.int])
      for event in latent.events {
        var event = event
        event.depth += depth + 1
        event.object = event.object.isNone ? .none : values[event.object.int]
        event.parent = path.state.lastEvent
        path.state.lastEvent = events.append(event)
      }
      let origin =
        latent.origin.map { importEvent($0, object, in: &path.state, isPartOfPath: false) } ?? .none
      let end = latent.end.map { importEvent($0, object, in: &path.state, isPartOfPath: false) } ?? .none
      var draft = FindingDraft(
        rule: latent.rule, detail: latent.detail, module: latent.module, span: latent.span, name: latent.name,
        depth: depth + 1, object: object.isNone ? values[latent.object.int] : object, origin: origin,
        end: end,
        lastEvent: path.state.lastEvent, state: path.state, key: latent.key, point: context.points.current)
      if latent.span == .none {
        // Code that nobody wrote: it happens where the user called.
        (draft.module, draft.span) = (moduleIndex, site.instruction.span)
        draft.name = site.arguments.first?.name ?? .empty
        (draft.key.module, draft.key.span) = (draft.module, draft.span)
      }
      draft.through = latent.through + [number]
      draft.holderName = latent.holderName
      draft.releaser = latent.releaser
      draft.releasedAs = latent.releasedAs
      context.add(draft)
    }
    return false
  }
}
