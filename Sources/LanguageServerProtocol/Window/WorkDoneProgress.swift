/// `window/workDoneProgress/create`.
package struct WorkDoneProgressCreate: LSPRequest {
  package static let method = "window/workDoneProgress/create"
  package typealias Response = Null
  package var token: String
  package init(token: String) { self.token = token }
}

/// `$/progress` of work that the server does.
package struct Progress: LSPNotification {
  package static let method = "$/progress"
  package var token: String
  package var value: Value

  package struct Value: Codable, Sendable, Hashable {
    package enum Kind: String, Codable, Sendable, Hashable { case begin, report, end }
    package var kind: Kind
    package var title: String?
    package var message: String?
    /// 0 to 100.
    package var percentage: Int?
    package init(kind: Kind, title: String? = nil, message: String? = nil, percentage: Int? = nil) {
      self.kind = kind
      self.title = title
      self.message = message
      self.percentage = percentage
    }
  }

  package init(token: String, value: Value) {
    self.token = token
    self.value = value
  }
}
