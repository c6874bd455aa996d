import Findings
import LibraryModels
import OwnershipIR

/// References that are counted by hand (`g_object_ref`, `Py_INCREF`, `AddRef`), as library rows have them. Known are the
/// references that are held here; those of others are some number that nobody can tell (as cpychecker has it: what is
/// known here, plus an unknown rest).
extension Executor {
  /// Whether the counts of the object behind `value` are followed.
  func isCounted(_ value: ValueID, _ state: State) -> Bool {
    guard let record = state.object(arena.root(value)) else { return false }
    return record.isShared || record.ownership == .owned && program.families.isCounted(record.family)
  }

  /// One more reference is held here.
  func retain(_ argument: CallArgument, _ family: FamilyID, by function: UInt32, _ state: inout State) {
    guard let base = start(of: argument.value, state) else { return }
    var record = counted(base, state)
    guard record.status == .live, record.ownership != .escaped, isCountable(&record, &state) else { return }
    if record.ownership == .borrowed, record.isShared {
      note(
        .retained, argument.span, argument.name, object: base, family: family, function: function,
        references: 1,
        in: &state)
      record.ownership = .owned
      record.origin = state.lastEvent
    } else {
      record.references += 1
      if record.family == .unknown { record.family = family }
      let known = record.ownership == .owned ? record.references + 1 : 0
      note(
        .retained, argument.span, argument.name, object: base, family: family, function: function,
        references: known, in: &state)
    }
    state.setObject(record)
  }

  /// A release by a row: of a counted family one reference is given back. False when a flaw ends the path.
  func giveBack(
    _ pointer: ValueID, _ argument: CallArgument, _ family: FamilyID, by function: UInt32, _ site: CallSite,
    _ path: inout Path
  ) -> Bool {
    func release(_ path: inout Path) -> Bool {
      self.release(
        pointer, family: family, by: function, argument.span, argument.name, &path, position: site.position,
        in: site.block)
    }
    guard program.families.isCounted(family) else { return release(&path) }
    guard let base = start(of: pointer, path.state), path.state.truth(of: pointer, in: arena) != false else {
      return release(&path)
    }
    var record = counted(base, path.state)
    guard record.status == .live else { return release(&path) }
    guard isCountable(&record, &path.state) else { return true }
    switch record.ownership {
    case .escaped: return true
    case .owned where !program.families.mayRelease(record.family, as: family): return release(&path)
    case .owned where record.references == 0:
      guard record.isShared else { return release(&path) }
      // The others' references keep it alive.
      record.ownership = .borrowed
    case .borrowed where record.isShared:
      report(
        .doubleFree, object: base, at: argument.span, name: argument.name, path.state, detail: .overRelease,
        releaser: function)
      return false
    case .owned, .borrowed: record.references -= 1
    }
    if record.family == .unknown { record.family = family }
    let left = record.ownership == .owned ? record.references + 1 : 0
    note(
      .unreferenced, argument.span, argument.name, object: base, family: family, function: function,
      references: left, in: &path.state)
    if record.ownership == .borrowed { record.end = path.state.lastEvent }
    path.state.setObject(record)
    return true
  }

  /// Somebody else holds a reference of their own from here on. Of an object whose references are not known here, the
  /// caller's count is not to be trusted from then on.
  func share(_ argument: CallArgument, _ site: CallSite, _ state: inout State) {
    guard let base = start(of: argument.value, state), var record = state.object(base), record.isTracked,
      program.families.isCounted(record.family)
    else { return escape(argument.value, in: &state, site: site.site) }
    record.isShared = true
    state.setObject(record)
  }

  /// A callee takes over one of the references that are held here: nil when their number is not known, false when
  /// there is none to be taken.
  func takeReference(_ argument: CallArgument, by function: UInt32, _ state: inout State) -> Bool? {
    guard let base = start(of: argument.value, state), isCounted(base, state),
      var record = state.object(base), record.status == .live
    else { return nil }
    guard record.ownership == .owned else {
      report(
        .doubleFree, object: base, at: argument.span, name: argument.name, state, detail: .overRelease,
        releaser: function)
      return false
    }
    record.isShared = true
    note(
      .takenOver, argument.span, argument.name, object: base, family: record.family, function: function,
      in: &state)
    if record.references > 0 {
      record.references -= 1
    } else {
      record.ownership = .borrowed
    }
    state.setObject(record)
    return true
  }

