import Foundation
import Synchronization

/// Writes down a session, a line a message, so that it can be played again: `{"from": "client", "milliseconds": 12,
/// "message": {…}}`.
package final class SessionRecorder: Sendable {
  package enum Side: String, Sendable { case client, server }

  package static let fileName = "session.jsonl"

  private let file: Mutex<FileHandle?>
  private let start = ContinuousClock.now

  /// Makes the directory where there is none. Throws when the file cannot be written.
  package init(directory: String) throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let path = directory + "/" + Self.fileName
    guard FileManager.default.createFile(atPath: path, contents: nil), let handle = FileHandle(forWritingAtPath: path)
    else { throw CocoaError(.fileWriteNoPermission) }
    file = Mutex(handle)
  }

  package func record(_ message: Data, from side: Side) {
    let milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
    // A message is one line of JSON already, unless the other side writes it otherwise.
    let oneLine = message.contains(UInt8(ascii: "\n")) ? Data(message.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }) : message
    let line =
      Data("{\"from\":\"\(side.rawValue)\",\"milliseconds\":\(milliseconds),\"message\":".utf8) + oneLine
      + Data("}\n".utf8)
    file.withLock { try? $0?.write(contentsOf: line) }
  }

  package func close() {
    file.withLock { file in
      try? file?.close()
      file = nil
    }
  }
}
