import ClangFrontend
import Findings
import OwnershipIR

/// From what the analysis found to what the user is shown: rules, excluded paths, suppressions, severities,
/// fingerprints.
struct FindingsPipeline {
  var configuration: Configuration
  var rules: RuleSelection
  var root: ProjectRoot
  /// Texts instead of those on disk.
  var unsavedFiles: [UnsavedFile] = []
  /// The files whose comments are read beside those that have findings; nil for all.
  var readPaths: Set<String>?

  func report(_ raw: [Finding], modules: [Module]) -> LintReport {
    let all = raw.sortedForReport()
    // Numbered before anything is taken out: a suppression must not change the fingerprints of other
    // findings.
    let fingerprints = Fingerprint.assign(to: all, root: root)
    let shown = zip(all, fingerprints).filter {
      rules.enabled.contains($0.0.rule) && !isExcluded($0.0.range.path)
    }

    let outcome = suppressions(in: modules, concerning: shown.map(\.0))
      .apply(to: shown.map(\.0), enabled: rules.enabled)
    var findings = zip(shown, outcome.isSuppressed).filter { !$0.1 }.map { reported($0.0.0, $0.0.1) }
    let hints = outcome.hints.filter { !isExcluded($0.range.path) }
    findings += zip(hints, Fingerprint.assign(to: hints, root: root)).map { reported($0, $1) }
    findings.sort {
      ($0.finding.range, $0.finding.rule.rawValue) < ($1.finding.range, $1.finding.rule.rawValue)
    }
    return LintReport(
      findings: findings, suppressedCount: outcome.isSuppressed.count { $0 }, root: root)
  }

  private func reported(_ finding: Finding, _ fingerprint: Fingerprint) -> ReportedFinding {
    var finding = finding
    if let severity = configuration.severities[finding.rule] { finding.severity = severity }
    return ReportedFinding(
      finding: finding, fingerprint: fingerprint, path: root.relativePath(of: finding.range.path))
  }

  /// Comments of every file of the user's that took part, headers included.
  private func suppressions(in modules: [Module], concerning findings: [Finding]) -> SuppressionFilter {
    var filter = SuppressionFilter()
    var seen: Set<String> = []
    var wanted = readPaths
    if wanted != nil {
      for finding in findings {
        wanted?.insert(finding.range.path)
        wanted?.formUnion(finding.events.map(\.range.path))
      }
    }
    for module in modules {
      for file in module.files where !file.isSystem && seen.insert(file.path).inserted {
        if let wanted, !wanted.contains(file.path) { continue }
        if let unsaved = unsavedFiles.first(where: { $0.path == file.path }) {
          filter.add(path: file.path, source: Array(unsaved.contents.utf8))
        } else if let bytes = try? FileContents.read(file.path) {
          filter.add(path: file.path, source: bytes)
        }
      }
    }
    return filter
  }

  func isExcluded(_ path: String) -> Bool {
    guard !configuration.excludedPaths.isEmpty else { return false }
    let relative = ProjectRoot(path: configuration.directory ?? root.path).relativePath(of: path)
    return configuration.excludedPaths.contains { $0.matches(relative) }
  }
}
