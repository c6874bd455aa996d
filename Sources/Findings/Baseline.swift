import JSONText

/// Findings that were there when a project began to use Ownscope: known, not news. Keyed by fingerprints, so
/// moved lines do not matter.
package struct Baseline: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    package var fingerprint: Fingerprint
    package var rule: Rule
    /// Relative to the project's root.
    package var path: String
    package var function: String
  }

  package var entries: [Entry]

  package init(entries: [Entry] = []) {
    self.entries = entries
  }

  package struct Outcome: Sendable {
    /// Findings that the baseline does not have.
    package var new: [ReportedFinding]
    package var knownCount: Int
    /// Entries for files of this run whose finding is gone.
    package var staleCount: Int
  }

  /// Sets known findings aside. Entries for files that were not analysed are neither known nor stale.
  package func apply(to findings: [ReportedFinding], analysedPaths: Set<String>) -> Outcome {
    let known = Set(entries.map(\.fingerprint))
    let present = Set(findings.map(\.fingerprint))
    let new = findings.filter { !known.contains($0.fingerprint) }
    let stale = entries.filter { analysedPaths.contains($0.path) && !present.contains($0.fingerprint) }
    return Outcome(new: new, knownCount: findings.count - new.count, staleCount: stale.count)
  }

  /// The baseline that makes `findings` known. Hints about the comments themselves are not kept.
  package init(recording findings: [ReportedFinding]) {
    entries =
      findings
      .filter { $0.finding.rule != .unusedSuppression }
      .map {
        Entry(
          fingerprint: $0.fingerprint, rule: $0.finding.rule, path: $0.path, function: $0.finding.function)
      }
      .sorted {
        ($0.path, $0.function, $0.rule.rawValue, $0.fingerprint) < (
          $1.path, $1.function, $1.rule.rawValue, $1.fingerprint
        )
      }
  }
}

// MARK: - The file

/// Why a file is not a baseline; says where and what to do.
package struct BaselineError: Error, Sendable, Hashable {
  package var message: String
}

extension Baseline {
  private static let version = 1

  package var json: JSONValue {
    [
      "tool": "ownscope", "version": .integer(Self.version), "scheme": .string(Fingerprint.scheme),
      "findings": .array(
        entries.map { entry in
          [
            "path": .string(entry.path), "function": .string(entry.function),
            "rule": .string(entry.rule.rawValue),
            "fingerprint": .string(entry.fingerprint.hex),
          ]
        }),
    ]
  }

  /// Reads what `json` wrote. `path` is for messages.
  package init(reading bytes: [UInt8], path: String) throws(BaselineError) {
    let remedy = "write a new one with --write-baseline"
    let json: JSONValue
    do {
      json = try JSONValue(parsing: bytes)
    } catch {
      throw BaselineError(message: "\(path):\(error.line): not a baseline: \(error.message); \(remedy)")
    }
    guard json["tool"] == "ownscope", let list = json["findings"]?.arrayValue else {
      throw BaselineError(message: "\(path): not a baseline of ownscope; \(remedy)")
    }
    guard json["version"] == .integer(Self.version), json["scheme"] == .string(Fingerprint.scheme) else {
      throw BaselineError(message: "\(path): a baseline of another version of ownscope; \(remedy)")
    }
    // Rules that are no longer known are passed over: their findings cannot come back.
    entries = list.compactMap { element in
      guard let fingerprint = element["fingerprint"]?.stringValue,
        let rule = element["rule"]?.stringValue.flatMap(Rule.init(rawValue:))
      else { return nil }
      return Entry(
        fingerprint: Fingerprint(hex: fingerprint), rule: rule, path: element["path"]?.stringValue ?? "",
        function: element["function"]?.stringValue ?? "")
    }
  }
}
