/// Two versions of a text as `diff -u` shows them, for people and for `patch -p1`.
package struct UnifiedDiff {
  /// Lines shown around a change.
  private static let context = 3

  private struct Line {
    var mark: Character
    var text: String
    /// 0-based lines of both versions that come before this one.
    var before: Int
    var after: Int
  }

  /// Empty where the versions are equal. `path` as the reader knows it, relative.
  package static func text(path: String, before: [UInt8], after: [UInt8]) -> String {
    let lines = compare(split(before), split(after))
    let changed = lines.indices.filter { lines[$0].mark != " " }
    guard let first = changed.first else { return "" }
    var hunks: [ClosedRange<Int>] = []
    var current = first...first
    for index in changed.dropFirst() {
      if index - current.upperBound <= 2 * context {
        current = current.lowerBound...index
      } else {
        hunks.append(current)
        current = index...index
      }
    }
    hunks.append(current)
    return "--- a/\(path)\n+++ b/\(path)\n"
      + hunks.map { hunk in
        show(
          Array(lines[max(0, hunk.lowerBound - context)...min(lines.count - 1, hunk.upperBound + context)]))
      }.joined()
  }

  /// Lines with what ends them.
  private static func split(_ bytes: [UInt8]) -> [String] {
    var lines: [String] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
      lines.append(String(decoding: bytes[start..<end], as: UTF8.self))
      start = end
    }
    return lines
  }

  private static func compare(_ before: [String], _ after: [String]) -> [Line] {
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in after.difference(from: before) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var lines: [Line] = []
    var (old, new) = (0, 0)
    while old < before.count || new < after.count {
      if removed.contains(old), old < before.count {
        lines.append(Line(mark: "-", text: before[old], before: old, after: new))
        old += 1
      } else if inserted.contains(new), new < after.count {
        lines.append(Line(mark: "+", text: after[new], before: old, after: new))
        new += 1
      } else {
        lines.append(Line(mark: " ", text: before[old], before: old, after: new))
        old += 1
        new += 1
      }
    }
    return lines
  }

  private static func show(_ lines: [Line]) -> String {
    let old = lines.count { $0.mark != "+" }
    let new = lines.count { $0.mark != "-" }
    let head =
      "@@ -\(place(lines[0].before, old)) +\(place(lines[0].after, new)) @@\n"
    return head
      + lines.map { line in
        "\(line.mark)\(line.text)" + (line.text.utf8.last == 0x0A ? "" : "\n\\ No newline at end of file\n")
      }.joined()
  }

  private static func place(_ start: Int, _ count: Int) -> String {
    count == 1 ? "\(start + 1)" : "\(count == 0 ? start : start + 1),\(count)"
  }
}
