import Findings
import Reporting
import Workspace

/// `--fix` and `--fix-dry-run`: what is said of changes, and writing them.
extension LintCommand {
  func write(_ files: [FixSession.ChangedFile]) throws(CommandFailure) {
    var written: [String] = []
    do {
      // All are looked at before the first is changed: half of a fix is none.
      for file in files { try file.check() }
      for file in files {
        try file.write()
        written.append(file.path)
      }
    } catch {
      let done =
        written.isEmpty ? "nothing was written" : "already written: \(written.joined(separator: ", "))"
      throw CommandFailure(message: "\(error.message); \(done)")
    }
  }

  /// Each change, then the difference, or what is left.
  func fixText(_ fixing: FixSession.Outcome, rest: String) -> String {
    let root = ProjectRoot(path: Terminal.workingDirectory)
    var text = fixing.applied.map { applied in
      let range = applied.finding.finding.range
      let place = "\(root.relativePath(of: range.path)):\(range.start.line):\(range.start.column)"
      return "\(place): \(applied.finding.finding.rule.rawValue): \(applied.fix.title)\n"
    }.joined()
    if !text.isEmpty { text += "\n" }
    if fixDryRun {
      text += fixing.files.map {
        UnifiedDiff.text(path: root.relativePath(of: $0.path), before: $0.before, after: $0.after)
      }.joined()
      if !fixing.files.isEmpty { text += "\n" }
    } else if !fixing.after.report.findings.isEmpty {
      text += rest
    }
    return text + fixSummary(fixing) + "\n"
  }

  /// `3 findings fixed, 1 remains`
  func fixSummary(_ fixing: FixSession.Outcome) -> String {
    let remaining = fixing.after.report.findings.count
    let ended = max(0, fixing.before.report.findings.count - remaining)
    let verb = fixDryRun ? "can be fixed" : "fixed"
    let rest = fixDryRun ? "would remain" : remaining == 1 ? "remains" : "remain"
    return "\(ended) \(ended == 1 ? "finding" : "findings") \(verb), \(remaining) \(rest)"
  }
}
