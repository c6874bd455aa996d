/// A stretch of a file that a user can be shown: path, byte offsets, and both ends as line and column.
package struct SourceRange: Sendable, Hashable, Codable {
  /// Path as the front end opened it (absolute, or as given on the command line).
  package var path: String
  /// Byte offsets, end exclusive.
  package var startOffset: Int
  package var endOffset: Int
  package var start: TextPosition
  /// One past the last byte.
  package var end: TextPosition

  package init(path: String, startOffset: Int, endOffset: Int, start: TextPosition, end: TextPosition) {
    self.path = path
    self.startOffset = startOffset
    self.endOffset = endOffset
    self.start = start
    self.end = end
  }
}

extension SourceRange: Comparable {
  /// Orders by path, then by start, then by end: the order of every report.
  package static func < (a: SourceRange, b: SourceRange) -> Bool {
    if a.path != b.path { return a.path < b.path }
    return (a.startOffset, a.endOffset) < (b.startOffset, b.endOffset)
  }
}
