import Findings
import LibraryModels
import OwnershipIR

/// Giving memory or a handle back: the rules double-free, invalid-free and mismatched-deallocation.
extension Executor {
  /// `pointer` is released to `family` by `function` (program number + 1, 0 for `delete`). False when a flaw ends
  /// the path.
  func release(
    _ pointer: ValueID, family: FamilyID, by function: UInt32, _ span: Span, _ name: StringID,
    _ path: inout Path,
    position: Int, in block: Int, inner: PathEvent? = nil, releasedAt: Int64 = 0,
    isDistanceAssumed: Bool = false
  ) -> Bool {
    if arena.isInteger(pointer) { return true }
    if path.state.truth(of: pointer, in: arena) == false { return true }
    if program.families.isDescriptor(family), path.state.bounds(of: pointer, in: arena).upperBound < 0 {
      return true
    }
    guard let place = arena.place(pointer, 0) else {
      // Computed from an address (a tag in its low bits): whose block it is, is anybody's guess.
      escape(pointer, in: &path.state, site: site(block, position))
      return true
    }
    if program.families.isInPlace(family), path.state.object(place.base)?.family != family {
      return releaseContents(
        of: place, family: family, by: function, span, name, &path, position: position, in: block)
    }
    let base = place.base
    // What was released is one of several things: which of them is gone is not known from here on.
    if arena.symbolKind(base) == .ambiguous || arena.symbolKind(base) == .picked {
      path.state.hasBlindEffect = true
    }
    if let flaw = flawOfStorage(base) {
      report(
        .invalidFree, object: base, at: span, name: name, misreleased(base, inner, path.state), detail: flaw,
        releaser: function, releasedAs: family)
      return false
    }
    blurUnlinked(base, &path.state, site: site(block, position))
    let (index, found) = path.state.objectPosition(base)
    guard found else {
      noteRelease(base, family: family, by: function, span, name, inner: inner, &path.state)
      var record = ObjectRecord(
        base: base, status: .freed, ownership: .borrowed, family: family, origin: path.state.lastEvent,
        end: path.state.lastEvent)
      record.releasedAt = place.element.isNone ? place.offset : ObjectRecord.somewhere
      record.isAccessed = true
      path.state.setObject(record)
      dropContents(of: base, span, &path, position: position, in: block)
      return true
    }
    var record = path.state.objects[index]
    switch record.status {
    case .freed:
      reportReleasedAgain(
        base, record, at: span, byOwner: inner.map { $0.span == .none } ?? (span == .none), name: name,
        misreleased(base, inner, path.state))
      return false
    case .expired:
      reportExpired(base, at: span, name: name, path.state)
      return false
    case .live: break
    }
    if record.ownership != .borrowed, !program.families.allowsPartialRelease(record.family) {
      // Where a pointer was found to be another one at a distance, which of the two is the start is not known.
      let isDerived =
        releasedAt != 0 && (isDistanceAssumed || releasedAt == ObjectRecord.somewhere)
        || path.state.relations.contains { $0.kind == .equal }
      if place.element.isNone, place.offset != 0, !isDerived {
        report(
          .invalidFree, object: base, at: span, name: name, misreleased(base, inner, path.state),
          detail: .interiorFree(place.offset), releasedAs: family)
        return false
      }
      if !place.element.isNone, releasedAt == 0, isCertainlyInside(place, path.state) {
        report(
          .invalidFree, object: base, at: span, name: name, misreleased(base, inner, path.state),
          detail: .interiorFree(0), releasedAs: family)
        return false
      }
    }
    if record.ownership != .borrowed {
      if !program.families.mayRelease(record.family, as: family) {
        report(
          .mismatchedDeallocation, object: base, at: span, name: name, misreleased(base, inner, path.state),
          detail: .families(record.family, family), releaser: function)
        // What the wrong function does with the contents is anybody's guess.
        for index in path.state.cellRange(of: base) {
          escapeOwned(arena.root(path.state.cells[index].value), in: &path.state)
        }
      }
    } else if record.family == .borrowed {
      report(
        .invalidFree, object: base, at: span, name: name, misreleased(base, inner, path.state),
        detail: .borrowedFree,
        releaser: function, releasedAs: family)
      return false
    } else if record.family == program.families.id("alloca"), family != record.family {
      report(
        .invalidFree, object: base, at: span, name: name, misreleased(base, inner, path.state),
        detail: .allocaFree, releaser: function, releasedAs: family)
      return false
    }
    noteRelease(base, family: family, by: function, span, name, inner: inner, &path.state)
    record.status = .freed
    record.end = path.state.lastEvent
    if record.ownership == .borrowed {
      record.family = family
      record.releasedAt = place.element.isNone ? place.offset : ObjectRecord.somewhere
      record.isAccessed = true
    }
    path.state.setObject(record)
    dropContents(of: base, span, &path, position: position, in: block)
    return true
  }

