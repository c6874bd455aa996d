/// `textDocument/publishDiagnostics`: all diagnostics of a document, in the place of those before.
package struct PublishDiagnostics: LSPNotification, Hashable {
  package static let method = "textDocument/publishDiagnostics"
  package var uri: String
  /// The version of the document that was looked at.
  package var version: Int?
  package var diagnostics: [Diagnostic]

  package init(uri: String, version: Int?, diagnostics: [Diagnostic]) {
    self.uri = uri
    self.version = version
    self.diagnostics = diagnostics
  }
}
