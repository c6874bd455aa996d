import OwnershipIR
import SourceText

/// The files of one version of a program, to find in a later version what stood in an earlier one.
struct FilePlaces: Sendable {
  private var files: [String: SourceFile] = [:]

  /// A source's own view of itself counts; of headers any will do.
  init(_ program: Program) {
    for module in program.modules {
      for file in module.files where files[file.path] == nil || file.path == module.path {
        files[file.path] = file
      }
    }
  }

  /// Where a range of the version `old` stands in this one; nil when something of it is not there any more.
  func moved(_ range: SourceRange, from old: FilePlaces) -> SourceRange? {
    guard let (before, after) = pair(range.path, old) else { return nil }
    if before.lines == after.lines, before.offsets == after.offsets { return range }
    guard let start = Self.moved(range.startOffset, before, after) else { return nil }
    var end = start
    if range.endOffset > range.startOffset {
      guard let last = Self.moved(range.endOffset - 1, before, after) else { return nil }
      end = last + 1
    }
    return SourceRange(
      path: range.path, startOffset: Int(start), endOffset: Int(end), start: after.lines.position(at: start),
      end: after.lines.position(at: end))
  }

  /// The same for a line, counted from 1.
  func moved(line: Int, of path: String, from old: FilePlaces) -> Int? {
    guard let (before, after) = pair(path, old), let bytes = before.lines.byteRange(ofLine: line),
      let start = Self.moved(bytes.lowerBound, before, after)
    else { return nil }
    return after.lines.position(at: start).line
  }

  private func pair(_ path: String, _ old: FilePlaces) -> (before: SourceFile, after: SourceFile)? {
    guard let before = old.files[path], let after = files[path] else { return nil }
    return (before, after)
  }

  private static func moved(_ offset: Int, _ before: SourceFile, _ after: SourceFile) -> UInt32? {
    let stable = before.stableOffset(of: UInt32(offset))
    let now = after.place(of: Span(file: .init(0), start: stable, end: stable)).start
    return after.stableOffset(of: now) == stable ? now : nil
  }
}
