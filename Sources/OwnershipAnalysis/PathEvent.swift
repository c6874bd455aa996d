import OwnershipIR

/// A step of a path that a story may need. Kept in one growing arena; a state holds the last one only, so forking
/// costs nothing.
struct PathEvent: Hashable, Sendable {
  enum Kind: UInt8, Sendable {
    case allocated, freed, aliased, passed, returned, scopeEnded, accessed, copied
    case branchTrue, branchFalse, branchCase
    /// A counted object: one reference more, one less while others are left, one that somebody else holds, one that
    /// a callee takes over.
    case retained, unreferenced, lent, takenOver
    /// Control went into a callee whose steps follow (in a summary's skeleton or inlined).
    case called
    /// A callee's release that goes wrong here.
    case misreleased
    /// What the object owned went to another owner.
    case moved
  }
  var kind: Kind
  var module: UInt16
  /// Calls below the analysed function.
  var depth: UInt8 = 0
  var span: Span
  /// What the user calls the place, the condition or the function (a string of `module`).
  var name: StringID
  /// The object concerned; none for branches.
  var object: ValueID = .none
  /// For references that are stored: the object that holds it from then on.
  var holder: ValueID = .none
  var family: FamilyID = .unknown
  /// For counted objects: references that are held here after the step; 0 when that is not known.
  var references: Int16 = 0
  /// For releases and allocations: the function that did it (program number + 1; 0 for the language itself).
  var function: UInt32 = 0
  /// For calls: what the user calls the object that a member function is called on.
  var receiver: StringID = .empty
  var parent: EventID = .none
}

/// The events of one function's analysis.
final class EventArena {
  private(set) var events: [PathEvent] = [
    PathEvent(kind: .called, module: 0, span: .none, name: .empty)
  ]

  subscript(_ id: EventID) -> PathEvent { events[id.int] }

  func append(_ event: PathEvent) -> EventID {
    events.append(event)
    return EventID(raw: UInt32(events.count - 1))
  }

  /// Where something stands that the user can see: code that nobody wrote (a member that the language supplies, a
  /// function of the library) stands where it was called.
  func visible(_ event: PathEvent) -> PathEvent {
    guard event.span == .none else { return event }
    var current = event.parent
    while !current.isNone {
      let outer = events[current.int]
      if outer.kind == .called, outer.span != .none {
        var shown = event
        (shown.span, shown.module) = (outer.span, outer.module)
        if event.kind == .aliased || event.kind == .copied {
          shown.name = outer.receiver
        } else if shown.name != .empty, outer.module != event.module {
          shown.name = .empty
        }
        return shown
      }
      current = outer.parent
    }
    return event
  }

  /// The path that ends in `last`, oldest first.
  func path(to last: EventID) -> [PathEvent] {
    var result: [PathEvent] = []
    var current = last
    while !current.isNone {
      let event = events[current.int]
      result.append(event)
      current = event.parent
    }
    return result.reversed()
  }
}
