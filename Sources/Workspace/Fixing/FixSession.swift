import ClangFrontend
import Findings
import Fixes

/// A lint run that also changes the source: every change is known to end its finding, to bring no other, and to
/// compile.
package struct FixSession: Sendable {
  package let session: LintSession

  package init(_ session: LintSession) { self.session = session }

  /// A change that was made, and the finding that it ended.
  package struct AppliedFix: Sendable, Hashable {
    package var finding: ReportedFinding
    package var fix: Fix
  }

  /// A file before and after.
  package struct ChangedFile: Sendable, Hashable {
    package var path: String
    package var before: [UInt8]
    package var after: [UInt8]
  }

  package struct Outcome: Sendable {
    /// What a run without changes says, with the changes that each finding is offered.
    package var before: LintOutcome
    /// What is left when the changes are made.
    package var after: LintOutcome
    package var applied: [AppliedFix]
    package var files: [ChangedFile]
  }

  /// Lints, and finds for each finding a change that ends it, each as if it were made alone.
  package func offers(
    progress: @escaping @Sendable (LintProgress) -> Void = { _ in }
  ) throws(LintSession.Failure) -> LintOutcome {
    let versions = try ProgramVersions(session: session, progress: progress)
    return Self.offered(search(versions, on: versions.first) { _ in true }, versions.first)
  }

  /// Lints, and makes as many changes as go together. Nothing is written.
  package func run(
    progress: @escaping @Sendable (LintProgress) -> Void = { _ in }
  ) throws(LintSession.Failure) -> Outcome {
    let versions = try ProgramVersions(session: session, progress: progress)
    var current = versions.first
    var before = current.outcome
    var applied: [AppliedFix] = []
    // What stood in the way of each other in one pass may be done in the next.
    var wanted: Set<String>?
    // As they were when the first pass read them: a file that the user changes meanwhile must be left alone.
    var original: ProgramText?
    for pass in 0..<Self.mostPasses {
      let search = search(versions, on: current) { wanted?.contains($0.function) ?? true }
      if pass == 0 {
        before = Self.offered(search, current)
        original = search.text
      }
      var step = FixApplication(versions, on: current, text: search.text)
      step.apply(search)
      if step.applied.isEmpty { break }
      applied += step.applied.map {
        AppliedFix(finding: current.outcome.report.findings[$0.target], fix: $0.fix)
      }
      wanted = step.functions
      current = step.current
    }
    let files = current.changed.sorted { $0.key < $1.key }.compactMap { path, after -> ChangedFile? in
      guard let before = original?.bytes(of: path), before != after else { return nil }
      return ChangedFile(path: path, before: before, after: after)
    }
    return Outcome(before: before, after: current.outcome, applied: applied, files: files)
  }

  private static let mostPasses = 8

  private func search(
    _ versions: ProgramVersions, on version: ProgramVersion, isWanted: (Finding) -> Bool
  ) -> FixSearch {
    var search = FixSearch(versions, on: version, isWanted: isWanted)
    search.run()
    return search
  }

  private static func offered(_ search: FixSearch, _ version: ProgramVersion) -> LintOutcome {
    var outcome = version.outcome
    for index in outcome.report.findings.indices {
      outcome.report.findings[index].fixes = search.accepted[index].map { [$0.fix] } ?? []
    }
    return outcome
  }
}

/// Makes the changes that a search has found, as many together as hold together.
struct FixApplication {
  private let versions: ProgramVersions
  private let base: ProgramVersion
  private let text: ProgramText
  private(set) var current: ProgramVersion
  private(set) var applied: [FixProposal] = []

  init(_ versions: ProgramVersions, on base: ProgramVersion, text: ProgramText) {
    self.versions = versions
    self.base = base
    self.text = text
    current = base
  }

  /// The functions that have changed: what else is to be said of them is worth another look.
  var functions: Set<String> {
    Set(applied.flatMap { [$0.finding.function] + ($0.places ?? []).map(\.name) })
  }

  mutating func apply(_ search: FixSearch) {
    var chosen: [FixProposal] = []
    for (_, proposal) in search.accepted.sorted(by: { $0.key < $1.key }) {
      let isSame = chosen.contains { $0.fix.edits == proposal.fix.edits }
      if !isSame, chosen.contains(where: { $0.fix.overlaps(proposal.fix) }) { continue }
      chosen.append(proposal)
    }
    add(chosen)
  }

  private mutating func add(_ proposals: [FixProposal]) {
    guard !proposals.isEmpty else { return }
    let trial = FixTrial(applied + proposals, on: base, text: text, versions: versions)
    if trial.isClean {
      applied += proposals
      current = trial.version
    } else if proposals.count > 1 {
      let half = proposals.count / 2
      add(Array(proposals[..<half]))
      add(Array(proposals[half...]))
    }
  }
}
