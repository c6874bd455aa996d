import Findings
import OwnershipIR

/// Applying a summary: the callee's entry values are looked up in the caller's state, its conditions added, and its
/// effects carried out as if they stood here.
extension Executor {
  /// The caller's values for the nodes of an outcome; nil when the caller's memory rules it out. Reading makes up
  /// entry values of the caller's own where it has not looked yet.
  func translate(_ outcome: Outcome, _ index: Int, _ site: CallSite, _ path: inout Path) -> [ValueID]? {
    var values: [ValueID] = [.none]
    values.reserveCapacity(outcome.nodes.count)
    for (number, node) in outcome.nodes.enumerated().dropFirst() {
      let a = Int(node.a)
      let b = Int(node.b)
      switch node.tag {
      case .none: values.append(.none)
      case .integer, .global, .function, .string: values.append(arena.intern(node))
      case .local: values.append(.none)
      case .symbol:
        let kind = SymbolKind(rawValue: node.op) ?? .unknown
        values.append(fresh(kind, site: site.site, part: (index + 2) * 8192 + number, in: path.state))
      case .initial:
        let part = 1 << 40 + (index + 2) * 8192 + number
        guard let value = entryValue(node, outcome, values, site, part: part, &path) else { return nil }
        values.append(value)
      case .sum: values.append(arena.add(values[a], node.c))
      case .element: values.append(arena.element(values[a], values[b], stride: node.c))
      case .binary:
        let part = (index + 2) * 8192 + number
        values.append(
          binary(
            BinaryOperator(rawValue: node.op)!, values[a], values[b], path.state, site: site.site, part: part))
      case .unary:
        let part = (index + 2) * 8192 + number
        values.append(
          unary(UnaryOperator(rawValue: node.op)!, values[a], path.state, site: site.site, part: part))
      case .pure:
        let previous = a == 0 ? ValueID.none : values[a]
        let argument = b == 0 ? ValueID.none : values[b]
        let term = arena.intern(ValueNode(tag: .pure, a: previous.raw, b: argument.raw, c: node.c))
        values.append(pureResult(term, &path.state))
      }
    }
    return values
  }

  private func entryValue(
    _ node: ValueNode, _ outcome: Outcome, _ values: [ValueID], _ site: CallSite, part: Int,
    _ path: inout Path
  ) -> ValueID? {
    let base = outcome.nodes[Int(node.a)]
    if base.tag == .local {
      let parameter = Int(base.b)
      if parameter == site.tail {
        let argument = node.b == 0 ? site.argument(inTailAt: node.c) : nil
        return argument.flatMap { $0.aggregate == .unknown ? $0.value : nil }
          ?? fresh(.unknown, site: site.site, part: part, in: path.state)
      }
      guard parameter < site.arguments.count else {
        return fresh(.unknown, site: site.site, part: part, in: path.state)
      }
      let argument = site.arguments[parameter]
      if argument.aggregate == .unknown { return node.c == 0 ? argument.value : .zero }
      guard let source = arena.place(argument.value, node.c) else { return .zero }
      return read(source, type: .unknown, site: site.site, &path.state)
    }
    let pointer = node.b == 0 ? values[Int(node.a)] : values[Int(node.b)]
    if arena.isInteger(pointer) { return nil }
    guard let place = arena.place(pointer, node.c) else {
      return fresh(.unknown, site: site.site, part: part, in: path.state)
    }
    return read(place, type: .unknown, site: site.site, &path.state)
  }

