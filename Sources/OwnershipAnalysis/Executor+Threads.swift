import LibraryModels
import OwnershipIR

/// Threads: what a thread's function does is ordered before what comes after the join, so it is carried out there, as a
/// call: one of the orders in which things may happen. That is so only while the starting thread has left alone what both
/// can reach; with any other means of telling each other who is first, the order is theirs.
extension Executor {
  /// A thread has just been started. False when a flaw ends the path.
  func noteThread(_ model: FunctionModel, _ site: CallSite, _ path: inout Path) -> Bool {
    guard let start = model.arguments.firstIndex(of: .start), start + 1 < site.arguments.count else {
      return true
    }
    if model.effect(onArgument: start + 1) == .own { return startOwnThread(start, site, &path) }
    guard let variable = model.arguments.firstIndex(where: \.acquires),
      let handle = handle(of: site.arguments[variable], path.state),
      let function = routine(site.arguments[start])
    else { return true }
    let snapshot = keepSnapshot(of: path.state)
    path.state.threads.append(
      ThreadRecord(
        frame: frame, handle: handle, function: function, argument: site.arguments[start + 1].value,
        snapshot: snapshot, started: snapshot, before: snapshot))
    return true
  }

  private func handle(of variable: CallArgument, _ state: State) -> ValueID? {
    arena.place(variable.value, 0).flatMap { state.cell($0.base, $0.element, $0.offset) }
  }

  private func routine(_ argument: CallArgument) -> UInt32? {
    let node = arena[argument.value]
    return node.tag == .function && context.callee(node.a).isDefined ? node.a : nil
  }

  /// A thread with a block of its own, which is also its handle.
  private func startOwnThread(_ start: Int, _ site: CallSite, _ path: inout Path) -> Bool {
    let block = site.arguments[start + 1]
    let root = arena.root(block.value)
    if root.isNone { return true }
    context.startsThreads = true
    let function = routine(site.arguments[start])
    if let function, !rehearse(function, block, site, path) { return false }
    let before = keepSnapshot(of: path.state)
    let led = path.state.cellRange(of: root).map { path.state.cells[$0].value }
    for value in led { escape(value, in: &path.state, site: site.site) }
    escapeOwned(root, in: &path.state)
    guard let function else { return true }
    let snapshot = keepSnapshot(of: path.state)
    path.state.threads.append(
      ThreadRecord(
        frame: frame, handle: block.value, function: function, argument: block.value, snapshot: snapshot,
        started: snapshot, before: before))
    return true
  }

  /// What the thread does with memory that was released before it began is wrong whenever it does it: it is looked for
  /// at the start, as long as everything is known, and nothing else that comes of it is. False when it is found.
  private func rehearse(_ function: UInt32, _ argument: CallArgument, _ site: CallSite, _ path: Path) -> Bool
  {
    guard path.state.threads.isEmpty, path.state.objects.contains(where: { $0.status == .freed }) else {
      return true
    }
    var rehearsal = path
    var forks: [Path] = []
    let count = context.drafts.count
    _ = call(function, routineSite(argument.value, .empty, site), &rehearsal, forks: &forks)
    let found = context.drafts[count...].filter { draft in
      (draft.rule == .useAfterFree || draft.rule == .doubleFree || draft.rule == .ownershipConflict)
        && path.state.object(draft.object)?.status == .freed
    }
    context.withdrawDrafts(from: count)
    for var draft in found {
      if let name = firstName(of: draft) { draft.name = name }
      draft.isConcurrent = true
      context.add(draft)
    }
    return found.isEmpty
  }

  /// What the object was first called where the flaw is told.
  private func firstName(of draft: FindingDraft) -> StringID? {
    events.path(to: draft.lastEvent).first {
      $0.object == draft.object && $0.kind == .aliased && Int($0.module) == draft.module && $0.name != .empty
    }?.name
  }

  private func routineSite(_ argument: ValueID, _ name: StringID, _ site: CallSite) -> CallSite {
    var routine = CallSite(
      call: Call(result: nil, callee: site.call.callee, arguments: .empty, resultType: .unknown),
      instruction: site.instruction,
      arguments: [
        CallArgument(
          value: argument, aggregate: .unknown, name: name, span: site.instruction.span)
      ], position: site.position, block: site.block, site: site.site)
    routine.isByPointer = true
    return routine
  }

  /// A thread has ended: what it did, and what its function returned. False when a flaw ends the path.
  func joinThread(_ model: FunctionModel, _ site: CallSite, _ path: inout Path, forks: inout [Path]) -> Bool {
    guard let handle = joinedHandle(model, site, path.state) else { return true }
    guard let thread = path.state.threads.first(where: { $0.handle == handle && $0.frame == frame }) else {
      // Somebody else's, or one that is not known.
      return model.arguments.contains(.join) ? callUnknown(nil, site, &path) : true
    }
    noteDisturbed(&path.state)
    path.state.threads.removeAll { $0.handle == handle && $0.frame == frame }
    let isOwn = thread.argument == thread.handle
    let others = path.state.threads.contains { $0.frame == frame && $0.isDisturbed }
    guard isUndisturbed(thread, path.state), !thread.isDisturbed, !isOwn || !others else {
      if isOwn { joinUnseen(thread, site, &path.state) }
      return true
    }
    let unjoined = path
    remember(thread, &path.state)
    var routine = routineSite(thread.argument, isOwn ? .empty : site.instruction.name, site)
    if let variable = model.arguments.firstIndex(of: .joined) {
      routine.resultPlace = arena.place(site.arguments[variable].value, 0)
    }
    var more: [Path] = []
    let count = context.drafts.count
    let isAlive = call(thread.function, routine, &path, forks: &more)
    if isOwn, !isAlive, more.isEmpty, context.drafts.count == count {
      // It waits for what only another thread does.
      path = unjoined
      joinUnseen(thread, site, &path.state)
      return true
    }
    if isAlive { renew(&path.state) }
    for index in more.indices { renew(&more[index].state) }
    forks += more
    return isAlive
  }

