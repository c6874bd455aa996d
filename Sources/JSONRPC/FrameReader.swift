/// Takes a stream of bytes apart into message bodies: header lines, an empty line, `Content-Length` bytes of body
/// (the Language Server Protocol's base protocol).
package struct FrameReader: Sendable {
  /// What came out of the stream.
  package enum Frame: Sendable, Hashable {
    case body([UInt8])
    /// A body that was skipped because it is longer than the limit.
    case tooLong(byteCount: Int)
  }

  /// The stream cannot be read on: nobody knows where the next message begins.
  package struct Failure: Error, Sendable, Hashable {
    package var message: String
  }

  /// Bytes of all header lines of one message together.
  package static let longestHeader = 8192

  private let longestBody: Int
  private var buffer: [UInt8] = []
  /// Where what has not been taken out of `buffer` begins.
  private var start = 0
  /// The length of the body that is being waited for.
  private var expected: Int?
  /// Bytes of a body that nobody wants.
  private var skipping = 0
  private var skippedLength = 0

  /// - Parameter longestBody: in bytes; longer ones are skipped, not kept.
  package init(longestBody: Int = 64 << 20) { self.longestBody = longestBody }

  /// Whether a message has begun that is not complete: at the end of the stream something was cut off.
  package var isInsideMessage: Bool { expected != nil || skipping > 0 || start < buffer.count }

  package mutating func append(_ bytes: some Sequence<UInt8>) {
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// The next message that is there as a whole; nil when more bytes are needed.
  package mutating func next() throws(Failure) -> Frame? {
    if skipping > 0 {
      let count = min(skipping, buffer.count - start)
      start += count
      skipping -= count
      return skipping == 0 ? .tooLong(byteCount: skippedLength) : nil
    }
    if expected == nil { expected = try readHeader() }
    guard let length = expected else { return nil }
    if length > longestBody {
      expected = nil
      (skipping, skippedLength) = (length, length)
      return try next()
    }
    guard buffer.count - start >= length else { return nil }
    let body = Array(buffer[start..<start + length])
    start += length
    expected = nil
    return .body(body)
  }

  /// Reads header lines up to the empty one; nil when they are not complete yet.
  private mutating func readHeader() throws(Failure) -> Int? {
    var position = start
    var length: Int?
    while let end = buffer[position...].firstIndex(of: UInt8(ascii: "\n")) {
      if end - start > Self.longestHeader { throw Self.headerTooLong }
      var line = buffer[position..<end]
      if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
      position = end + 1
      if line.isEmpty {
        guard let length else {
          throw Failure(message: "a message header without Content-Length")
        }
        start = position
        return length
      }
      if let value = try Self.contentLength(in: line) { length = value }
    }
    if buffer.count - start > Self.longestHeader { throw Self.headerTooLong }
    return nil
  }

  private static let headerTooLong = Failure(
    message: "a message header of more than \(longestHeader) bytes")

  /// The number in a `Content-Length` line; nil for any other header.
  private static func contentLength(in line: ArraySlice<UInt8>) throws(Failure) -> Int? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
      throw Failure(message: "a header line without a colon: '\(excerpt(line))'")
    }
    let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
    guard name == "content-length" else { return nil }
    let digits = line[(colon + 1)...].filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    guard !digits.isEmpty, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let value = Int(String(decoding: digits, as: UTF8.self))
    else {
      throw Failure(message: "Content-Length is not a number: '\(excerpt(line))'")
    }
    return value
  }

  private static func excerpt(_ line: ArraySlice<UInt8>) -> String {
    String(decoding: line.prefix(40), as: UTF8.self)
  }
}

/// A message with the header in front, ready to be written.
package func framed(_ body: [UInt8]) -> [UInt8] {
  Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
}
