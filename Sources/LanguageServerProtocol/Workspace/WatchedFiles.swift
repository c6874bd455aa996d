/// `workspace/didChangeWatchedFiles`.
package struct DidChangeWatchedFiles: LSPNotification {
  package static let method = "workspace/didChangeWatchedFiles"
  package var changes: [Change]

  package struct Change: Codable, Sendable, Hashable {
    package var uri: String
    /// 1 created, 2 changed, 3 deleted.
    package var type: Int
    package init(uri: String, type: Int) {
      self.uri = uri
      self.type = type
    }
  }

  package init(changes: [Change]) { self.changes = changes }
}
