import ClangFrontend
import Findings
import OwnershipAnalysis

/// What the user asked for on the command line.
package struct LintOptions: Sendable, Hashable {
  /// Files and directories; empty stands for the working directory.
  package var paths: [String] = []
  /// What follows `--`; nil when there was no `--`.
  package var compilerFlags: [String]?
  /// `-p`.
  package var buildDirectory: String?
  package var jobs: Int
  /// `--baseline`: known findings.
  package var baselinePath: String?
  /// `--write-baseline`: record what is found instead of reporting it.
  package var writeBaselinePath: String?
  /// Absolute.
  package var workingDirectory: String
  /// Texts instead of those on disk, by absolute path.
  package var unsavedFiles: [UnsavedFile] = []
  /// Not to be read again.
  package var leftOut: [LeftOutFile] = []
  package var limits = ReadingLimits.standard

  package init(paths: [String] = [], jobs: Int = 1, workingDirectory: String) {
    self.paths = paths
    self.jobs = jobs
    self.workingDirectory = workingDirectory
  }
}

/// What a run tells while it works.
package enum LintProgress: Sendable, Hashable {
  /// A file is begun: a large one takes its time.
  case parsing(done: Int, of: Int, path: String)
  case parsed(done: Int, of: Int, path: String)
  case analysing(functions: Int)
}

/// What a run leaves behind.
package struct LintOutcome: Sendable {
  package var report: LintReport
  /// Things to know that are neither findings nor failures: broken databases, stale baselines.
  package var warnings: [String]
  /// Functions whose analysis stopped at a budget.
  package var incompleteFunctions: [String]
  package var timings: Timings
  /// All that the run was made of: a process that ends after it need not give that back piece by piece.
  package var kept: ProgramAnalysis?
}