  /// What `release` would object to, before the object's end runs. False when a flaw ends the path.
  func mayRelease(
    _ pointer: ValueID, family: FamilyID, _ span: Span, _ name: StringID, _ state: inout State
  ) -> Bool {
    guard !arena.isInteger(pointer), let place = arena.place(pointer, 0) else { return true }
    let base = place.base
    if let flaw = flawOfStorage(base) {
      report(
        .invalidFree, object: base, at: span, name: name, state, detail: flaw, releaser: 0,
        releasedAs: family)
      return false
    }
    guard let record = state.object(base) else { return true }
    switch record.status {
    case .freed:
      reportReleasedAgain(base, record, at: span, byOwner: span == .none, name: name, state)
      return false
    case .expired:
      reportExpired(base, at: span, name: name, state)
      return false
    case .live: return true
    }
  }

  /// Two releases of one object. Where a smart pointer did one of them there are two owners that do not know each other.
  private func reportReleasedAgain(
    _ base: ValueID, _ record: ObjectRecord, at span: Span, byOwner isByOwner: Bool, name: StringID, _ state: State
  ) {
    let isOwners = isByOwner || !record.end.isNone && events[record.end].span == .none
    report(isOwners ? .ownershipConflict : .doubleFree, object: base, at: span, name: name, state)
  }

  /// The state with the release in a callee that goes wrong, as a step of the story.
  private func misreleased(_ base: ValueID, _ inner: PathEvent?, _ state: State) -> State {
    guard var event = inner, event.span != .none else { return state }
    event.kind = .misreleased
    var state = state
    _ = importEvent(event, base, in: &state, isPartOfPath: true)
    return state
  }

  private func noteRelease(
    _ base: ValueID, family: FamilyID, by function: UInt32, _ span: Span, _ name: StringID, inner: PathEvent?,
    _ state: inout State
  ) {
    if inner != nil {
      _ = importEvent(inner, base, in: &state, isPartOfPath: true)
    } else {
      note(.freed, span, name, object: base, family: family, function: function, in: &state)
    }
  }

  private func flawOfStorage(_ base: ValueID) -> FindingDraft.Detail? {
    switch arena[base].tag {
    case .local: .stackFree
    case .global: .staticFree
    case .string: .literalFree
    case .function: .functionFree
    case .symbol where arena.symbolKind(base) == .alloca: .allocaFree
    default: nil
    }
  }

  /// `p + i` with an `i` that cannot be 0.
  private func isCertainlyInside(_ place: Place, _ state: State) -> Bool {
    let node = arena[place.element]
    guard node.tag == .element, arena[ValueID(raw: node.a)].tag != .element else { return false }
    let bounds = state.bounds(of: ValueID(raw: node.b), in: arena)
    return place.offset >= 0 && bounds.lowerBound >= 0 && bounds.lowerBound &+ place.offset > 0
  }

  /// Of a released object's contents only references to owned memory are kept: what nothing else holds is lost with
  /// it, which is told when the function ends (a use of the released object before that is the flaw to tell).
  private func dropContents(of base: ValueID, _ span: Span, _ path: inout Path, position: Int, in block: Int)
  {
    forgetVisited(in: base, &path.state)
    let range = path.state.cellRange(of: base)
    for index in range.reversed() {
      let root = arena.root(path.state.cells[index].value)
      if root.isNone || root == base || path.state.object(root)?.isTracked != true {
        path.state.cells.remove(at: index)
      }
    }
  }

  // MARK: Resources that live in the user's own storage (`regcomp`, `pthread_mutex_init`)

  /// The object at `place` holds a resource of `family` from here on.
  func initializeContents(
    of place: Place, family: FamilyID, by function: UInt32, _ span: Span, _ name: StringID,
    _ state: inout State,
    site: UInt32
  ) {
    let symbol = fresh(.allocation, site: site, part: 7, in: state)
    note(.allocated, span, name, object: symbol, family: family, function: function, in: &state)
    state.setObject(
      ObjectRecord(base: symbol, status: .live, ownership: .owned, family: family, origin: state.lastEvent))
    state.setCell(place.base, place.element, place.offset &+ HiddenCell.resource, symbol)
  }

  private func releaseContents(
    of place: Place, family: FamilyID, by function: UInt32, _ span: Span, _ name: StringID,
    _ path: inout Path,
    position: Int, in block: Int
  ) -> Bool {
    var hidden = place
    hidden.offset &+= HiddenCell.resource
    if arena.isFootprint(place.base), path.state.cell(hidden.base, hidden.element, hidden.offset) == nil {
      // The caller's object: what it holds is released there.
      let symbol = read(hidden, type: .unknown, site: site(block, position), &path.state)
      var record = ObjectRecord(
        base: symbol, status: .live, ownership: .borrowed, family: family, origin: path.state.lastEvent)
      record.isAccessed = true
      path.state.setObject(record)
    }
    guard let symbol = path.state.cell(hidden.base, hidden.element, hidden.offset),
      var record = path.state.object(symbol)
    else { return true }
    if record.status == .freed {
      report(.doubleFree, object: symbol, at: span, name: name, path.state)
      return false
    }
    note(.freed, span, name, object: symbol, family: family, function: function, in: &path.state)
    record.status = .freed
    record.end = path.state.lastEvent
    path.state.setObject(record)
    return true
  }
}
