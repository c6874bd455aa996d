import Findings
import OwnershipIR

/// Lost memory: owned objects that nothing reaches any more.
extension Executor {
  /// Whether any of the objects `lost` (whose references just went) is now out of reach, and says so. A lost owner
  /// takes what only it reaches along: one finding a cause.
  func checkLeaks(
    _ lost: [ValueID], at span: Span, cause: FindingDraft.Detail, _ path: inout Path, position: Int,
    in block: Int
  ) {
    guard lost.contains(where: { path.state.object($0)?.isTracked == true }) else { return }
    if deferredLost != nil {
      deferredLost! += lost
      return
    }
    var roots = outerRoots
    let base = flow.registerBase[block]
    for (index, value) in path.registers.enumerated()
    where !value.isNone && flow.lastUse[base + index] > Int32(position) {
      roots.append(value)
    }
    reportUnreachable(among: lost, roots: roots, at: span, cause: cause, &path.state)
  }

  func reportUnreachable(
    among candidates: [ValueID], roots: [ValueID], at span: Span, cause: FindingDraft.Detail,
    _ state: inout State
  ) {
    let reached = reachable(from: roots, state)
    var lost: [ValueID] = []
    for candidate in candidates where !reached.contains(candidate) && !lost.contains(candidate) {
      if let record = state.object(candidate), record.isTracked { lost.append(candidate) }
    }
    // What another lost object holds is lost because that one is.
    let owners = lost.filter { candidate in
      !lost.contains {
        $0 != candidate && holds($0, candidate, state) && !(holds(candidate, $0, state) && candidate < $0)
      }
    }
    for object in owners {
      guard let record = state.object(object), record.isTracked else { continue }
      let ring = body.hasErrors ? [] : ring(from: object, state)
      if !ring.isEmpty {
        report(.referenceCycle, object: object, at: span, name: .empty, state, detail: cause, ring: ring)
      } else if !body.hasErrors, !program.families.isLosable(record.family) {
        let rule: Rule = program.families.isMemory(record.family) ? .leak : .resourceLeak
        if let release = releaseOfHolder(object, state) {
          report(
            rule, object: object, at: release.span, name: .empty, state, detail: .ownerFreed,
            in: Int(release.module))
        } else {
          report(rule, object: object, at: span, name: .empty, state, detail: cause)
        }
      }
      abandon(object, &state)
    }
  }

  /// The release of the object that held the last reference, when it went that way: nothing else did until now.
  private func releaseOfHolder(_ object: ValueID, _ state: State) -> PathEvent? {
    var last = EventID.none
    for cell in state.cells where arena.root(cell.value) == object {
      if let holder = state.object(cell.base), holder.status == .freed, holder.end.raw > last.raw {
        last = holder.end
      }
    }
    if last.isNone { return nil }
    if let before = namingState,
      before.cells.contains(where: {
        arena.root($0.value) == object && before.object($0.base)?.status != .freed
      })
    {
      return nil
    }
    return events[last]
  }

  /// The lost object and all that only it keeps are no longer anybody's to report.
  private func abandon(_ object: ValueID, _ state: inout State) {
    var work = [object]
    var seen: Set<ValueID> = []
    while let base = work.popLast() {
      guard seen.insert(base).inserted, var record = state.object(base), record.isTracked else { continue }
      record.ownership = .escaped
      state.setObject(record)
      for index in state.cellRange(of: base) { work.append(arena.root(state.cells[index].value)) }
    }
  }

  private func holds(_ owner: ValueID, _ object: ValueID, _ state: State) -> Bool {
    var work = [owner]
    var seen: Set<ValueID> = []
    while let base = work.popLast() {
      guard seen.insert(base).inserted else { continue }
      for index in state.cellRange(of: base) {
        let root = arena.root(state.cells[index].value)
        if root == object { return true }
        if !root.isNone { work.append(root) }
      }
    }
    return false
  }

