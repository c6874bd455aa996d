import Findings
import Fixes
import SourceText

/// Finds, for the findings of a version, changes that hold what they promise: each is applied and the program analysed
/// again. Changes of functions that have nothing to do with each other are tried together.
struct FixSearch {
  let versions: ProgramVersions
  let base: ProgramVersion
  let text: ProgramText
  private var queues: [[FixProposal]]
  /// Good changes by the finding's number in the report.
  private(set) var accepted: [Int: FixProposal] = [:]
  /// What changes outside of functions have shown: they are often proposed for several findings.
  private var known: [[TextEdit]: FixTrial] = [:]

  /// `isWanted` tells which findings of the version's report to look at.
  init(_ versions: ProgramVersions, on base: ProgramVersion, isWanted: (Finding) -> Bool) {
    self.versions = versions
    self.base = base
    let text = versions.changeableText(of: base)
    self.text = text
    queues = base.outcome.report.findings.enumerated().map { target, reported in
      guard isWanted(reported.finding) else { return [] }
      return Self.proposals(for: reported.finding, target: target, text)
    }
  }

  private static func proposals(for finding: Finding, target: Int, _ text: ProgramText) -> [FixProposal] {
    proposedFixes(for: finding, in: text).prefix(mostProposals).map {
      proposal(finding, target: target, $0, text)
    }
  }

  private static func proposal(_ finding: Finding, target: Int, _ fix: Fix, _ text: ProgramText)
    -> FixProposal
  {
    let story = Set(
      ([finding.range] + finding.events.map(\.range)).compactMap { range in
        text.functionIndex(of: range.path)?.function(at: range.startOffset)
      })
    let around = fix.edits.filter { !isInclude($0) }.map { edit in
      text.functionIndex(of: edit.range.path)?.function(at: edit.range.startOffset)
    }
    return FixProposal(
      target: target, finding: finding, fix: fix,
      places: around.contains(nil) ? nil : Set(around.compactMap { $0 }),
      story: story)
  }

  /// A further standard header changes nothing for other functions.
  private static func isInclude(_ edit: TextEdit) -> Bool {
    edit.newText.hasPrefix("#include <") || edit.newText.hasPrefix("\n#include <")
  }

  /// Each costs an analysis.
  private static let mostProposals = 8

  /// Tries proposals until every finding has a good one or none is left.
  mutating func run() {
    while true {
      let round = nextRound()
      if round.isEmpty { return }
      settle(round)
    }
  }

  /// The first proposal of as many findings as have nothing to do with each other.
  private func nextRound() -> [FixProposal] {
    var round: [FixProposal] = []
    for queue in queues {
      guard let candidate = queue.first else { continue }
      if round.isEmpty || !round.contains(where: { $0.concerns(candidate) }) { round.append(candidate) }
    }
    return round
  }

  /// Tries proposals together; when that fails, without those that failed, and where that is not known, in halves.
  private mutating func settle(_ proposals: [FixProposal]) {
    guard !proposals.isEmpty else { return }
    let isShared = proposals.count == 1 && proposals[0].places == nil
    if isShared, let trial = known[proposals[0].fix.edits] {
      if trial.isGood(for: proposals[0].finding) { accept(proposals[0]) } else { reject(proposals[0]) }
      return
    }
    let trial = FixTrial(proposals, on: base, text: text, versions: versions)
    if isShared { known[proposals[0].fix.edits] = trial }
    if trial.isClean {
      for proposal in proposals { accept(proposal) }
    } else if proposals.count == 1 {
      reject(proposals[0])
    } else if trial.blamed.isEmpty || trial.blamed.count == proposals.count {
      let half = proposals.count / 2
      settle(Array(proposals[..<half]))
      settle(Array(proposals[half...]))
    } else {
      for index in trial.blamed.sorted() { reject(proposals[index]) }
      settle(proposals.indices.filter { !trial.blamed.contains($0) }.map { proposals[$0] })
    }
  }

  private mutating func accept(_ proposal: FixProposal) {
    accepted[proposal.target] = proposal
    queues[proposal.target] = []
  }

  private mutating func reject(_ proposal: FixProposal) { queues[proposal.target].removeFirst() }
}
