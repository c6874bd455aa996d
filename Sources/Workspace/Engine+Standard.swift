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
      try lowerWithClang(command) { probes, read throws(ParseFailure) in
        let start = CPUTime.ofThread
        let unit = try TranslationUnit(
          path: command.file, arguments: command.arguments, unsavedFiles: unsavedFiles, probes: probes)
        return read(unit, CPUTime.ofThread - start)
      }
    },
    analyze: analyze,
    repeating: {
      let units = UnitCache()
      return Engine(
        lower: { command, unsavedFiles throws(FileFailure) in
          try lowerWithClang(command) { probes, read throws(ParseFailure) in
            try units.withUnit(of: command, unsavedFiles: unsavedFiles, probes: probes) { read($0, .zero) }
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

  /// What one parse of a file gives.
  private struct Reading {
    var file: LoweredFile
    var missing: [InstanceProbe]
  }

  /// On one large stack from beginning to end, so that the thread's own clock sees all of it. `parse` makes a unit with
  /// the probes and has it read.
  private static func lowerWithClang(
    _ command: CompileCommand,
    _ parse:
      @escaping ([InstanceProbe], (TranslationUnit, CPUTime) -> Reading) throws(ParseFailure) -> Reading
  ) throws(FileFailure) -> LoweredFile {
    let result: Result<LoweredFile, FileFailure> = runOnLargeStack {
      do throws(ParseFailure) {
        let first = try parse([]) { read($0, command, parsing: $1) }
        if first.missing.isEmpty { return .success(first.file) }
        // What instances of class templates do on their own shows only when it is asked for.
        var second = try parse(first.missing) { read($0, command, parsing: $1) }.file
        second.parseTime = second.parseTime + first.file.parseTime
        second.loweringTime = second.loweringTime + first.file.loweringTime
        // With probes nothing is private, and the compiler objects to less.
        second.errors = first.file.errors
        return .success(second)
      } catch {
        return .failure(SourceProblems.failure(error, of: command))
      }
    }
    return try result.get()
  }

  private static func read(_ unit: TranslationUnit, _ command: CompileCommand, parsing: CPUTime) -> Reading {
    let start = CPUTime.ofThread
    let lowered = Lowering.lower(unit)
    let time = CPUTime.ofThread - start
    let diagnostics = unit.diagnostics
    let errors = diagnostics.filter(\.isErrorForCompilers).compactMap(\.range).map {
      ErrorPlace(path: $0.path, offset: $0.startOffset)
    }
    return Reading(
      file: LoweredFile(
        module: lowered.module, problem: SourceProblems.failure(in: diagnostics, of: command), errors: errors,
        parseTime: parsing, loweringTime: time),
      missing: lowered.missing)
  }
}
