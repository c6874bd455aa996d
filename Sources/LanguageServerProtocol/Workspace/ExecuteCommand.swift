/// `workspace/executeCommand`.
package struct ExecuteCommand: LSPRequest {
  package static let method = "workspace/executeCommand"
  package typealias Response = Null
  package var command: String
  package var arguments: [LSPAny]?
  package init(command: String, arguments: [LSPAny]? = nil) {
    self.command = command
    self.arguments = arguments
  }
}

/// `workspace/applyEdit`: the server asks the client to change documents.
package struct ApplyWorkspaceEdit: LSPRequest {
  package static let method = "workspace/applyEdit"
  package typealias Response = ApplyWorkspaceEditResult
  package var label: String?
  package var edit: WorkspaceEdit
  package init(label: String?, edit: WorkspaceEdit) {
    self.label = label
    self.edit = edit
  }
}

package struct ApplyWorkspaceEditResult: Codable, Sendable, Hashable {
  package var applied: Bool
  package var failureReason: String?
  package init(applied: Bool, failureReason: String? = nil) {
    self.applied = applied
    self.failureReason = failureReason
  }
}
