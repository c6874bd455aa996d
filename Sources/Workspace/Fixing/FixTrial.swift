import Findings
import Fixes

/// A change that may end a finding of a version.
struct FixProposal: Sendable, Hashable {
  /// The finding's number in the version's report.
  var target: Int
  var finding: Finding
  var fix: Fix
  /// The functions that the change is made in; nil when it is made outside of functions, where anybody may notice.
  var places: Set<FunctionPlace>?
  /// The functions that the finding's story goes through.
  var story: Set<FunctionPlace>

  /// Whether one may decide what becomes of the other.
  func concerns(_ other: FixProposal) -> Bool {
    guard let places, let others = other.places else { return true }
    return !places.isDisjoint(with: others) || !places.isDisjoint(with: other.story)
      || !others.isDisjoint(with: story)
  }
}

/// Several changes applied together, analysed, and judged.
struct FixTrial {
  let version: ProgramVersion
  /// Nothing came, and the compiler is content.
  let isHarmless: Bool
  /// Findings that are gone, as the changes have moved them.
  private let gone: Set<FindingPlace>
  private let edits: [TextEdit]
  /// Harmless, and all findings that should be gone are.
  let isClean: Bool
  /// Numbers (among the proposals) of those that certainly did not do what they should.
  private(set) var blamed: Set<Int> = []

  init(_ proposals: [FixProposal], on base: ProgramVersion, text: ProgramText, versions: ProgramVersions) {
    var edits: [TextEdit] = []
    for proposal in proposals {
      // The same change may end several findings.
      edits += proposal.fix.edits.filter { !edits.contains($0) }
    }
    let paths = edits.map(\.range.path).sorted().reduce(into: [String]()) {
      if $0.last != $1 { $0.append($1) }
    }
    var texts: [String: [UInt8]] = [:]
    for path in paths { texts[path] = edits.applied(to: text.bytes(of: path) ?? [], of: path) }
    version = versions.version(of: base, changing: texts)
    self.edits = edits
    var culprits: Set<String> = []
    guard version.errors.count <= base.errors.count else {
      culprits = Self.errors(version, texts: texts, text: text)
        .subtracting(Self.errors(base, texts: [:], text: text))
      (isHarmless, isClean, gone) = (false, false, [])
      blamed = Self.concerned(proposals, by: culprits)
      return
    }

    let before = Self.counts(base.allFindings, movedBy: edits)
    let after = Self.counts(version.allFindings, movedBy: [])
    // A suppression that has lost what it silenced is a finding, too.
    var isHarmless = version.outcome.idleSuppressions <= base.outcome.idleSuppressions
    let gone = Set(before.filter { after[$0.key, default: 0] < $0.value }.keys)
    for (index, proposal) in proposals.enumerated() {
      if !gone.contains(FindingPlace(proposal.finding, movedBy: edits)) { blamed.insert(index) }
    }
    for finding in version.allFindings {
      let key = FindingPlace(finding, movedBy: [])
      if after[key, default: 0] > before[key, default: 0] {
        isHarmless = false
        culprits.insert(finding.function)
      }
    }
    if version.outcome.report.failures.count > base.outcome.report.failures.count { isHarmless = false }
    // What is no longer followed to its end is silent for another reason than that it is right.
    if !Set(version.outcome.incompleteFunctions).isSubset(of: base.outcome.incompleteFunctions) {
      isHarmless = false
    }
    isClean = isHarmless && blamed.isEmpty
    self.isHarmless = isHarmless
    self.gone = gone
    blamed.formUnion(Self.concerned(proposals, by: culprits))
  }

  /// The proposals that change one of these functions, or are about a finding in it.
  private static func concerned(_ proposals: [FixProposal], by functions: Set<String>) -> Set<Int> {
    Set(
      proposals.indices.filter { index in
        let own = (proposals[index].places ?? []).map(\.name) + [proposals[index].finding.function]
        return own.contains(where: functions.contains)
      })
  }

  /// Whether the changes that were tried are good for this finding, too.
  func isGood(for finding: Finding) -> Bool {
    isHarmless && gone.contains(FindingPlace(finding, movedBy: edits))
  }

  /// How many findings there are at each place, as the changes move it.
  private static func counts(_ findings: [Finding], movedBy edits: [TextEdit]) -> [FindingPlace: Int] {
    findings.reduce(into: [:]) { $0[FindingPlace($1, movedBy: edits), default: 0] += 1 }
  }

  /// The functions that have compiler errors.
  private static func errors(_ version: ProgramVersion, texts: [String: [UInt8]], text: ProgramText) -> Set<
    String
  > {
    var changed: [String: FunctionIndex] = [:]
    return Set(
      version.errors.compactMap { error in
        guard let bytes = texts[error.path] else {
          return text.functionIndex(of: error.path)?.function(at: error.offset)?.name
        }
        let index = changed[error.path] ?? FunctionIndex(path: error.path, bytes: bytes)
        changed[error.path] = index
        return index.function(at: error.offset)?.name
      })
  }
}

extension LintOutcome {
  fileprivate var idleSuppressions: Int { report.findings.count { $0.finding.rule == .unusedSuppression } }
}

/// What tells a finding from others when the text around it moves.
struct FindingPlace: Hashable {
  private var rule: Rule
  private var path: String
  private var offset: Int
  private var subject: String
  private var allocator: String

  init(_ finding: Finding, movedBy edits: [TextEdit]) {
    rule = finding.rule
    path = finding.range.path
    offset = edits.newOffset(of: finding.range.startOffset, in: path)
    subject = finding.identity.first ?? ""
    allocator = finding.identity.dropFirst().first ?? ""
  }
}
