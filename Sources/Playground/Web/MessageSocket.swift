import Foundation
import NIOCore
import NIOWebSocket
import Synchronization

/// A WebSocket as a queue of texts that a thread may wait at. Neither direction grows without bounds: while nobody takes
/// what has come, no more is read from the network, and whoever writes faster than the other side reads has to wait.
final class MessageSocket: Sendable {
  /// Why a conversation is ended by this side (RFC 6455, 7.4).
  enum Goodbye: Sendable {
    case done, restarting
    case tooLong(String)
    case refused(String)
    case idle
    case overloaded(String)
    case slow

    var code: WebSocketErrorCode {
      switch self {
      case .done: .normalClosure
      case .restarting: .unknown(1012)
      case .tooLong: .messageTooLarge
      case .refused: .policyViolation
      // Of our own range: the page comes back when somebody types again.
      case .idle: .unknown(4000)
      case .overloaded: .unknown(1013)
      case .slow: .policyViolation
      }
    }

    var reason: String {
      switch self {
      case .done: ""
      case .restarting: "the server is going down"
      case .tooLong(let why), .refused(let why), .overloaded(let why): why
      case .idle: "nothing was typed for a while"
      case .slow: "what was sent is not read"
      }
    }
  }

  private struct State {
    var inbox: [Data] = []
    var isClosed = false
    var isWritable = true
    var isPaused = false
    var lastMessage = ContinuousClock.now
    var closers: [@Sendable () -> Void] = []
  }
  private let state = Mutex(State())
  private let changed = NSCondition()
  let channel: any Channel
  private let patience: Duration

  /// Messages that may wait here before reading stops.
  private static let longestInbox = 32

  init(_ channel: any Channel, patience: Duration = .seconds(20)) {
    self.channel = channel
    self.patience = patience
  }

  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// How long ago the other side has said something.
  var silence: Duration { state.withLock { ContinuousClock.now - $0.lastMessage } }

  /// Has `closer` called when the conversation is over, at once where it is already.
  func whenClosed(_ closer: @escaping @Sendable () -> Void) {
    let isOver = state.withLock { state in
      if !state.isClosed { state.closers.append(closer) }
      return state.isClosed
    }
    if isOver { closer() }
  }

  // MARK: For those who talk

  /// Waits for a message; nil at the end of the conversation.
  func next() -> Data? {
    while true {
      let (message, resumes) = state.withLock { state -> (Data?, Bool) in
        guard !state.inbox.isEmpty else { return (nil, false) }
        let message = state.inbox.removeFirst()
        let resumes = state.isPaused && state.inbox.count < Self.longestInbox / 2
        if resumes { state.isPaused = false }
        return (message, resumes)
      }
      if resumes { channel.setOption(.autoRead, value: true).whenComplete { _ in } }
      if let message { return message }
      if isClosed { return nil }
      changed.lock()
      if state.withLock({ $0.inbox.isEmpty && !$0.isClosed }) {
        _ = changed.wait(until: Date(timeIntervalSinceNow: 5))
      }
      changed.unlock()
    }
  }

  /// Sends a text, after those before it have gone; false when nobody reads any more. Must not be called on the event
  /// loop.
  @discardableResult
  func send(_ text: Data) -> Bool {
    let deadline = ContinuousClock.now + patience
    while true {
      let (isClosed, isWritable) = state.withLock { ($0.isClosed, $0.isWritable) }
      if isClosed { return false }
      if isWritable { break }
      if ContinuousClock.now > deadline {
        close(.slow)
        return false
      }
      changed.lock()
      if state.withLock({ !$0.isWritable && !$0.isClosed }) {
        _ = changed.wait(until: Date(timeIntervalSinceNow: 1))
      }
      changed.unlock()
    }
    post(text)
    return true
  }

  /// Sends a short text without waiting, from any thread.
  func post(_ text: Data) {
    let buffer = channel.allocator.buffer(bytes: text)
    channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .text, data: buffer), promise: nil)
  }

  func close(_ goodbye: Goodbye) {
    guard !isClosed else { return }
    var buffer = channel.allocator.buffer(capacity: 128)
    buffer.write(webSocketErrorCode: goodbye.code)
    buffer.writeString(String(goodbye.reason.prefix(100)))
    let channel = channel
    channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .connectionClose, data: buffer)).whenComplete {
      _ in
      channel.close(promise: nil)
    }
    // Who does not read gets no goodbye.
    channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
    ended()
  }

  // MARK: From the network

  func received(_ text: Data) {
    let pauses = state.withLock { state in
      state.inbox.append(text)
      state.lastMessage = .now
      let pauses = !state.isPaused && state.inbox.count >= Self.longestInbox
      if pauses { state.isPaused = true }
      return pauses
    }
    if pauses { channel.setOption(.autoRead, value: false).whenComplete { _ in } }
    wake()
  }

  func writability(_ isWritable: Bool) {
    state.withLock { $0.isWritable = isWritable }
    wake()
  }

  func ended() {
    let closers = state.withLock { state in
      state.isClosed = true
      defer { state.closers = [] }
      return state.closers
    }
    wake()
    for closer in closers { closer() }
  }

  private func wake() {
    changed.lock()
    changed.broadcast()
    changed.unlock()
  }
}
