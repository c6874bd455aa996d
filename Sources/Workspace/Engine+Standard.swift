import ClangFrontend
import Findings
import LibraryModels
import Lowering
import OwnershipAnalysis
import OwnershipIR

extension Engine {
  /// libclang, the lowering and the analysis.
  package static let standard = Engine(
    lower: { command, unsavedFiles throws(FileFailure) in
      try lowerWithClang(command, unsavedFiles: unsavedFiles)
    },
    analyze: { modules, models, jobs in
      let result = OwnershipAnalysis.analyze(
        Program(modules: modules, models: models), jobs: jobs, clock: { CPUTime.ofThread.nanoseconds })
      return AnalysedProgram(
        findings: result.findings,
        incompleteFunctions: result.incomplete.map {
          "\($0.function): \($0.reasons.joined(separator: ", "))"
        },
        times: Dictionary(
          result.nanoseconds.map { ($0.path, CPUTime(nanoseconds: $0.nanoseconds)) }, uniquingKeysWith: +))
    })

  /// On one large stack from beginning to end, so that the thread's own clock sees all of it.
  private static func lowerWithClang(
    _ command: CompileCommand, unsavedFiles: [UnsavedFile]
  ) throws(FileFailure) -> LoweredFile {
    let result: Result<LoweredFile, FileFailure> = runOnLargeStack {
      do throws(ParseFailure) {
        let start = CPUTime.ofThread
        let unit = try TranslationUnit(path: command.file, arguments: command.arguments, unsavedFiles: unsavedFiles)
        let parsed = CPUTime.ofThread
        let module = lowerModule(from: unit)
        let lowered = CPUTime.ofThread
        return .success(
          LoweredFile(
            module: module, problem: SourceProblems.failure(in: unit.diagnostics, of: command),
            errors: unit.diagnostics.filter { $0.severity >= .error }.compactMap(\.range).map {
              ErrorPlace(path: $0.path, offset: $0.startOffset)
            },
            parseTime: parsed - start, loweringTime: lowered - parsed))
      } catch {
        return .failure(SourceProblems.failure(error, of: command))
      }
    }
    return try result.get()
  }
}
