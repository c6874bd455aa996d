import SourceText

/// What the analysis knows of a flaw beyond its story, for whoever proposes a change of the source. Empty for findings
/// that no change is proposed for.
package struct FixFacts: Sendable, Hashable {
  /// A step of the path that went one way or the other.
  package struct Branch: Sendable, Hashable {
    /// The condition.
    package var range: SourceRange
    /// Nil for a `switch`.
    package var isTrue: Bool?

    package init(range: SourceRange, isTrue: Bool?) {
      self.range = range
      self.isTrue = isTrue
    }
  }

  /// What gives memory or a handle back.
  package struct Releaser: Sendable, Hashable {
    /// As it is written: `free`, `delete[]`, `fclose`.
    package var name: String
    /// A null pointer may be given to it.
    package var takesNull: Bool

    package init(name: String, takesNull: Bool) {
      self.name = name
      self.takesNull = takesNull
    }
  }

  /// The memory as an expression of the code around: `p`, `list->head`; empty when it has no name.
  package var place: String
  /// The allocation family: `malloc`, `new[]`, `FILE`.
  package var family: String
  /// Handles that are numbers: negative ones are none.
  package var isDescriptor: Bool
  package var releasers: [Releaser]
  /// Where the function that the finding stands in came by the memory: the allocation, or the call that led to it.
  package var allocation: SourceRange?
  /// Where it was released before, seen from the same function.
  package var release: SourceRange?
  /// Every decision on the path, oldest first.
  package var branches: [Branch]
  /// It goes wrong in a thread that the finding's statement starts: at some time from there on.
  package var isConcurrent: Bool
  /// `reference-cycle`: the owners in the ring as expressions, the one to make weak first.
  package var owners: [String]

  package init(
    place: String = "", family: String = "", isDescriptor: Bool = false, releasers: [Releaser] = [],
    allocation: SourceRange? = nil, release: SourceRange? = nil, branches: [Branch] = [],
    isConcurrent: Bool = false, owners: [String] = []
  ) {
    self.place = place
    self.family = family
    self.isDescriptor = isDescriptor
    self.releasers = releasers
    self.allocation = allocation
    self.release = release
    self.branches = branches
    self.isConcurrent = isConcurrent
    self.owners = owners
  }
}
