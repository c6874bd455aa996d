import ClangFrontend
import Findings
import LibraryModels
import OwnershipAnalysis
import OwnershipIR

/// The two expensive steps of a run as values, so that a session can be driven without libclang.
package struct Engine: Sendable {
  /// Parses and lowers one file, with these buffers instead of the files on disk. The translation unit is gone when
  /// this returns.
  package var lower: @Sendable (CompileCommand, [UnsavedFile]) throws(FileFailure) -> LoweredFile
  /// The same engine for files that are lowered again and again with other texts. Keeps what it parsed as long as it
  /// lives.
  package var repeating: @Sendable () -> Engine
  /// Links and analyses all modules as one program.
  package var analyze: @Sendable ([Module], ModelLibrary, _ jobs: Int) -> AnalysedProgram

  package init(
    lower: @escaping @Sendable (CompileCommand, [UnsavedFile]) throws(FileFailure) -> LoweredFile,
    analyze: @escaping @Sendable ([Module], ModelLibrary, Int) -> AnalysedProgram,
    repeating: (@Sendable () -> Engine)? = nil
  ) {
    self.lower = lower
    self.repeating = repeating ?? { Engine(lower: lower, analyze: analyze) }
    self.analyze = analyze
  }
}

/// What parsing one file gave.
package struct LoweredFile: Sendable {
  package var module: Module
  /// How it was parsed: the standard may be another than the one it was to be tried by. Nil when it is the given one.
  package var command: CompileCommand?
  /// What kept part of the file from being analysed.
  package var problem: FileFailure?
  /// Where the compiler found errors.
  package var errors: [ErrorPlace]
  package var parseTime: CPUTime
  package var loweringTime: CPUTime

  package init(
    module: Module, problem: FileFailure? = nil, errors: [ErrorPlace] = [], parseTime: CPUTime = .zero,
    loweringTime: CPUTime = .zero
  ) {
    self.module = module
    self.problem = problem
    self.errors = errors
    self.parseTime = parseTime
    self.loweringTime = loweringTime
  }
}

/// Where the compiler objects.
package struct ErrorPlace: Sendable, Hashable {
  package var path: String
  package var offset: Int

  package init(path: String, offset: Int) {
    self.path = path
    self.offset = offset
  }
}

/// What the analysis gave.
package struct AnalysedProgram: Sendable {
  /// Sorted for a report.
  package var findings: [Finding]
  /// Functions that were not followed to the end because a budget ran out.
  package var incompleteFunctions: [String]
  /// How many of them may hide something. A recursion goes by what is known of the function as a whole from some depth
  /// on: by itself that hides nothing.
  package var partlyFollowedCount: Int
  /// Processor time by path.
  package var times: [String: CPUTime]
  /// The program and what is known of its functions, for whoever asks more; nil where nobody will.
  package var kept: ProgramAnalysis?

  package init(
    findings: [Finding], incompleteFunctions: [String] = [], partlyFollowedCount: Int = 0,
    times: [String: CPUTime] = [:], kept: ProgramAnalysis? = nil
  ) {
    self.kept = kept
    self.findings = findings
    self.incompleteFunctions = incompleteFunctions
    self.partlyFollowedCount = partlyFollowedCount
    self.times = times
  }
}
