/// The part of Markdown that the lesson is written in: headings, paragraphs, lists of one level, fenced code.
/// Anything else is an error, so that the page never shows markup it did not understand.
enum MarkdownBlock: Equatable {
  case heading(level: Int, text: String)
  case paragraph(String)
  case list(ordered: Bool, items: [String])
  case code(language: String, text: String)
}

struct MarkdownError: Error {
  var line: Int
  var message: String
}

/// Reads blocks line by line.
struct MarkdownReader {
  private var lines: [Substring]
  private var next = 0

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  mutating func blocks() throws -> [MarkdownBlock] {
    var blocks: [MarkdownBlock] = []
    while next < lines.count {
      let line = lines[next]
      if line.allSatisfy(\.isWhitespace) {
        next += 1
      } else if line.hasPrefix("```") {
        blocks.append(try fence())
      } else if line.hasPrefix("#") {
        blocks.append(try heading())
      } else if Self.item(line) != nil {
        blocks.append(list())
      } else {
        try refuseForeign(line)
        blocks.append(
          .paragraph(joinedLines { Self.item($0) == nil && !$0.hasPrefix("```") && !$0.hasPrefix("#") }))
      }
    }
    return blocks
  }

  private mutating func heading() throws -> MarkdownBlock {
    let line = lines[next]
    let level = line.prefix { $0 == "#" }.count
    let text = line.dropFirst(level)
    guard level <= 4, text.hasPrefix(" ") else {
      throw MarkdownError(line: next + 1, message: "not a heading")
    }
    next += 1
    return .heading(level: level, text: String(text.dropFirst()))
  }

  private mutating func fence() throws -> MarkdownBlock {
    let opening = next
    let language = String(lines[next].dropFirst(3))
    next += 1
    var code: [Substring] = []
    while next < lines.count, !lines[next].hasPrefix("```") {
      code.append(lines[next])
      next += 1
    }
    guard next < lines.count else {
      throw MarkdownError(line: opening + 1, message: "the code block is not closed")
    }
    next += 1
    return .code(language: language, text: code.joined(separator: "\n"))
  }

  private mutating func list() -> MarkdownBlock {
    let ordered = Self.item(lines[next])?.ordered ?? false
    var items: [String] = []
    while next < lines.count, let item = Self.item(lines[next]), item.ordered == ordered {
      lines[next] = item.text
      items.append(joinedLines { $0.hasPrefix("  ") })
    }
    return .list(ordered: ordered, items: items)
  }

  /// The line at hand and those after it that continue it, as one line.
  private mutating func joinedLines(while continues: (Substring) -> Bool) -> String {
    var text = String(lines[next])
    next += 1
    while next < lines.count, !lines[next].allSatisfy(\.isWhitespace), continues(lines[next]) {
      text += " " + lines[next].drop { $0 == " " }
      next += 1
    }
    return text
  }

  private static func item(_ line: Substring) -> (ordered: Bool, text: Substring)? {
    if line.hasPrefix("- ") { return (false, line.dropFirst(2)) }
    let digits = line.prefix { $0.isNumber }
    let rest = line.dropFirst(digits.count)
    return !digits.isEmpty && rest.hasPrefix(". ") ? (true, rest.dropFirst(2)) : nil
  }

  private func refuseForeign(_ line: Substring) throws {
    for mark in [">", "|", "<", "    ", "![", "---", "===", "~~~", "* ", "+ "] where line.hasPrefix(mark) {
      throw MarkdownError(line: next + 1, message: "'\(mark)' is not part of the Markdown the lesson uses")
    }
  }
}
