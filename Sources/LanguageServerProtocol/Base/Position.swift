/// A place between two characters. `line` is 0-based; `character` counts units of the negotiated encoding from the
/// line's beginning.
package struct Position: Codable, Sendable, Hashable, Comparable {
  package var line: Int
  package var character: Int

  package init(line: Int, character: Int) {
    self.line = line
    self.character = character
  }

  package static func < (a: Position, b: Position) -> Bool { (a.line, a.character) < (b.line, b.character) }
}

/// A stretch of a document, the end exclusive. Named so that it does not hide Swift's own `Range`.
package struct LSPRange: Codable, Sendable, Hashable {
  package var start: Position
  package var end: Position

  package init(start: Position, end: Position) {
    self.start = start
    self.end = end
  }

  /// Whether the two have a place in common; empty ranges touch what they stand at.
  package func touches(_ other: LSPRange) -> Bool { start <= other.end && other.start <= end }
}

package struct Location: Codable, Sendable, Hashable {
  package var uri: String
  package var range: LSPRange

  package init(uri: String, range: LSPRange) {
    self.uri = uri
    self.range = range
  }
}

/// How `Position.character` counts.
package enum PositionEncodingKind: String, Codable, Sendable, Hashable, CaseIterable {
  case utf8 = "utf-8"
  case utf16 = "utf-16"
  case utf32 = "utf-32"
}