  /// Adds what an outcome asks of plain arguments: which cells are looked up may hang on it (`v[n]` when n is 1).
  func assumeOfArguments(_ outcome: Outcome, _ site: inout CallSite, _ path: inout Path) -> Bool {
    for fact in outcome.intervals {
      let node = outcome.nodes[fact.value.int]
      guard node.tag == .initial, node.b == 0, node.c == 0 else { continue }
      let base = outcome.nodes[Int(node.a)]
      guard base.tag == .local, Int(base.b) < site.arguments.count,
        site.arguments[Int(base.b)].aggregate == .unknown
      else { continue }
      let argument = site.arguments[Int(base.b)].value
      let start = path.state.rewrites.count
      var values = site.arguments.map(\.value)
      guard learn(&path, &values, { $0.apply(fact, to: argument, in: arena, isDirect: false) }) else {
        return false
      }
      if path.state.rewrites.count == start { continue }
      for index in values.indices { site.arguments[index].value = values[index] }
    }
    return true
  }

  /// Adds an outcome's conditions; `values` follow what is learned. False when they cannot hold here.
  func assume(_ outcome: Outcome, _ values: inout [ValueID], _ path: inout Path) -> Bool {
    for fact in outcome.intervals {
      if context.hasGivenUp, arena.isLost(values[fact.value.int]) { path.state.isApproximate = true }
      let value = values[fact.value.int]
      guard learn(&path, &values, { $0.apply(fact, to: value, in: arena, isDirect: false) }) else {
        return false
      }
    }
    for relation in outcome.relations {
      let first = values[relation.first.int]
      let second = arena.add(values[relation.second.int], relation.bound)
      let op: BinaryOperator =
        switch relation.kind {
        case .atMost: .lessOrEqual
        case .different: .notEqual
        case .equal: .equal
        }
      guard learn(&path, &values, { $0.assume(op, first, second, in: arena, isDirect: false) }) else {
        return false
      }
    }
    return true
  }

  /// Adds to what is known on a path; `values` follow. False when that cannot hold.
  func learn(
    _ path: inout Path, _ values: inout [ValueID], _ facts: (inout State) -> Bool
  ) -> Bool {
    let start = path.state.rewrites.count
    guard facts(&path.state) else { return false }
    follow(from: start, &values, &path)
    return true
  }

  /// The same where no values are held.
  func learn(_ path: inout Path, _ facts: (inout State) -> Bool) -> Bool {
    var none: [ValueID] = []
    return learn(&path, &none, facts)
  }

  /// Carries substitutions over to values held outside the state.
  func follow(from start: Int, _ values: inout [ValueID], _ path: inout Path) {
    guard path.state.rewrites.count > start else { return }
    for rewrite in path.state.rewrites[start...] {
      for index in values.indices where !values[index].isNone {
        values[index] = arena.rewrite(values[index], rewrite.old, rewrite.new)
      }
      for index in path.registers.indices where !path.registers[index].isNone {
        path.registers[index] = arena.rewrite(path.registers[index], rewrite.old, rewrite.new)
      }
    }
  }

