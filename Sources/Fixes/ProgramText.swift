import Findings
import SourceText

/// The texts of a program that changes may be proposed for: the user's own files, headers included.
package struct ProgramText: Sendable {
  private let files: [String: SourceDraft]
  /// In the order of paths.
  let paths: [String]

  /// `contents` by path as findings name it; `cPlusPlus` names the files that are C++.
  package init(contents: [String: [UInt8]], cPlusPlus: Set<String>) {
    files = Dictionary(
      uniqueKeysWithValues: contents.map { path, bytes in
        (path, SourceDraft(path: path, bytes: bytes, isCPlusPlus: cPlusPlus.contains(path)))
      })
    paths = contents.keys.sorted()
  }

  func file(_ path: String) -> SourceDraft? { files[path] }

  var all: [SourceDraft] { paths.compactMap { files[$0] } }
}

/// A file with its outline, and the ways to change it in the style of the lines around.
struct SourceDraft: Sendable {
  let path: String
  let outline: Outline
  let isCPlusPlus: Bool
  private let lines: LineTable
  /// One level of indentation, as the file has it.
  private(set) var unit = "  "
  /// Lines end with a carriage return, too.
  private let hasCarriageReturns: Bool

  var bytes: [UInt8] { outline.bytes }

  init(path: String, bytes: [UInt8], isCPlusPlus: Bool) {
    self.path = path
    self.isCPlusPlus = isCPlusPlus
    outline = Outline(bytes)
    lines = LineTable(bytes: bytes)
    hasCarriageReturns = bytes.firstIndex(of: 0x0A).map { $0 > 0 && bytes[$0 - 1] == 0x0D } ?? false
    if let measured = measuredUnit() { unit = measured }
  }

  /// What the first statement that begins a line of its own is indented by, beyond the line that closes its block.
  private func measuredUnit() -> String? {
    for statement in outline.statements where statement.kind == .compound {
      guard let child = statement.children.first else { continue }
      let inner = outline.range(child).lowerBound
      let brace = outline.tokens[statement.tokens.upperBound - 1].range.lowerBound
      guard startsLine(inner), startsLine(brace) else { continue }
      let (deep, flat) = (indentation(at: inner), indentation(at: brace))
      if deep.hasPrefix(flat), deep.count > flat.count { return String(deep.dropFirst(flat.count)) }
    }
    return nil
  }

  // MARK: Lines

  func lineStart(_ offset: Int) -> Int {
    var index = min(offset, bytes.count)
    while index > 0, bytes[index - 1] != 0x0A { index -= 1 }
    return index
  }

  /// Before what ends the line.
  func lineEnd(_ offset: Int) -> Int {
    var index = offset
    while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
    return index
  }

  func startsLine(_ offset: Int) -> Bool {
    bytes[lineStart(offset)..<offset].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  /// The blanks that the line of `offset` begins with.
  func indentation(at offset: Int) -> String {
    let start = lineStart(offset)
    let blanks = bytes[start...].prefix { $0 == 0x20 || $0 == 0x09 }
    return String(decoding: blanks, as: UTF8.self)
  }

  func isSameLine(_ first: Int, _ second: Int) -> Bool { lineStart(first) == lineStart(second) }

  /// Whether nothing but blanks and a comment that ends there follows on the line.
  func endsLine(_ offset: Int) -> Bool {
    let rest = String(decoding: bytes[offset..<lineEnd(offset)], as: UTF8.self).drop {
      $0 == " " || $0 == "\t"
    }
    if rest.isEmpty || rest.hasPrefix("//") { return true }
    guard rest.hasPrefix("/*"), let end = rest.firstRange(of: "*/") else { return false }
    return rest[end.upperBound...].allSatisfy { $0 == " " || $0 == "\t" }
  }

  // MARK: Edits

  func edit(_ range: Range<Int>, _ text: String) -> TextEdit {
    TextEdit(
      range: SourceRange(
        path: path, startOffset: range.lowerBound, endOffset: range.upperBound,
        start: lines.position(at: UInt32(range.lowerBound)), end: lines.position(at: UInt32(range.upperBound))
      ),
      newText: hasCarriageReturns ? text.replacing("\n", with: "\r\n") : text)
  }

  func insertion(_ text: String, at offset: Int) -> TextEdit { edit(offset..<offset, text) }

  func touchesDirective(_ range: Range<Int>) -> Bool {
    outline.directives.contains {
      $0.lowerBound < range.upperBound && range.lowerBound < $0.upperBound
        || range.isEmpty && $0.contains(range.lowerBound) && range.lowerBound > $0.lowerBound
    }
  }
}
