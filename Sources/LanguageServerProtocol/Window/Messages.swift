package enum MessageType: Int, Codable, Sendable, Hashable {
  case error = 1
  case warning, info, log
}

/// `window/showMessage`: something for the user to read.
package struct ShowMessage: LSPNotification {
  package static let method = "window/showMessage"
  package var type: MessageType
  package var message: String
  package init(type: MessageType, message: String) {
    self.type = type
    self.message = message
  }
}

/// `window/logMessage`: something for the server's log.
package struct LogMessage: LSPNotification {
  package static let method = "window/logMessage"
  package var type: MessageType
  package var message: String
  package init(type: MessageType, message: String) {
    self.type = type
    self.message = message
  }
}
