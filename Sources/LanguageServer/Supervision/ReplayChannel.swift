import Foundation
import JSONRPC
import Synchronization

/// A client out of a recorded session: what the client said comes in again at its time, and what the server says is
/// printed, a line a message.
package final class ReplayChannel: ByteChannel {
  private struct Line: Decodable {
    var from: String
    var milliseconds: Int
  }

  private let messages: [(due: Duration, body: [UInt8])]
  private let position = Mutex(0)
  private let start = ContinuousClock.now

  /// Throws when there is no session in the directory.
  package init(directory: String) throws {
    let url = URL(fileURLWithPath: directory + "/" + SessionRecorder.fileName)
    let data = try Data(contentsOf: url)
    messages = data.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard let head = try? JSONDecoder().decode(Line.self, from: Data(line)), head.from == "client",
        let member = line.firstRange(of: Data("\"message\":".utf8))
      else { return nil }
      return (.milliseconds(head.milliseconds), Array(line[member.upperBound...].dropLast()))
    }
  }

  package func read() -> [UInt8]? {
    let next = position.withLock { position -> Int? in
      guard position < messages.count else { return nil }
      defer { position += 1 }
      return position
    }
    guard let next else {
      // The last answers may still be on their way.
      Thread.sleep(forTimeInterval: 2)
      return nil
    }
    let wait = messages[next].due - (ContinuousClock.now - start)
    if wait > .zero { Thread.sleep(forTimeInterval: wait / .seconds(1)) }
    return framed(messages[next].body)
  }

  package func write(_ bytes: [UInt8]) -> Bool {
    var reader = FrameReader()
    reader.append(bytes)
    while case .body(let body)? = try? reader.next() {
      FileHandle.standardOutput.write(Data(body) + Data("\n".utf8))
    }
    return true
  }

  package func close() {}
}
