import SourceText

/// Something that happens to an object.
package struct LifeStep: Sendable, Hashable {
  package enum Role: String, Sendable, Hashable, CaseIterable {
    case allocated
    /// Another variable refers to it; a member or element does.
    case aliased, stored
    /// Handed to a function; handed over to one that may keep or release it.
    case passed
    case handedOver = "handed-over"
    /// From one owner to another.
    case moved
    /// One more owner, or one less.
    case shared, unshared
    case released
    /// Read or written through a pointer; only named.
    case used, named
    /// Given to the caller.
    case returned
    /// The last reference is gone.
    case lost
    /// The scope of the variable that it is is over.
    case scopeEnd = "scope-end"
  }

  /// Into `FunctionFacts.objects`.
  package var object: Int
  package var role: Role
  package var range: SourceRange
  /// The place, or the function that does it; empty where there is no name.
  package var text: String
  /// Steps in the order in which control comes to them: of two steps of one path, the earlier has the smaller number
  /// (but for the way back of a loop).
  package var order: Int
}

/// A way out of a scope on which a destructor or a cleanup function releases something.
package struct ScopeEnd: Sendable, Hashable {
  /// The closing brace, or the statement that leaves the scope.
  package var range: SourceRange
  /// Into `FunctionFacts.objects`.
  package var object: Int
  /// The variable that goes.
  package var place: String
  /// It happens on each path that was followed to here with the object alive.
  package var isCertain: Bool
}

/// One owner gives what it holds to others.
package struct OwnerMove: Sendable, Hashable {
  package var range: SourceRange
  package var object: Int
  package var from: String
  /// Places, or the function that takes it over; `caller` where it is returned.
  package var to: [String]

  package static let caller = "return"
}
