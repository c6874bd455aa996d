/// A comment of a C or C++ source text.
struct Comment: Hashable {
  /// What stands between the delimiters.
  var text: String
  /// Byte offsets of the comment, delimiters included.
  var bytes: Range<Int>
  /// Nothing but white space stands before it on its first line.
  var startsLine: Bool
}

extension Comment {
  /// All comments in order. String, character and raw string literals are skipped, so a `//` in a text is
  /// none.
  static func all(in source: [UInt8]) -> [Comment] {
    var scanner = CommentScanner(source: source)
    return scanner.scan()
  }
}

/// One pass over the bytes of a source text.
private struct CommentScanner {
  let source: [UInt8]
  var offset = 0
  var comments: [Comment] = []
  /// No code byte was met on this line so far.
  var isLineBlank = true

  init(source: [UInt8]) { self.source = source }

  mutating func scan() -> [Comment] {
    while offset < source.count {
      switch source[offset] {
      case UInt8(ascii: "/") where next == UInt8(ascii: "/"): lineComment()
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"): blockComment()
      case UInt8(ascii: "\""):
        if isRawPrefix { rawString() } else { literal(until: UInt8(ascii: "\"")) }
        isLineBlank = false
      case UInt8(ascii: "'"):
        // A digit separator (1'000) is no literal.
        if offset > 0, source[offset - 1].isAlphanumeric, !endsEncodingPrefix {
          offset += 1
        } else {
          literal(until: UInt8(ascii: "'"))
        }
        isLineBlank = false
      case 0x0A, 0x0D:
        isLineBlank = true
        offset += 1
      case 0x20, 0x09:
        offset += 1
      default:
        isLineBlank = false
        offset += 1
      }
    }
    return comments
  }

  private var next: UInt8? { offset + 1 < source.count ? source[offset + 1] : nil }

  private var isRawPrefix: Bool {
    guard offset > 0, source[offset - 1] == UInt8(ascii: "R") else { return false }
    let before = offset > 1 ? source[offset - 2] : 0x20
    return !before.isAlphanumeric || before == UInt8(ascii: "8") || "uUL".utf8.contains(before)
  }

  /// `u'x'`, `L'x'`: a letter before the quote that is a word of its own.
  private var endsEncodingPrefix: Bool {
    let isPrefix = "uUL8".utf8.contains(source[offset - 1])
    return isPrefix
      && (offset < 2 || !source[offset - 2].isAlphanumeric || source[offset - 2] == UInt8(ascii: "u"))
  }

  private mutating func lineComment() {
    let start = offset
    // A backslash at the end of the line continues the comment.
    while offset < source.count, source[offset] != 0x0A || endsInBackslash(at: offset) { offset += 1 }
    append(start..<offset, text: start + 2..<offset)
  }

  private func endsInBackslash(at newline: Int) -> Bool {
    var before = newline - 1
    if before >= 0, source[before] == 0x0D { before -= 1 }
    return before >= 0 && source[before] == UInt8(ascii: "\\")
  }

  private mutating func blockComment() {
    let start = offset
    offset += 2
    while offset < source.count, !(source[offset] == UInt8(ascii: "*") && next == UInt8(ascii: "/")) {
      offset += 1
    }
    let end = min(offset, source.count)
    offset = min(offset + 2, source.count)
    append(start..<offset, text: start + 2..<max(end, start + 2))
  }

  private mutating func append(_ bytes: Range<Int>, text: Range<Int>) {
    comments.append(
      Comment(
        text: String(decoding: source[text.clamped(to: 0..<source.count)], as: UTF8.self), bytes: bytes,
        startsLine: isLineBlank))
  }

  /// Ends at the closing quote or, for a stray one, at the end of the line.
  private mutating func literal(until quote: UInt8) {
    offset += 1
    while offset < source.count, source[offset] != quote, source[offset] != 0x0A {
      offset += source[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    if offset < source.count, source[offset] == quote { offset += 1 }
  }

  private mutating func rawString() {
    let open = offset + 1
    guard let paren = source[open...].firstIndex(of: UInt8(ascii: "(")), paren - open <= 16 else {
      literal(until: UInt8(ascii: "\""))
      return
    }
    let closing = [UInt8(ascii: ")")] + source[open..<paren] + [UInt8(ascii: "\"")]
    offset = paren + 1
    while offset < source.count, !source[offset...].starts(with: closing) { offset += 1 }
    offset = min(offset + closing.count, source.count)
  }
}

extension UInt8 {
  fileprivate var isAlphanumeric: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
      || self == 0x5F
  }
}
