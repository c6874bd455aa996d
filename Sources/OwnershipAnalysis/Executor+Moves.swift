import OwnershipIR

/// Owners that gave away what they held. The functions of the library that move out of a smart pointer leave it null
/// and set a hidden cell beside it; a new value removes that.
extension Executor {
  /// Looking through an owner that was moved from is a flaw; false when it ends the path.
  func lookThrough(_ owner: ValueID, _ span: Span, _ name: StringID, _ state: State) -> Bool {
    guard let place = arena.place(owner, 0), place.element.isNone else { return true }
    if arena.isFootprint(place.base) { askCallers(place, span, name, state) }
    guard state.cell(place.base, .none, place.offset &+ HiddenCell.moved) == .one,
      state.cell(place.base, .none, place.offset) == .zero
    else { return true }
    report(.useAfterMove, object: place.base, at: span, name: name, state)
    return false
  }

  /// Keeps in mind where an owner gives away what it holds: a write of `value` says so. The functions of the library
  /// stand nowhere; their call does.
  func noteMove(_ place: Place, _ value: ValueID, at span: Span, _ name: StringID, _ state: inout State) {
    guard value == .one, HiddenCell.isMoved(place.offset), arena[place.base].tag == .local else { return }
    if span != .none { return note(.moved, span, name, object: place.base, in: &state) }
    var id = state.lastEvent
    while !id.isNone {
      let event = events[id]
      if event.kind == .called, event.span != .none {
        var move = event
        move.kind = .moved
        move.object = place.base
        move.parent = state.lastEvent
        state.lastEvent = events.append(move)
        return
      }
      id = event.parent
    }
  }

  /// Keeps in mind where the address of a variable goes to memory that may outlive it.
  func noteKept(_ value: ValueID, at place: Place, _ span: Span, _ name: StringID, _ state: inout State) {
    let root = arena.root(value)
    guard !root.isNone, arena[root].tag == .local, arena[place.base].tag != .local, span != .none else { return }
    note(.aliased, span, name, object: root, holder: place.base, in: &state)
  }

  /// Whether an owner of the caller's was moved from is the caller's to say.
  private func askCallers(_ place: Place, _ span: Span, _ name: StringID, _ state: State) {
    var mark = place
    mark.offset &+= HiddenCell.moved
    var flawed = state
    let pointer = read(place, type: .unknown, site: 0, &flawed)
    let isMoved = read(mark, type: .unknown, site: 0, &flawed)
    guard arena.isFootprint(pointer), arena.isFootprint(isMoved),
      flawed.assume(.equal, pointer, .zero, in: arena, isDirect: false),
      flawed.assume(.equal, isMoved, .one, in: arena, isDirect: false)
    else { return }
    report(.useAfterMove, object: place.base, at: span, name: name, flawed)
  }
}
