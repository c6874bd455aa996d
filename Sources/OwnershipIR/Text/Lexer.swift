/// Why a text is no module: the place and what was expected.
package struct IRSyntaxError: Error, Hashable, CustomStringConvertible {
  /// 1-based.
  package var line: Int
  package var text: String
  package var description: String { "line \(line): \(text)" }
}

/// A word of the text form, with its bytes in the text.
struct Token: Hashable {
  enum Kind: Hashable {
    case word(String)
    case number(Int64)
    /// `&free`, `@count#3`, `%"odd name"`: sigil, name, and the whole spelling as the key.
    case symbol(sigil: Character, name: String, key: String)
    /// `#3`.
    case index(Int)
    /// `"…"`.
    case text(String)
    /// `` `…` ``.
    case name(String)
    /// `'int'`, `'int'#4`.
    case type(String, index: Int?)
    case punctuation(String)
  }
  var kind: Kind
  var start: Int
  var end: Int
}

/// Splits one line into tokens; `;` starts a comment.
struct Lexer {
  private let bytes: ArraySlice<UInt8>
  private let line: Int
  private var position: Int

  private init(_ bytes: ArraySlice<UInt8>, line: Int) {
    self.bytes = bytes
    self.line = line
    position = bytes.startIndex
  }

  /// The tokens of the text, line by line; lines without any are left out.
  static func lines(of bytes: [UInt8]) throws(IRSyntaxError) -> [(number: Int, tokens: [Token])] {
    var result: [(Int, [Token])] = []
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      var lexer = Lexer(line, line: index + 1)
      var tokens: [Token] = []
      while let token = try lexer.next() { tokens.append(token) }
      if !tokens.isEmpty { result.append((index + 1, tokens)) }
    }
    return result
  }

  private var current: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  private mutating func next() throws(IRSyntaxError) -> Token? {
    while let byte = current, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { position += 1 }
    guard let byte = current, byte != UInt8(ascii: ";") else { return nil }
    let start = position
    let kind = try kind(startingWith: byte)
    return Token(kind: kind, start: start, end: position)
  }

  private mutating func kind(startingWith byte: UInt8) throws(IRSyntaxError) -> Token.Kind {
    switch byte {
    case UInt8(ascii: "\""): return .text(try quoted())
    case UInt8(ascii: "`"): return .name(try quoted())
    case UInt8(ascii: "'"):
      let spelling = try quoted()
      return .type(spelling, index: current == UInt8(ascii: "#") ? try index() : nil)
    case UInt8(ascii: "#"): return .index(try index())
    case UInt8(ascii: "&"), UInt8(ascii: "@"), UInt8(ascii: "%"): return try symbol(sigil: byte)
    case UInt8(ascii: "-"):
      if position + 1 < bytes.endIndex, isDigit(bytes[position + 1]) { return .number(try number()) }
      if take("->") { return .punctuation("->") }
    case UInt8(ascii: "."): if take("...") { return .punctuation("...") }
    default:
      if isDigit(byte) { return .number(try number()) }
      if isIdentifierHead(byte) { return .word(identifier()) }
    }
    position += 1
    return .punctuation(String(UnicodeScalar(byte)))
  }

  private mutating func take(_ text: String) -> Bool {
    guard bytes[position...].starts(with: text.utf8) else { return false }
    position += text.utf8.count
    return true
  }

  private mutating func identifier() -> String {
    let start = position
    while let byte = current, isIdentifierByte(byte) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func number() throws(IRSyntaxError) -> Int64 {
    let start = position
    position += 1
    while let byte = current, isDigit(byte) { position += 1 }
    let digits = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Int64(digits) else { throw error("\(digits) does not fit 64 bits") }
    return value
  }

  private mutating func index() throws(IRSyntaxError) -> Int {
    position += 1
    guard let byte = current, isDigit(byte) else { throw error("a number is missing after '#'") }
    return Int(try number())
  }

  private mutating func symbol(sigil: UInt8) throws(IRSyntaxError) -> Token.Kind {
    let start = position
    position += 1
    var name = ""
    if current == UInt8(ascii: "\"") {
      name = try quoted()
    } else if let byte = current, isIdentifierHead(byte) {
      name = identifier()
    }
    if current == UInt8(ascii: "#") { _ = try index() }
    let key = String(decoding: bytes[start..<position], as: UTF8.self)
    return .symbol(sigil: Character(UnicodeScalar(sigil)), name: name, key: key)
  }

  /// The inverse of `quote`.
  private mutating func quoted() throws(IRSyntaxError) -> String {
    let delimiter = bytes[position]
    position += 1
    var content: [UInt8] = []
    while let byte = current, byte != delimiter {
      position += 1
      guard byte == UInt8(ascii: "\\"), let escaped = current else {
        content.append(byte)
        continue
      }
      position += 1
      switch escaped {
      case UInt8(ascii: "n"): content.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "t"): content.append(UInt8(ascii: "\t"))
      case UInt8(ascii: "r"): content.append(UInt8(ascii: "\r"))
      case UInt8(ascii: "u"): content.append(try controlCharacter())
      default: content.append(escaped)
      }
    }
    guard current == delimiter else { throw error("a quote does not end on its line") }
    position += 1
    return String(decoding: content, as: UTF8.self)
  }

  /// `{1b}` of `\u{1b}`.
  private mutating func controlCharacter() throws(IRSyntaxError) -> UInt8 {
    let rest = bytes[position...].prefix { $0 != UInt8(ascii: "}") }
    guard let value = UInt8(String(decoding: rest.dropFirst(), as: UTF8.self), radix: 16) else {
      throw error("a malformed \\u{…}")
    }
    position += rest.count + 1
    return value
  }

  private func error(_ text: String) -> IRSyntaxError { IRSyntaxError(line: line, text: text) }
}
