import Findings
import OwnershipIR

/// What one function's analysis shares among its frames (the function itself and callees inlined into it).
final class AnalysisContext {
  let program: Program
  let budgets: Budgets
  private let summaries: SummaryStore
  private let flows: FlowCache
  /// Keeps what is asked of the program, where that is wanted.
  let dependencies: DependencyRecorder?
  let arena: ValueArena
  let events = EventArena()
  let factMarks = MarkSet()
  let reachMarks = MarkSet()
  let walkMarks = MarkSet()
  let function: UInt32
  /// The function is where the program starts: globals still hold their initialisers.
  let isProgramStart: Bool
  var drafts: [FindingDraft] = []
  private var draftKeys: [FindingDraft.Key: [Int]] = [:]
  var fuel: Int
  /// What may still be spent on inlined callees.
  var inlineFuel: Int
  /// Why paths were dropped, for `dump`; empty when the analysis is complete.
  var incomplete: Set<Incompleteness> = []
  /// Entry values through which calls were made that could not be followed: a caller that knows them should
  /// inline this function instead of using its summary.
  var calledEntryValues: Set<ValueID> = []
  let effort: Effort
  let limits: EffortLimits
  /// Memory was allocated or released on some path: precision is worth its price.
  var touchesOwnership = false
  /// The program is so small that there is time to look at things twice.
  let isInSmallProgram: Bool
  /// Whether the function calls itself through others: it may have to be analysed again.
  let isInRecursion: Bool
  /// The summaries of callees that were looked at, for functions in recursion.
  var usedSummaries: [UInt32: Summary] = [:]
  /// States were joined, or a callee not followed, for the sake of speed.
  var hasJoined = false
  private let parameterEffects: ParameterEffectStore
  let graph: CallGraph
  /// A function of the program could not be followed; and whether just now its effects are made up for.
  var hasGivenUp = false
  /// Branches that nobody can decide, two numbers for each: see `State.doubt`.
  var doubts: UInt32 = 0
  /// Flaws that were seen on one way of such a branch.
  private var doubtful: [FindingDraft.Key: Set<UInt32>] = [:]
  var isGivingUp = false
  /// A function of the program was carried out by what it may do on any path.
  var hasUnfollowedCalls = false
  /// Threads were started that have blocks of their own.
  var startsThreads = false
  /// The summary of a callee was used that may lack outcomes, or whose callees' may.
  var usesIncomplete = false
  /// A text went to a place, or came from one, of which only a caller may know what it is.
  var losesTexts = false
  /// The length of a string's text is known on some path.
  var measuresTexts = false
  /// A callee's rounds could have been counted with what is passed to it.
  var couldCountRounds = false
  /// Where all paths of the function itself go wrong.
  var points = FlawedPoints()
  /// Some path comes to the end of the function.
  var returns = false
  /// What was seen on paths that are not known exactly, the first of each flaw.
  private var uncertainDrafts: [FindingDraft.Key: FindingDraft] = [:]
  /// There are such that nothing came of.
  private(set) var leavesFlawsOpen = false
  /// For callees whose paths were too many, the site that looks into them once more.
  private var placesOfAnotherLook: [UInt32: UInt32] = [:]
  /// Writes down what happens, for somebody who looks at the function.
  var recorder: FactRecorder?
  /// What the analysis began with.
  private(set) var startFuel: Int
  /// The code that runs in each frame.
  private(set) var frameCodes: [FunctionCode] = []
  private var frameCount: UInt32 = 0
  private var frames: [FrameKey: (frame: UInt32, siteBase: UInt32)] = [:]
  private var nextSite: UInt32 = 1

  init(_ function: UInt32, of analyzer: Analyzer, effort: Effort, recording dependencies: DependencyRecorder?)
  {
    self.function = function
    self.dependencies = dependencies
    program = analyzer.program
    budgets = analyzer.budgets
    summaries = analyzer.summaries
    flows = analyzer.flows
    parameterEffects = analyzer.parameterEffects
    graph = analyzer.graph
    let (declaration, module) = program.declaration(of: function)
    arena = ValueArena(termDepth: budgets.termDepth, parameterCount: declaration.body?.parameterCount ?? 0)
    isProgramStart = module[declaration.name] == "main" && !declaration.attributes.isInternal
    isInSmallProgram = analyzer.scale.isSmall
    isInRecursion = graph.isRecursive[graph.groupOf[Int(function)]]
    let size = program.callees[Int(function)].instructionCount
    self.effort = effort
    switch effort {
    case .brief:
      limits = budgets.brief
      fuel = budgets.briefFuel(forInstructions: size)
    case .quick:
      limits = budgets.quick
      fuel = budgets.quickFuel(forInstructions: size)
    case .thorough:
      limits = budgets.thorough
      fuel = analyzer.scale.thoroughFuel
    }
    fuel *= budgets.factor(module.language)
    startFuel = fuel
    inlineFuel = fuel / 3
  }

  // MARK: The program

  /// What a call must know of a function.
  @inline(__always) func callee(_ number: UInt32) -> CalleeInfo {
    dependencies?.add(number, .look)
    return program.callees[Int(number)]
  }

  func summary(of number: UInt32) -> Summary? {
    dependencies?.add(number, .summary)
    return summaries[number]
  }

  /// What a function does to its parameters whatever path is taken.
  func effects(of number: UInt32) -> ParameterEffects? {
    dependencies?.add(number, .effects)
    return parameterEffects[number]
  }

  func code(of number: UInt32) -> FunctionCode {
    dependencies?.add(number, .body)
    return flows.code(of: number, in: program)
  }

