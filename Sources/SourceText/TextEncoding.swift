/// The units in which an editor counts columns.
package enum TextEncoding: String, Sendable, Hashable, CaseIterable {
  case utf8 = "utf-8"
  case utf16 = "utf-16"
  case utf32 = "utf-32"

  /// Units of a character by its first byte; bytes inside a character count nothing. What is no UTF-8 counts as one
  /// unit a byte, which is what decoders make of it.
  fileprivate func units(ofFirst byte: UInt8) -> Int {
    switch self {
    case .utf8: 1
    case .utf16: byte >= 0xF0 ? 2 : 1
    case .utf32: 1
    }
  }
}

/// A place as editors say it: 0-based line, and units of an encoding from the line's beginning.
package struct EditorPosition: Sendable, Hashable {
  package var line: Int
  package var character: Int

  package init(line: Int, character: Int) {
    self.line = line
    self.character = character
  }
}

extension LineTable {
  /// The byte offset of an editor's position in `text`, which this table was made from. What lies beyond the end of a
  /// line is its end, before the line break; what lies beyond the text is the text's end; the middle of a character
  /// is its beginning.
  package func offset(of position: EditorPosition, in text: [UInt8], encoding: TextEncoding) -> Int {
    guard position.line >= 0 else { return 0 }
    guard let range = byteRange(ofLine: position.line + 1) else { return text.count }
    var offset = range.lowerBound
    let end = Self.endOfContent(range, text)
    var left = position.character
    while offset < end, left > 0 {
      let length = encoding == .utf8 ? 1 : Self.length(ofCharacterAt: offset, in: text)
      let units = encoding.units(ofFirst: text[offset])
      if units > left { break }
      left -= units
      offset = min(offset + length, end)
    }
    // A client that counts bytes may still point into a character.
    if encoding == .utf8 {
      while offset > range.lowerBound, offset < end, text[offset] & 0xC0 == 0x80,
        Self.isInsideCharacter(offset, in: text)
      {
        offset -= 1
      }
    }
    return offset
  }

  /// The editor's position of a byte offset.
  package func editorPosition(of offset: Int, in text: [UInt8], encoding: TextEncoding) -> EditorPosition {
    let offset = min(max(offset, 0), text.count)
    let place = position(at: UInt32(offset))
    let start = offset - (place.column - 1)
    if encoding == .utf8 { return EditorPosition(line: place.line - 1, character: place.column - 1) }
    var character = 0
    var at = start
    while at < offset {
      character += encoding.units(ofFirst: text[at])
      at += Self.length(ofCharacterAt: at, in: text)
    }
    return EditorPosition(line: place.line - 1, character: character)
  }

  /// Where a line's text ends, its line break left out.
  private static func endOfContent(_ line: Range<Int>, _ text: [UInt8]) -> Int {
    var end = min(line.upperBound, text.count)
    while end > line.lowerBound, text[end - 1] == UInt8(ascii: "\n") || text[end - 1] == UInt8(ascii: "\r") {
      end -= 1
    }
    return end
  }

  /// Bytes of the character that begins at `offset`; 1 where there is no UTF-8.
  private static func length(ofCharacterAt offset: Int, in text: [UInt8]) -> Int {
    let length =
      switch text[offset] {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    guard offset + length <= text.count,
      text[(offset + 1)..<(offset + length)].allSatisfy({ $0 & 0xC0 == 0x80 })
    else { return 1 }
    return length
  }

  private static func isInsideCharacter(_ offset: Int, in text: [UInt8]) -> Bool {
    var start = offset
    while start > 0, offset - start < 3, text[start] & 0xC0 == 0x80 { start -= 1 }
    return start < offset && start + length(ofCharacterAt: start, in: text) > offset
  }
}
