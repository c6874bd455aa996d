import SourceText

/// One flaw, once: what, where, and the story that leads there.
package struct Finding: Sendable, Hashable {
  package var rule: Rule
  package var severity: Severity
  /// One sentence that makes sense alone: names the memory as written and the line of its allocation.
  package var message: String
  /// Where it goes wrong (the lost reference, the second free, the use).
  package var range: SourceRange
  /// In the order of the path; at most `Finding.longestStory`.
  package var events: [Event]
  /// The function the path runs in, as the user wrote it, and its key across files.
  package var function: String
  package var functionKey: String
  /// What identifies the flaw when lines move: the texts of cause and effect, no positions.
  package var identity: [String]
  /// For whoever proposes a change of the source.
  package var facts = FixFacts()

  package static let longestStory = 7

  package init(
    rule: Rule, severity: Severity, message: String, range: SourceRange, events: [Event], function: String,
    functionKey: String, identity: [String]
  ) {
    self.rule = rule
    self.severity = severity
    self.message = message
    self.range = range
    self.events = events
    self.function = function
    self.functionKey = functionKey
    self.identity = identity
  }
}

/// How sure and how bad: `error` where it happens on every call that takes the path, `warning` where a caller
/// was seen to make it happen or a loop was approximated, `hint` for advice.
package enum Severity: String, CaseIterable, Sendable, Hashable, Codable, Comparable {
  case hint, warning, error

  package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
  private var rank: Int {
    switch self {
    case .hint: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// A step of a story.
package struct Event: Sendable, Hashable {
  package enum Role: String, CaseIterable, Sendable, Hashable, Codable {
    case allocated, aliased, copied, stored, passed, returned
    case branch
    case moved, freed
    case scopeEnded = "scope-ended"
    case used, lost
  }
  package var role: Role
  package var range: SourceRange
  package var text: String
  /// How many calls below the finding's function the step lies.
  package var depth: Int

  package init(role: Role, range: SourceRange, text: String, depth: Int = 0) {
    self.role = role
    self.range = range
    self.text = text
    self.depth = depth
  }
}
