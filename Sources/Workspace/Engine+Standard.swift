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
      try lowerWithClang(command, unsavedFiles) { command, probes, read throws(ParseFailure) in
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
          try lowerWithClang(command, unsavedFiles) { command, probes, read throws(ParseFailure) in
            try units.withUnit(of: command, unsavedFiles: unsavedFiles, probes: probes) { read($0, .zero) }
          }
        }, analyze: analyze)
    })

  private static let analyze: @Sendable ([Module], ModelLibrary, Int) -> AnalysedProgram = {
    modules, models, jobs in
    let analysis = ProgramAnalysis(
      Program(modules: modules, models: models, jobs: jobs), jobs: jobs, clock: { CPUTime.ofThread.nanoseconds })
    let result = analysis.result
    return AnalysedProgram(
      findings: result.findings,
      incompleteFunctions: result.incomplete.map {
        "\($0.function): \($0.reasons.joined(separator: ", "))"
      },
      partlyFollowedCount: result.incomplete.count { $0.reasons != [Incompleteness.recursion.rawValue] },
      times: Dictionary(
        result.nanoseconds.map { ($0.path, CPUTime(nanoseconds: $0.nanoseconds)) }, uniquingKeysWith: +),
      kept: analysis)
  }

  /// What one parse of a file gives.
  private struct Reading {
    var file: LoweredFile
    var missing: [InstanceProbe]
    /// Errors that the compiler reported.
    var errorCount: Int
  }

  private typealias Parse = (
    CompileCommand, [InstanceProbe], (TranslationUnit, CPUTime) -> Reading
  ) throws(ParseFailure) -> Reading

  /// On one large stack from beginning to end, so that the thread's own clock sees all of it. `parse` makes a unit of
  /// the command with the probes and has it read.
  private static func lowerWithClang(
    _ command: CompileCommand, _ unsavedFiles: [UnsavedFile], _ parse: @escaping Parse
  ) throws(FileFailure) -> LoweredFile {
    let result: Result<LoweredFile, FileFailure> = runOnLargeStack {
      do throws(ParseFailure) {
        let (command, first) = try readByFittingStandard(command, unsavedFiles, parse)
        if first.missing.isEmpty { return .success(first.file) }
        // What instances of class templates do on their own shows only when it is asked for.
        var second = try parse(command, first.missing) { read($0, command, parsing: $1) }.file
        second.add(timesOf: first.file)
        // With probes nothing is private, and the compiler objects to less.
        second.errors = first.file.errors
        return .success(second)
      } catch {
        return .failure(SourceProblems.failure(error, of: command))
      }
    }
    return try result.get()
  }

  /// Where the standard is a guess, the newer one is tried on what the usual one brings errors for.
  private static func readByFittingStandard(
    _ command: CompileCommand, _ unsavedFiles: [UnsavedFile], _ parse: Parse
  ) throws(ParseFailure) -> (CompileCommand, Reading) {
    guard let newer = command.withNewerStandard else {
      return (command, try parse(command, []) { read($0, command, parsing: $1) })
    }
    if LanguageStandard.needsNewer(command.text(among: unsavedFiles)) {
      return (newer, try parse(newer, []) { read($0, newer, parsing: $1) })
    }
    var usual = try parse(command, []) { read($0, command, parsing: $1) }
    if usual.errorCount == 0 { return (command, usual) }
    var other = try parse(newer, []) { read($0, newer, parsing: $1) }
    if other.errorCount < usual.errorCount {
      other.file.add(timesOf: usual.file)
      return (newer, other)
    }
    usual.file.add(timesOf: other.file)
    return (command, usual)
  }

  private static func read(_ unit: TranslationUnit, _ command: CompileCommand, parsing: CPUTime) -> Reading {
    let start = CPUTime.ofThread
    let lowered = Lowering.lower(unit)
    let time = CPUTime.ofThread - start
    var file = LoweredFile(
      module: lowered.module, problem: SourceProblems.failure(in: unit.diagnostics, of: command),
      errors: unit.compilerErrors, parseTime: parsing, loweringTime: time)
    file.command = command
    return Reading(file: file, missing: lowered.missing, errorCount: unit.errorCount)
  }
}

extension CompileCommand {
  /// The file as it stands in its editor, else on disk; empty when it cannot be read.
  func text(among unsavedFiles: [UnsavedFile]) -> String {
    unsavedFiles.first { $0.path == file }?.contents
      ?? (try? FileContents.read(file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}

extension TranslationUnit {
  var compilerErrors: [ErrorPlace] {
    diagnostics.filter(\.isErrorForCompilers).compactMap(\.range).map {
      ErrorPlace(path: $0.path, offset: $0.startOffset)
    }
  }

  var errorCount: Int { diagnostics.count { $0.severity >= .error } }
}

extension LoweredFile {
  /// What an attempt before this one took.
  mutating func add(timesOf other: LoweredFile) {
    parseTime = parseTime + other.parseTime
    loweringTime = loweringTime + other.loweringTime
  }
}
