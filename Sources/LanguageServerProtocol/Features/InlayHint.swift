/// `textDocument/inlayHint`.
package struct InlayHintRequest: LSPRequest {
  package static let method = "textDocument/inlayHint"
  package typealias Response = [InlayHint]?
  package var textDocument: TextDocumentIdentifier
  package var range: LSPRange

  package init(textDocument: TextDocumentIdentifier, range: LSPRange) {
    self.textDocument = textDocument
    self.range = range
  }
}

package struct InlayHint: Codable, Sendable, Hashable {
  package var position: Position
  package var label: String
  package var paddingLeft: Bool?
  package var paddingRight: Bool?
  package var tooltip: String?

  package init(
    position: Position, label: String, paddingLeft: Bool? = nil, paddingRight: Bool? = nil,
    tooltip: String? = nil
  ) {
    self.position = position
    self.label = label
    self.paddingLeft = paddingLeft
    self.paddingRight = paddingRight
    self.tooltip = tooltip
  }
}

/// `workspace/inlayHint/refresh`.
package struct InlayHintRefresh: LSPRequest {
  package static let method = "workspace/inlayHint/refresh"
  package typealias Response = Null
  package init() {}
}