  /// From here on it is not known any more what a thread finds when it is joined.
  private func noteDisturbed(_ state: inout State) {
    for index in state.threads.indices where state.threads[index].frame == frame {
      let thread = state.threads[index]
      let isHeld = thread.argument != thread.handle || state.cells.contains { $0.value == thread.handle }
      if !isHeld || !isUndisturbed(thread, state) { state.threads[index].isDisturbed = true }
    }
  }

  /// A thread has done something with what it could reach, and what that was is not known; nor is, then, what others
  /// found.
  private func joinUnseen(_ thread: ThreadRecord, _ site: CallSite, _ state: inout State) {
    let led = state.cellRange(of: arena.root(thread.argument)).map { state.cells[$0].value }
    for value in led { escape(value, in: &state, site: site.site) }
    for index in state.threads.indices where state.threads[index].frame == frame {
      state.threads[index].isDisturbed = true
    }
  }

  private func joinedHandle(_ model: FunctionModel, _ site: CallSite, _ state: State) -> ValueID? {
    if let object = model.arguments.firstIndex(of: .join), object < site.arguments.count {
      return handle(of: site.arguments[object], state)
    }
    guard let variable = model.arguments.firstIndex(of: .joined), variable < site.arguments.count else {
      return nil
    }
    return site.arguments.first?.value
  }

  /// What was forgotten when the thread was started, because others could have looked at it: nobody has.
  private func remember(_ thread: ThreadRecord, _ state: inout State) {
    guard thread.before != thread.started else { return }
    let (before, started) = (snapshots[Int(thread.before)], snapshots[Int(thread.started)])
    for cell in before.cells {
      let then = started.cell(cell.base, cell.element, cell.offset)
      guard state.cell(cell.base, cell.element, cell.offset) == then,
        then == nil || isForgottenCount(cell, then!, started)
      else { continue }
      state.setCell(cell.base, cell.element, cell.offset, cell.value, shape: cell.shape)
    }
    for record in started.objects where before.object(record.base) == nil {
      if let now = state.object(record.base), now.hasSameState(as: record) { state.removeObject(record.base) }
    }
    for record in before.objects {
      guard let then = started.object(record.base), !then.hasSameState(as: record),
        let now = state.object(record.base), now.hasSameState(as: then)
      else { continue }
      state.setObject(record)
    }
  }

  /// Threads that a function of the library started for this frame, when its own frame is gone. What was done before
  /// is held against those that ran already: afterwards it is forgotten with all that the new one can reach.
  func adoptThreads(of inner: Executor, _ state: inout State) {
    for index in state.threads.indices where state.threads[index].frame == inner.frame {
      let thread = state.threads[index]
      let before = inner.snapshots[Int(thread.before)]
      let started = keepSnapshot(of: inner.snapshots[Int(thread.started)])
      for other in state.threads.indices where state.threads[other].frame == frame {
        if !isUndisturbed(state.threads[other], before) { state.threads[other].isDisturbed = true }
        state.threads[other].snapshot = started
      }
      state.threads[index].frame = frame
      state.threads[index].before = keepSnapshot(of: before)
      (state.threads[index].started, state.threads[index].snapshot) = (started, started)
    }
  }

  /// The other threads did nothing yet when this one ended.
  private func renew(_ state: inout State) {
    guard state.threads.contains(where: { $0.frame == frame }) else { return }
    let snapshot = keepSnapshot(of: state)
    for index in state.threads.indices where state.threads[index].frame == frame {
      state.threads[index].snapshot = snapshot
    }
  }

  /// Whether nothing was released, and nothing of what threads share looked at or written, since a thread was started.
  private func isUndisturbed(_ thread: ThreadRecord, _ state: State) -> Bool {
    let before = snapshots[Int(thread.snapshot)]
    let handles = before.threads.map(\.handle)
    let shared = reachableByOthers(before)
    let hasReleased = state.objects.contains { record in
      guard record.status != .live, !handles.contains(record.base), record.base != thread.handle else {
        return false
      }
      guard let known = before.object(record.base) else {
        return record.ownership != .owned && record.status != .expired
      }
      return known.status != record.status
        && (shared.contains(record.base) || isSharedStorage(record.base, before))
    }
    if hasReleased { return false }
    let blocks = state.threads.filter { $0.argument == $0.handle }.map(\.handle)
    return state.cells.allSatisfy { cell in
      !isSharedStorage(cell.base, state) || blocks.contains(cell.base)
        || before.cell(cell.base, cell.element, cell.offset) == cell.value
    }
  }

  /// Objects that memory leads to which other threads can look at.
  private func reachableByOthers(_ state: State) -> Set<ValueID> {
    var reached: Set<ValueID> = []
    var work: [ValueID] = []
    for cell in state.cells where isSharedStorage(cell.base, state) { work.append(arena.root(cell.value)) }
    while let base = work.popLast() {
      guard !base.isNone, reached.insert(base).inserted else { continue }
      for index in state.cellRange(of: base) { work.append(arena.root(state.cells[index].value)) }
    }
    return reached
  }
}