  func apply(
    _ outcome: Outcome, _ index: Int, of number: UInt32, _ site: CallSite, _ path: Path
  ) -> Application {
    var path = path
    context.fuel -= (outcome.nodes.count + outcome.cells.count + outcome.objects.count) / 4
    var site = site
    guard assumeOfArguments(outcome, &site, &path),
      var values = translate(outcome, index, site, &path)
    else { return .infeasible }
    guard assume(outcome, &values, &path), !overruns(outcome, values) else { return .infeasible }
    if hasUnexpectedAlias(outcome, values, path.state) { return .unsuitable }
    note(
      .called, site.instruction.span, site.instruction.name, object: .none, function: number + 1,
      receiver: site.arguments.first?.name ?? .empty, in: &path.state)
    if outcome.isApproximate { path.state.isApproximate = true }
    if outcome.isWidened { path.state.isWidened = true }
    if outcome.hasPicked {
      path.state.hasPicked = true
      if knowsMore(site, path.state) { path.state.isApproximate = true }
    }
    guard checkAccesses(outcome, values, number, site, &path) else { return .flawed }
    let transfers = transfers(of: outcome, values, &path.state)
    deferredLost = []
    defer { deferredLost = nil }
    for object in outcome.objects where object.record.content == .token && !isNew(object.record.base, outcome)
    {
      let base = arena.root(values[object.record.base.int])
      if !base.isNone { escape(values[object.record.base.int], in: &path.state, site: site.site) }
    }
    for object in outcome.objects
    where object.record.content == .filled && !isNew(object.record.base, outcome) {
      refill(object.record.base, of: outcome, by: number, values, site, &path.state)
    }
    var cleared: [ValueID] = []
    for object in outcome.objects where object.record.content == .zero && !isNew(object.record.base, outcome) {
      let size = object.record.token.isNone ? ValueID.none : values[object.record.token.int]
      cleared += clear(values[object.record.base.int], size: size, in: &path.state)
    }
    guard applyCounts(outcome, values, number, site, &path),
      applyReleases(outcome, values, number, site, &path)
    else { return .flawed }
    addObjects(outcome, values, &path)
    for (target, contents) in transfers where arena.root(values[target.int]) == values[target.int] {
      put(contents, into: values[target.int], &path.state)
    }
    var (lost, lostInside) = writeCells(outcome, values, of: number, site, &path)
    lostInside += cleared + (deferredLost ?? [])
    deferredLost = nil
    blurUnlinked(by: outcome, values, site, &path.state)
    if outcome.isThrow {
      checkLeaks(
        lost + lostInside, at: site.instruction.span, cause: .overwritten(.empty), &path,
        position: site.position, in: site.block)
      path.state.isUnwinding = true
      return .applied(path)
    }
    let result = outcome.result.isNone ? ValueID.zero : values[outcome.result.int]
    give(result, to: site, &path)
    if let address = site.call.resultAddress,
      let target = place(of: address, path, in: site.block, site: site.site)
    {
      for cell in outcome.returned where cell.element.isNone {
        if cell.offset >= HiddenCell.text { context.measuresTexts = true }
        let old = path.state.setCell(
          target.base, target.element, target.offset &+ cell.offset, values[cell.value.int], shape: cell.shape
        )
        if let old { lost.append(arena.root(old)) }
      }
    }
    if !outcome.result.isNone { lost += unusedResult(result, site) }
    let draftsBefore = context.drafts.count
    checkLeaks(
      lostInside, at: site.instruction.span, cause: .overwritten(.empty), &path, position: site.position,
      in: site.block)
    if context.drafts.count > draftsBefore, canInline(number) {
      // The callee drops it by its own doing (a release, a global): following it there tells where.
      context.withdrawDrafts(from: draftsBefore)
      return .unsuitable
    }
    checkLeaks(
      lost, at: site.instruction.span, cause: lostCause(site, lost, result), &path, position: site.position,
      in: site.block)
    return .applied(path)
  }

  private func unusedResult(_ result: ValueID, _ site: CallSite) -> [ValueID] {
    let isUsed = site.resultPlace != nil || site.call.result.map { flow.lastUse[$0.int] >= 0 } ?? false
    let root = arena.root(result)
    return isUsed || root.isNone ? [] : [root]
  }

  private func lostCause(_ site: CallSite, _ lost: [ValueID], _ result: ValueID) -> FindingDraft.Detail {
    !lost.isEmpty && lost.last == arena.root(result) && !arena.root(result).isNone
      ? .resultDropped : .overwritten(.empty)
  }

  private func isNew(_ value: ValueID, _ outcome: Outcome) -> Bool { outcome.nodes[value.int].tag == .symbol }

  /// Whether the callee would write an element that is none of the array here.
  private func overruns(_ outcome: Outcome, _ values: [ValueID]) -> Bool {
    outcome.cells.contains { cell in
      guard cell.shape == .pointer, !cell.element.isNone,
        let place = arena.place(values[cell.element.int], cell.offset)
      else { return false }
      return overruns(place)
    }
  }

