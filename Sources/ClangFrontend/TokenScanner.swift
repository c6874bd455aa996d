/// A small lexer over source bytes for the few facts that the compiler's tree leaves to the text: header parts,
/// attribute arguments, array forms. Comments and line continuations are blanks; preprocessor lines are not
/// understood.
package struct TokenScanner {
  package struct Token {
    package enum Kind: Sendable { case word, number, string, punctuation }
    package var kind: Kind
    package var text: UnsafeBufferPointer<UInt8>
    package var offset: Int
    package func isWord(_ word: StaticString) -> Bool { kind == .word && matches(word) }
    package func isPunctuation(_ mark: StaticString) -> Bool { kind == .punctuation && matches(mark) }
    package var string: String { String(decoding: text, as: UTF8.self) }

    private func matches(_ expected: StaticString) -> Bool {
      guard text.count == expected.utf8CodeUnitCount else { return false }
      for index in 0..<text.count where text[index] != expected.utf8Start[index] { return false }
      return true
    }
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  package private(set) var position: Int

  package init(_ bytes: UnsafeBufferPointer<UInt8>, from position: Int) {
    self.bytes = bytes
    self.position = position
  }

  package mutating func next() -> Token? {
    skipBlanks()
    guard position < bytes.count else { return nil }
    let start = position
    let first = bytes[position]
    if Self.isWordByte(first) {
      while position < bytes.count, Self.isWordByte(bytes[position]) { position += 1 }
      return token(first >= 0x30 && first <= 0x39 ? .number : .word, from: start)
    }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      skipQuoted(first)
      return token(.string, from: start)
    }
    position += 1
    return token(.punctuation, from: start)
  }

  private func token(_ kind: Token.Kind, from start: Int) -> Token {
    Token(kind: kind, text: UnsafeBufferPointer(rebasing: bytes[start..<position]), offset: start)
  }

  static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...0xFF: true
    default: false
    }
  }

  private mutating func skipQuoted(_ quote: UInt8) {
    position += 1
    while position < bytes.count, bytes[position] != quote, bytes[position] != 0x0A {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    position = min(position + 1, bytes.count)
  }

  private mutating func skipBlanks() {
    while position < bytes.count {
      let byte = bytes[position]
      let following = position + 1 < bytes.count ? bytes[position + 1] : 0
      if byte <= 0x20 || byte == UInt8(ascii: "\\") {
        position += 1
      } else if byte == UInt8(ascii: "/"), following == UInt8(ascii: "/") {
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
      } else if byte == UInt8(ascii: "/"), following == UInt8(ascii: "*") {
        position += 2
        while position + 1 < bytes.count,
          bytes[position] != UInt8(ascii: "*") || bytes[position + 1] != UInt8(ascii: "/")
        { position += 1 }
        position = min(position + 2, bytes.count)
      } else {
        return
      }
    }
  }
}
