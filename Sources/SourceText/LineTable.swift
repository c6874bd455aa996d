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
    var index = 0
    while index < bytes.count {
      if index + 8 <= bytes.count, !Self.hasLineEnd(bytes, at: index) {
        index += 8
        continue
      }
      let end = min(index + 8, bytes.count)
      while index < end {
        let byte = bytes[index]
        index += 1
        if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
          if byte == UInt8(ascii: "\r"), index < bytes.count, bytes[index] == UInt8(ascii: "\n") {
            index += 1
          }
          starts.append(UInt32(index))
        }
      }
    }
    lineStarts = starts
    byteCount = UInt32(bytes.count)
  }

  /// Whether one of the eight bytes from `index` on ends a line: each comparison finds zero bytes in a word.
  private static func hasLineEnd(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    let word = UnsafeRawPointer(bytes.baseAddress! + index).loadUnaligned(as: UInt64.self)
    func hasZero(_ word: UInt64) -> Bool {
      (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0
    }
    return hasZero(word ^ 0x0A0A_0A0A_0A0A_0A0A) || hasZero(word ^ 0x0D0D_0D0D_0D0D_0D0D)
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
