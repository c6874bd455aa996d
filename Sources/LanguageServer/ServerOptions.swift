/// How a server is run.
package struct ServerOptions: Sendable {
  /// Of the program.
  package var version: String
  /// There is a supervisor that wants to know what is being worked on.
  package var isWorker = false
  /// A worker before this one has died: the client has been told everything already.
  package var isRestart = false

  package init(version: String) { self.version = version }
}
