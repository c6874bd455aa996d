/// A finding as reports show it.
package struct ReportedFinding: Sendable, Hashable {
  package var finding: Finding
  package var fingerprint: Fingerprint
  /// The file, relative to the project's root.
  package var path: String
  /// Changes of the source of which each is known to end the finding and to bring no other; nil when nobody asked.
  package var fixes: [Fix]?

  package init(finding: Finding, fingerprint: Fingerprint, path: String) {
    self.finding = finding
    self.fingerprint = fingerprint
    self.path = path
  }
}

/// A file that could not be analysed, and what to do about it.
package struct FileFailure: Error, Sendable, Hashable {
  package var path: String
  package var reason: String
  package var remedy: String
  /// Something was analysed, but not all of it: a header is missing, or the code has errors.
  package var isPartial: Bool

  package init(path: String, reason: String, remedy: String, isPartial: Bool = false) {
    self.path = path
    self.reason = reason
    self.remedy = remedy
    self.isPartial = isPartial
  }

  package var message: String { "\(path): \(isPartial ? "analysed in part: " : "")\(reason); \(remedy)" }
}

/// Everything one run has to say; what the formats render.
package struct LintReport: Sendable {
  package var findings: [ReportedFinding]
  /// Files that were analysed, relative to the root, sorted.
  package var analysedFiles: [String]
  package var failures: [FileFailure]
  package var suppressedCount: Int
  /// Findings set aside by the baseline, and its entries that are no longer true.
  package var baselinedCount: Int
  package var staleBaselineCount: Int
  /// Functions in which a budget ran out: there may be more to find in them.
  package var partlyFollowedCount: Int
  package var root: ProjectRoot

  package init(
    findings: [ReportedFinding] = [], analysedFiles: [String] = [], failures: [FileFailure] = [],
    suppressedCount: Int = 0, baselinedCount: Int = 0, staleBaselineCount: Int = 0, partlyFollowedCount: Int = 0,
    root: ProjectRoot
  ) {
    self.findings = findings
    self.analysedFiles = analysedFiles
    self.failures = failures
    self.suppressedCount = suppressedCount
    self.baselinedCount = baselinedCount
    self.staleBaselineCount = staleBaselineCount
    self.partlyFollowedCount = partlyFollowedCount
    self.root = root
  }

  /// `path:line`, relative to the root.
  package func place(of event: Event) -> String {
    "\(root.relativePath(of: event.range.path)):\(event.range.start.line)"
  }

  package func count(_ severity: Severity) -> Int { findings.count { $0.finding.severity == severity } }
}
