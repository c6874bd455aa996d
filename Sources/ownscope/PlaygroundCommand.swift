import ArgumentParser
import Dispatch
import Foundation
import Logging
import Playground

struct PlaygroundCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "playground", abstract: "Serve the lesson and a playground to browsers.",
    discussion: """
      Everything that strangers send is read, compiled and run in a sandbox (bubblewrap). Where there is none, only \
      this machine is served, and programs are not run. See README.md for how to carry the playground in a page of \
      your own.
      """)

  @Option(help: ArgumentHelp("Port to listen at; 0 for any.", valueName: "port"))
  var port = 8080

  @Option(help: ArgumentHelp("Address to listen at.", valueName: "address"))
  var host = "127.0.0.1"

  @Option(help: ArgumentHelp("Where CodeMirror was installed.", valueName: "directory"))
  var assets: String?

  @Option(help: ArgumentHelp("Sessions to serve at a time; others wait.", valueName: "n"))
  var workers: Int?

  @Option(help: ArgumentHelp("Programs to compile and run at a time. (default: all cores)", valueName: "n"))
  var runs: Int?

  @Option(help: ArgumentHelp("A site whose pages may use this server; repeatable.", valueName: "https://…"))
  var origin: [String] = []

  @Option(
    help: ArgumentHelp(
      "Keep programs in which tools saw what the analysis did not predict.", valueName: "directory"))
  var keep: String?

  @Option(help: ArgumentHelp("End sessions in which nobody types for so long.", valueName: "seconds"))
  var idle = 600.0

  @Flag(help: "Log every request.")
  var verbose = false

  @Flag(help: .hidden) var noSandbox = false
  @Flag(help: .hidden) var untilInputEnds = false

  func validate() throws {
    if let workers, workers < 1 { throw ValidationError("--workers must be 1 or more.") }
    if let runs, runs < 1 { throw ValidationError("--runs must be 1 or more.") }
    if !(0...65535).contains(port) { throw ValidationError("--port is a number from 0 to 65535.") }
    if idle <= 0 { throw ValidationError("--idle must be more than 0.") }
    for site in origin where site.wholeMatch(of: /https?:\/\/[^\/\s;,]+/) == nil {
      throw ValidationError("--origin \(site): write it as browsers do, like https://course.example.")
    }
  }

  func run() throws {
    var options = PlaygroundOptions(executable: Self.executable, version: Ownscope.version)
    options.host = host
    options.port = port
    options.workers = workers ?? options.workers
    options.runs = runs ?? options.runs
    options.origins = origin
    options.keep = keep
    options.idleLimit = .seconds(idle)
    options.ignoresSandbox = noSandbox
    let folder = URL(fileURLWithPath: Self.executable).deletingLastPathComponent().path
    options.assets = assets ?? folder + "/codemirror"
    var logger = Logger(label: "ownscope.playground")
    logger.logLevel = verbose ? .debug : .info

    let server: PlaygroundServer
    let boundPort: Int
    do {
      server = try PlaygroundServer(
        options, bundle: folder + "/ownscope_Playground.resources", logger: logger)
      boundPort = try server.start()
    } catch {
      throw CommandFailure(message: error.message)
    }
    let shownHost = host.contains(":") ? "[\(host)]" : host
    Terminal.write("http://\(shownHost):\(boundPort)/playground\n")
    waitForSignal()
    server.stop()
  }

  /// Returns when somebody wants the program to end, or is gone who wanted it to run.
  private func waitForSignal() {
    let asked = DispatchSemaphore(value: 0)
    let sources = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { asked.signal() }
      source.resume()
      return source
    }
    if untilInputEnds {
      Thread.detachNewThread {
        while FileHandle.standardInput.availableData.count > 0 {}
        asked.signal()
      }
    }
    asked.wait()
    for source in sources { source.cancel() }
  }

  private static var executable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }
}
