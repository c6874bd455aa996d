/// `textDocument/hover`.
package struct HoverRequest: LSPRequest {
  package static let method = "textDocument/hover"
  package typealias Response = HoverResult?
  package var textDocument: TextDocumentIdentifier
  package var position: Position

  package init(textDocument: TextDocumentIdentifier, position: Position) {
    self.textDocument = textDocument
    self.position = position
  }
}

package struct HoverResult: Codable, Sendable, Hashable {
  package var contents: MarkupContent
  package var range: LSPRange?
  package init(contents: MarkupContent, range: LSPRange?) {
    self.contents = contents
    self.range = range
  }
}