  /// Everything that memory which is not itself owned, or the given values, lead to.
  ///
  /// The result is the context's own set: it is valid until the next call.
  func reachable(from roots: [ValueID], _ state: State) -> MarkSet {
    let reached = context.reachMarks
    reached.begin(count: arena.nodes.count)
    var work: [ValueID] = []
    @inline(__always) func mark(_ value: ValueID) {
      let root = arena.root(value)
      if !root.isNone, reached.insert(root) { work.append(root) }
    }
    for root in roots { mark(root) }
    for cell in state.cells {
      // What the library remembers keeps nothing alive.
      if cell.shape == .hidden, arena[cell.base].tag == .pure { continue }
      if let record = state.object(cell.base), record.isTracked || record.status == .freed { continue }
      mark(cell.value)
    }
    while let base = work.popLast() {
      if state.object(base)?.status == .freed { continue }
      for index in state.cellRange(of: base) { mark(state.cells[index].value) }
    }
    return reached
  }

  // MARK: Escape

  /// `value` goes where it is not followed: whatever it reaches may be kept, freed or changed there.
  func escape(_ value: ValueID, in state: inout State, site: UInt32) {
    let root = arena.root(value)
    if root.isNone { return }
    forget(reachableFrom: [root], in: &state, token: site)
    if arena[root].tag == .local || arena[root].tag == .global {
      havocContents(of: root, in: &state, token: site)
    }
  }

  /// Somebody else may hold the object now: it is no longer ours to release.
  func escapeOwned(_ base: ValueID, in state: inout State) {
    if base.isNone { return }
    let (index, found) = state.objectPosition(base)
    if found, state.objects[index].ownership == .owned { state.objects[index].ownership = .escaped }
  }

  // MARK: End of a frame

  /// All locals of the frame end. False when the path ends with them.
  func closeFrame(_ path: inout Path, result: ValueID, span: Span) -> Bool {
    var result = result
    var keptAfterEnd: Set<ValueID> = []
    checkDangling(&path, result: &result, span: span, keptAfterEnd: &keptAfterEnd)
    for index in body.locals.indices {
      forgetVisited(in: arena.local(LocalID(index), frame: frame), &path.state)
    }
    namingState = path.state
    defer { namingState = nil }
    var kept: [Cell] = []
    let slot = body.returnSlot
    for cell in path.state.cells {
      let node = arena[cell.base]
      if node.tag == .local, node.a == frame, slot.map({ node.b != $0.index }) ?? true { continue }
      kept.append(cell)
    }
    path.state.cells = kept
    path.state.objects.removeAll { record in
      let node = arena[record.base]
      return node.tag == .local && node.a == frame && !keptAfterEnd.contains(record.base)
    }
    path.state.loops.removeAll { $0.frame == frame }
    if depth == 0 || !declaration.attributes.isSystem { path.state.threads.removeAll { $0.frame == frame } }
    let tracked = path.state.objects.filter(\.isTracked).map(\.base)
    if !tracked.isEmpty {
      reportUnreachable(among: tracked, roots: outerRoots + [result], at: span, cause: .scopeEnd, &path.state)
    }
    if depth == 0 {
      for record in path.state.objects where record.status == .freed {
        path.state.removeCells(of: record.base)
      }
    }
    return true
  }

