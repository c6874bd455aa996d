import Findings
import OwnershipAnalysis
import OwnershipIR
import SourceText
import Synchronization

/// What is known of one program at one moment. Never changes: whoever has it may ask as long as it likes.
package struct AnalysisSnapshot: Sendable {
  package let key: ProjectKey
  /// Counts the analyses of the session.
  package let number: Int
  package let report: LintReport
  /// The open documents as they were analysed, by path.
  package let documents: [String: OpenDocument]
  /// Open documents that were left alone because their text took the process down.
  package let avoided: Set<String>
  let program: LintSession.LoweredProgram
  let session: LintSession
  let plan: LintSession.Plan
  let lowered: [Result<LoweredFile, FileFailure>]
  /// Everything that the analysis found, nothing left out.
  let allFindings: [Finding]
  let incompleteFunctions: [String]

  private let kept: ProgramAnalysis?
  private let typeGraph = OnDemand<OwnershipGraph?>()

  init(
    key: ProjectKey, number: Int, report: LintReport, documents: [String: OpenDocument], avoided: Set<String>,
    program: LintSession.LoweredProgram, session: LintSession, plan: LintSession.Plan,
    lowered: [Result<LoweredFile, FileFailure>], analysed: AnalysedProgram
  ) {
    (self.key, self.number, self.report) = (key, number, report)
    (self.documents, self.avoided) = (documents, avoided)
    (self.program, self.session, self.plan, self.lowered) = (program, session, plan, lowered)
    allFindings = analysed.findings
    incompleteFunctions = analysed.incompleteFunctions
    kept = analysed.kept
  }

  /// What ownership does in the function around a byte offset; nil outside of functions.
  package func facts(in path: String, at offset: Int) -> FunctionFacts? { kept?.facts(inFile: path, at: offset) }

  /// The same of all functions of a file.
  package func facts(of path: String) -> [FunctionFacts] { kept?.facts(ofFile: path) ?? [] }

  /// Finds out beforehand what the user may ask of the open documents, until `isEnough` says so.
  func prepare(until isEnough: () -> Bool) {
    for path in documents.keys.sorted() { kept?.prepareFacts(ofFile: path, until: isEnough) }
    if !isEnough() { _ = types }
  }

  /// Which classes can keep which others alive.
  package var types: OwnershipGraph? { typeGraph.value { kept.map { OwnershipGraph($0.program) } } }

  /// What is found in a file.
  package func findings(in path: String) -> [ReportedFinding] {
    report.findings.filter { $0.finding.range.path == path }
  }

  /// Where the configuration says that the lesson is.
  package var lessonBaseURL: String? { session.configuration.lessonBaseURL }
  /// The configuration in force: its file, or the one that it would be.
  package var configurationPath: String {
    session.configuration.path ?? session.options.workingDirectory + "/" + Configuration.fileName
  }
}

/// Something that is made when it is first asked for, once for all copies of what holds it.
private final class OnDemand<Value: Sendable>: Sendable {
  private let known = Mutex<Value?>(nil)

  func value(_ make: () -> Value) -> Value {
    known.withLock { known in
      if let value = known { return value }
      let value = make()
      known = value
      return value
    }
  }
}
