/// The escape sequences of C string literals.
enum EscapeSequences {
  /// `text` with its escape sequences replaced by what they stand for.
  static func resolved(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() else {
        bytes.append(byte)
        continue
      }
      switch escaped {
      case UInt8(ascii: "n"): bytes.append(10)
      case UInt8(ascii: "t"): bytes.append(9)
      case UInt8(ascii: "r"): bytes.append(13)
      case UInt8(ascii: "a"): bytes.append(7)
      case UInt8(ascii: "b"): bytes.append(8)
      case UInt8(ascii: "f"): bytes.append(12)
      case UInt8(ascii: "v"): bytes.append(11)
      case UInt8(ascii: "x"): bytes.append(number(&rest, radix: 16, digits: 8, startingWith: 0))
      case UInt8(ascii: "0")...UInt8(ascii: "7"):
        bytes.append(number(&rest, radix: 8, digits: 2, startingWith: escaped - UInt8(ascii: "0")))
      default: bytes.append(escaped)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func number(
    _ rest: inout Substring.UTF8View, radix: Int, digits: Int, startingWith first: UInt8
  ) -> UInt8 {
    var value = Int(first)
    for _ in 0..<digits {
      guard let byte = rest.first, let digit = Character(UnicodeScalar(byte)).hexDigitValue, digit < radix
      else { break }
      value = (value * radix + digit) & 0xFF
      rest.removeFirst()
    }
    return UInt8(value)
  }
}
