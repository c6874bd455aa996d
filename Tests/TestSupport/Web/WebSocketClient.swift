import Foundation
import JSONText

/// As much of a WebSocket client as tests need (RFC 6455): texts in both directions, and raw frames for bad manners.
package final class WebSocketClient {
  private let connection: WebConnection
  private var buffer: [UInt8] = []

  /// What the server answered to the handshake when it did not take it.
  package struct Refused: Error {
    package var answer: WebAnswer
  }

  package enum Event: Equatable {
    case text(String)
    case closed(code: Int, reason: String)
    /// The connection is gone, or nothing came in time.
    case end
  }

  /// - Throws: `Refused` with the answer when the server does not speak WebSocket with us.
  package init(
    port: Int, path: String, origin: String? = nil, host: String? = nil, seconds: Int = 60
  ) throws {
    connection = try WebConnection(port: port, seconds: seconds)
    var head =
      "GET \(path) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: \(Data((0..<16).map { _ in UInt8.random(in: 0...255) }).base64EncodedString())\r\n"
    if let origin { head += "Origin: \(origin)\r\n" }
    connection.send(Array((head + "\r\n").utf8))
    while buffer.firstRange(of: Array("\r\n\r\n".utf8)) == nil {
      guard let more = connection.receive() else {
        throw WebConnection.Failure(description: "the handshake was not answered")
      }
      buffer += more
    }
    let answer = try WebAnswer(parsing: buffer)
    guard answer.status == 101 else { throw Refused(answer: answer) }
    buffer = answer.body
  }

  @discardableResult
  package func send(_ text: String) -> Bool { send(opcode: 1, payload: Array(text.utf8)) }

  /// Sends a frame. `claimed` is the length to put into its header, where that is to be another.
  @discardableResult
  package func send(opcode: UInt8, payload: [UInt8], isLast: Bool = true, claimed: UInt64? = nil) -> Bool {
    var frame: [UInt8] = [(isLast ? 0x80 : 0) | opcode]
    let length = claimed ?? UInt64(payload.count)
    if length < 126 {
      frame.append(0x80 | UInt8(length))
    } else if length <= 0xFFFF {
      frame += [0x80 | 126, UInt8(length >> 8), UInt8(length & 0xFF)]
    } else {
      frame.append(0x80 | 127)
      for shift in stride(from: 56, through: 0, by: -8) {
        frame.append(UInt8(truncatingIfNeeded: length >> UInt64(shift)))
      }
    }
    let mask: [UInt8] = [1, 2, 3, 4]
    frame += mask
    frame += payload.enumerated().map { $0.element ^ mask[$0.offset % 4] }
    return connection.send(frame)
  }

  /// Waits for the next text, or for the end.
  package func receive() -> Event {
    var text: [UInt8] = []
    while true {
      guard let (opcode, isLast, payload) = frame() else { return .end }
      switch opcode {
      case 8:
        let code = payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : 1005
        return .closed(code: code, reason: String(decoding: payload.dropFirst(2), as: UTF8.self))
      case 9, 10: continue
      default:
        text += payload
        if isLast { return .text(String(decoding: text, as: UTF8.self)) }
      }
    }
  }

  /// Waits for a JSON text; nil at the end.
  package func json() -> JSONValue? {
    guard case .text(let text) = receive() else { return nil }
    return try? JSONValue(parsing: text)
  }

  private func frame() -> (opcode: UInt8, isLast: Bool, payload: [UInt8])? {
    guard let head = take(2) else { return nil }
    var length = Int(head[1] & 0x7F)
    if length >= 126 {
      guard let more = take(length == 126 ? 2 : 8) else { return nil }
      length = more.reduce(0) { $0 << 8 | Int($1) }
    }
    guard let payload = take(length) else { return nil }
    return (head[0] & 0x0F, head[0] & 0x80 != 0, payload)
  }

  private func take(_ count: Int) -> [UInt8]? {
    while buffer.count < count {
      guard let more = connection.receive() else { return nil }
      buffer += more
    }
    defer { buffer.removeFirst(count) }
    return Array(buffer[..<count])
  }
}
