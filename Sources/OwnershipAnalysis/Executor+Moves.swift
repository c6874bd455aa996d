import OwnershipIR

/// Owners that gave away what they held. The functions of the library that move out of a smart pointer leave it null
/// and set a hidden cell beside it; a new value removes that.
extension Executor {
  /// Where the hidden cell of an owner is, from the owner's first byte.
  static let movedOffset: Int64 = 1 << 49

  /// Looking through an owner that was moved from is a flaw; false when it ends the path.
  func lookThrough(_ owner: ValueID, _ span: Span, _ name: StringID, _ state: State) -> Bool {
    guard let place = arena.place(owner, 0), place.element.isNone,
      state.cell(place.base, .none, place.offset &+ Self.movedOffset) == .one,
      state.cell(place.base, .none, place.offset) == .zero
    else { return true }
    report(.useAfterMove, object: place.base, at: span, name: name, state)
    return false
  }
}
