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
      try lowerWithClang(command) { () throws(ParseFailure) in
        let start = CPUTime.ofThread
        let unit = try TranslationUnit(
          path: command.file, arguments: command.arguments, unsavedFiles: unsavedFiles)
        return lowered(unit, command, parsing: CPUTime.ofThread - start)
      }
    },
    analyze: analyze,
    repeating: {
      let units = UnitCache()
      return Engine(
        lower: { command, unsavedFiles throws(FileFailure) in
          try lowerWithClang(command) { () throws(ParseFailure) in
            try units.withUnit(of: command, unsavedFiles: unsavedFiles) {
              lowered($0, command, parsing: .zero)
            }
          }
        }, analyze: analyze)
    })

  private static let analyze: @Sendable ([Module], ModelLibrary, Int) -> AnalysedProgram = {
    modules, models, jobs in
    let result = OwnershipAnalysis.analyze(
      Program(modules: modules, models: models), jobs: jobs, clock: { CPUTime.ofThread.nanoseconds })
    return AnalysedProgram(
      findings: result.findings,
      incompleteFunctions: result.incomplete.map {
        "\($0.function): \($0.reasons.joined(separator: ", "))"
      },
      times: Dictionary(
        result.nanoseconds.map { ($0.path, CPUTime(nanoseconds: $0.nanoseconds)) }, uniquingKeysWith: +))
  }

  /// On one large stack from beginning to end, so that the thread's own clock sees all of it.
  private static func lowerWithClang(
    _ command: CompileCommand, _ body: @escaping () throws(ParseFailure) -> LoweredFile
  ) throws(FileFailure) -> LoweredFile {
    let result: Result<LoweredFile, FileFailure> = runOnLargeStack {
      do throws(ParseFailure) {
        return .success(try body())
      } catch {
        return .failure(SourceProblems.failure(error, of: command))
      }
    }
    return try result.get()
  }

  private static func lowered(
    _ unit: TranslationUnit, _ command: CompileCommand, parsing: CPUTime
  ) -> LoweredFile {
    let start = CPUTime.ofThread
    let module = lowerModule(from: unit)
    let time = CPUTime.ofThread - start
    let diagnostics = unit.diagnostics
    return LoweredFile(
      module: module, problem: SourceProblems.failure(in: diagnostics, of: command),
      errors: diagnostics.filter(\.isErrorForCompilers).compactMap(\.range).map {
        ErrorPlace(path: $0.path, offset: $0.startOffset)
      },
      parseTime: parsing, loweringTime: time)
  }
}
