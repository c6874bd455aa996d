import Foundation
import JSONRPC

/// The real program serving a playground at a free port, gone with its owner.
package final class PlaygroundProcess: Sendable {
  package let port: Int
  private nonisolated(unsafe) let process: Process
  /// The server ends when this does, so with the test run at the latest.
  private let lifeline: Int32
  private let log: String

  /// - Parameter arguments: beside the port.
  /// - Throws: with what it printed, when it does not start.
  package init(_ arguments: [String] = [], executable: URL = Repository.ownscope) throws {
    let folder = try temporaryDirectory()
    let output = folder.appendingPathComponent("output")
    log = folder.appendingPathComponent("log").path
    for path in [output.path, log] { FileManager.default.createFile(atPath: path, contents: nil) }
    process = Process()
    process.executableURL = executable
    process.arguments = ["playground", "--port", "0", "--until-input-ends"] + arguments
    let pair = try SocketPair()
    lifeline = pair.ours
    process.standardOutput = FileHandle(forWritingAtPath: output.path)
    process.standardError = FileHandle(forWritingAtPath: log)
    process.standardInput = FileHandle(fileDescriptor: pair.theirs)
    defer { close(pair.theirs) }
    try process.run()
    let deadline = Date(timeIntervalSinceNow: 60)
    while process.isRunning, Date() < deadline {
      let text = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
      if let match = text.firstMatch(of: /:(\d+)\/playground\n/), let port = Int(match.1) {
        self.port = port
        return
      }
      usleep(20000)
    }
    throw WebConnection.Failure(description: (try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
  }

  deinit {
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    close(lifeline)
  }

  package var processID: Int32 { process.processIdentifier }

  /// What it has logged so far.
  package var logText: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

  /// Asks it to end (SIGTERM), and waits; its exit status.
  package func stop() -> Int32 {
    process.terminate()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// All processes below it, by the kernel's account.
  package func descendants() -> [Int32] { Self.descendants(of: processID) }

  package static func descendants(of process: Int32) -> [Int32] {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
    let children = tasks.flatMap { task in
      ((try? String(contentsOfFile: "/proc/\(process)/task/\(task)/children", encoding: .utf8)) ?? "")
        .split(separator: " ").compactMap { Int32($0) }
    }
    return children + children.flatMap(descendants)
  }
}
