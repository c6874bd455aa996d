import OwnershipIR
import SourceText
import Synchronization

/// A whole program, analysed and kept: what is found in it, and on demand what ownership does in one of its functions.
///
/// Facts of a function are made when they are first asked for, by following it once more with a recorder; what its
/// callees do is known by then. Safe to be asked from several threads at once.
package final class ProgramAnalysis: Sendable {
  package let program: Program
  package let result: AnalysisResult
  private let analyzer: Analyzer
  private let places: Mutex<FunctionPlaces>
  let store: FactStore

  /// Analyses the program, as `analyze` does.
  package convenience init(
    _ program: Program, jobs: Int, budgets: Budgets = Budgets(),
    clock: @escaping @Sendable () -> Int64 = { 0 }
  ) {
    let analyzer = Analyzer(program: program, budgets: budgets, clock: clock)
    self.init(analyzer, giving: analyzer.run(jobs: max(1, jobs)), FactStore(program, update: 0))
  }

  /// Keeps what an analysis has found, with what it has found it, and what is known of functions already.
  init(_ analyzer: Analyzer, giving result: AnalysisResult, _ store: FactStore) {
    program = analyzer.program
    places = Mutex(FunctionPlaces(analyzer.program))
    self.analyzer = analyzer
    self.result = result
    self.store = store
  }

  /// The function whose text, from its name to its closing brace, has the byte `offset`; the innermost of several.
  package func facts(inFile path: String, at offset: Int) -> FunctionFacts? {
    places.withLock { $0.innermost(in: path, at: offset) }.map(facts)
  }

  /// All functions with a body in a file, in the order of the text.
  package func facts(ofFile path: String) -> [FunctionFacts] {
    places.withLock { $0.all(in: path) }.map(facts)
  }

  /// Finds the facts of a file's functions that are not known yet, so that whoever asks need not wait; until it is told to
  /// stop, which it asks between functions.
  package func prepareFacts(ofFile path: String, until isEnough: () -> Bool) {
    for place in places.withLock({ $0.all(in: path) }) where !store.isKnown(place.function) {
      if isEnough() { return }
      _ = facts(place)
    }
  }

  private func facts(_ place: FunctionPlaces.Place) -> FunctionFacts {
    if var facts = store.known(place.function) {
      // Closures are called by their places, which may be others now.
      let (declaration, module) = program.declaration(of: place.function)
      facts.function = module[declaration.name]
      return facts
    }
    let dependencies = DependencyRecorder(of: place.function)
    let facts = analyzer.facts(of: place.function, range: place.range, recording: dependencies)
    store.keep(facts, of: place.function, Dependencies(dependencies))
    return facts
  }
}

extension Analyzer {
  /// Follows a function once more and writes down what happens: quickly, and thoroughly where that has lost something
  /// and what is lost can be had at a price that somebody who waits for it will pay.
  func facts(
    of function: UInt32, range: SourceRange, recording dependencies: DependencyRecorder
  ) -> FunctionFacts {
    let quick = record(function, .quick, fuel: budgets.quickFactsFuel, dependencies)
    guard quick.context.touchesOwnership, quick.context.hasJoined || !quick.context.incomplete.isEmpty else {
      return quick.facts(range)
    }
    let thorough = record(function, .thorough, fuel: budgets.thoroughFactsFuel, dependencies)
    return (thorough.context.incomplete.contains(.fuel) ? quick : thorough).facts(range)
  }

  private struct Recording {
    let recorder: FactRecorder
    let context: AnalysisContext
    let executor: Executor

    func facts(_ range: SourceRange) -> FunctionFacts { recorder.facts(context, executor, range: range) }
  }

  private func record(
    _ function: UInt32, _ effort: Effort, fuel: Int, _ dependencies: DependencyRecorder
  ) -> Recording {
    let recorder = FactRecorder()
    let context = context(of: function, effort, recording: dependencies)
    context.recorder = recorder
    context.grantFuel(fuel)
    let executor = Executor(context: context, function: function)
    _ = executor.run(State())
    context.settleDrafts()
    return Recording(recorder: recorder, context: context, executor: executor)
  }
}
