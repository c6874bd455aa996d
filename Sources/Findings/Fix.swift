import SourceText

/// A change of one file: the bytes of `range` give way to `newText`.
package struct TextEdit: Sendable, Hashable {
  /// Empty for an insertion.
  package var range: SourceRange
  package var newText: String

  package init(range: SourceRange, newText: String) {
    self.range = range
    self.newText = newText
  }
}

/// A change of the source that ends a finding.
package struct Fix: Sendable, Hashable {
  /// An order, as an editor shows it: "Release `p` with `free` before returning".
  package var title: String
  /// In the order of files and offsets; no two overlap. Insertions at one place follow each other as they stand here.
  package var edits: [TextEdit]

  package init(title: String, edits: [TextEdit]) {
    self.title = title
    self.edits = edits.enumerated().sorted {
      ($0.element.range, $0.offset) < ($1.element.range, $1.offset)
    }.map(\.element)
  }

  /// Files that it changes, each once, in order.
  package var paths: [String] {
    edits.map(\.range.path).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  /// Whether the two want to change the same text. Two insertions at one place do not: they follow each other.
  package func overlaps(_ other: Fix) -> Bool {
    edits.contains { mine in other.edits.contains { mine.overlaps($0) } }
  }
}

extension TextEdit {
  /// Bytes by which the text behind it moves.
  package var growth: Int { newText.utf8.count - (range.endOffset - range.startOffset) }

  func overlaps(_ other: TextEdit) -> Bool {
    guard range.path == other.range.path else { return false }
    let (first, second) =
      range.startOffset <= other.range.startOffset ? (range, other.range) : (other.range, range)
    if first.startOffset == second.startOffset {
      return first.endOffset > first.startOffset && second.endOffset > second.startOffset
    }
    return second.startOffset < first.endOffset
  }
}

extension [TextEdit] {
  /// `text` with those of the edits that are about `path`. They must not overlap; equal insertions at one place are
  /// one.
  package func applied(to text: [UInt8], of path: String) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    var last: TextEdit?
    for edit in inOrder(of: path) where edit != last {
      last = edit
      result += text[position..<edit.range.startOffset]
      result += edit.newText.utf8
      position = edit.range.endOffset
    }
    return result + text[position...]
  }

  /// Where what stood at `offset` of `path` stands afterwards; what was taken out stands where it was taken from.
  package func newOffset(of offset: Int, in path: String) -> Int {
    var moved = offset
    var last: TextEdit?
    for edit in inOrder(of: path) where edit != last && edit.range.startOffset <= offset {
      last = edit
      if edit.range.endOffset <= offset {
        moved += edit.growth
      } else {
        moved -= offset - edit.range.startOffset
      }
    }
    return moved
  }

  private func inOrder(of path: String) -> [TextEdit] {
    enumerated().filter { $0.element.range.path == path }
      .sorted {
        ($0.element.range.startOffset, $0.element.range.endOffset, $0.offset) < (
          $1.element.range.startOffset, $1.element.range.endOffset, $1.offset
        )
      }
      .map(\.element)
  }
}
