/// What a finding is called from one run to the next: it survives moved lines, comments and other findings
/// that come and go, and it differs between two findings of one report.
package struct Fingerprint: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The key under which SARIF carries it; the number grows when the recipe changes.
  package static let scheme = "ownscope/v1"

  package var hex: String

  package init(hex: String) { self.hex = hex }

  package var description: String { hex }

  package static func < (a: Fingerprint, b: Fingerprint) -> Bool { a.hex < b.hex }
}

extension Finding {
  /// Rule, file relative to the project's root, function and what identifies the flaw; never a position.
  fileprivate func fingerprintParts(root: ProjectRoot) -> [String] {
    [rule.rawValue, root.relativePath(of: range.path), root.withoutMachinePaths(functionKey, in: range.path)]
      + identity
  }
}

extension Fingerprint {
  /// One fingerprint for each finding. Findings that differ in position alone are numbered in the order
  /// given, which is the order of the report.
  package static func assign(to findings: [Finding], root: ProjectRoot) -> [Fingerprint] {
    var occurrences: [[String]: Int] = [:]
    return findings.map { finding in
      let parts = finding.fingerprintParts(root: root)
      let occurrence = occurrences[parts, default: 0]
      occurrences[parts] = occurrence + 1
      // The length in front of each part keeps neighbours apart: ("ab","c") is not ("a","bc").
      let text = (parts + [String(occurrence)]).map { "\($0.utf8.count):\($0)" }.joined(separator: "\n")
      return Fingerprint(hex: String(SHA256.hexDigest(of: Array("\(scheme)\n\(text)".utf8)).prefix(32)))
    }
  }
}
