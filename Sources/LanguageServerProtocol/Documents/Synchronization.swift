/// `textDocument/didOpen`: the client's text counts from now on.
package struct DidOpenTextDocument: LSPNotification {
  package static let method = "textDocument/didOpen"
  package var textDocument: TextDocumentItem
  package init(textDocument: TextDocumentItem) { self.textDocument = textDocument }
}

/// `textDocument/didChange`.
package struct DidChangeTextDocument: LSPNotification {
  package static let method = "textDocument/didChange"
  package var textDocument: VersionedTextDocumentIdentifier
  /// In the order they are to be applied.
  package var contentChanges: [Change]

  /// Without a range: the whole text.
  package struct Change: Codable, Sendable, Hashable {
    package var range: LSPRange?
    package var text: String
    package init(range: LSPRange? = nil, text: String) {
      self.range = range
      self.text = text
    }
  }

  package init(textDocument: VersionedTextDocumentIdentifier, contentChanges: [Change]) {
    self.textDocument = textDocument
    self.contentChanges = contentChanges
  }
}

/// `textDocument/didSave`.
package struct DidSaveTextDocument: LSPNotification {
  package static let method = "textDocument/didSave"
  package var textDocument: TextDocumentIdentifier
  package init(textDocument: TextDocumentIdentifier) { self.textDocument = textDocument }
}

/// `textDocument/didClose`: the file on disk counts again.
package struct DidCloseTextDocument: LSPNotification {
  package static let method = "textDocument/didClose"
  package var textDocument: TextDocumentIdentifier
  package init(textDocument: TextDocumentIdentifier) { self.textDocument = textDocument }
}
