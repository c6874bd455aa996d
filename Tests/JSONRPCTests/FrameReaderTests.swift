import JSONRPC
import Testing

@Suite("Taking a stream apart into messages")
struct FrameReaderTests {
  private func frames(_ text: String, limit: Int = 1000, chunk: Int) throws -> [FrameReader.Frame] {
    var reader = FrameReader(longestBody: limit)
    var frames: [FrameReader.Frame] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: chunk) {
      reader.append(bytes[start..<min(start + chunk, bytes.count)])
      while let frame = try reader.next() { frames.append(frame) }
    }
    return frames
  }

  @Test("Bodies come out whole, however the bytes come in", arguments: [1, 2, 3, 7, 1000])
  func chunks(chunk: Int) throws {
    let text =
      "Content-Length: 2\r\n\r\n{}Content-Type: x; charset=utf-8\r\ncontent-length:  4 \r\n\r\nnull"
      + "Content-Length: 0\n\n" + "Content-Length: 6\r\n\r\n\"\u{20AC}x\""
    #expect(
      try frames(text, chunk: chunk) == [
        .body(Array("{}".utf8)), .body(Array("null".utf8)), .body([]), .body(Array("\"\u{20AC}x\"".utf8)),
      ])
  }

  @Test("A body beyond the limit is passed over, and the next one is read", arguments: [1, 5, 64])
  func tooLong(chunk: Int) throws {
    let text = "Content-Length: 20\r\n\r\n\(String(repeating: "x", count: 20))Content-Length: 2\r\n\r\n{}"
    #expect(try frames(text, limit: 10, chunk: chunk) == [.tooLong(byteCount: 20), .body(Array("{}".utf8))])
  }

  @Test(
    "What is no header ends the stream",
    arguments: [
      "\r\n{}", "Content-Type: x\r\n\r\n{}", "Content-Length: -5\r\n\r\n{}", "Content-Length: 1e3\r\n\r\n{}",
      "Content-Length: 99999999999999999999\r\n\r\n{}", "Content-Length:\r\n\r\n{}", "[1, 2]\n",
      "GET / HTTP/1.1\r\nHost localhost\r\n\r\n", String(repeating: "x", count: 9000),
      "X: " + String(repeating: "x", count: 9000) + "\r\n\r\n",
    ])
  func malformed(text: String) {
    #expect(throws: FrameReader.Failure.self) { try frames(text, chunk: 64) }
  }

  @Test("Whether something was cut off is known")
  func truncation() throws {
    var reader = FrameReader()
    #expect(!reader.isInsideMessage)
    reader.append("Content-Le".utf8)
    #expect(try reader.next() == nil)
    #expect(reader.isInsideMessage)
    reader.append("ngth: 2\r\n\r\n{".utf8)
    #expect(try reader.next() == nil)
    #expect(reader.isInsideMessage)
    reader.append("}".utf8)
    #expect(try reader.next() == .body(Array("{}".utf8)))
    #expect(!reader.isInsideMessage)
  }
}
