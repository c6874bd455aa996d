/// Reads a row byte by byte: words, numbers and punctuation, with blanks between them skipped.
///
/// Works on raw bytes, because the shipped tables are read anew in every run and have a budget of two
/// milliseconds for all of them.
struct RowScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  var index: Int
  let end: Int
  /// Where the row starts, for columns in errors.
  private let start: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) {
    self.bytes = bytes
    self.index = start
    self.start = start
    self.end = end
  }

  mutating func skipBlanks() {
    while index < end, bytes[index] == .blank || bytes[index] == .tab { index += 1 }
  }

  /// Where the next thing stands.
  var place: Int {
    mutating get {
      skipBlanks()
      return index
    }
  }

  var isAtEnd: Bool {
    mutating get {
      skipBlanks()
      return index == end
    }
  }

  /// The next byte that is no blank; 0 at the end.
  var next: UInt8 {
    mutating get {
      skipBlanks()
      return index < end ? bytes[index] : 0
    }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  /// Takes `symbol` when it stands here.
  mutating func take(_ symbol: StaticString) -> Bool {
    skipBlanks()
    let length = symbol.utf8CodeUnitCount
    guard index + length <= end else { return false }
    for offset in 0..<length where bytes[index + offset] != symbol.utf8Start[offset] { return false }
    index += length
    return true
  }

  /// Takes `word` when it stands here as a whole.
  mutating func take(word: StaticString) -> Bool {
    guard next == word.utf8Start[0] else { return false }
    let after = index + word.utf8CodeUnitCount
    if after < end, bytes[after].isWord { return false }
    return take(word)
  }

  /// A family, a name or a word that is unknown: letters, digits, `_`, and what `accepts` adds. Empty when
  /// none stands here.
  mutating func word(alsoAccepting accepts: (UInt8) -> Bool = { _ in false }) -> String {
    skipBlanks()
    let first = index
    while index < end, bytes[index].isWord || accepts(bytes[index]) { index += 1 }
    return text(first, index)
  }

  /// A decimal integer with an optional sign, or nil.
  mutating func integer() -> Int64? {
    skipBlanks()
    let first = index
    var position = index
    let isNegative = position < end && bytes[position] == UInt8(ascii: "-")
    if isNegative { position += 1 }
    var value: Int64 = 0
    let digits = position
    while position < end, bytes[position].isDigit {
      let (scaled, overflowed) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowedToo) = scaled.addingReportingOverflow(Int64(bytes[position] &- UInt8(ascii: "0")))
      if overflowed || overflowedToo { return nil }
      value = sum
      position += 1
    }
    guard position > digits else {
      index = first
      return nil
    }
    index = position
    return isNegative ? -value : value
  }

  /// Everything up to `stop` (or the end), without blanks at its ends; `stop` itself stays.
  mutating func text(upTo stop: UInt8) -> String {
    skipBlanks()
    let first = index
    while index < end, bytes[index] != stop { index += 1 }
    var last = index
    while last > first, bytes[last - 1] == .blank || bytes[last - 1] == .tab { last -= 1 }
    return text(first, last)
  }

  func text(_ first: Int, _ last: Int) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[first..<last]), as: UTF8.self)
  }

  /// An error at `place`, or where the scanner stands.
  func error(_ message: String, at place: Int? = nil) -> ModelRowError {
    ModelRowError(message: message, column: (place ?? index) - start + 1, row: text(start, end))
  }

  /// What stands here, for errors: the next word or sign, or "the end".
  mutating func found() -> String {
    if isAtEnd { return "the end of the row" }
    var probe = self
    let word = probe.word()
    return word.isEmpty ? "“\(Character(UnicodeScalar(bytes[index])))”" : "“\(word)”"
  }
}

extension UInt8 {
  static let blank = UInt8(ascii: " ")
  static let tab = UInt8(ascii: "\t")

  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  var isWord: Bool {
    isDigit || self == UInt8(ascii: "_")
      || (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z"))
  }
}
