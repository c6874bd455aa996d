import Findings
import LibraryModels
import OwnershipIR

/// The analysis of a program that is changed again and again: each update gives what a fresh analysis would give, and
/// follows only the functions for which something has changed: their own instructions, or an answer that they got from
/// the rest of the program.
///
/// It is used by one thread at a time.
package final class IncrementalAnalysis {
  private let budgets: Budgets
  private let clock: @Sendable () -> Int64
  private var files = FollowedFiles()
  private var numbers = ProgramNumbers()
  private var version: (program: Program, graph: CallGraph, scale: ProgramScale)?
  private var memory = SharedMemory()
  private var summaries = SummaryStore(count: 0)
  private var flows = FlowCache(count: 0)
  private var parameterEffects = ParameterEffectStore(count: 0)
  private var result: AnalysisResult?
  /// What was asked of functions since.
  private var facts: FactStore?
  /// Functions that the last update has followed, and those of which it has used what was known.
  package private(set) var analysedCount = 0
  package private(set) var reusedCount = 0

  package init(budgets: Budgets = Budgets(), clock: @escaping @Sendable () -> Int64 = { 0 }) {
    self.budgets = budgets
    self.clock = clock
  }

  /// The program of the last update. Its modules are not those that were handed in: spans in them have offsets that stay
  /// (`StableOffsets`).
  package var program: Program? { version?.program }

  /// What the last update has found, which stays as it is whatever comes: for questions about its functions. Nil when that
  /// update was cancelled.
  package func kept() -> ProgramAnalysis? {
    guard let result, let version else { return nil }
    let analyzer = Analyzer(
      program: version.program, budgets: budgets, graph: version.graph,
      summaries: SummaryStore(copying: summaries), flows: FlowCache(copying: flows),
      parameterEffects: ParameterEffectStore(copying: parameterEffects), clock: clock)
    let store = memory.value.withLock { memory in
      facts?.carried(to: version.program, update: memory.now) { function, dependencies, then in
        memory.holds(dependencies, of: function, since: then, version.graph)
      } ?? FactStore(version.program, update: memory.now)
    }
    facts = store
    return ProgramAnalysis(analyzer, giving: result, store)
  }

  /// Analyses the program as it is now. `modules` are all its files, each as it was lowered last; of a file that was not
  /// lowered again the very same module. Nil when `isCancelled` said so, which is asked between functions and has to
  /// stay true: what was finished by then is kept for the next update.
  package func update(
    _ modules: [Module], models: ModelLibrary, jobs: Int = 1, isCancelled: @Sendable () -> Bool = { false }
  ) -> AnalysisResult? {
    result = nil
    let modules = files.follow(separatingPrograms(modules))
    startAnewIfWornOut()
    let now = memory.value.withLock { $0.begin() }
    let old = version
    let program = Program(modules: modules, models: models, numbers: &numbers, after: old?.program)
    let graph =
      old.flatMap { program.hasSameCalls(as: $0.program) ? $0.graph : nil } ?? CallGraph(program)
    let scale = ProgramScale(of: program, budgets)
    version = (program, graph, scale)
    summaries.grow(to: program.functions.count)
    parameterEffects.grow(to: program.functions.count)
    memory.value.withLock { memory in
      memory.follow(program, graph, after: old.map { ($0.program, $0.graph) })
      if let old, old.scale != scale || old.program.models != program.models { memory.forgetAll() }
      flows.follow(
        program, isChanged: { memory.stamps.hasChanged(UInt32($0), .body, since: now - 1) },
        isModuleChanged: { memory.isChanged(module: $0) })
    }
    var analyzer = Analyzer(
      program: program, budgets: budgets, graph: graph, summaries: summaries, flows: flows,
      parameterEffects: parameterEffects, clock: clock)
    analyzer.recordsDependencies = true
    let outcome = IncrementalRun(analyzer: analyzer, memory: memory).run(jobs: jobs, isCancelled: isCancelled)
    (analysedCount, reusedCount) = (outcome.analysed, outcome.reused)
    if outcome.isCancelled { return nil }
    result = memory.value.withLock { $0.result(program) }
    return result
  }

  /// Numbers of what is gone are not used again: when there are too many of them everything begins anew.
  private func startAnewIfWornOut() {
    guard let program, program.functions.count > 2 * program.moduleFunctionCount + 10_000 else { return }
    numbers = ProgramNumbers()
    version = nil
    memory = SharedMemory()
    summaries = SummaryStore(count: 0)
    flows = FlowCache(count: 0)
    parameterEffects = ParameterEffectStore(count: 0)
    facts = nil
  }
}
