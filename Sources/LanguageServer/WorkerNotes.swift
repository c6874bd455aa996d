import LanguageServerProtocol
import SourceText
import Workspace

/// What a worker and its supervisor tell each other beside the protocol. None of it reaches the client.
enum WorkerNotes {
  /// Worker to supervisor: work begins that could take the process down.
  struct Working: LSPNotification {
    static let method = "$/ownscope/working"
    var path: String
    /// Whoever takes longer than this hangs.
    var seconds: Double
  }

  /// Worker to supervisor: that work is done.
  struct Done: LSPNotification {
    static let method = "$/ownscope/done"
    var path: String
    var parts: [WorkPart]
  }

  /// Supervisor to worker: this file took a worker down; leave it alone until its text changes.
  struct Avoid: LSPNotification {
    static let method = "$/ownscope/avoid"
    var path: String
    var text: TextHash
  }
}
