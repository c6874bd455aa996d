/// A word, number, literal or operator of C or C++ source, by byte offsets.
struct Token: Sendable, Hashable {
  enum Kind: Sendable { case word, number, literal, mark }
  var kind: Kind
  var range: Range<Int>
  var text: String

  func `is`(_ text: String) -> Bool { self.text == text && kind != .literal }
}

/// Splits source into tokens. Comments are blanks, and so are preprocessor directives, whose places are kept: nothing
/// is ever changed in them.
struct Tokenizer {
  private let bytes: [UInt8]
  private var position = 0
  private(set) var tokens: [Token] = []
  /// Whole lines, continuations included.
  private(set) var directives: [Range<Int>] = []

  /// Operators that must not be read as two; longer ones first.
  private static let marks =
    ["->*", "<<=", ">>=", "...", "->", "::", "&&", "||", "==", "!=", "<=", ">=", "++", "--"]
    + ["+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<"]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    while let token = next() { tokens.append(token) }
  }

  /// What makes the literal behind it a raw one.
  private static let rawPrefixes = ["R", "LR", "uR", "UR", "u8R"].map { Array($0.utf8) }

  private func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  private mutating func next() -> Token? {
    skipBlanks()
    guard position < bytes.count else { return nil }
    let start = position
    if Self.isWordByte(byte(position)) {
      let isNumber = byte(position) >= 0x30 && byte(position) <= 0x39
      while Self.isWordByte(byte(position)) || isNumber && isNumberPart() { position += 1 }
      if byte(position) == UInt8(ascii: "\""),
        Self.rawPrefixes.contains(where: bytes[start..<position].elementsEqual)
      {
        skipRawString()
        return token(.literal, from: start)
      }
      return token(isNumber ? .number : .word, from: start)
    }
    if byte(position) == UInt8(ascii: "\"") || byte(position) == UInt8(ascii: "'") {
      skipQuoted(byte(position))
      return token(.literal, from: start)
    }
    let mark = Self.marks.first { mark in
      mark.utf8.enumerated().allSatisfy { byte(start + $0.offset) == $0.element }
    }
    position += mark?.utf8.count ?? 1
    return token(.mark, from: start)
  }

  private func token(_ kind: Token.Kind, from start: Int) -> Token {
    Token(kind: kind, range: start..<position, text: String(decoding: bytes[start..<position], as: UTF8.self))
  }

  static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...0xFF: true
    default: false
    }
  }

  /// A decimal point or a digit separator inside a number.
  private func isNumberPart() -> Bool {
    switch byte(position) {
    case UInt8(ascii: "."): true
    case UInt8(ascii: "'"): Self.isWordByte(byte(position + 1))
    default: false
    }
  }

  private mutating func skipQuoted(_ quote: UInt8) {
    position += 1
    while position < bytes.count, byte(position) != quote, byte(position) != 0x0A {
      position += byte(position) == UInt8(ascii: "\\") ? 2 : 1
    }
    position = min(position + 1, bytes.count)
  }

  /// `"delimiter( … )delimiter"`
  private mutating func skipRawString() {
    position += 1
    var end: [UInt8] = [UInt8(ascii: ")")]
    while position < bytes.count, byte(position) != UInt8(ascii: "(") {
      end.append(byte(position))
      position += 1
    }
    end.append(UInt8(ascii: "\""))
    while position < bytes.count, !end.indices.allSatisfy({ byte(position + $0) == end[$0] }) {
      position += 1
    }
    position = min(position + end.count, bytes.count)
  }

  private mutating func skipBlanks() {
    while position < bytes.count {
      let (current, following) = (byte(position), byte(position + 1))
      if current <= 0x20 || current == UInt8(ascii: "\\") {
        position += 1
      } else if current == UInt8(ascii: "/"), following == UInt8(ascii: "/") {
        skipLine()
      } else if current == UInt8(ascii: "/"), following == UInt8(ascii: "*") {
        position += 2
        while position < bytes.count,
          byte(position) != UInt8(ascii: "*") || byte(position + 1) != UInt8(ascii: "/")
        {
          position += 1
        }
        position = min(position + 2, bytes.count)
      } else if current == UInt8(ascii: "#"), isFirstOnLine() {
        let start = position
        skipLine()
        directives.append(start..<position)
      } else {
        return
      }
    }
  }

  /// To the end of the line, or of the lines that a backslash joins.
  private mutating func skipLine() {
    while position < bytes.count, byte(position) != 0x0A {
      position += byte(position) == UInt8(ascii: "\\") ? (byte(position + 1) == 0x0D ? 3 : 2) : 1
    }
    position = min(position, bytes.count)
  }

  private func isFirstOnLine() -> Bool {
    var index = position - 1
    while index >= 0, bytes[index] != 0x0A {
      if bytes[index] > 0x20 { return false }
      index -= 1
    }
    return true
  }
}
