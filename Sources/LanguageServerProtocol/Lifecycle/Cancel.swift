import JSONRPC

/// `$/cancelRequest`: nobody waits for that answer any more.
package struct CancelRequest: LSPNotification {
  package static let method = "$/cancelRequest"
  package var id: RequestID
  package init(id: RequestID) { self.id = id }
}
