/// What the analysis of a function may ask of another.
struct FunctionAspects: OptionSet, Hashable, Sendable {
  let rawValue: UInt8
  /// What a call must know of it, but for its size (`CalleeInfo`).
  static let look = FunctionAspects(rawValue: 1)
  /// How large it is.
  static let size = FunctionAspects(rawValue: 2)
  /// Its instructions, with their places.
  static let body = FunctionAspects(rawValue: 4)
  static let summary = FunctionAspects(rawValue: 8)
  /// What it does to its parameters.
  static let effects = FunctionAspects(rawValue: 16)
  /// Whether it is called, and whether all who call it can be seen.
  static let callers = FunctionAspects(rawValue: 32)
}

/// Everything that the analysis of a function asked of the program beyond what is settled by models and scale. While the
/// answers are the same, so is the result.
struct Dependencies: Sendable {
  let functions: [(number: UInt32, aspects: FunctionAspects)]
  let globals: [UInt32]
  /// Whether each of these can come by the function and the other way round.
  let clusters: [(number: UInt32, isInOneCluster: Bool)]

  init(_ recorder: DependencyRecorder) {
    functions = recorder.functions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    globals = recorder.globals.sorted()
    clusters = recorder.clusters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

/// Gathers the dependencies of one function while it is analysed, all efforts together.
final class DependencyRecorder {
  private(set) var functions: [UInt32: FunctionAspects]
  private(set) var globals: Set<UInt32> = []
  private(set) var clusters: [UInt32: Bool] = [:]

  init(of function: UInt32) { functions = [function: [.look, .size, .body, .callers]] }

  func add(_ function: UInt32, _ aspect: FunctionAspects) {
    functions[function, default: []].formUnion(aspect)
  }
  func add(_ function: UInt32, isInOneCluster: Bool) { clusters[function] = isInOneCluster }
  func add(global: UInt32) { globals.insert(global) }
}