  /// The first to sink a floating object takes over the reference that it was made with; later ones add one. Where it
  /// is not known whether the object floats, its references are nobody's to count.
  func sink(_ argument: CallArgument, _ site: CallSite, _ state: inout State) {
    guard let base = start(of: argument.value, state), var record = state.object(base), record.isTracked,
      let floating = state.cell(base, .none, HiddenCell.floating)
    else { return escape(argument.value, in: &state, site: site.site) }
    if floating == .one {
      state.setCell(base, .none, HiddenCell.floating, .zero, shape: .hidden)
    } else {
      record.references += 1
      state.setObject(record)
    }
  }

  /// The variable that the argument points at gives back what it holds, and becomes null. False when a flaw ends the
  /// path.
  func clear(
    _ argument: CallArgument, _ family: FamilyID, by function: UInt32, _ site: CallSite, _ path: inout Path
  ) -> Bool {
    guard let place = arena.place(argument.value, 0) else {
      escape(argument.value, in: &path.state, site: site.site)
      return true
    }
    let held = read(place, type: .unknown, site: site.site, &path.state)
    guard giveBack(held, argument, family, by: function, site, &path) else { return false }
    path.state.setCell(place.base, place.element, place.offset, .zero, shape: .pointer)
    return true
  }

  /// What the variable holds goes to the caller; it becomes null.
  func moveOut(of argument: CallArgument, _ site: CallSite, _ state: inout State) -> ValueID {
    guard let place = arena.place(argument.value, 0) else {
      return fresh(.unknown, site: site.site, in: state)
    }
    let held = read(place, type: .unknown, site: site.site, &state)
    state.setCell(place.base, place.element, place.offset, .zero, shape: .pointer)
    return held
  }

  /// A reference that somebody else holds: whoever wants to keep the object has to retain it.
  func lend(
    _ family: FamilyID, orNull: Bool, _ number: UInt32, _ site: CallSite, _ state: inout State
  ) -> ValueID {
    let result = fresh(.unknown, site: site.site, in: state)
    if !orNull { _ = state.assume(.notEqual, result, .zero, in: arena) }
    note(
      .lent, site.instruction.span, site.instruction.name, object: result, family: family,
      function: number + 1,
      in: &state)
    var record = ObjectRecord(
      base: result, status: .live, ownership: .borrowed, family: family, origin: state.lastEvent)
    record.isShared = true
    state.setObject(record)
    return result
  }

  /// What a callee did to the counts of the caller's objects. False when a flaw ends the path.
  func applyCounts(
    _ outcome: Outcome, _ values: [ValueID], _ number: UInt32, _ site: CallSite, _ path: inout Path
  ) -> Bool {
    for object in outcome.objects
    where object.record.references != 0 && object.record.ownership == .borrowed
      && object.record.status == .live && outcome.nodes[object.record.base.int].tag != .symbol
    {
      let pointer = values[object.record.base.int]
      let argument =
        site.arguments.first { arena.root($0.value) == arena.root(pointer) }
        ?? CallArgument(value: pointer, aggregate: .unknown, name: .empty, span: site.instruction.span)
      for _ in 0..<abs(Int(object.record.references)) {
        if object.record.references > 0 {
          retain(argument, object.record.family, by: number + 1, &path.state)
        } else if !giveBack(pointer, argument, object.record.family, by: number + 1, site, &path) {
          return false
        }
      }
    }
    return true
  }

  /// Nobody counts this far by hand: a loop does, and where it ends is not known here.
  private func isCountable(_ record: inout ObjectRecord, _ state: inout State) -> Bool {
    if abs(record.references) < 1000 { return true }
    if record.ownership == .owned { record.ownership = .escaped }
    state.isApproximate = true
    state.setObject(record)
    return false
  }

  /// The object that a pointer is the start of; nil for null, and for what has no count.
  private func start(of pointer: ValueID, _ state: State) -> ValueID? {
    guard !arena.isInteger(pointer), let place = arena.place(pointer, 0), place.element.isNone,
      place.offset == 0
    else { return nil }
    switch arena[place.base].tag {
    case .local, .global, .string, .function: return nil
    default: return place.base
    }
  }

  /// The record of an object, made up for what nothing is known of.
  private func counted(_ base: ValueID, _ state: State) -> ObjectRecord {
    if let record = state.object(base) { return record }
    var record = ObjectRecord(
      base: base, status: .live, ownership: .borrowed, family: .unknown, origin: state.lastEvent)
    record.isAccessed = true
    return record
  }
}
