import Foundation
import Synchronization

/// One end of a conversation: frames what goes out, takes apart what comes in, and finds the answers to its own
/// requests.
///
/// Messages come in one at a time and in their order, on the thread that called `run`.
package final class Connection: Sendable {
  private let channel: any ByteChannel
  private let longestBody: Int
  /// Prefix of the ids of our requests, so that two lives of one server do not share any.
  private let prefix: String

  private struct Pending {
    var nextNumber = 1
    var answers: [RequestID: @Sendable (IncomingMessage?) -> Void] = [:]
    var isClosed = false
  }
  private let pending = Mutex(Pending())

  package init(_ channel: any ByteChannel, longestBody: Int = 64 << 20, idPrefix: String = "ownscope") {
    self.channel = channel
    self.longestBody = longestBody
    prefix = idPrefix
  }

  /// How a conversation ended.
  package enum End: Sendable, Hashable {
    /// The other side closed the stream between two messages.
    case closed
    /// Whoever received a message wants no more.
    case stopped
    /// The stream ended inside a message.
    case truncated
    /// What came in was no message, and nobody knows where the next one begins.
    case unreadable(String)
  }

  /// Reads until the stream ends. What is no message is answered with an error; answers to our own requests go to
  /// those who wait for them; everything else goes to `receive`, answers to what others have asked included. It says
  /// whether to go on.
  package func run(_ receive: (IncomingMessage) -> Bool) -> End {
    defer { failPending() }
    var reader = FrameReader(longestBody: longestBody)
    while let bytes = channel.read() {
      reader.append(bytes)
      do {
        while let frame = try reader.next() {
          if !handle(frame, receive) { return .stopped }
        }
      } catch {
        send(OutgoingMessage.failure(nil, RPCError(.parseError, error.message)))
        return .unreadable(error.message)
      }
    }
    return reader.isInsideMessage ? .truncated : .closed
  }

  private func handle(_ frame: FrameReader.Frame, _ receive: (IncomingMessage) -> Bool) -> Bool {
    switch frame {
    case .tooLong(let count):
      send(
        OutgoingMessage.failure(
          nil, RPCError(.invalidRequest, "a message of \(count) bytes; at most \(longestBody) are read")))
    case .body(let bytes):
      do {
        let message = try IncomingMessage(body: Data(bytes))
        if case .response(let id) = message.kind {
          // An answer to nothing that was asked is nobody's business.
          if let id, let answer = pending.withLock({ $0.answers.removeValue(forKey: id) }) {
            answer(message)
            return true
          }
        }
        return receive(message)
      } catch {
        send(OutgoingMessage.failure(error.id, error.error))
      }
    }
    return true
  }

  private func failPending() {
    let answers = pending.withLock { pending in
      pending.isClosed = true
      defer { pending.answers = [:] }
      return pending.answers
    }
    for answer in answers.values { answer(nil) }
  }

  // MARK: Going out

  /// Writes a message; false when nobody reads any more.
  @discardableResult
  package func send(_ body: Data) -> Bool { channel.write(framed(Array(body))) }

  package func notify(_ method: String, _ params: some Encodable & Sendable) {
    send(OutgoingMessage.notification(method, params))
  }

  package func respond(_ id: RequestID, _ result: some Encodable & Sendable) {
    send(OutgoingMessage.response(id, result))
  }

  package func fail(_ id: RequestID, _ error: RPCError) { send(OutgoingMessage.failure(id, error)) }

  /// Asks the other side; `receive` gets its answer, or nil when it has gone, on any thread.
  package func request(
    _ method: String, _ params: some Encodable & Sendable, _ receive: @escaping @Sendable (IncomingMessage?) -> Void
  ) {
    let id: RequestID? = pending.withLock { pending in
      if pending.isClosed { return nil }
      let id = RequestID.string("\(prefix)-\(pending.nextNumber)")
      pending.nextNumber += 1
      pending.answers[id] = receive
      return id
    }
    guard let id else { return receive(nil) }
    send(OutgoingMessage.request(id, method, params))
  }

  /// Asks the other side and waits for its answer. Throws what it answers, or that it has gone.
  package func request<Result: Decodable & Sendable>(
    _ method: String, _ params: some Encodable & Sendable, as type: Result.Type
  ) async throws(RPCError) -> Result {
    let message: IncomingMessage? = await withCheckedContinuation { continuation in
      request(method, params) { continuation.resume(returning: $0) }
    }
    guard let message else { throw RPCError(.internalError, "the other side has gone") }
    return try message.result(type)
  }

  package func close() { channel.close() }
}
