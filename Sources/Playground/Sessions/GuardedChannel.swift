import Foundation
import JSONRPC
import Synchronization

/// A WebSocket as the supervisor of a language server knows its client: messages with headers. What strangers may not
/// say does not come through, and what comes too fast comes later.
final class GuardedChannel: ByteChannel {
  private let socket: MessageSocket
  private let start = ContinuousClock.now

  private struct State {
    var judge: MessageGuard
    var rate: RateLimit
  }
  private let state: Mutex<State>

  init(_ socket: MessageSocket, _ limits: PlaygroundLimits) {
    self.socket = socket
    state = Mutex(
      State(
        judge: MessageGuard(longestDocument: limits.document),
        rate: RateLimit(perSecond: limits.messagesPerSecond, burst: limits.burst, now: .zero)))
  }

  func read() -> [UInt8]? {
    while let message = socket.next() {
      let wait = state.withLock { $0.rate.take(at: ContinuousClock.now - start) }
      if wait > .zero { Thread.sleep(forTimeInterval: wait / .seconds(1)) }
      switch state.withLock({ $0.judge.decide(message) }) {
      case .pass(let body): return framed(Array(body))
      case .answer(let answer): socket.send(answer)
      case .ignore: break
      case .end(let reason):
        socket.close(.tooLong(reason))
        return nil
      }
    }
    return nil
  }

  /// - Parameter bytes: one or more whole messages.
  func write(_ bytes: [UInt8]) -> Bool {
    var reader = FrameReader()
    reader.append(bytes)
    while case .body(let body)? = try? reader.next() {
      if !socket.send(Data(body)) { return false }
    }
    return true
  }

  func close() { socket.close(.done) }
}
