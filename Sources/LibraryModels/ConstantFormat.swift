/// What `printf` makes of a format and arguments that are all known (ISO C17 7.21.6.1): of plain conversions, with a
/// minimal width at most.
package struct ConstantFormat {
  package var format: [UInt8]
  package var arguments: [ConstantCall.Argument]

  package init(format: [UInt8], arguments: [ConstantCall.Argument]) {
    self.format = format
    self.arguments = arguments
  }

  /// The text, without the terminating null; nil where a conversion is none of those known here, or its argument does
  /// not suit it.
  package var text: [UInt8]? {
    var text: [UInt8] = []
    var rest = format.prefix { $0 != 0 }
    var next = 0
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        text.append(byte)
        continue
      }
      if rest.first == UInt8(ascii: "%") {
        text.append(rest.removeFirst())
        continue
      }
      guard next < arguments.count, let piece = Self.convert(&rest, arguments[next]) else { return nil }
      text += piece
      next += 1
    }
    return text
  }

  /// How many characters a text of numbers has in a buffer of `size` bytes, whatever the numbers are. Nil where a
  /// conversion is none of a number.
  package static func lengths(of format: [UInt8], size: Int64) -> ClosedRange<Int64>? {
    var (least, most): (Int64, Int64) = (0, 0)
    var rest = format.prefix { $0 != 0 }
    while let byte = rest.popFirst() {
      if byte != UInt8(ascii: "%") || rest.first == byte {
        if byte == UInt8(ascii: "%") { rest.removeFirst() }
        (least, most) = (least + 1, most + 1)
        continue
      }
      guard let conversion = Conversion(&rest), "diux".utf8.contains(conversion.letter) else { return nil }
      // A sign and nineteen digits, or twenty digits.
      (least, most) = (least + max(1, Int64(conversion.width)), most + max(20, Int64(conversion.width)))
    }
    return min(least, size - 1)...min(most, size - 1)
  }

  /// What stands behind a percent sign.
  private struct Conversion {
    var isPadded: Bool
    var width = 0
    var letter: UInt8

    init?(_ rest: inout ArraySlice<UInt8>) {
      isPadded = rest.first == UInt8(ascii: "0")
      while let digit = rest.first, (48...57).contains(digit), width < 100 {
        width = width * 10 + Int(rest.removeFirst() - 48)
      }
      while let length = rest.first, "hlzjt".utf8.contains(length) { rest.removeFirst() }
      guard let letter = rest.popFirst() else { return nil }
      self.letter = letter
    }
  }

  private static func convert(_ rest: inout ArraySlice<UInt8>, _ argument: ConstantCall.Argument) -> [UInt8]? {
    guard let conversion = Conversion(&rest) else { return nil }
    let (isPadded, width) = (conversion.isPadded, conversion.width)
    switch (conversion.letter, argument) {
    case (UInt8(ascii: "s"), .text(let bytes)):
      return isPadded ? nil : padded(Array(bytes.prefix { $0 != 0 }), to: width, with: 32)
    case (UInt8(ascii: "c"), .number(let value)) where (1...127).contains(value):
      return isPadded ? nil : padded([UInt8(value)], to: width, with: 32)
    case (UInt8(ascii: "d"), .number(let value)), (UInt8(ascii: "i"), .number(let value)):
      if value < 0 && isPadded { return nil }
      return padded(Array(String(value).utf8), to: width, with: isPadded ? 48 : 32)
    // What has no sign is as wide as its type, which is not known here.
    case (UInt8(ascii: "u"), .number(let value)) where value >= 0:
      return padded(Array(String(value).utf8), to: width, with: isPadded ? 48 : 32)
    case (UInt8(ascii: "x"), .number(let value)) where value >= 0:
      let digits = Array(String(value, radix: 16).utf8)
      return padded(digits, to: width, with: isPadded ? 48 : 32)
    default: return nil
    }
  }

  private static func padded(_ text: [UInt8], to width: Int, with filler: UInt8) -> [UInt8] {
    Array(repeating: filler, count: max(0, width - text.count)) + text
  }
}
