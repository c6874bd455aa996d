import Foundation
import JSONRPC
import LanguageServerProtocol
import Synchronization

/// A client out of a recorded session: what the client said comes in again at its time, and not before the server has
/// said what it had said by then, for a while at least; what the server says is printed, a line a message.
package final class ReplayChannel: ByteChannel {
  private struct Line: Decodable {
    var from: String
    var milliseconds: Int
  }

  private let messages: [(due: Duration, answers: Int, body: [UInt8])]
  private let position = Mutex(0)
  /// Answers and diagnostics that the server has given.
  private let given = Mutex(0)
  /// How long a message waits for what came before it: this machine may be slower than the one of the record, and this
  /// server may say less.
  private static let patience: Duration = .seconds(20)
  private let start = ContinuousClock.now

  /// Throws when there is no session in the directory.
  package init(directory: String) throws {
    let url = URL(fileURLWithPath: directory + "/" + SessionRecorder.fileName)
    let data = try Data(contentsOf: url)
    var answers = 0
    messages = data.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard let head = try? JSONDecoder().decode(Line.self, from: Data(line)),
        let member = line.firstRange(of: Data("\"message\":".utf8))
      else { return nil }
      let body = Array(line[member.upperBound...].dropLast())
      if head.from == "client" { return (.milliseconds(head.milliseconds), answers, body) }
      if Self.isAnswer(body) { answers += 1 }
      return nil
    }
  }

  /// Whether a message of the server is one that a client waits for.
  private static func isAnswer(_ body: [UInt8]) -> Bool {
    guard let message = try? IncomingMessage(body: Data(body)) else { return false }
    return switch message.kind {
    case .response: true
    case .notification(let method): method == PublishDiagnostics.method
    case .request: false
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
    let end = ContinuousClock.now + Self.patience
    while given.withLock({ $0 }) < messages[next].answers, ContinuousClock.now < end {
      Thread.sleep(forTimeInterval: 0.01)
    }
    let wait = messages[next].due - (ContinuousClock.now - start)
    if wait > .zero { Thread.sleep(forTimeInterval: wait / .seconds(1)) }
    return framed(messages[next].body)
  }

  package func write(_ bytes: [UInt8]) -> Bool {
    var reader = FrameReader()
    reader.append(bytes)
    while case .body(let body)? = try? reader.next() {
      if Self.isAnswer(Array(body)) { given.withLock { $0 += 1 } }
      FileHandle.standardOutput.write(Data(body) + Data("\n".utf8))
    }
    return true
  }

  package func close() {}
}
