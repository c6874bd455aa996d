/// `textDocument/diagnostic`: the client asks when it wants to know.
package struct DocumentDiagnostic: LSPRequest {
  package static let method = "textDocument/diagnostic"
  package typealias Response = DocumentDiagnosticReport
  package var textDocument: TextDocumentIdentifier
  /// What the client has.
  package var previousResultId: String?

  package init(textDocument: TextDocumentIdentifier, previousResultId: String? = nil) {
    self.textDocument = textDocument
    self.previousResultId = previousResultId
  }
}

package struct DocumentDiagnosticReport: Codable, Sendable, Hashable {
  package enum Kind: String, Codable, Sendable, Hashable { case full, unchanged }
  package var kind: Kind
  package var resultId: String
  /// Present when `kind` is `full`.
  package var items: [Diagnostic]?
  /// Other documents whose diagnostics hang on this one, by URI.
  package var relatedDocuments: [String: Related]?

  package struct Related: Codable, Sendable, Hashable {
    package var kind: Kind
    package var resultId: String
    package var items: [Diagnostic]?
    package init(kind: Kind, resultId: String, items: [Diagnostic]?) {
      self.kind = kind
      self.resultId = resultId
      self.items = items
    }
  }

  package init(kind: Kind, resultId: String, items: [Diagnostic]?, relatedDocuments: [String: Related]? = nil) {
    self.kind = kind
    self.resultId = resultId
    self.items = items
    self.relatedDocuments = relatedDocuments
  }
}

/// `workspace/diagnostic/refresh`: the client should ask for diagnostics again.
package struct DiagnosticRefresh: LSPRequest {
  package static let method = "workspace/diagnostic/refresh"
  package typealias Response = Null
  package init() {}
}
