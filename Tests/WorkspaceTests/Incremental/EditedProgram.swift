import ClangFrontend
import Findings
import LibraryModels
import OwnershipAnalysis
import OwnershipIR
import TestSupport
import Workspace

/// A program of a few files that are edited, lowered by libclang and analysed: step by step, and afresh.
final class EditedProgram {
  /// The texts by name, as lines; a file that was removed has none.
  private(set) var texts: [String: [String]]
  let names: [String]
  private let sandbox: Sandbox
  private let engine = Engine.standard.repeating()
  private let models = ModelLibrary.standard()
  private var modules: [String: Module] = [:]
  let analysis = IncrementalAnalysis()

  init(_ files: [String: String]) throws {
    sandbox = try Sandbox(files)
    texts = files.mapValues { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    names = files.keys.sorted()
    for name in names { lower(name) }
  }

  /// The files that are lowered by themselves.
  var sources: [String] { names.filter { !$0.hasSuffix(".h") } }

  func set(_ name: String, _ lines: [String]?) {
    texts[name] = lines
    // What includes a header is another text as well.
    for source in name.hasSuffix(".h") ? sources : [name] { lower(source) }
  }

  private func lower(_ name: String) {
    guard texts[name] != nil else {
      modules[name] = nil
      return
    }
    var resolver = CompileCommandResolver(
      explicitFlags: ["-I", sandbox.path], buildDirectory: nil, workingDirectory: sandbox.path)
    let unsaved = texts.map { UnsavedFile(path: sandbox[$0.key], contents: $0.value.joined(separator: "\n")) }
    let lowered = try? engine.lower(
      resolver.command(for: sandbox[name]), unsaved.sorted { $0.path < $1.path })
    modules[name] = lowered?.module
  }

  private var current: [Module] { sources.compactMap { modules[$0] } }

  func update(jobs: Int = 1, isCancelled: @Sendable () -> Bool = { false }) -> AnalysisResult? {
    analysis.update(current, models: models, jobs: jobs, isCancelled: isCancelled)
  }

  func fresh() -> AnalysisResult { analyze(Program(modules: current, models: models), jobs: 1) }

  /// Broken rules of the IR in the modules that have followed the edits.
  func problems() -> [String] { analysis.program?.modules.flatMap { $0.verify().map(\.description) } ?? [] }
}

/// SplitMix64: the same numbers from the same seed.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
