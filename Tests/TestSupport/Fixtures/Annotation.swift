import Findings

/// What a comment of a fixture says about its line.
///
///     free(p);  // expect: double-free "freed here already"
///     return;   // expect(bad_caller, bad_other): leak
///     use(p);   // missed: use-after-free "why we do not see it"
///     free(q);  // keep: releasing it is only tidy, the table is static
///
/// Several stand on one line with a semicolon between them.
package struct Annotation: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A finding, seen by the linter and confirmed by a run.
    case expect
    /// A true finding that the linter does not give yet; the run confirms it.
    case missed
    /// A false alarm that the linter still gives; the run is clean.
    case spurious
    /// `oracle: none REASON`: no run can show it.
    case oracle
    /// `keep: REASON`: deleting this release is no flaw.
    case keep
  }

  package var kind: Kind
  /// Nil for `oracle` and `keep`.
  package var rule: Rule?
  /// What the message or an event must contain; the reason, for `oracle` and `keep`.
  package var text: String
  /// The cases that show it, where the line is not inside one.
  package var cases: [String]
  /// 1-based.
  package var line: Int
}

/// A comment that looks like an annotation and is none.
package struct FixtureProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package var path: String
  package var line: Int
  package var text: String
  package var description: String { "\(path):\(line): \(text)" }
}

extension Annotation {
  /// The annotations of one line of a fixture.
  static func parse(line text: String, number: Int, path: String) throws(FixtureProblem) -> [Annotation] {
    guard let comment = commentStart(in: text) else { return [] }
    var result: [Annotation] = []
    for clause in split(comment) {
      result.append(try parse(clause: clause, number: number, path: path))
    }
    return result
  }

  /// What follows the `//` of an annotation, or nil when the line has none.
  private static func commentStart(in text: String) -> Substring? {
    for kind in Kind.allCases {
      for opening in ["// \(kind.rawValue):", "// \(kind.rawValue)("] {
        if let range = text.firstRange(of: opening) { return text[range.lowerBound...].dropFirst(3) }
      }
    }
    return nil
  }

  /// Splits at semicolons outside quotes.
  private static func split(_ comment: Substring) -> [String] {
    var clauses = [""]
    var isQuoted = false
    for character in comment {
      if character == "\"" { isQuoted.toggle() }
      if character == ";", !isQuoted {
        clauses.append("")
      } else {
        clauses[clauses.count - 1].append(character)
      }
    }
    return clauses
  }

  private static func parse(clause: String, number: Int, path: String) throws(FixtureProblem) -> Annotation {
    func problem(_ text: String) -> FixtureProblem { FixtureProblem(path: path, line: number, text: text) }
    guard let match = clause.firstMatch(of: /^\s*(\w+)(?:\(([\w\s,]*)\))?:\s*(.*?)\s*$/),
      let kind = Kind(rawValue: String(match.1))
    else { throw problem("'\(clause)' is no annotation") }
    let cases = (match.2 ?? "").split { $0 == "," || $0 == " " }.map(String.init)
    let rest = String(match.3)
    switch kind {
    case .keep:
      if rest.isEmpty { throw problem("'keep' needs a reason") }
      return Annotation(kind: kind, rule: nil, text: rest, cases: cases, line: number)
    case .oracle:
      guard rest.hasPrefix("none ") else { throw problem("'oracle' says 'none' and why") }
      return Annotation(kind: kind, rule: nil, text: String(rest.dropFirst(5)), cases: cases, line: number)
    case .expect, .missed, .spurious:
      guard let parts = rest.firstMatch(of: /^([a-z-]+)\s*(?:"(.*)")?$/),
        let rule = Rule(rawValue: String(parts.1))
      else { throw problem("'\(rest)' names no rule") }
      return Annotation(kind: kind, rule: rule, text: String(parts.2 ?? ""), cases: cases, line: number)
    }
  }
}
