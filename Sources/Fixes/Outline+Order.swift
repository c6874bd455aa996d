/// What has certainly run when control comes to a point, as far as the text tells.
extension Outline {
  /// Statements that are over when a point is reached, the latest first, each with the blocks it is nested in resolved:
  /// only what every way to the point passes.
  func settled(before point: SourceDraft.Point) -> [Int] {
    var result: [Int] = []
    var current: Int
    switch point {
    case .before(let statement): current = statement
    case .after(let statement):
      result.append(statement)
      current = statement
    case .end(let block):
      result += reachedSiblings(statements[block].children.reversed(), in: block)
      current = block
    }
    while let parent = statements[current].parent {
      if statements[parent].kind == .compound {
        result += reachedSiblings(siblings(before: current), in: parent)
      }
      current = parent
    }
    return result
  }

  /// Of the statements in front of a place in a block those that no label jumps over.
  private func reachedSiblings(_ siblings: [Int], in block: Int) -> [Int] {
    let isSwitch = statements[block].parent.map { statements[$0].kind == .switch } ?? false
    var result: [Int] = []
    var earliestJump: Int?
    for sibling in siblings {
      if statements[sibling].kind == .label {
        if isSwitch { return result }
        let name = tokens[statements[sibling].tokens.lowerBound].text
        let jumps = tokens.indices.filter { $0 > 0 && tokens[$0].is(name) && tokens[$0 - 1].is("goto") }
        earliestJump = (jumps + (earliestJump.map { [$0] } ?? [])).min()
        continue
      }
      if let earliestJump, statements[sibling].tokens.upperBound > earliestJump { continue }
      result.append(sibling)
    }
    return result
  }

  /// Whether a variable, or a place that begins with one, has been given a value whenever the point is reached.
  func isAssigned(_ place: [String], before point: SourceDraft.Point) -> Bool {
    settled(before: point).contains { assigns($0, place) }
  }

  /// Whether something in the stretch gives exactly this place a value.
  func isAssignedSomewhere(_ place: [String], in range: Range<Int>) -> Bool {
    range.contains {
      starts(place, at: $0, before: range.upperBound) && isFollowed($0 + place.count, by: "=")
    }
  }

  /// Whether the statement gives `place` a value, or its address away, on every way through it.
  private func assigns(_ statement: Int, _ place: [String]) -> Bool {
    let node = statements[statement]
    switch node.kind {
    case .compound: return node.children.contains { assigns($0, place) }
    case .if:
      if let header = node.header, assigns(header, place) { return true }
      return node.children.count == 2
        && node.children.allSatisfy { assigns($0, place) || isJump($0) }
    case .loop, .switch: return node.header.map { assigns($0, place) } ?? false
    case .simple: return assigns(node.tokens, place)
    default: return false
    }
  }

  private func assigns(_ range: Range<Int>, _ place: [String]) -> Bool {
    for index in range where starts(place, at: index, before: range.upperBound) {
      // Behind these it may not be evaluated.
      if tokens[range.lowerBound..<index].contains(where: { $0.is("&&") || $0.is("||") || $0.is("?") }) {
        return false
      }
      let previous = index > range.lowerBound ? tokens[index - 1].text : ""
      if previous == "&" || isFollowed(index + place.count, by: "=") { return true }
    }
    return false
  }

  private func starts(_ place: [String], at index: Int, before end: Int) -> Bool {
    index + place.count <= end && tokens[index].is(place.first ?? "")
      && texts(index..<index + place.count) == place
      && (index == 0 || ![".", "->", "::"].contains(tokens[index - 1].text))
  }

  private func isFollowed(_ index: Int, by text: String) -> Bool {
    index < tokens.count && tokens[index].is(text)
  }

  /// Whether `place` is known not to be null at the point: it was tested, and the other answer led away.
  func isTested(_ place: [String], before point: SourceDraft.Point) -> Bool {
    for statement in settled(before: point) {
      guard statements[statement].kind == .if, let header = statements[statement].header,
        let first = statements[statement].children.first
      else { continue }
      if isNullTest(header, of: place, asksForNull: true), isJump(first) { return true }
    }
    let start: Int =
      switch point {
      case .before(let statement), .after(let statement), .end(let statement): statement
      }
    for (inner, outer) in zip(ancestors(of: start), ancestors(of: start).dropFirst()) {
      guard statements[outer].kind == .if, let header = statements[outer].header else { continue }
      let isThen = statements[outer].children.first == inner
      if isThen, conjuncts(header).contains(where: { isNullTest($0, of: place, asksForNull: false) }) {
        return true
      }
      if !isThen, isNullTest(header, of: place, asksForNull: true) { return true }
    }
    return false
  }

  private func conjuncts(_ header: Range<Int>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = header.lowerBound
    var depth = 0
    for index in header {
      if tokens[index].is("(") || tokens[index].is("[") { depth += 1 }
      if tokens[index].is(")") || tokens[index].is("]") { depth -= 1 }
      guard depth == 0, tokens[index].is("&&") else { continue }
      result.append(start..<index)
      start = index + 1
    }
    return result + [start..<header.upperBound]
  }

  /// `!p`, `p == NULL`, `fd < 0`, `(p = f()) == NULL`; or the opposite.
  private func isNullTest(_ range: Range<Int>, of place: [String], asksForNull: Bool) -> Bool {
    var words = texts(range)
    if let open = words.firstIndex(of: "("), open <= 1, words.dropFirst(open + 1).starts(with: place + ["="]),
      let close = closing(range.lowerBound + open), close < range.upperBound
    {
      words = words[..<open] + place + words[(close - range.lowerBound + 1)...]
    }
    let nulls = [["NULL"], ["nullptr"], ["0"]]
    if asksForNull {
      return words == ["!"] + place
        || nulls.contains { words == place + ["=="] + $0 || words == $0 + ["=="] + place }
        || words == place + ["<", "0"] || words == place + ["==", "-", "1"]
        || words == place + ["==", "MAP_FAILED"]
    }
    return words == place || nulls.contains { words == place + ["!="] + $0 || words == $0 + ["!="] + place }
      || words == place + [">=", "0"] || words == place + ["!=", "-", "1"]
      || words == place + ["!=", "MAP_FAILED"]
  }
}
