/// A statement that does nothing but give something back: `free(p);`, `delete[] p;`, `list_free(l);`.
struct ReleaseStatement {
  var statement: Int
  /// `free`, `delete`, `delete[]`.
  var function: String
  /// From the function's name to before the argument.
  var head: Range<Int>
  var argument: Range<Int>
  /// Bytes from the first token of the call to the last.
  var call: Range<Int>

  /// What the source says at `statement`; nil when it is anything else. Of a call only one with a single argument is.
  init?(_ statement: Int, in outline: Outline) {
    let node = outline.statements[statement]
    guard node.kind == .simple, node.children.isEmpty else { return nil }
    let tokens = outline.tokens
    var index = node.tokens.lowerBound
    var end = node.tokens.upperBound
    if end > index, tokens[end - 1].is(";") { end -= 1 }
    if end - index > 3, outline.texts(index..<index + 3) == ["(", "void", ")"] { index += 3 }
    if index < end, tokens[index].is("::") { index += 1 }
    guard index < end, tokens[index].kind == .word else { return nil }
    self.statement = statement
    if tokens[index].is("delete") {
      let isArray = index + 2 < end && tokens[index + 1].is("[") && tokens[index + 2].is("]")
      function = isArray ? "delete[]" : "delete"
      head = index..<index + (isArray ? 3 : 1)
      argument = head.upperBound..<end
    } else {
      var open = index + 1
      while open + 1 < end, tokens[open].is("::"), tokens[open + 1].kind == .word { open += 2 }
      guard open < end, tokens[open].is("("), outline.closing(open) == end - 1 else { return nil }
      function = tokens[open - 1].text
      head = index..<open + 1
      argument = open + 1..<end - 1
      var depth = 0
      for token in tokens[argument] where token.kind == .mark {
        if ["(", "[", "{"].contains(token.text) { depth += 1 }
        if [")", "]", "}"].contains(token.text) { depth -= 1 }
        if depth == 0, token.text == "," { return nil }
      }
    }
    guard !argument.isEmpty else { return nil }
    call = tokens[index].range.lowerBound..<tokens[end - 1].range.upperBound
  }

  /// The argument's words without a cast or parentheses around all of it.
  func place(in outline: Outline) -> [String] {
    var range = argument
    while let first = range.first, outline.tokens[first].is("("), let close = outline.closing(first) {
      if close == range.upperBound - 1 {
        range = first + 1..<close
      } else if close + 1 < range.upperBound, outline.tokens[close + 1].kind == .word,
        range.count > 3, outline.tokens[first + 1..<close].allSatisfy({ $0.kind == .word || $0.is("*") })
      {
        range = close + 1..<range.upperBound
      } else {
        break
      }
    }
    return outline.texts(range)
  }
}

extension SourceDraft {
  /// The statement around the byte as a release.
  func release(at offset: Int) -> ReleaseStatement? {
    outline.statement(at: offset).flatMap { ReleaseStatement($0, in: outline) }
  }

  /// The words of an expression.
  func words(_ expression: String) -> [String] { Tokenizer(Array(expression.utf8)).tokens.map(\.text) }

  var null: String { isCPlusPlus ? "nullptr" : "NULL" }

  /// Where `words` stand in a stretch of tokens as an expression of their own, not as a part of a longer name.
  func occurrences(of words: [String], in range: Range<Int>) -> [Int] {
    guard let first = words.first else { return [] }
    return range.filter { index in
      let tokens = outline.tokens
      guard tokens[index].is(first), index + words.count <= range.upperBound,
        outline.texts(index..<index + words.count) == words
      else { return false }
      return index == 0 || ![".", "->", "::"].contains(tokens[index - 1].text)
    }
  }
}
