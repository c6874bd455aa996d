import LibraryModels
import OwnershipIR

/// Threads: what a thread's function does is ordered before what comes after the join, so it is carried out there, as a
/// call: one of the orders in which things may happen. That is so only while the starting thread has left alone what both
/// can reach; with any other means of telling each other who is first, the order is theirs.
extension Executor {
  /// A thread has just been started.
  func noteThread(_ model: FunctionModel, _ site: CallSite, _ state: inout State) {
    guard let start = model.arguments.firstIndex(of: .start), start + 1 < site.arguments.count,
      let variable = model.arguments.firstIndex(where: \.acquires),
      let place = arena.place(site.arguments[variable].value, 0),
      let handle = state.cell(place.base, place.element, place.offset)
    else { return }
    let function = arena[site.arguments[start].value]
    guard function.tag == .function, context.callee(function.a).isDefined else { return }
    state.threads.append(
      ThreadRecord(
        frame: frame, handle: handle, function: function.a, argument: site.arguments[start + 1].value,
        snapshot: keepSnapshot(of: state)))
  }

  /// A thread has ended: what it did, and what its function returned. False when a flaw ends the path.
  func joinThread(_ model: FunctionModel, _ site: CallSite, _ path: inout Path, forks: inout [Path]) -> Bool {
    guard !path.state.threads.isEmpty, let variable = model.arguments.firstIndex(of: .joined),
      variable < site.arguments.count, let handle = site.arguments.first?.value,
      let thread = path.state.threads.first(where: { $0.handle == handle && $0.frame == frame })
    else { return true }
    let state = path.state
    path.state.threads.removeAll { $0 == thread || $0.frame == frame && !isUndisturbed($0, state) }
    guard isUndisturbed(thread, state) else { return true }
    var routine = CallSite(
      call: Call(result: nil, callee: site.call.callee, arguments: .empty, resultType: .unknown),
      instruction: site.instruction,
      arguments: [
        CallArgument(
          value: thread.argument, aggregate: .unknown, name: site.instruction.name,
          span: site.instruction.span)
      ], position: site.position, block: site.block, site: site.site)
    routine.isByPointer = true
    routine.resultPlace = arena.place(site.arguments[variable].value, 0)
    var more: [Path] = []
    let isAlive = call(thread.function, routine, &path, forks: &more)
    if isAlive { renew(&path.state) }
    for index in more.indices { renew(&more[index].state) }
    forks += more
    return isAlive
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
    let hasReleased = state.objects.contains { record in
      guard record.status != .live, !handles.contains(record.base), record.base != thread.handle else {
        return false
      }
      guard let known = before.object(record.base) else { return record.ownership != .owned }
      return known.status != record.status
    }
    if hasReleased { return false }
    return state.cells.allSatisfy { cell in
      !isSharedStorage(cell.base, state) || before.cell(cell.base, cell.element, cell.offset) == cell.value
    }
  }
}
