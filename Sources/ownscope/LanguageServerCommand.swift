import ArgumentParser
import Dispatch
import Foundation
import JSONRPC
import LanguageServer
import Synchronization
import Workspace

struct LanguageServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp", abstract: "Serve an editor (Language Server Protocol 3.17), beside clangd.",
    discussion: "Editors start this; see editors/ for how each of them is told to.")

  @Flag(help: "Speak over standard input and output. This is what happens without any other choice.")
  var stdio = false

  @Option(help: ArgumentHelp("Connect to this TCP port of this machine.", valueName: "port"))
  var socket: UInt16?

  @Option(help: ArgumentHelp("Connect to this socket in the file system.", valueName: "name"))
  var pipe: String?

  @Option(
    name: .customLong("clientProcessId"),
    help: ArgumentHelp("End when this process ends.", valueName: "pid"))
  var clientProcess: Int32?

  @Option(help: ArgumentHelp("Write where the time goes, for trace viewers of browsers.", valueName: "file"))
  var trace: String?

  @Option(help: ArgumentHelp("Write the session down in a directory.", valueName: "directory"))
  var record: String?

  @Option(help: ArgumentHelp("Play a recorded session and print the answers.", valueName: "directory"))
  var replay: String?

  @Flag(help: .hidden) var worker = false
  @Flag(help: .hidden) var restarted = false
  @Flag(help: .hidden) var testHooks = false
  @Option(help: .hidden) var hangLimit: Double?

  func validate() throws {
    if [stdio, socket != nil, pipe != nil, replay != nil].count(where: { $0 }) > 1 {
      throw ValidationError("use one of --stdio, --socket, --pipe and --replay.")
    }
  }

  func run() throws {
    let status = worker ? serve() : try supervise()
    if status != 0 { throw ExitCode(status) }
  }

  private func supervise() throws(CommandFailure) -> Int32 {
    var arguments = ["lsp", "--worker"]
    if testHooks { arguments.append("--test-hooks") }
    var options = Supervisor.Options(executable: Self.executable, workerArguments: arguments)
    // The client of a recorded session is long gone.
    options.clientProcess = clientProcess ?? (replay == nil ? nil : getppid())
    options.hangLimit = hangLimit
    do {
      options.recorder = try record.map { try SessionRecorder(directory: $0) }
      options.trace = try trace.map { try ChromeTrace(path: $0) }
    } catch {
      throw CommandFailure(message: "\(record ?? trace ?? ""): cannot be written; name another place")
    }
    return Supervisor(try channel(), options).run()
  }

  private func channel() throws(CommandFailure) -> any ByteChannel {
    do {
      if let socket { return try SocketChannel.connect(port: socket) }
      if let pipe { return try SocketChannel.connect(path: pipe) }
      if let replay { return try ReplayChannel(directory: replay) }
      return DescriptorChannel(input: STDIN_FILENO, output: STDOUT_FILENO)
    } catch let failure as SocketChannel.Failure {
      throw CommandFailure(message: failure.message)
    } catch {
      throw CommandFailure(message: "\(replay ?? ""): no session was recorded there; write one with --record")
    }
  }

  /// The worker's side: the server itself, which lives as long as its pipe.
  private func serve() -> Int32 {
    var options = ServerOptions(version: Ownscope.version)
    options.isWorker = true
    options.isRestart = restarted
    let jobs = ProcessInfo.processInfo.activeProcessorCount
    let engine = testHooks ? HostEngine.standard(jobs: jobs).obeyingTestHooks : .standard(jobs: jobs)
    let (channel, final) = (DescriptorChannel(input: STDIN_FILENO, output: STDOUT_FILENO), options)
    let status = Mutex<Int32>(1)
    let done = DispatchSemaphore(value: 0)
    Task {
      let result = await LanguageServer.serve(channel, engine: engine, options: final)
      status.withLock { $0 = result }
      done.signal()
    }
    done.wait()
    return status.withLock { $0 }
  }

  private static var executable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }
}
