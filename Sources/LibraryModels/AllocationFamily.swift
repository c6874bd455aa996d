/// An allocation family: what acquires and what releases must come from the same one.
package struct AllocationFamily: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A lost one is a `leak`.
    case memory
    /// A lost one is a `resource-leak`; it is a pointer to something opaque.
    case handle
    /// A lost one is a `resource-leak`; it is a small integer, valid when it is not negative.
    case descriptor
  }

  /// Where a family differs from "acquired once, released once, as a whole".
  package struct Traits: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Reference-counted: a release gives back one reference, the object lives while there are others.
    package static let counted = Traits(rawValue: 1)
    /// A pointer into the middle may be released (`munmap` of some pages).
    package static let partial = Traits(rawValue: 2)
    /// Losing the last reference is no flaw: it may end by itself (a detached thread, the stack).
    package static let losable = Traits(rawValue: 4)
  }

  package var name: FamilyName
  package var kind: Kind
  /// What the user should call, as it is written: `free`, `delete[]`, `fclose`.
  package var releasedBy: [String]
  /// What a sentence calls it: "memory", "stream", "file descriptor".
  package var noun: String
  /// Past participles for sentences: "allocated here", "opened here"; "freed", "closed".
  package var acquiredVerb: String
  package var releasedVerb: String
  package var traits: Traits
  /// Families whose release functions do for this one too, and the other way round (`g_malloc` and `malloc`).
  package var interchangeableWith: [FamilyName]

  package init(
    name: FamilyName, kind: Kind, releasedBy: [String], noun: String, acquiredVerb: String? = nil,
    releasedVerb: String? = nil, traits: Traits = [], interchangeableWith: [FamilyName] = []
  ) {
    self.name = name
    self.kind = kind
    self.releasedBy = releasedBy
    self.noun = noun
    self.acquiredVerb = acquiredVerb ?? (kind == .memory ? "allocated" : "opened")
    self.releasedVerb = releasedVerb ?? (kind == .memory ? "freed" : "closed")
    self.traits = traits
    self.interchangeableWith = interchangeableWith
  }
}

/// The name of an allocation family, as it stands in the tables: `malloc`, `new`, `FILE`.
package typealias FamilyName = String
