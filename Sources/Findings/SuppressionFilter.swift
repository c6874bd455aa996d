import SourceText

/// Applies the suppressions of all files of a program to its findings.
package struct SuppressionFilter: Sendable {
  package struct Outcome: Sendable {
    /// For each finding whether a comment silences it.
    package var isSuppressed: [Bool]
    /// One for each comment that was meant for Ownscope and silences nothing.
    package var hints: [Finding]
  }

  private var byPath: [String: [Suppression]] = [:]
  /// Paths in the order they were added, so that hints come out in a fixed order.
  private var paths: [String] = []

  package init() {}

  /// Reads the suppressions in a file of the program. Adding a file again changes nothing.
  package mutating func add(path: String, source: [UInt8]) {
    guard byPath[path] == nil else { return }
    byPath[path] = Suppression.all(in: source, path: path)
    paths.append(path)
  }

  /// `enabled`: the rules that ran; a suppression of any other cannot be judged.
  package func apply(to findings: [Finding], enabled: Set<Rule>) -> Outcome {
    var used: Set<UseKey> = []
    let isSuppressed = findings.map { finding in
      let silencers = places(of: finding).flatMap { place in
        (byPath[place.path] ?? []).enumerated()
          .filter { $0.element.covers(finding.rule, line: place.line) }
          .map { UseKey(path: place.path, index: $0.offset, rule: finding.rule) }
      }
      used.formUnion(silencers)
      return !silencers.isEmpty
    }
    let hints = enabled.contains(.unusedSuppression) ? unusedHints(used: used, enabled: enabled) : []
    return Outcome(isSuppressed: isSuppressed, hints: hints)
  }

  private struct UseKey: Hashable {
    var path: String
    var index: Int
    var rule: Rule
  }

  /// A finding is silenced where it is shown; a leak also where the memory came from, which is what one sees
  /// first.
  private func places(of finding: Finding) -> [(path: String, line: Int)] {
    var ranges = [finding.range]
    if finding.rule == .leak || finding.rule == .resourceLeak {
      ranges += finding.events.filter { $0.role == .allocated }.map(\.range)
    }
    return ranges.map { ($0.path, $0.start.line) }
  }

  private func unusedHints(used: Set<UseKey>, enabled: Set<Rule>) -> [Finding] {
    paths.flatMap { path in
      (byPath[path] ?? []).enumerated().compactMap { index, suppression in
        let idle = suppression.ownPatterns.filter { pattern in
          let meant = Rule.allCases.filter { Suppression.matches(pattern, $0) }
          if meant.isEmpty { return true }
          let judged = meant.filter(enabled.contains)
          return !judged.isEmpty
            && !meant.contains { used.contains(UseKey(path: path, index: index, rule: $0)) }
        }
        return idle.isEmpty ? nil : Self.hint(suppression, idle: idle)
      }
    }
  }

  private static func hint(_ suppression: Suppression, idle: [String]) -> Finding {
    let names = idle.map { String($0.dropFirst(Rule.diagnosticPrefix.count)) }
    let unknown = names.filter { name in !name.contains("*") && Rule(userName: name) == nil }
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    let message =
      unknown.isEmpty
      ? "this suppression of \(list) silences nothing"
      : "this suppression silences nothing: no rule is called "
        + unknown.map { "'\($0)'" }.joined(separator: ", ")
    return Finding(
      rule: .unusedSuppression, severity: .hint, message: message, range: suppression.range, events: [],
      function: "", functionKey: "", identity: names)
  }
}

extension [Finding] {
  /// The order of every report: by place, then rule, then message.
  package func sortedForReport() -> [Finding] {
    sorted { a, b in
      if a.range != b.range { return a.range < b.range }
      if a.rule != b.rule { return a.rule.rawValue < b.rule.rawValue }
      return (a.functionKey, a.message) < (b.functionKey, b.message)
    }
  }
}
