import SourceText

/// A line of source with marks under it, safe to print: control characters are shown as escapes, tabs are
/// spaces, and the marks stand under the characters they mean whatever their width.
struct SourceSnippet {
  private(set) var line = ""
  private(set) var marks = ""

  /// Longer lines are cut around the range: nobody reads the 5,000th column of generated code.
  private static let longestLine = 160
  private static let tabWidth = 8

  /// nil when the text or the line is not there.
  init?(_ range: SourceRange, in sources: SourceTexts) {
    guard let file = sources.file(at: range.path), let bytes = file.line(range.start.line) else { return nil }
    let first = range.start.column - 1
    let isOneLine = range.end.line == range.start.line
    let last = isOneLine ? max(range.end.column - 1, first + 1) : bytes.count
    render(bytes, marked: first..<max(last, first + 1))
  }

  private mutating func render(_ bytes: ArraySlice<UInt8>, marked: Range<Int>) {
    let start = Self.windowStart(of: bytes, marked: marked)
    if start > 0 { append("…", mark: " ", width: 1) }
    var column = start
    var width = 0
    for scalar in String(decoding: bytes.dropFirst(start), as: UTF8.self).unicodeScalars {
      if width > Self.longestLine, column >= marked.upperBound {
        append("…", mark: " ", width: 1)
        break
      }
      let mark: Character = column == marked.lowerBound ? "^" : marked.contains(column) ? "~" : " "
      width += append(scalar, at: width, mark: mark)
      column += UTF8.width(scalar)
    }
    // A range at the end of the line (a missing brace, the end of the file) still gets its caret.
    if column <= marked.lowerBound {
      marks += String(repeating: " ", count: marked.lowerBound - column) + "^"
    }
    while marks.last == " " { marks.removeLast() }
    while line.last == " " { line.removeLast() }
  }

  private static func windowStart(of bytes: ArraySlice<UInt8>, marked: Range<Int>) -> Int {
    guard bytes.count > longestLine, marked.lowerBound > longestLine / 2 else { return 0 }
    var start = min(marked.lowerBound - longestLine / 2, bytes.count)
    // Not into the middle of a character.
    while start > 0, start < bytes.count, bytes[bytes.startIndex + start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  /// Returns the width it took.
  private mutating func append(_ scalar: Unicode.Scalar, at width: Int, mark: Character) -> Int {
    if scalar == "\t" {
      let count = Self.tabWidth - width % Self.tabWidth
      append(String(repeating: " ", count: count), mark: mark, width: count)
      return count
    }
    let text = PrintableText.escaped(scalar)
    let count = text.unicodeScalars.reduce(0) { $0 + DisplayWidth.width(of: $1) }
    append(text, mark: mark, width: count)
    return count
  }

  /// The caret itself is one column wide; what is left of a wide character is underlined, a tab is not.
  private mutating func append(_ text: String, mark: Character, width: Int) {
    line += text
    guard width > 0 else { return }
    marks.append(mark)
    let fill: Character = mark == "^" ? (text.first == " " ? " " : "~") : mark
    marks += String(repeating: fill, count: width - 1)
  }
}

/// Text from source files on its way to a terminal.
enum PrintableText {
  /// Control characters, bidirectional overrides and other invisible things as `<U+XXXX>`: source text must
  /// not be able to move the cursor, colour the screen or reverse what is read.
  static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator:
      let hex = String(scalar.value, radix: 16, uppercase: true)
      return "<U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex + ">"
    default:
      return String(scalar)
    }
  }

  static func escaped(_ text: String) -> String {
    text.unicodeScalars.map(escaped).joined()
  }
}
