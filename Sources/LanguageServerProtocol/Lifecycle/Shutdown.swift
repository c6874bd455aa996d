/// `initialized`: the client has the server's answer and takes requests now.
package struct Initialized: LSPNotification {
  package static let method = "initialized"
  package init() {}
}

/// `shutdown`: no more work; `exit` follows.
package struct Shutdown: LSPRequest {
  package static let method = "shutdown"
  package typealias Response = Null
  package init() {}
}

/// `exit`: the process ends, with status 0 after `shutdown` and 1 without.
package struct Exit: LSPNotification {
  package static let method = "exit"
  package init() {}
}
