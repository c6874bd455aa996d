import ClangFrontend
import Findings

/// What the host keeps of one program between analyses.
struct ProjectState {
  let key: ProjectKey
  var configuration: Configuration
  /// Compile commands of all members, by path.
  var commands: [String: CompileCommand] = [:]
  /// What lowering gave, by path.
  var lowered: [String: Result<LoweredFile, FileFailure>] = [:]
  /// Open documents that have changed since they were lowered.
  var changed: Set<String> = []
  /// Members that nobody has opened and that have not been read yet, the next one last.
  var unread: [String] = []
  var indexCount = 0
  /// Something was lowered that no analysis has seen.
  var needsAnalysis = false
  var pacing = EditPacing()
  /// The work that is going on.
  var work: Cancellation?
  /// Answers are found for questions that nobody has asked yet, from the snapshot with this number.
  var preparation: Cancellation?
  var preparedSnapshot: Int?
  var isRunning = false
  var isIndexing = false
  var snapshot: AnalysisSnapshot?

  init(key: ProjectKey, configuration: Configuration) {
    self.key = key
    self.configuration = configuration
  }

  /// Members that include `path`, in order.
  func includers(of path: String) -> [String] {
    lowered.compactMap { member, result in
      guard member != path, let file = try? result.get() else { return nil }
      return file.module.files.contains { $0.path == path } ? member : nil
    }.sorted()
  }
}
