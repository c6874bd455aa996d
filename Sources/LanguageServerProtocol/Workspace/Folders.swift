/// `workspace/didChangeWorkspaceFolders`.
package struct DidChangeWorkspaceFolders: LSPNotification {
  package static let method = "workspace/didChangeWorkspaceFolders"
  package var event: Event

  package struct Event: Codable, Sendable, Hashable {
    package var added: [WorkspaceFolder]
    package var removed: [WorkspaceFolder]
    package init(added: [WorkspaceFolder], removed: [WorkspaceFolder]) {
      self.added = added
      self.removed = removed
    }
  }

  package init(event: Event) { self.event = event }
}
