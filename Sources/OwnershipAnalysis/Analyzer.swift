import Findings
import OwnershipIR
import Synchronization

/// What the analysis of a program gives.
package struct AnalysisResult: Sendable {
  /// In the order of reports: by place, then rule.
  package var findings: [Finding]
  /// Functions of which not every path was followed, with the limits that were reached; sorted by name.
  package var incomplete: [(function: String, reasons: [String])]
  /// Processor time by file, in the order of paths.
  package var nanoseconds: [(path: String, nanoseconds: Int64)]

  /// Equal but for the time that it took.
  package func isEqual(to other: AnalysisResult) -> Bool {
    findings == other.findings
      && incomplete.elementsEqual(other.incomplete) { $0.function == $1.function && $0.reasons == $1.reasons }
  }
}

/// Analyses a whole program: functions callees first, groups that do not depend on each other side by side.
///
/// Pure but for threads: the same program gives the same findings whatever `jobs` is. `clock` tells the processor
/// time of the calling thread in nanoseconds, for whoever wants to know where it goes.
package func analyze(
  _ program: Program, jobs: Int, budgets: Budgets = Budgets(), clock: @escaping @Sendable () -> Int64 = { 0 }
) -> AnalysisResult {
  ProgramAnalysis(program, jobs: jobs, budgets: budgets, clock: clock).result
}

/// One run over a program.
struct Analyzer: Sendable {
  let program: Program
  let budgets: Budgets
  let graph: CallGraph
  let summaries: SummaryStore
  let flows: FlowCache
  let parameterEffects: ParameterEffectStore
  let scale: ProgramScale
  private let clock: @Sendable () -> Int64
  /// Reports say what they depend on.
  var recordsDependencies = false

  init(program: Program, budgets: Budgets, clock: @escaping @Sendable () -> Int64 = { 0 }) {
    let count = program.functions.count
    self.init(
      program: program, budgets: budgets, graph: CallGraph(program), summaries: SummaryStore(count: count),
      flows: FlowCache(count: count), parameterEffects: ParameterEffectStore(count: count), clock: clock)
  }

  /// A run that goes on from what is known already.
  init(
    program: Program, budgets: Budgets, graph: CallGraph, summaries: SummaryStore, flows: FlowCache,
    parameterEffects: ParameterEffectStore, clock: @escaping @Sendable () -> Int64
  ) {
    self.program = program
    self.budgets = budgets
    self.graph = graph
    self.summaries = summaries
    self.flows = flows
    self.parameterEffects = parameterEffects
    self.clock = clock
    scale = ProgramScale(of: program, budgets)
  }

  /// What one function contributes.
  struct FunctionReport: Sendable {
    var flaws: [FlawAccount] = []
    var incomplete: [Incompleteness] = []
    /// Processor time that went into the function.
    var nanoseconds: Int64 = 0
    /// The summaries that the analysis looked at, as they were then.
    var used: [UInt32: Summary] = [:]
    /// What it asked of the program, where that is recorded.
    var dependencies: Dependencies?
  }

  func run(jobs: Int) -> AnalysisResult {
    let reports = Mutex<[UInt32: FunctionReport]>([:])
    CalleesFirst(graph).forEach(jobs: jobs) { group in
      let results = analyzeGroup(group)
      reports.withLock { for (function, report) in results { $0[function] = report } }
    }
    let collected = reports.withLock { $0 }
    let ordered = program.ordered(collected.keys)
    var nanoseconds = Array(repeating: Int64(0), count: program.modules.count)
    for function in ordered {
      nanoseconds[program.functions[Int(function)].module] += collected[function]!.nanoseconds
    }
    let teller = StoryTeller(program: program)
    return AnalysisResult(
      findings: ToldFinding.select(ordered.flatMap { collected[$0]!.flaws.map(teller.tell) }),
      incomplete: Self.incomplete(ordered.map { ($0, collected[$0]!.incomplete) }, in: program),
      nanoseconds: program.moduleOrder.map { (program.modules[$0].path, nanoseconds[$0]) })
  }

  /// The functions that were not followed to the end, by name.
  static func incomplete(
    _ reasons: [(function: UInt32, limits: [Incompleteness])], in program: Program
  ) -> [(function: String, reasons: [String])] {
    reasons.filter { !$0.limits.isEmpty }
      .map { (function: program.name(of: $0.function), reasons: $0.limits.map(\.rawValue)) }
      .enumerated().sorted { ($0.element.function, $0.offset) < ($1.element.function, $1.offset) }
      .map(\.element)
  }

  private func analyzeGroup(_ group: Int) -> [(UInt32, FunctionReport)] {
    findParameterEffects(graph.groups[group])
    return followGroup(group)
  }

