import Foundation

/// What a finished program left.
package struct CommandResult: Sendable {
  package var exitCode: Int32
  package var output: String
  package var errors: String
}

/// Runs a program to its end. Output goes through files: with pipes, programs started at the same time by other
/// threads would inherit and hold each other's ends.
package func run(
  _ program: String, _ arguments: [String], environment: [String: String] = [:], directory: URL? = nil,
  seconds: Int = 120
) throws -> CommandResult {
  let scratch = try temporaryDirectory()
  defer { try? FileManager.default.removeItem(at: scratch) }
  let files = ["out", "err"].map { scratch.appendingPathComponent($0) }
  for file in files { try Data().write(to: file) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
  process.arguments = ["\(seconds)", program] + arguments
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  process.currentDirectoryURL = directory
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = try FileHandle(forWritingTo: files[0])
  process.standardError = try FileHandle(forWritingTo: files[1])
  try process.run()
  process.waitUntilExit()
  func text(_ file: URL) throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }
  return CommandResult(
    exitCode: process.terminationStatus, output: try text(files[0]), errors: try text(files[1]))
}

/// A new, empty folder of the caller's own.
package func temporaryDirectory() throws -> URL {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent("ownscope-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  return url
}
