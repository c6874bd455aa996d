import Glibc
import SourceText

extension Suppression {
  /// All suppressions in the text of one file, in the order of their comments.
  package static func all(in source: [UInt8], path: String) -> [Suppression] {
    guard mayHoldDirective(source) else { return [] }
    var reader = SuppressionReader(source: source, path: path)
    return reader.read()
  }

  /// Whether a word stands in the text; found by that one of its letters that is the rarest in programs.
  private static func holds(_ word: StaticString, rarest: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    guard let start = text.baseAddress else { return false }
    let length = word.utf8CodeUnitCount
    var offset = rarest
    while offset + length - rarest <= text.count,
      let found = memchr(start + offset, Int32(word.utf8Start[rarest]), text.count - offset)
    {
      let first = start.distance(to: UnsafeRawPointer(found)) - rarest
      if first + length <= text.count, memcmp(start + first, word.utf8Start, length) == 0 { return true }
      offset = first + rarest + 1
    }
    return false
  }

  /// A quick look that spares most files the search for comments.
  private static func mayHoldDirective(_ source: [UInt8]) -> Bool {
    source.withUnsafeBytes { holds("NOLINT", rarest: 0, $0) || holds("ownscope", rarest: 1, $0) }
  }
}

private struct SuppressionReader {
  let source: [UInt8]
  let path: String
  let lines: LineTable
  var found: [Suppression] = []
  /// Regions that are open: index into `found`.
  var open: [Int] = []

  init(source: [UInt8], path: String) {
    self.source = source
    self.path = path
    lines = LineTable(bytes: source)
  }

  mutating func read() -> [Suppression] {
    for comment in Comment.all(in: source) {
      if let directive = ownDirective(comment.text) {
        add(directive, comment, lines: ownLines(of: comment))
      } else if let (word, target) = Self.clangTidyDirective(comment.text) {
        addClangTidy(word, target, comment)
      }
    }
    return found
  }

  // MARK: `ownscope: ignore(rule, …) reason`

  private func ownDirective(_ text: String) -> Suppression.Target? {
    var rest = text.drop { $0 == " " || $0 == "\t" || $0 == "*" }
    for word in ["ownscope", ":", "ignore"] {
      guard rest.hasPrefix(word) else { return nil }
      rest = rest.dropFirst(word.count).drop { $0 == " " || $0 == "\t" }
    }
    return Self.target(in: rest)
  }

  /// Beside code it covers that code's line; on a line of its own it covers the next line of code.
  private func ownLines(of comment: Comment) -> ClosedRange<Int> {
    let first = line(at: comment.bytes.lowerBound)
    let last = line(at: max(comment.bytes.upperBound - 1, comment.bytes.lowerBound))
    guard comment.startsLine, let next = lineOfCode(after: comment.bytes.upperBound) else {
      return first...last
    }
    return first...max(next, last)
  }

  /// The line of the first byte that is neither white space nor comment.
  private func lineOfCode(after offset: Int) -> Int? {
    var index = offset
    while index < source.count {
      if source[index] == UInt8(ascii: "/"), index + 1 < source.count,
        [0x2F, 0x2A].contains(source[index + 1])
      {
        let isLineComment = source[index + 1] == 0x2F
        index += 2
        while index < source.count {
          if isLineComment ? source[index] == 0x0A : source[index - 1] == 0x2A && source[index] == 0x2F {
            break
          }
          index += 1
        }
        index += 1
      } else if [0x20, 0x09, 0x0A, 0x0D].contains(source[index]) {
        index += 1
      } else {
        return line(at: index)
      }
    }
    return nil
  }

  // MARK: The NOLINT family

  private static func clangTidyDirective(_ text: String) -> (word: String, target: Suppression.Target)? {
    guard let start = text.firstRange(of: "NOLINT")?.lowerBound else { return nil }
    let rest = text[start...]
    for word in ["NOLINTNEXTLINE", "NOLINTBEGIN", "NOLINTEND", "NOLINT"] where rest.hasPrefix(word) {
      let after = rest.dropFirst(word.count)
      // "NOLINTS" is somebody's prose.
      if let next = after.first, next.isLetter || next.isNumber || next == "_" { return nil }
      return (word, target(in: after))
    }
    return nil
  }

  private mutating func addClangTidy(_ word: String, _ target: Suppression.Target, _ comment: Comment) {
    let line = line(at: comment.bytes.lowerBound)
    switch word {
    case "NOLINT": add(target, comment, lines: line...line)
    case "NOLINTNEXTLINE":
      let last = self.line(at: max(comment.bytes.upperBound - 1, comment.bytes.lowerBound))
      add(target, comment, lines: last + 1...last + 1)
    case "NOLINTBEGIN":
      open.append(found.count)
      add(target, comment, lines: line...max(line, lines.lineStarts.count))
    default:
      guard let match = open.lastIndex(where: { found[$0].target == target }) else { return }
      found[open[match]].lines = found[open[match]].lines.lowerBound...line
      open.remove(at: match)
    }
  }

  // MARK: Parts

  /// The list in parentheses that `rest` begins with. Without one: everything.
  private static func target(in rest: Substring) -> Suppression.Target {
    guard rest.hasPrefix("("), let close = rest.firstIndex(of: ")") else { return .everything }
    let names = rest[rest.index(after: rest.startIndex)..<close].split(separator: ",").map { name in
      String(name.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
    return .rules(names.filter { !$0.isEmpty })
  }

  private mutating func add(_ target: Suppression.Target, _ comment: Comment, lines covered: ClosedRange<Int>)
  {
    var target = target
    if ownDirective(comment.text) != nil {
      let names: [String] = if case .rules(let names) = target { names } else { ["*"] }
      target = .rules(names.map { $0.hasPrefix(Rule.diagnosticPrefix) ? $0 : Rule.diagnosticPrefix + $0 })
    }
    found.append(Suppression(target: target, lines: covered, range: range(of: comment)))
  }

  private func range(of comment: Comment) -> SourceRange {
    SourceRange(
      path: path, startOffset: comment.bytes.lowerBound, endOffset: comment.bytes.upperBound,
      start: lines.position(at: UInt32(comment.bytes.lowerBound)),
      end: lines.position(at: UInt32(comment.bytes.upperBound)))
  }

  private func line(at offset: Int) -> Int { lines.position(at: UInt32(offset)).line }
}