  /// Whether two objects the callee took for different are one here, and that matters.
  func hasUnexpectedAlias(_ outcome: Outcome, _ values: [ValueID], _ state: State) -> Bool {
    var written: [ValueID] = []
    for cell in outcome.cells where !isNew(cell.base, outcome) { written.append(cell.base) }
    var freed: [ValueID] = []
    for object in outcome.objects where object.record.status == .freed { freed.append(object.record.base) }
    written += freed
    if written.isEmpty { return false }
    var owners: [ValueID: ValueID] = [:]
    func clashes(_ base: ValueID) -> Bool {
      if isNew(base, outcome) || outcome.nodes[base.int].tag == .global { return false }
      let mapped = arena.root(values[base.int])
      if mapped.isNone { return false }
      if let other = owners[mapped] {
        guard other != base else { return false }
        // With a release all of the object goes, whichever part of it the other one is.
        if freed.contains(other) || freed.contains(base) { return true }
        return (written.contains(other) || written.contains(base)) && values[other.int] == values[base.int]
      }
      owners[mapped] = base
      return false
    }
    for object in outcome.objects where clashes(object.record.base) { return true }
    for cell in outcome.cells where clashes(cell.base) { return true }
    return false
  }

  /// The callee reads or writes memory of the caller's: it must be live.
  private func checkAccesses(
    _ outcome: Outcome, _ values: [ValueID], _ number: UInt32, _ site: CallSite, _ path: inout Path
  ) -> Bool {
    for object in outcome.objects
    where object.record.isAccessed && object.record.ownership == .borrowed && object.record.status == .live
      && !isNew(object.record.base, outcome)
    {
      // Whether there is a reference to give back is asked when that is done.
      if object.record.references < 0 { continue }
      guard let place = arena.place(values[object.record.base.int], 0) else { continue }
      let tag = arena[place.base].tag
      if tag == .string || tag == .function { continue }
      if tag == .local || tag == .global {
        guard let record = path.state.object(place.base), record.status == .expired else { continue }
      }
      let (index, found) = path.state.objectPosition(place.base)
      if !found {
        var record = ObjectRecord(
          base: place.base, status: .live, ownership: .borrowed, family: .unknown,
          origin: importEvent(object.origin, place.base, in: &path.state, isPartOfPath: false))
        record.isAccessed = true
        path.state.setObject(record)
        continue
      }
      let record = path.state.objects[index]
      switch record.status {
      case .live:
        if record.ownership == .borrowed { path.state.objects[index].isAccessed = true }
      case .freed, .expired:
        _ = importEvent(object.origin, place.base, in: &path.state, isPartOfPath: true)
        report(
          record.status == .freed ? .useAfterFree : .danglingPointer, object: place.base,
          at: argumentSpan(of: place.base, site), name: argumentName(of: place.base, site), path.state,
          detail: record.status == .freed ? .passed(number + 1) : .used)
        return false
      }
    }
    return true
  }

  private func argument(of base: ValueID, _ site: CallSite) -> CallArgument? {
    site.arguments.first { arena.root($0.value) == base }
  }
  private func argumentSpan(of base: ValueID, _ site: CallSite) -> Span {
    guard let argument = argument(of: base, site), argument.span != .none else {
      return site.instruction.span
    }
    return argument.span
  }
  private func argumentName(of base: ValueID, _ site: CallSite) -> StringID {
    argument(of: base, site)?.name ?? .empty
  }

  private func applyReleases(
    _ outcome: Outcome, _ values: [ValueID], _ number: UInt32, _ site: CallSite, _ path: inout Path
  ) -> Bool {
    for object in outcome.objects where object.record.status == .freed && !isNew(object.record.base, outcome)
    {
      let start = values[object.record.base.int]
      let distance = object.record.releasedAt
      let pointer = distance == ObjectRecord.somewhere ? start : arena.add(start, distance)
      let base = arena.root(pointer)
      if base.isNone { continue }
      guard
        release(
          pointer, family: object.record.family, by: object.end?.function ?? number + 1,
          argumentSpan(of: base, site), argumentName(of: base, site), &path, position: site.position,
          in: site.block, inner: object.end, releasedAt: object.record.releasedAt,
          isDistanceAssumed: outcome.relations.contains { $0.kind == .equal })
      else { return false }
    }
    return true
  }