  /// Addresses of this frame's locals that outlive it.
  private func checkDangling(
    _ path: inout Path, result: inout ValueID, span: Span, keptAfterEnd: inout Set<ValueID>
  ) {
    if !result.isNone, isOwnStorage(arena.root(result)), arena.isPointerChain(result) {
      report(
        .danglingPointer, object: arena.root(result), at: span, name: .empty, path.state, detail: .returned)
      result = .zero
    }
    tellLeftBehind(&path)
    if context.isProgramStart && depth == 0 { return }
    let isLeftToCallers = context.isLeftToCallers(function)
    for index in path.state.cells.indices {
      let cell = path.state.cells[index]
      let root = arena.root(cell.value)
      guard !root.isNone, isOwnStorage(root), arena.isPointerChain(cell.value) else { continue }
      let holder = arena[cell.base]
      if holder.tag == .local, holder.a == frame, body.returnSlot?.index != holder.b { continue }
      // A caller that is known may take the address out again: what it leaves, or uses, is told there.
      if isLeftToCallers, depth > 0 || holder.tag == .initial {
        keepExpired(root, stored: lastStore(of: root, path.state), span: span, &path.state)
        keptAfterEnd.insert(root)
        continue
      }
      // Only memory that certainly outlives the function tells: the caller's, globals', or owned and still reached.
      if !arena.isFootprint(cell.base), body.returnSlot?.index != holder.b || holder.tag != .local {
        guard let record = path.state.object(cell.base), record.isTracked,
          reachable(from: outerRoots + [result], path.state).contains(cell.base)
        else { continue }
      }
      if body.hasErrors { continue }
      let place = lastStore(of: root, path.state)
      // A callee that keeps an address deep inside the caller's structures (a stack, a list of frames) may have
      // taken it out again through another pointer to the same memory.
      if place?.name ?? .empty == .empty, holder.tag == .initial,
        arena[ValueID(raw: holder.a)].tag == .initial
      {
        continue
      }
      report(
        .danglingPointer, object: root, at: place?.span ?? span, name: place?.name ?? .empty, path.state,
        detail: .storedBeyond(place?.name ?? .empty))
      path.state.cells[index].value = .zero
    }
  }

  /// A local that has ended, for those who still hold its address.
  private func keepExpired(_ local: ValueID, stored: PathEvent?, span: Span, _ state: inout State) {
    let name = body.locals[Int(arena[local].b)].name
    let origin = stored.map { events.append($0) } ?? state.lastEvent
    note(.scopeEnded, span, name, object: local, in: &state)
    state.setObject(
      ObjectRecord(
        base: local, status: .expired, ownership: .borrowed, family: .unknown, origin: origin,
        end: state.lastEvent))
  }

  /// Addresses of callees' locals that are still held, where others can find them, when this frame ends. What a local
  /// of this frame holds goes with it: nobody has used it.
  private func tellLeftBehind(_ path: inout Path) {
    for index in path.state.cells.indices {
      let cell = path.state.cells[index]
      guard isLeftBehind(arena.root(cell.value), path.state) else { continue }
      let holder = arena[cell.base]
      let isOwn = holder.tag == .local && holder.a == frame
      if isOwn || depth > 0 || context.isLeftToCallers(function) { continue }
      tellLeftBehind(arena.root(cell.value), path.state)
      path.state.cells[index].value = .zero
    }
  }

  /// Whether `root` is a local of a callee that has returned.
  func isLeftBehind(_ root: ValueID, _ state: State) -> Bool {
    if root.isNone { return false }
    let node = arena[root]
    guard node.tag == .symbol || node.tag == .local && node.a != frame else { return false }
    return state.object(root)?.status == .expired
  }

  /// Tells of an address that a callee left behind: where it was stored, or where the callee ends.
  func tellLeftBehind(_ root: ValueID, _ state: State) {
    guard let record = state.object(root), !record.end.isNone else { return }
    let stored = record.origin.isNone || events[record.origin].kind != .aliased ? nil : events[record.origin]
    let end = events[record.end]
    let name = stored?.name ?? .empty
    report(
      .danglingPointer, object: root, at: stored?.span ?? end.span, name: name, state,
      detail: .storedBeyond(name),
      in: Int(end.module), holder: program.modules[Int(end.module)][end.name])
  }

  /// A local whose scope has ended is used: in this frame, or by the address that a callee left behind.
  func reportExpired(_ object: ValueID, at span: Span, name: StringID, _ state: State) {
    if isLeftBehind(object, state) {
      tellLeftBehind(object, state)
    } else {
      report(.danglingPointer, object: object, at: span, name: name, state, detail: .used)
    }
  }

  private func isOwnStorage(_ root: ValueID) -> Bool {
    let node = arena[root]
    if node.tag == .local { return node.a == frame }
    return arena.symbolKind(root) == .alloca
  }

  private func lastStore(of object: ValueID, _ state: State) -> PathEvent? {
    events.path(to: state.lastEvent).last { $0.object == object && $0.kind == .aliased && $0.depth == depth }
  }
}
