import Foundation

/// How a playground is served.
package struct PlaygroundOptions: Sendable {
  /// Of this program, which is its own worker.
  package var executable: String
  package var version: String
  package var host = "127.0.0.1"
  /// 0 for any that is free.
  package var port = 8080
  /// Where CodeMirror was installed; nil for `codemirror` beside the program.
  package var assets: String?
  /// Sessions that are served at a time; others wait.
  package var workers: Int
  /// Programs that are compiled and run at a time; others wait.
  package var runs: Int
  /// Sites that may use this playground from their own pages, as browsers write an origin: `https://course.example`.
  package var origins: [String] = []
  /// Where cases are kept that tools saw and the analysis did not predict; nil for nowhere.
  package var keep: String?
  /// A session in which nobody has typed for so long ends. The page comes back with its text.
  package var idleLimit: Duration = .seconds(600)
  /// How long a stop waits for programs that run.
  package var drainLimit: Duration = .seconds(15)
  package var limits = PlaygroundLimits()
  /// Whether to do without a sandbox even where there is one; for tests of what happens then.
  package var ignoresSandbox = false

  package init(executable: String, version: String) {
    self.executable = executable
    self.version = version
    let cores = ProcessInfo.processInfo.activeProcessorCount
    // Half of the memory for workers, at 96 MiB each, but never more than a machine's cores can keep up with.
    let affordable = Int(ProcessInfo.processInfo.physicalMemory / 2) / (96 << 20)
    workers = max(2, min(cores * 100, affordable))
    runs = cores
  }

  /// Whether only this machine can reach the server.
  package var isLoopback: Bool { Self.isLoopback(host) }

  static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host == "[::1]"
      || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
  }
}

/// What strangers may ask for.
package struct PlaygroundLimits: Sendable {
  /// Bytes of a source text.
  package var document = 256 << 10
  /// Bytes of one message, and of the body of a request.
  package var message = 1 << 20
  /// Messages a second that a session may send in the long run; more have to wait.
  package var messagesPerSecond = 40.0
  /// Messages that may come at once.
  package var burst = 120.0
  /// How many may wait for a worker, and as many for a run.
  package var queue = 500
  package var connections = 2000
  /// Bytes that a program in the sandbox may print.
  package var output = 64 << 10
  /// Bytes that a program reads.
  package var input = 64 << 10
  /// Seconds until a request has to be complete.
  package var requestSeconds = 30

  package init() {}
}
