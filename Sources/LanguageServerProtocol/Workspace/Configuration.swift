/// `workspace/didChangeConfiguration`. Clients that can be asked send null and wait for `workspace/configuration`.
package struct DidChangeConfiguration: LSPNotification {
  package static let method = "workspace/didChangeConfiguration"
  package var settings: LSPAny?
  package init(settings: LSPAny?) { self.settings = settings }
}

/// `workspace/configuration`: the client's settings, one value an item.
package struct WorkspaceConfiguration: LSPRequest {
  package static let method = "workspace/configuration"
  package typealias Response = [LSPAny]
  package var items: [Item]

  package struct Item: Codable, Sendable, Hashable {
    package var scopeUri: String?
    package var section: String?
    package init(scopeUri: String? = nil, section: String?) {
      self.scopeUri = scopeUri
      self.section = section
    }
  }

  package init(items: [Item]) { self.items = items }
}
