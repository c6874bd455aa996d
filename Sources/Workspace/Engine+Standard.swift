import ClangFrontend
import Findings
import LibraryModels
import Lowering
import OwnershipAnalysis
import OwnershipIR

extension Engine {
  /// libclang, the lowering and the analysis.
  package static let standard = Engine(
    lower: { command throws(FileFailure) in try lowerWithClang(command) },
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
  private static func lowerWithClang(_ command: CompileCommand) throws(FileFailure) -> LoweredFile {
    let result: Result<LoweredFile, FileFailure> = runOnLargeStack {
      do throws(ParseFailure) {
        var probes: [InstanceProbe] = []
        var (parseTime, loweringTime) = (CPUTime.zero, CPUTime.zero)
        while true {
          let start = CPUTime.ofThread
          let unit = try TranslationUnit(path: command.file, arguments: command.arguments, probes: probes)
          let parsed = CPUTime.ofThread
          let lowered = Lowering.lower(unit)
          parseTime = parseTime + (parsed - start)
          loweringTime = loweringTime + (CPUTime.ofThread - parsed)
          // What instances of class templates do on their own shows only when it is asked for.
          if probes.isEmpty, !lowered.missing.isEmpty {
            probes = lowered.missing
            continue
          }
          return .success(
            LoweredFile(
              module: lowered.module, problem: SourceProblems.failure(in: unit.diagnostics, of: command),
              parseTime: parseTime, loweringTime: loweringTime))
        }
      } catch {
        return .failure(SourceProblems.failure(error, of: command))
      }
    }
    return try result.get()
  }
}
