/// Why a text is not JSON, and on which line.
package struct JSONSyntaxError: Error, Sendable, Hashable {
  /// 1-based.
  package var line: Int
  /// 1-based, in bytes.
  package var column: Int
  package var message: String
}

extension JSONValue {
  /// Reads a whole JSON text (RFC 8259; a byte order mark in front is skipped). Depth is limited to
  /// `JSONParser.deepestNesting`, so hostile input cannot exhaust the stack.
  package init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.parseDocument()
  }

  package init(parsing text: String) throws(JSONSyntaxError) {
    try self.init(parsing: Array(text.utf8))
  }
}

/// A recursive-descent reader over bytes.
struct JSONParser {
  static let deepestNesting = 256

  let bytes: [UInt8]
  var offset = 0
  var depth = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
  }

  mutating func parseDocument() throws(JSONSyntaxError) -> JSONValue {
    let value = try parseValue()
    skipWhitespace()
    if offset < bytes.count { throw failure("unexpected text after the end of the value") }
    return value
  }

  private mutating func parseValue() throws(JSONSyntaxError) -> JSONValue {
    skipWhitespace()
    guard let byte = peek() else { throw failure("the text ends where a value should stand") }
    switch byte {
    case UInt8(ascii: "{"): return try nested { parser throws(JSONSyntaxError) in try parser.parseObject() }
    case UInt8(ascii: "["): return try nested { parser throws(JSONSyntaxError) in try parser.parseArray() }
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    default: return try parseWord()
    }
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws(JSONSyntaxError) -> JSONValue
  ) throws(JSONSyntaxError) -> JSONValue {
    depth += 1
    if depth > Self.deepestNesting {
      throw failure("values are nested more than \(Self.deepestNesting) deep")
    }
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func parseObject() throws(JSONSyntaxError) -> JSONValue {
    offset += 1
    var members: [JSONValue.Member] = []
    skipWhitespace()
    if consume("}") { return .object(members) }
    while true {
      skipWhitespace()
      guard peek() == UInt8(ascii: "\"") else { throw failure("expected a member name in double quotes") }
      let name = try parseString()
      skipWhitespace()
      guard consume(":") else { throw failure("expected ':' after the member name \"\(name)\"") }
      members.append(JSONValue.Member(name, try parseValue()))
      skipWhitespace()
      if consume(",") { continue }
      if consume("}") { return .object(members) }
      throw failure("expected ',' or '}' after a member")
    }
  }

  private mutating func parseArray() throws(JSONSyntaxError) -> JSONValue {
    offset += 1
    var elements: [JSONValue] = []
    skipWhitespace()
    if consume("]") { return .array(elements) }
    while true {
      elements.append(try parseValue())
      skipWhitespace()
      if consume(",") { continue }
      if consume("]") { return .array(elements) }
      throw failure("expected ',' or ']' after an element")
    }
  }

  private mutating func parseWord() throws(JSONSyntaxError) -> JSONValue {
    for (word, value) in [("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null)] {
      if bytes[offset...].starts(with: word.utf8) {
        offset += word.utf8.count
        return value
      }
    }
    throw failure("expected a value")
  }

  private mutating func parseNumber() throws(JSONSyntaxError) -> JSONValue {
    let start = offset
    while let byte = peek(), "+-.eE0123456789".utf8.contains(byte) { offset += 1 }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if let integer = Int(text) { return .integer(integer) }
    if let number = Double(text) { return .number(number) }
    offset = start
    throw failure("'\(text)' is not a number")
  }

  // MARK: Characters

  func peek() -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

  mutating func consume(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func skipWhitespace() {
    while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
  }

  func failure(_ message: String) -> JSONSyntaxError {
    var line = 1
    var lineStart = 0
    for index in 0..<min(offset, bytes.count) where bytes[index] == 0x0A {
      line += 1
      lineStart = index + 1
    }
    return JSONSyntaxError(line: line, column: offset - lineStart + 1, message: message)
  }
}
