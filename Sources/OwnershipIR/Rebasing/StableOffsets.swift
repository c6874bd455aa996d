import SourceText

/// Offsets into a text that stay with what stands there while the text around it changes.
///
/// The text is cut into pieces that have not changed since they came to be; each keeps the offsets that it had then, and
/// what is new gets offsets that no text had before. So both directions are exact, whatever was compared to find out what
/// has changed: a poor guess makes more of the text new, never a wrong place.
package struct StableOffsets: Hashable, Sendable {
  private struct Piece: Hashable, Sendable {
    var real: UInt32
    var stable: UInt32
    var count: UInt32
    var end: UInt32 { real + count }
  }

  /// In the order of the text, which they cover without gaps; one is always there.
  private var pieces: [Piece]
  /// The same in the order of stable offsets.
  private var byStable: [Piece]
  /// The first stable offset that no text has had.
  private var next: UInt32

  /// A text of which every offset is its own.
  package init(byteCount: UInt32) {
    pieces = [Piece(real: 0, stable: 0, count: byteCount)]
    byStable = pieces
    next = byteCount + 1
  }

  /// So many pieces, or offsets that are used up: it is time to begin anew.
  package var isWornOut: Bool { pieces.count > 2_000 || next > 1 << 30 }

  package func stable(_ offset: UInt32) -> UInt32 {
    let piece = Self.last(of: pieces) { $0.real <= offset }
    return piece.stable + (offset - piece.real)
  }

  /// Where what has this stable offset stands now; somewhere in the text for what is gone.
  package func real(_ offset: UInt32) -> UInt32 {
    let piece = Self.last(of: byStable) { $0.stable <= offset }
    return piece.real + min(offset - min(offset, piece.stable), piece.count)
  }

  /// The last piece for which `isBefore` holds, else the first.
  private static func last(of pieces: [Piece], where isBefore: (Piece) -> Bool) -> Piece {
    var low = 0
    var high = pieces.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if isBefore(pieces[middle]) { low = middle } else { high = middle }
    }
    return pieces[low]
  }

  // MARK: Change

  /// The text has become another. Lines are compared by their lengths alone, from both ends; between the first and the
  /// last line that differ, lines keep their offsets where their number is the same.
  package mutating func follow(from old: LineTable, to new: LineTable) {
    var changed: [Piece] = []
    for (lines, target) in Self.kept(old, new) {
      let (start, end) = (old.start(ofLine: lines.lowerBound), old.start(ofLine: lines.upperBound))
      let shift = Int64(new.start(ofLine: target)) - Int64(start)
      for piece in pieces where piece.end > start && piece.real < end {
        let from = max(piece.real, start)
        let to = min(piece.end, end)
        changed.append(
          Piece(
            real: UInt32(Int64(from) + shift), stable: piece.stable + (from - piece.real), count: to - from))
      }
    }
    pieces = []
    for piece in changed {
      fill(upTo: piece.real)
      append(piece)
    }
    fill(upTo: new.byteCount)
    if pieces.isEmpty { pieces = [Piece(real: 0, stable: next, count: 0)] }
    byStable = pieces.sorted { $0.stable < $1.stable }
  }

  private mutating func fill(upTo end: UInt32) {
    let start = pieces.last?.end ?? 0
    guard start < end else { return }
    append(Piece(real: start, stable: next, count: end - start))
    next += end - start + 1
  }

  private mutating func append(_ piece: Piece) {
    if let last = pieces.last, last.stable + last.count == piece.stable {
      pieces[pieces.count - 1].count += piece.count
    } else {
      pieces.append(piece)
    }
  }

  /// Runs of lines that count as the same, with where they begin in the new text.
  private static func kept(_ old: LineTable, _ new: LineTable) -> [(lines: Range<Int>, target: Int)] {
    let (oldCount, newCount) = (old.lineStarts.count, new.lineStarts.count)
    let least = min(oldCount, newCount)
    var head = 0
    while head < least, old.length(ofLine: head) == new.length(ofLine: head) { head += 1 }
    var tail = 0
    while tail < least - head,
      old.length(ofLine: oldCount - 1 - tail) == new.length(ofLine: newCount - 1 - tail)
    {
      tail += 1
    }
    var runs = [(lines: 0..<head, target: 0)]
    if oldCount == newCount {
      for line in head..<oldCount - tail where old.length(ofLine: line) == new.length(ofLine: line) {
        runs.append((line..<line + 1, line))
      }
    }
    runs.append((oldCount - tail..<oldCount, newCount - tail))
    return runs.filter { !$0.lines.isEmpty }
  }
}

extension LineTable {
  /// Lines are counted from 0 here; the one after the last begins at the end.
  fileprivate func start(ofLine line: Int) -> UInt32 {
    line < lineStarts.count ? lineStarts[line] : byteCount
  }
  fileprivate func length(ofLine line: Int) -> UInt32 { start(ofLine: line + 1) - start(ofLine: line) }
}
