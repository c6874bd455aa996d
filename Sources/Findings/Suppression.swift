import SourceText

/// One comment that asks to keep findings quiet.
package struct Suppression: Sendable, Hashable {
  /// What it names. A pattern is a rule id, one with `*` in it, or another tool's check.
  package enum Target: Sendable, Hashable {
    /// A bare `NOLINT`: everything, whoever says it.
    case everything
    case rules([String])
  }

  package var target: Target
  /// Lines it covers, 1-based and inclusive.
  package var lines: ClosedRange<Int>
  /// The comment itself.
  package var range: SourceRange

  /// Whether it covers `rule` on `line`.
  package func covers(_ rule: Rule, line: Int) -> Bool {
    guard lines.contains(line) else { return false }
    switch target {
    case .everything: return true
    case .rules(let patterns): return patterns.contains { Self.matches($0, rule) }
    }
  }

  /// The patterns that can only have been meant for Ownscope.
  package var ownPatterns: [String] {
    guard case .rules(let patterns) = target else { return [] }
    return patterns.filter { $0.hasPrefix(Rule.diagnosticPrefix) }
  }

  /// Patterns are kept with the prefix, whichever way they were written.
  package static func matches(_ pattern: String, _ rule: Rule) -> Bool {
    matches(pattern[...], rule.diagnosticName[...])
  }

  /// `*` stands for any run of characters.
  private static func matches(_ pattern: Substring, _ name: Substring) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    if first == "*" {
      let rest = pattern.dropFirst()
      return matches(rest, name) || (!name.isEmpty && matches(pattern, name.dropFirst()))
    }
    return name.first == first && matches(pattern.dropFirst(), name.dropFirst())
  }
}
