/// What makes files one program: they are built together and configured together.
package struct ProjectKey: Sendable, Hashable, Comparable {
  /// The compilation database, or the directory of a file that none has.
  package var build: String
  /// The configuration in force; nil for the defaults.
  package var configuration: String?

  package static func < (a: ProjectKey, b: ProjectKey) -> Bool {
    (a.build, a.configuration ?? "") < (b.build, b.configuration ?? "")
  }
}
