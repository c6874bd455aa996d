import Findings
import OwnershipIR

/// What one function's analysis shares among its frames (the function itself and callees inlined into it).
final class AnalysisContext {
  let program: Program
  let budgets: Budgets
  let summaries: SummaryStore
  let flows: FlowCache
  let arena: ValueArena
  let events = EventArena()
  let function: UInt32
  /// The function is where the program starts: globals still hold their initialisers.
  let isProgramStart: Bool
  var drafts: [FindingDraft] = []
  private var draftKeys: Set<FindingDraft.Key> = []
  var fuel: Int
  /// Why paths were dropped, for `dump`; empty when the analysis is complete.
  var incomplete: Set<Incompleteness> = []
  /// Entry values through which calls were made that could not be followed: a caller that knows them should
  /// inline this function instead of using its summary.
  var calledEntryValues: Set<ValueID> = []
  private var frameCount: UInt32 = 0
  private var frames: [FrameKey: (frame: UInt32, siteBase: UInt32)] = [:]
  private var nextSite: UInt32 = 1

  init(function: UInt32, program: Program, budgets: Budgets, summaries: SummaryStore, flows: FlowCache) {
    self.function = function
    self.program = program
    self.budgets = budgets
    self.summaries = summaries
    self.flows = flows
    let (declaration, module) = program.declaration(of: function)
    arena = ValueArena(termDepth: budgets.termDepth, parameterCount: declaration.body?.parameterCount ?? 0)
    isProgramStart = module[declaration.name] == "main" && !declaration.attributes.isInternal
    fuel = budgets.fuel
  }

  private struct FrameKey: Hashable {
    var callSite: UInt32
    var function: UInt32
  }

  /// A number for the frame of `function` called at `callSite`, and the first of its sites. The same call always
  /// gets the same frame, so that the same path gives the same values.
  func frame(of function: UInt32, callSite: UInt32, siteCount: Int) -> (frame: UInt32, siteBase: UInt32) {
    let key = FrameKey(callSite: callSite, function: function)
    if let known = frames[key] { return known }
    let result = (frameCount, nextSite)
    frameCount += 1
    nextSite += UInt32(siteCount)
    frames[key] = result
    return result
  }

  func add(_ draft: FindingDraft) {
    if draftKeys.insert(draft.key).inserted { drafts.append(draft) }
  }
}

/// A limit that was reached.
enum Incompleteness: String, Sendable, CaseIterable {
  case states, fuel, loop, outcomes, recursion, unknownControl
}
