import Foundation
import JSONRPC

/// The process that parses and analyses: this program once more, with a pipe in each direction.
package final class WorkerProcess: Sendable {
  package let channel: DescriptorChannel
  // Process and Pipe are classes without protection; they are set up once and only waited for and signalled after that.
  private nonisolated(unsafe) let process: Process
  private nonisolated(unsafe) let input = Pipe()
  private nonisolated(unsafe) let output = Pipe()

  /// Starts it. Throws when the system refuses.
  package init(executable: String, arguments: [String]) throws {
    process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    // Writing down where it crashed takes longer than starting another one.
    process.environment = ["SWIFT_BACKTRACE": "enable=no"].merging(ProcessInfo.processInfo.environment) { $1 }
    process.standardInput = input
    process.standardOutput = output
    channel = DescriptorChannel(
      input: output.fileHandleForReading.fileDescriptor, output: input.fileHandleForWriting.fileDescriptor)
    try process.run()
    // Our own copies of the worker's ends would keep the pipes open after its death.
    try? input.fileHandleForReading.close()
    try? output.fileHandleForWriting.close()
  }

  package var processID: Int32 { process.processIdentifier }

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

  /// Nothing more will come: a worker that is well ends by itself.
  package func closeInput() { try? input.fileHandleForWriting.close() }
}
