import Findings

/// Statements put in and taken out.
extension SourceDraft {
  /// Where something is put into a function.
  enum Point: Hashable {
    case before(Int)
    case after(Int)
    /// In front of a block's closing brace.
    case end(Int)
  }

  /// `code`, one statement a line, at a point. Nil where it would cross a preprocessor directive.
  func insert(_ code: [String], at point: Point) -> [TextEdit]? {
    switch point {
    case .before(let statement): surround(statement, before: code)
    case .after(let statement): surround(statement, after: code)
    case .end(let block): insert(code, beforeBraceOf: block)
    }
  }

  private func insert(_ code: [String], beforeBraceOf block: Int) -> [TextEdit] {
    let last = outline.statements[block].tokens.upperBound - 1
    let brace = outline.tokens[last].range.lowerBound
    guard startsLine(brace) else { return [insertion(code.joined(separator: " ") + " ", at: brace)] }
    let indent = indentation(at: brace)
    let text = code.map { "\(unit)\($0)\n\(indent)" }.joined()
    return [insertion(text, at: brace)]
  }

  /// Puts statements in front of and behind one; adds braces where it is the lone body of something.
  func surround(_ statement: Int, before: [String] = [], after: [String] = []) -> [TextEdit]? {
    let range = outline.range(statement)
    if outline.isLoneBody(statement) { return brace(statement, before: before, after: after) }
    let indent = indentation(at: range.lowerBound)
    var edits: [TextEdit] = []
    if !before.isEmpty {
      let text =
        startsLine(range.lowerBound)
        ? before.map { "\($0)\n\(indent)" }.joined() : before.map { "\($0) " }.joined()
      edits.append(insertion(text, at: range.lowerBound))
    }
    if !after.isEmpty {
      edits.append(
        endsLine(range.upperBound)
          ? insertion(after.map { "\n\(indent)\($0)" }.joined(), at: lineEnd(range.upperBound))
          : insertion(after.map { " \($0)" }.joined(), at: range.upperBound))
    }
    return edits
  }

  private func brace(_ statement: Int, before: [String], after: [String]) -> [TextEdit]? {
    let range = outline.range(statement)
    let first = outline.statements[statement].tokens.lowerBound
    guard first > 0 else { return nil }
    let header = outline.tokens[first - 1].range
    let base = indentation(at: header.lowerBound)
    let isOnHeadersLine = isSameLine(header.lowerBound, range.lowerBound)
    let inner = isOnHeadersLine ? base + unit : indentation(at: range.lowerBound)
    let end = endsLine(range.upperBound) ? lineEnd(range.upperBound) : range.upperBound
    if touchesDirective(header.upperBound..<max(end, header.upperBound + 1)) { return nil }
    var edits: [TextEdit] = []
    if isOnHeadersLine {
      edits.append(
        insertion("{\n\(inner)" + before.map { "\($0)\n\(inner)" }.joined(), at: range.lowerBound))
    } else {
      edits.append(insertion(" {", at: header.upperBound))
      edits.append(insertion(before.map { "\($0)\n\(inner)" }.joined(), at: range.lowerBound))
    }
    edits.append(insertion(after.map { "\n\(inner)\($0)" }.joined() + "\n\(base)}", at: end))
    return edits.filter { !$0.newText.isEmpty }
  }

  /// Takes a statement out, with its line when nothing else stands there; with the `if` around it when nothing else
  /// hangs on that and its condition does nothing.
  func remove(_ statement: Int) -> [TextEdit]? {
    let range = outline.range(statement)
    if touchesDirective(range) { return nil }
    if outline.isLoneBody(statement) {
      let parent = outline.statements[statement].parent!
      if outline.statements[parent].kind == .if, outline.statements[parent].children.count == 1,
        let header = outline.statements[parent].header, isWithoutEffect(header)
      {
        return remove(parent)
      }
      return [edit(range, "{}")]
    }
    if let parent = outline.statements[statement].parent, outline.statements[parent].kind == .compound,
      outline.statements[parent].children == [statement], let around = outline.statements[parent].parent,
      outline.statements[around].kind == .if, outline.statements[around].children == [parent],
      let header = outline.statements[around].header, isWithoutEffect(header)
    {
      return remove(around)
    }
    if startsLine(range.lowerBound), endsLine(range.upperBound) {
      var end = lineEnd(range.upperBound)
      while end < bytes.count, bytes[end] != 0x0A { end += 1 }
      return [edit(lineStart(range.lowerBound)..<min(end + 1, bytes.count), "")]
    }
    var start = range.lowerBound
    while start > 0, bytes[start - 1] == 0x20, !startsLine(range.lowerBound) { start -= 1 }
    return [edit(start..<range.upperBound, "")]
  }

  /// A condition that calls and changes nothing.
  private func isWithoutEffect(_ tokens: Range<Int>) -> Bool {
    !outline.tokens[tokens].contains { ["(", "=", "++", "--", "+=", "-=", "|=", "&="].contains($0.text) }
  }
}
