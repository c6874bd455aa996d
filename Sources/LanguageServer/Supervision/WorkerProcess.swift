import Foundation
import JSONRPC

/// The process that parses and analyses: this program once more, at the other end of a socket.
package final class WorkerProcess: Sendable {
  package let channel: DescriptorChannel
  private let descriptor: Int32
  // A class without protection; it is set up once and only waited for and signalled after that.
  private nonisolated(unsafe) let process: Process

  /// Starts it. Throws when the system refuses.
  package init(executable: String, arguments: [String], discardsErrors: Bool = false) throws {
    let pair = try SocketPair()
    descriptor = pair.ours
    channel = DescriptorChannel(input: pair.ours, output: pair.ours)
    process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    // Writing down where it crashed takes longer than starting another one.
    process.environment = ["SWIFT_BACKTRACE": "enable=no"].merging(ProcessInfo.processInfo.environment) { $1 }
    process.standardInput = FileHandle(fileDescriptor: pair.theirs)
    process.standardOutput = FileHandle(fileDescriptor: pair.theirs)
    if discardsErrors { process.standardError = FileHandle.nullDevice }
    defer { Foundation.close(pair.theirs) }
    try process.run()
  }

  deinit { Foundation.close(descriptor) }

  /// How a worker ended.
  package enum End: Sendable, Hashable {
    case exited(Int32)
    case killed(signal: Int32)
  }

  /// Waits until it has ended.
  package func wait() -> End {
    process.waitUntilExit()
    return process.terminationReason == .exit
      ? .exited(process.terminationStatus) : .killed(signal: process.terminationStatus)
  }

  package func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }
}
