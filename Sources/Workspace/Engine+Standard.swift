import ClangFrontend
import Findings
import LibraryModels
import Lowering
import OwnershipAnalysis
import OwnershipIR

extension Engine {
  /// libclang, the lowering and the analysis.
  package static let standard = Engine(
    lower: { command throws(FileFailure) in LoweredFile(module: Module(path: command.file)) },
    analyze: { modules, models, jobs in AnalysedProgram(findings: []) })
}
