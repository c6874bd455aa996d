extension JSONParser {
  /// Reads a string at its opening quote. Bytes that are not UTF-8 become replacement characters.
  mutating func parseString() throws(JSONSyntaxError) -> String {
    let opening = offset
    offset += 1
    var text: [UInt8] = []
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        offset += 1
        text += Array(String(try parseEscape()).utf8)
      case 0x0A, 0x0D:
        throw failure("a string is not closed before the end of its line")
      default:
        text.append(byte)
        offset += 1
      }
    }
    offset = opening
    throw failure("a string is not closed")
  }

  private mutating func parseEscape() throws(JSONSyntaxError) -> Character {
    guard let byte = peek() else { throw failure("the text ends inside an escape") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return Character(try parseUnicodeEscape())
    default:
      offset -= 1
      throw failure(
        "'\\\(Character(Unicode.Scalar(byte)))' is not an escape of JSON (a backslash is written '\\\\')")
    }
  }

  private mutating func parseUnicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let unit = try parseHexUnit()
    if (0xD800..<0xDC00).contains(unit), bytes[offset...].starts(with: [0x5C, 0x75]) {
      let rewind = offset
      offset += 2
      let low = try parseHexUnit()
      if (0xDC00..<0xE000).contains(low) {
        return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
      }
      offset = rewind
    }
    return Unicode.Scalar(unit) ?? "\u{FFFD}"
  }

  private mutating func parseHexUnit() throws(JSONSyntaxError) -> UInt32 {
    guard offset + 4 <= bytes.count,
      let unit = UInt32(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16)
    else { throw failure("'\\u' needs four hexadecimal digits") }
    offset += 4
    return unit
  }
}