  /// Whether all callers of a function can be seen: they answer for addresses that are left in their memory.
  func isLeftToCallers(_ number: UInt32) -> Bool {
    dependencies?.add(number, .callers)
    return graph.hasKnownCallers[Int(number)]
  }

  /// See `CallGraph.clusterOf`.
  func isInOneCluster(with number: UInt32) -> Bool {
    let result = graph.clusterOf[Int(number)] == graph.clusterOf[Int(function)]
    dependencies?.add(number, isInOneCluster: result)
    return result
  }

  @inline(__always) func global(_ number: UInt32) -> ProgramGlobal {
    dependencies?.add(global: number)
    return program.globals[Int(number)]
  }

  // MARK: Fuel and frames

  /// Begins with another amount of fuel than the effort has.
  func grantFuel(_ amount: Int) {
    fuel = amount
    startFuel = amount
    inlineFuel = amount / 3
  }

  private struct FrameKey: Hashable {
    var callSite: UInt32
    var function: UInt32
  }

  /// A number for the frame of `function` called at `callSite`, and the first of its sites. The same call always
  /// gets the same frame, so that the same path gives the same values.
  func frame(of function: UInt32, callSite: UInt32, code: FunctionCode) -> (frame: UInt32, siteBase: UInt32) {
    let key = FrameKey(callSite: callSite, function: function)
    if let known = frames[key] { return known }
    let result = (frameCount, nextSite)
    frameCount += 1
    nextSite += UInt32(code.siteCount)
    frameCodes.append(code)
    frames[key] = result
    return result
  }

  /// Takes back what was reported since there were `count` drafts: the same will be found in a better place.
  func withdrawDrafts(from count: Int) {
    for draft in drafts[count...] { draftKeys[draft.key]?.removeAll { $0 >= count } }
    drafts.removeSubrange(count...)
  }

  /// Keeps a draft. The same flaw on another path only widens the conditions under which it happens: what is the
  /// case on one path and not on the other has nothing to do with it.
  func add(_ draft: FindingDraft) {
    var draft = draft
    let doubt = draft.state.doubt
    if doubt != 0 {
      guard doubtful[draft.key, default: []].contains(doubt ^ 1) else {
        doubtful[draft.key, default: []].insert(doubt)
        return
      }
      draft.state.doubt = 0
    }
    let known = draftKeys[draft.key] ?? []
    if let same = known.first(where: {
      drafts[$0].state.isWidened == draft.state.isWidened
        && drafts[$0].state.hasPicked == draft.state.hasPicked
        && drafts[$0].state.joinsExactly(with: draft.state, in: arena)
    }) {
      drafts[same].state.keepCommonFacts(with: draft.state)
    } else if known.count < budgets.draftsOfOneFlaw {
      draftKeys[draft.key, default: []].append(drafts.count)
      drafts.append(draft)
    } else if let most = known.max(by: { conditions($0) < conditions($1) }),
      conditions(most) > draft.state.intervals.count + draft.state.relations.count
    {
      // What asks least of the caller is the likeliest to happen.
      drafts[most] = draft
    }
  }

  private func conditions(_ draft: Int) -> Int {
    drafts[draft].state.intervals.count + drafts[draft].state.relations.count
  }

  /// Keeps a draft on a path that is not known exactly: where all paths go wrong it does not matter which it was.
  func addUncertain(_ draft: FindingDraft) {
    if uncertainDrafts[draft.key] == nil { uncertainDrafts[draft.key] = draft }
  }

  /// Makes drafts of what was seen on uncertain paths alone, where nothing was left out and no path comes by.
  private func settleUncertainDrafts() {
    guard incomplete.isEmpty, !usesIncomplete, !hasGivenUp else { return }
    let inOrder = uncertainDrafts.sorted {
      ($0.value.point, $0.key.rule.rawValue, $0.key.span.start, $0.key.origin.start)
        < ($1.value.point, $1.key.rule.rawValue, $1.key.span.start, $1.key.origin.start)
    }
    for (key, var draft) in inOrder where draftKeys[key] == nil && isUnavoidable(draft) {
      // Known there already, by a path on which the callee was not gone into.
      if drafts.contains(where: { $0.point == draft.point && $0.rule == draft.rule }) { continue }
      draft.state.isApproximate = false
      add(draft)
    }
  }

  /// Joins the conditions of each flaw as far as that is exact, at the end of an analysis.
  func settleDrafts() {
    settleUncertainDrafts()
    var settled: [FindingDraft] = []
    for (index, draft) in drafts.enumerated() {
      guard let all = draftKeys[draft.key], all.first == index else { continue }
      if all.count == 1 {
        settled.append(draft)
        continue
      }
      var states = all.map { drafts[$0].state }
      State.joinExactly(&states, in: arena)
      for state in states {
        var draft = drafts[all.first { drafts[$0].lastEvent == state.lastEvent } ?? index]
        draft.state = state
        settled.append(draft)
      }
    }
    leavesFlawsOpen = uncertainDrafts.keys.contains { draftKeys[$0] == nil }
    drafts = settled
    draftKeys = [:]
  }

  /// Where paths of the callee are followed that were too many when it was alone: `site`, or the one that asked before.
  func placeOfAnotherLook(into callee: UInt32, at site: UInt32) -> UInt32 {
    let place = placesOfAnotherLook[callee, default: site]
    placesOfAnotherLook[callee] = place
    return place
  }
}

/// A limit that was reached.
package enum Incompleteness: String, Sendable, CaseIterable {
  case states, fuel, loop, outcomes, recursion, unknownControl
}
