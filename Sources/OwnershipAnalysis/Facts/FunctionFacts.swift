import SourceText

/// What ownership does in one function, for people to look at: which objects there are, what every place in the text
/// refers to where it stands, and what happens to each object. Plain values, in the order of the source.
///
/// All of it is what the paths that were followed show. Where nothing is known, nothing is said.
package struct FunctionFacts: Sendable, Hashable {
  /// As the user wrote it.
  package var function: String
  /// From the function's name to its closing brace.
  package var range: SourceRange
  /// The effort that one function gets was not enough to follow it: nothing is said about it.
  package var isTooLarge = false
  /// Every path was followed. Where that is not so, what holds on all paths that were followed may not hold on others.
  package var isComplete = true
  /// By number: `objects[n].id == n`.
  package var objects: [FactObject] = []
  package var mentions: [Mention] = []
  /// What happens to objects, in the order of the source.
  package var lives: [LifeStep] = []
  package var scopeEnds: [ScopeEnd] = []
  package var moves: [OwnerMove] = []
  /// What memory looks like after each line on which something was done, in the order of lines.
  package var pictures: [HeapPicture] = []

  package init(function: String, range: SourceRange) {
    (self.function, self.range) = (function, range)
  }

  /// What happens to one object, in the order of the source.
  package func life(of object: Int) -> [LifeStep] { lives.filter { $0.object == object } }

  /// The mentions around a byte offset of the function's file, the innermost first.
  package func mentions(at offset: Int) -> [Mention] {
    mentions.filter { $0.range.startOffset <= offset && offset < $0.range.endOffset }.sorted {
      ($0.range.endOffset - $0.range.startOffset, $0.role) < (
        $1.range.endOffset - $1.range.startOffset, $1.role
      )
    }
  }
}

/// One piece of memory, or one resource, that a function has to do with. What one line allocates again and again is
/// one object here.
package struct FactObject: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable {
    /// Allocated where the function can see it: heap memory, a stream, a descriptor.
    case heap
    /// A local variable or a temporary.
    case stack
    /// A global, a static variable, a string literal: there as long as the program runs.
    case `static`
    /// Reached through what the caller passed, or through a global: it was there before.
    case callers, globals
    /// A reference to a counted object that the library lends.
    case lent
    /// Memory that the library keeps and releases.
    case library
  }

  package var id: Int
  package var kind: Kind
  /// The variable of a stack object; for what is the caller's, the expression that reached it on entry (`list->head`).
  package var name: String
  /// Of heap objects: the allocation family as the models name it, what releases it as it is written, and words.
  package var family = ""
  package var releasedBy: [String] = []
  package var noun = "memory"
  package var acquiredVerb = "allocated"
  package var releasedVerb = "freed"
  /// What made it, as it is written: `malloc`, `new`, `fopen`.
  package var allocator = ""
  /// Where it was made: in this function, or in one that it calls.
  package var allocation: SourceRange?
  /// Where this function called what made it, when that is not the same, and the name of what it called.
  package var call: SourceRange?
  package var callee = ""
  /// The smart pointer that owned it on some path; `whole` for what a container allocated for itself.
  package var smartPointer: Hold?

  package init(id: Int, kind: Kind, name: String) { (self.id, self.kind, self.name) = (id, kind, name) }
}

/// How a place has hold of what it refers to.
package enum Hold: String, Sendable, Hashable, CaseIterable {
  /// A plain pointer or reference, or a descriptor: who owns is not in its type.
  case raw
  /// `unique_ptr` and its like.
  case sole
  /// `shared_ptr`.
  case strong
  /// `weak_ptr`.
  case weak
  /// An object with members: what it has hold of is what they have.
  case whole

  /// Whether the type says that what it holds is released with it.
  package var isSmartOwner: Bool { self == .sole || self == .strong }
}