  /// Analyses the functions of a group, with what is known of everything that they call.
  func followGroup(_ group: Int) -> [(UInt32, FunctionReport)] {
    let members = graph.groups[group]
    if !graph.isRecursive[group] { return members.map { ($0, analyzeFunction($0)) } }
    // Mutual recursion: from "no path returns" upwards, a few rounds; each adds one more level of calls.
    for member in members { summaries.set(.bottom, for: member) }
    var results: [(UInt32, FunctionReport)] = []
    for _ in 0..<budgets.recursionRounds {
      let before = members.map { summaries[$0]?.outcomes ?? [] }
      let last = results
      results = []
      for (index, member) in members.enumerated() {
        // Nothing new about what it calls: it would come to the same.
        if !last.isEmpty, last[index].1.used.allSatisfy({ summaries[$0.key] === $0.value }) {
          results.append(last[index])
          continue
        }
        var report = analyzeFunction(member)
        if !last.isEmpty { report.nanoseconds += last[index].1.nanoseconds }
        results.append((member, report))
      }
      // A flaw at the bottom of the recursion is passed on one level only: callers follow the rest themselves.
      let hasLatent = members.contains { summaries[$0]?.latent.isEmpty == false }
      if !hasLatent, before == members.map({ summaries[$0]?.outcomes ?? [] }) { return results }
    }
    // One more round might bring more ways through: what is not there is not impossible.
    for index in members.indices {
      if !results[index].1.incomplete.contains(.recursion) { results[index].1.incomplete.append(.recursion) }
      if let summary = summaries[members[index]] {
        summaries.set(summary.withMoreRecursion, for: members[index])
      }
    }
    return results
  }

  /// From "no effect" upwards for functions that call each other, until nothing is added.
  func findParameterEffects(_ members: [UInt32]) {
    var isStable = false
    while !isStable {
      isStable = true
      for member in members {
        let effects = ParameterEffectAnalysis.effects(of: member, in: program) { parameterEffects[$0] }
        if parameterEffects[member] != effects {
          parameterEffects[member] = effects
          isStable = members.count == 1
        }
      }
    }
  }

  /// What following a function begins with.
  func context(
    of function: UInt32, _ effort: Effort, recording dependencies: DependencyRecorder? = nil
  ) -> AnalysisContext {
    AnalysisContext(function, of: self, effort: effort, recording: dependencies)
  }

  /// Follows the paths of one function: briefly where it is large and may turn out to own nothing, else quickly, and
  /// once more thoroughly where memory is allocated or released and speed has cost something.
  func follow(
    _ function: UInt32, recording dependencies: DependencyRecorder? = nil
  ) -> (AnalysisContext, Executor, [Exit]) {
    func run(_ effort: Effort) -> (AnalysisContext, Executor, [Exit]) {
      let context = self.context(of: function, effort, recording: dependencies)
      let executor = Executor(context: context, function: function)
      let exits = executor.run(State())
      context.returns = !exits.isEmpty
      context.settleDrafts()
      return (context, executor, exits)
    }
    if scale.takesBriefLooks, program.callees[Int(function)].instructionCount >= budgets.briefInFunctions {
      let brief = run(.brief)
      if !brief.0.touchesOwnership, brief.0.drafts.isEmpty { return brief }
    }
    let quick = run(.quick)
    let context = quick.0
    let isWorthMore =
      context.touchesOwnership || !context.drafts.isEmpty || context.couldCountRounds || scale.isSmall
    guard isWorthMore, context.hasJoined || !context.incomplete.isEmpty,
      scale.thoroughFuel * budgets.factor(program.declaration(of: function).module.language)
        >= budgets.leastThoroughFuel
    else { return quick }
    let thorough = run(.thorough)
    // It may have gone down into more than there was time for, and not have come to what was seen from above.
    let isCutShort = !thorough.0.incomplete.isDisjoint(with: [.states, .fuel])
    return isCutShort && thorough.0.drafts.count < context.drafts.count ? quick : thorough
  }

  /// Analyses one function with what is known of its callees, and keeps its summary.
  func analyzeFunction(_ function: UInt32) -> FunctionReport {
    let start = clock()
    let recorder = recordsDependencies ? DependencyRecorder(of: function) : nil
    let (context, executor, exits) = follow(function, recording: recorder)
    var report = FunctionReport()
    var latent: [LatentFinding] = []
    for draft in context.drafts {
      if isLatent(draft, context) {
        if isPassedOn(draft, function) { latent.append(context.latent(draft, body: executor.body)) }
        continue
      }
      report.flaws.append(FlawAccount(draft, context))
    }
    let summary = SummaryBuilder(context: context, body: executor.body).summary(of: exits, latent: latent)
    report.incomplete = summary.incomplete
    if summaries[function]?.saysTheSame(as: summary) != true { summaries.set(summary, for: function) }
    report.used = context.usedSummaries
    report.dependencies = recorder.map(Dependencies.init)
    report.nanoseconds = clock() - start
    return report
  }

  /// A flaw under conditions on the caller's values waits for a caller, where there is one.
  private func isLatent(_ draft: FindingDraft, _ context: AnalysisContext) -> Bool {
    if !context.isConditional(draft) || context.isUnavoidable(draft) { return false }
    if context.isProgramStart { return context.supposesMakingOfGlobal(draft) }
    return graph.isCalled[Int(context.function)] || !context.isDirect(draft)
  }

  private func isPassedOn(_ draft: FindingDraft, _ function: UInt32) -> Bool {
    graph.isCalled[Int(function)] && !draft.through.contains(function)
  }
}
