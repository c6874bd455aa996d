import Foundation
import Synchronization
import Workspace

/// Where the time goes, in the form that browsers' trace viewers read (Trace Event Format): a bar a request and a bar
/// a piece of work.
package final class ChromeTrace: Sendable {
  private let file: Mutex<FileHandle?>
  private let start = ContinuousClock.now

  /// Throws when the file cannot be written.
  package init(path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: Data("[\n".utf8)),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw CocoaError(.fileWriteNoPermission) }
    handle.seekToEndOfFile()
    file = Mutex(handle)
  }

  package func begin(_ name: String, id: String) { write(name, id, phase: "b") }

  /// - Parameter parts: what the work consisted of, in milliseconds of processor time.
  package func end(_ name: String, id: String, parts: [WorkPart] = []) {
    write(name, id, phase: "e", Dictionary(parts.map { ($0.name, $0.milliseconds) }, uniquingKeysWith: +))
  }

  private struct Event: Encodable {
    var name: String
    var cat = "ownscope"
    var ph: String
    var id: String
    /// Microseconds.
    var ts: Double
    var pid = 1
    var tid = 1
    var args: [String: Double]
  }

  private func write(
    _ name: String, _ id: String, phase: String, _ parts: [String: Double] = [:], ending: String = ",\n"
  ) {
    let event = Event(
      name: name, ph: phase, id: id, ts: (ContinuousClock.now - start) / .microseconds(1), args: parts)
    guard let line = try? JSONEncoder().encode(event) else { return }
    // The format allows a list without its end, so a trace is good whenever the process dies.
    file.withLock { try? $0?.write(contentsOf: line + Data(ending.utf8)) }
  }

  package func close() {
    write("session", "session", phase: "i", ending: "\n]\n")
    file.withLock { file in
      try? file?.close()
      file = nil
    }
  }
}
