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
  package var name: FamilyName
  package var kind: Kind
  /// What the user should call, as it is written: `free`, `delete[]`, `fclose`.
  package var releasedBy: [String]
  /// What a sentence calls it: "memory", "stream", "file descriptor".
  package var noun: String

  package init(name: FamilyName, kind: Kind, releasedBy: [String], noun: String) {
    self.name = name
    self.kind = kind
    self.releasedBy = releasedBy
    self.noun = noun
  }
}
