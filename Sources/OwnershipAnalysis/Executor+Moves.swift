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
