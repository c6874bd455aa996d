/// `newText` in the place of `range`.
package struct LSPTextEdit: Codable, Sendable, Hashable {
  package var range: LSPRange
  package var newText: String

  package init(range: LSPRange, newText: String) {
    self.range = range
    self.newText = newText
  }
}

/// Changes of one document at one version.
package struct TextDocumentEdit: Codable, Sendable, Hashable {
  package var textDocument: OptionalVersionedTextDocumentIdentifier
  package var edits: [LSPTextEdit]

  package init(textDocument: OptionalVersionedTextDocumentIdentifier, edits: [LSPTextEdit]) {
    self.textDocument = textDocument
    self.edits = edits
  }
}

/// Changes of several documents: with versions for clients that take them, else by URI.
package struct WorkspaceEdit: Codable, Sendable, Hashable {
  package var changes: [String: [LSPTextEdit]]?
  package var documentChanges: [TextDocumentEdit]?

  package init(changes: [String: [LSPTextEdit]]? = nil, documentChanges: [TextDocumentEdit]? = nil) {
    self.changes = changes
    self.documentChanges = documentChanges
  }
}
