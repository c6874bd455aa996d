import ClangFrontend
import Findings
import LibraryModels
import OwnershipAnalysis
import OwnershipIR
import Synchronization

/// Parses and lowers one document again and again.
package protocol DocumentLowering: Sendable {
  /// Nil when it was cancelled.
  func lower(
    _ command: CompileCommand, unsavedFiles: [UnsavedFile], cancellation: Cancellation
  ) async throws(FileFailure) -> LoweredFile?

  /// The same for callers that wait on their own thread.
  func lowerAndWait(_ command: CompileCommand, unsavedFiles: [UnsavedFile]) -> Result<
    LoweredFile, FileFailure
  >
}

extension DocumentUnit: DocumentLowering {}

/// The expensive steps of an analysis host as values, so that tests can drive it without libclang.
package struct HostEngine: Sendable {
  /// Reads a file that nobody edits.
  package var lower: @Sendable (CompileCommand, [UnsavedFile]) throws(FileFailure) -> LoweredFile
  /// Makes the unit of a document.
  package var makeUnit: @Sendable () -> any DocumentLowering
  /// Makes the analysis of a program, which may keep what it learnt from one call to the next; nil when cancelled.
  package var makeAnalysis:
    @Sendable () -> (@Sendable ([Module], ModelLibrary, Cancellation) -> AnalysedProgram?)

  package init(
    lower: @escaping @Sendable (CompileCommand, [UnsavedFile]) throws(FileFailure) -> LoweredFile,
    makeUnit: @escaping @Sendable () -> any DocumentLowering,
    makeAnalysis:
      @escaping @Sendable () -> (@Sendable ([Module], ModelLibrary, Cancellation) -> AnalysedProgram?)
  ) {
    self.lower = lower
    self.makeUnit = makeUnit
    self.makeAnalysis = makeAnalysis
  }

  package static func standard(jobs: Int) -> HostEngine {
    HostEngine(
      lower: Engine.standard.lower, makeUnit: { DocumentUnit() },
      makeAnalysis: {
        let shared = Mutex(IncrementalAnalysis())
        return { modules, models, cancellation in
          shared.withLock { analysis in
            guard
              let result = analysis.update(
                modules, models: models, jobs: jobs, isCancelled: { cancellation.isCancelled })
            else { return nil }
            return AnalysedProgram(
              findings: result.findings, incompleteFunctions: result.incomplete.map(\.function),
              kept: analysis.kept())
          }
        }
      })
  }
}