  private func addObjects(_ outcome: Outcome, _ values: [ValueID], _ path: inout Path) {
    for object in outcome.objects where isNew(object.record.base, outcome) {
      let base = values[object.record.base.int]
      guard arena.root(base) == base else { continue }
      var record = object.record
      record.base = base
      if !record.token.isNone { record.token = values[record.token.int] }
      record.origin = importEvent(object.origin, base, in: &path.state, isPartOfPath: true)
      if object.end != nil { record.end = importEvent(object.end, base, in: &path.state, isPartOfPath: true) }
      path.state.setObject(record)
    }
  }

  /// Roots of values that are overwritten in the caller's own memory, and in globals.
  private func writeCells(
    _ outcome: Outcome, _ values: [ValueID], of number: UInt32, _ site: CallSite, _ path: inout Path
  ) -> (lost: [ValueID], lostInGlobals: [ValueID]) {
    var lost: [ValueID] = []
    var lostInGlobals: [ValueID] = []
    // The callee's own cells are in order among themselves; what was here before may be one of them.
    for cell in outcome.cells {
      let pointer = cell.element.isNone ? values[cell.base.int] : values[cell.element.int]
      if let place = arena.place(pointer, cell.offset) {
        blurAliases(of: place, cell.shape, site: site.site, &path.state)
      }
    }
    for cell in outcome.cells {
      let pointer = cell.element.isNone ? values[cell.base.int] : values[cell.element.int]
      guard let place = arena.place(pointer, cell.offset) else { continue }
      let value = values[cell.value.int]
      let old = path.state.setCell(
        place.base, place.element, place.offset, value.isNone ? .zero : value, shape: cell.shape)
      if place.offset >= HiddenCell.text { context.measuresTexts = true }
      if context.measuresTexts { forgetLengths(of: place, size: 1, &path.state) }
      noteOwner(place, value, madeBy: number, site, &path.state)
      noteMove(place, value, at: site.instruction.span, site.instruction.name, &path.state)
      noteKept(value, at: place, site.instruction.span, .empty, &path.state)
      if let old, old != value, !arena.root(old).isNone {
        // Deep inside the caller's structures, or in a global: where it happens is in the callee.
        let isOwnDoing =
          outcome.nodes[cell.base.int].tag == .global
          || arena[place.base].tag != .local
            && !site.arguments.contains { arena.root($0.value) == place.base }
        if isOwnDoing {
          lostInGlobals.append(arena.root(old))
        } else {
          lost.append(arena.root(old))
        }
      }
    }
    return (lost, lostInGlobals)
  }

  /// A callee made the object at `place` an owner of something shared.
  private func noteOwner(
    _ place: Place, _ value: ValueID, madeBy number: UInt32, _ site: CallSite, _ state: inout State
  ) {
    let root = arena.root(value)
    guard !root.isNone, let record = state.object(root), record.isTracked, isShared(record) else { return }
    // A function of the library does it to what it is called on; what one of the program's does it to is not said here.
    let name = context.callee(number).isSystem ? site.arguments.first?.name ?? .empty : .empty
    note(.aliased, site.instruction.span, name, object: root, holder: place.base, in: &state)
  }

  /// Takes an event of a callee's story into this analysis.
  func importEvent(
    _ event: PathEvent?, _ object: ValueID, in state: inout State, isPartOfPath: Bool
  ) -> EventID {
    guard var event else { return state.lastEvent }
    if event.kind == .allocated || event.kind == .freed { context.touchesOwnership = true }
    event.depth += depth + 1
    event.object = object
    event.parent = state.lastEvent
    let id = events.append(event)
    if isPartOfPath { state.lastEvent = id }
    return id
  }
}
