import SourceText

/// A stretch of the text that names memory: what it refers to where it stands, joined over all paths that reach it.
package struct Mention: Sendable, Hashable {
  package enum Role: String, Sendable, Hashable, Comparable {
    /// A place whose value is read, or that is written.
    case read, write
    /// A call or expression that allocates, or that releases.
    case allocation, release

    package static func < (a: Role, b: Role) -> Bool { a.rank < b.rank }
    private var rank: Int {
      switch self {
      case .write: 0
      case .read: 1
      case .allocation: 2
      case .release: 3
      }
    }
  }

  package var range: SourceRange
  package var role: Role
  /// The place as the user writes it (`list->head`); for an allocation or a release, what does it (`malloc`).
  package var name: String
  /// How the place has hold of what it refers to.
  package var hold: Hold
  /// Before the instruction, and after it; equal where it changes nothing. Several where paths differ, in the order
  /// of objects. An element about which nothing is known is `untracked`.
  package var before: [PlaceStatus]
  package var after: [PlaceStatus]
  /// On some path that reaches it values were guessed: where paths differ, perhaps not all of them can be taken.
  package var isApproximate: Bool
}

/// What a place refers to on some of the paths.
package struct PlaceStatus: Sendable, Hashable {
  /// Into `FunctionFacts.objects`; nil where it refers to nothing.
  package var object: Int?
  package var status: OwnershipStatus
  /// Other places that refer to the same object, as the user calls them.
  package var otherNames: [String] = []
  /// It may also be null here: nothing has told yet.
  package var mayBeNull = false
}

/// Whose memory it is.
package enum OwnershipStatus: Sendable, Hashable {
  /// The place holds no reference: a null pointer, an empty owner.
  case null
  /// The owner gave what it held away: to these places, where that is known.
  case moved(to: [String], at: SourceRange)
  /// It must be released by the code at hand, or by the owner that is named.
  case owned(by: Owner?)
  /// `shared_ptr`: the owners and the observers there are, where they are known.
  case shared(owners: Int?, observers: Int?)
  /// Counted by hand: the references that this code holds.
  case counted(references: Int)
  /// The caller's, or the library's: not this code's to release.
  case borrowed
  /// It went where it is not followed: somebody else may hold or release it.
  case escaped
  /// Released already, by a function or a destructor.
  case released(at: SourceRange, by: String)
  /// A local variable or temporary whose scope is over.
  case ended(at: SourceRange?)
  /// Storage that nobody has to release: a local variable, a global, a literal.
  case storage
  case untracked
}

/// The place that answers for an object.
package struct Owner: Sendable, Hashable {
  package var place: String
  package var hold: Hold
  /// The place outlives the function: it is in a global, or in memory of the caller's.
  package var isBeyond = false
}
