/// `textDocument/documentHighlight`.
package struct DocumentHighlightRequest: LSPRequest {
  package static let method = "textDocument/documentHighlight"
  package typealias Response = [DocumentHighlight]?
  package var textDocument: TextDocumentIdentifier
  package var position: Position

  package init(textDocument: TextDocumentIdentifier, position: Position) {
    self.textDocument = textDocument
    self.position = position
  }
}

package struct DocumentHighlight: Codable, Sendable, Hashable {
  package enum Kind: Int, Codable, Sendable, Hashable {
    case text = 1
    case read, write
  }
  package var range: LSPRange
  package var kind: Kind
  package init(range: LSPRange, kind: Kind) {
    self.range = range
    self.kind = kind
  }
}
