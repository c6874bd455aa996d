import Findings
import OwnershipIR

/// What callers need to know of a function: its outcomes, and flaws that only some callers can make happen.
/// Self-contained: values are nodes of the summary's own tables, so it outlives the analysis that made it.
final class Summary: Sendable {
  let outcomes: [Outcome]
  let latent: [LatentFinding]
  /// Limits that were reached: outcomes may be missing, so "none applies" says nothing.
  let incomplete: [Incompleteness]
  /// Entry values through which calls went that only a caller can resolve.
  let calledEntryValues: [Outcome]
  /// The paths are too many to be followed, and none that was followed owned anything: callers go by what the function
  /// does to its parameters on any path.
  let isTooLarge: Bool
  /// It calls functions of which that is so: a caller that knows more may see what they do.
  let hasUnfollowedCalls: Bool
  /// A summary that it rests on may lack outcomes: where none of its own applies, one of those may.
  let usesIncomplete: Bool
  /// It copies a text and cannot say what stands where: a caller that passes a known text may.
  let losesTexts: Bool
  /// It starts threads, which a function of the library does for whoever calls it.
  let startsThreads: Bool
  /// Something goes wrong in it on paths that are not known exactly: a caller that knows more may say whether it does.
  let leavesFlawsOpen: Bool

  init(
    outcomes: [Outcome], latent: [LatentFinding], incomplete: [Incompleteness], calledEntryValues: [Outcome],
    isTooLarge: Bool = false, hasUnfollowedCalls: Bool = false, losesTexts: Bool = false,
    usesIncomplete: Bool = false, startsThreads: Bool = false, leavesFlawsOpen: Bool = false
  ) {
    self.leavesFlawsOpen = leavesFlawsOpen
    self.startsThreads = startsThreads
    self.usesIncomplete = usesIncomplete
    self.losesTexts = losesTexts
    self.isTooLarge = isTooLarge
    self.hasUnfollowedCalls = hasUnfollowedCalls
    self.outcomes = outcomes
    self.latent = latent
    self.incomplete = incomplete
    self.calledEntryValues = calledEntryValues
  }

  var isComplete: Bool { incomplete.isEmpty }

  /// Whether callers learn nothing new from `other`. Flaws that wait for callers always count as new.
  func saysTheSame(as other: Summary) -> Bool {
    latent.isEmpty && other.latent.isEmpty && incomplete == other.incomplete && outcomes == other.outcomes
      && calledEntryValues == other.calledEntryValues && hasUnfollowedCalls == other.hasUnfollowedCalls
      && losesTexts == other.losesTexts && usesIncomplete == other.usesIncomplete
      && startsThreads == other.startsThreads && leavesFlawsOpen == other.leavesFlawsOpen
  }

  /// The same with a note that deeper recursion was not followed.
  var withMoreRecursion: Summary {
    Summary(
      outcomes: outcomes, latent: latent, incomplete: incomplete.filter { $0 != .recursion } + [.recursion],
      calledEntryValues: calledEntryValues, isTooLarge: isTooLarge, hasUnfollowedCalls: hasUnfollowedCalls,
      losesTexts: losesTexts, usesIncomplete: usesIncomplete, startsThreads: startsThreads,
      leavesFlawsOpen: leavesFlawsOpen)
  }

  /// The summary of a function that has not been analysed yet in its recursive group: no path returns.
  static let bottom = Summary(outcomes: [], latent: [], incomplete: [.recursion], calledEntryValues: [])
}

/// One way a call can go: what must hold of the caller's values on entry, and what is different after it.
///
/// Values are indices into `nodes`, operands before users. A node `.local(frame 0, i)` stands for parameter i's
/// storage, `.initial` for what the caller's memory held, `.symbol` for something new to the caller.
struct Outcome: Sendable, Hashable {
  var nodes: [ValueNode] = [ValueNode(tag: .none)]
  var intervals: [IntervalFact] = []
  var relations: [Relation] = []
  var objects: [OutcomeObject] = []
  /// Cells that the call leaves different, or that belong to something new.
  var cells: [Cell] = []
  var result: ValueID = .none
  /// The returned aggregate by offset.
  var returned: [Cell] = []
  var isApproximate = false
  var isWidened = false
  /// It depends on a number that was read from one of several cells, and a caller may know from which.
  var hasPicked = false
  /// The call is left by an exception.
  var isThrow = false
}

/// An object's record in an outcome, with the events that explain it.
struct OutcomeObject: Sendable, Hashable {
  var record: ObjectRecord
  var origin: PathEvent?
  var end: PathEvent?

  static func == (a: OutcomeObject, b: OutcomeObject) -> Bool { a.record.hasSameState(as: b.record) }
  func hash(into hasher: inout Hasher) {
    hasher.combine(record.base)
    hasher.combine(record.status)
  }
}

/// A flaw in a callee that happens only when the caller's values allow it.
struct LatentFinding: Sendable {
  /// Conditions (nodes, intervals and relations only).
  var condition: Outcome
  var rule: Rule
  var detail: FindingDraft.Detail
  var module: Int
  var span: Span
  var name: StringID
  /// The callee's part of the story; objects are nodes of `condition`.
  var events: [PathEvent]
  var object: ValueID
  var origin: PathEvent?
  var end: PathEvent?
  /// The call went through these functions, innermost first (program numbers).
  var through: [UInt32]
  var holderName: String?
  var releaser: UInt32?
  var releasedAs: FamilyID
  var key: FindingDraft.Key
}
