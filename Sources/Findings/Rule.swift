/// The rules, by the id that users see in reports, suppressions and configuration.
///
/// A closed enum so that wording, severity, CWE number and lesson section stand beside the id and cannot
/// drift.
package enum Rule: String, CaseIterable, Sendable, Hashable, Codable {
  case leak
  case doubleFree = "double-free"
  case useAfterFree = "use-after-free"
  case mismatchedDeallocation = "mismatched-deallocation"
  case invalidFree = "invalid-free"
  case danglingPointer = "dangling-pointer"
  case referenceCycle = "reference-cycle"
  case ownershipConflict = "ownership-conflict"
  case useAfterMove = "use-after-move"
  case resourceLeak = "resource-leak"
  /// A suppression comment or baseline entry that silences nothing.
  case unusedSuppression = "unused-suppression"
}
