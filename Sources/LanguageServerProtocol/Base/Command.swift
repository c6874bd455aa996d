/// Something a client can be asked to have executed.
package struct Command: Codable, Sendable, Hashable {
  package var title: String
  package var command: String
  package var arguments: [LSPAny]?

  package init(title: String, command: String, arguments: [LSPAny]? = nil) {
    self.title = title
    self.command = command
    self.arguments = arguments
  }
}
