import Findings
import OwnershipIR
import SourceText

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
  /// Paths of the sources and headers that took part.
  package let paths: Set<String>
  let program: LintSession.LoweredProgram
  let session: LintSession
  let plan: LintSession.Plan
  let lowered: [Result<LoweredFile, FileFailure>]
  /// Everything that the analysis found, nothing left out.
  let allFindings: [Finding]
  let incompleteFunctions: [String]

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

  /// Why a file was analysed in part only, or not at all.
  package func failure(of path: String) -> FileFailure? {
    let shown = report.root.relativePath(of: path)
    return report.failures.first { $0.path == shown || $0.path == path }
  }
}
