/// Where the lines of a text begin, so that a byte offset becomes a line and a column in O(log lines).
///
/// Built once a file. Offsets and columns are UTF-8 bytes; the conversion to other encodings needs the text and
/// stands beside it (`LineTable+Encodings.swift`).
package struct LineTable: Sendable, Hashable {
  /// Byte offset of the first byte of each line; never empty, first entry 0.
  package let lineStarts: [UInt32]
  /// Length of the text in bytes.
  package let byteCount: UInt32

  /// Reads the line starts of `bytes`. `\n`, `\r\n` and a lone `\r` end a line, as clang sees it.
  package init(bytes: some Collection<UInt8>) {
    if let table = bytes.withContiguousStorageIfAvailable({ LineTable(buffer: $0) }) {
      self = table
    } else {
      self = Array(bytes).withUnsafeBufferPointer { LineTable(buffer: $0) }
    }
  }

  private init(buffer bytes: UnsafeBufferPointer<UInt8>) {
    var starts: [UInt32] = [0]
    starts.reserveCapacity(bytes.count / 24)
    var index = 0
    while index < bytes.count {
      if index + 8 <= bytes.count {
        let word = UnsafeRawPointer(bytes.baseAddress! + index).loadUnaligned(as: UInt64.self).littleEndian
        if Self.bytes(of: word, equalTo: 0x0D0D_0D0D_0D0D_0D0D) == 0 {
          var newlines = Self.bytes(of: word, equalTo: 0x0A0A_0A0A_0A0A_0A0A)
          while newlines != 0 {
            starts.append(UInt32(index + newlines.trailingZeroBitCount / 8 + 1))
            newlines &= newlines - 1
          }
          index += 8
          continue
        }
      }
      // The last bytes, and carriage returns.
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\r"), index < bytes.count, bytes[index] == UInt8(ascii: "\n") { index += 1 }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { starts.append(UInt32(index)) }
    }
    lineStarts = starts
    byteCount = UInt32(bytes.count)
  }

  /// The highest bit of each byte of `word` that equals the one repeated in `pattern`.
  private static func bytes(of word: UInt64, equalTo pattern: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let difference = word ^ pattern
    return ~(((difference & low) &+ low) | difference | low)
  }

  /// A table for a file whose text is not known: everything is on line 1.
  package static let unknown = LineTable(bytes: EmptyCollection<UInt8>())

  /// 1-based line and 1-based byte column of `offset` (clamped to the end of the text).
  package func position(at offset: UInt32) -> TextPosition {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return TextPosition(line: low + 1, column: Int(offset - lineStarts[low]) + 1)
  }

  /// Byte range of the 1-based `line` without looking at its terminator, or nil when there is no such line.
  package func byteRange(ofLine line: Int) -> Range<Int>? {
    guard line >= 1, line <= lineStarts.count else { return nil }
    let end = line < lineStarts.count ? lineStarts[line] : byteCount
    return Int(lineStarts[line - 1])..<Int(max(end, lineStarts[line - 1]))
  }
}
