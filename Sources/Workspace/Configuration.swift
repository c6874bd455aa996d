import Findings
import LibraryModels

/// What `.ownscope.yaml` says. Every key is optional.
package struct Configuration: Sendable, Hashable {
  /// The file it was read from; nil for the defaults.
  package var path: String?
  /// Severities that replace the analysis's own.
  package var severities: [Rule: Severity] = [:]
  /// Rules that are off.
  package var disabledRules: Set<Rule> = []
  /// Patterns of paths to leave out, relative to the file's directory.
  package var excludedPaths: [PathPattern] = []
  /// Opt-in model sets by name.
  package var librarySets: [String] = []
  package var families: [AllocationFamily] = []
  package var functions: [FunctionModel] = []
  /// Where the lesson lives on the web; nil: the page that ships with the program.
  package var lessonBaseURL: String?

  package init() {}

  /// The directory that `excludedPaths` count from.
  package var directory: String? {
    path.map { path in path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "." }
  }
}

/// Why a configuration cannot be used: file, line, what is wrong, what would be right.
package struct ConfigurationError: Error, Sendable, Hashable {
  package var path: String
  /// 1-based; nil when it concerns the file as a whole.
  package var line: Int?
  package var message: String

  package var text: String { path + (line.map { ":\($0)" } ?? "") + ": " + message }
}
