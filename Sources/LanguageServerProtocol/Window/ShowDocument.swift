/// `window/showDocument`: opens a page or a file at the client.
package struct ShowDocument: LSPRequest {
  package static let method = "window/showDocument"
  package typealias Response = ShowDocumentResult
  package var uri: String
  /// In another program: a browser for web pages.
  package var external: Bool?
  package var takeFocus: Bool?

  package init(uri: String, external: Bool? = nil, takeFocus: Bool? = nil) {
    self.uri = uri
    self.external = external
    self.takeFocus = takeFocus
  }
}

package struct ShowDocumentResult: Codable, Sendable, Hashable {
  package var success: Bool
  package init(success: Bool) { self.success = success }
}
