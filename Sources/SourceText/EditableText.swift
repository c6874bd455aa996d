/// A text with its lines, as an editor changes it piece by piece.
package struct EditableText: Sendable, Hashable {
  /// UTF-8.
  package private(set) var bytes: [UInt8]
  package private(set) var lines: LineTable

  package init(_ text: String) { self.init(bytes: Array(text.utf8)) }

  package init(bytes: [UInt8]) {
    self.bytes = bytes
    lines = LineTable(bytes: bytes)
  }

  package var string: String { String(decoding: bytes, as: UTF8.self) }

  /// Puts `text` in the place of what stands between two positions; the earlier one is the start, whichever it is.
  package mutating func replace(
    from start: EditorPosition, to end: EditorPosition, with text: String, encoding: TextEncoding
  ) {
    let first = offset(of: start, encoding: encoding)
    let second = offset(of: end, encoding: encoding)
    bytes.replaceSubrange(min(first, second)..<max(first, second), with: text.utf8)
    lines = LineTable(bytes: bytes)
  }

  package func offset(of position: EditorPosition, encoding: TextEncoding) -> Int {
    lines.offset(of: position, in: bytes, encoding: encoding)
  }

  package func position(of offset: Int, encoding: TextEncoding) -> EditorPosition {
    lines.editorPosition(of: offset, in: bytes, encoding: encoding)
  }
}
