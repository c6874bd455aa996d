/// What the text of a function says of its variables.
extension Outline {
  struct Declaration {
    /// The declared name's token.
    var name: Int
    /// The type as written, without storage classes.
    var type: String
    /// The statement that it stands in; nil for a parameter.
    var statement: Int?
    /// It has a value from the start.
    var isInitialized: Bool
  }

  private static let storage: Set<String> = [
    "static", "register", "extern", "inline", "constexpr", "thread_local",
  ]
  private static let notTypes: Set<String> = [
    "return", "delete", "else", "case", "goto", "throw", "new", "sizeof", "do", "in", "co_return",
  ]

  /// The declaration that `name` means in a function at `token`: the last one in front of it.
  func declaration(of name: String, in function: Function, before token: Int) -> Declaration? {
    let body = statements[function.body].tokens
    for index in (body.lowerBound..<min(token, body.upperBound)).reversed() where tokens[index].is(name) {
      guard let statement = statement(at: tokens[index].range.lowerBound),
        let type = typeWithBody(ofName: index, in: statement)
          ?? declaredType(ofName: index, from: declarationStart(statement, index)), !type.isEmpty
      else { continue }
      var next = index + 1
      while next < tokens.count, tokens[next].is("["), let close = closing(next) { next = close + 1 }
      return Declaration(
        name: index, type: type, statement: statement,
        isInitialized: next < tokens.count && ["=", "(", "{"].contains(tokens[next].text)
          || statements[statement].header?.contains(index) == true && next < tokens.count
            && tokens[next].is(":")
      )
    }
    for index in function.signature.reversed() where tokens[index].is(name) {
      var start = index
      while start > function.signature.lowerBound, !["(", ","].contains(tokens[start - 1].text) { start -= 1 }
      if let type = declaredType(ofName: index, from: start), !type.isEmpty {
        return Declaration(name: index, type: type, statement: nil, isInitialized: true)
      }
    }
    return nil
  }

  /// `struct { … } name;`: the type as far as it has words of its own.
  private func typeWithBody(ofName name: Int, in statement: Int) -> String? {
    let range = statements[statement].tokens
    guard name > range.lowerBound, tokens[name - 1].is("}"),
      let keyword = range.first(where: { !Self.storage.contains(tokens[$0].text) && !tokens[$0].is("const") }
      ),
      ["struct", "union", "class"].contains(tokens[keyword].text)
    else { return nil }
    return text(keyword..<name)
  }

  /// Where a declaration that contains the token would begin: at its statement, or inside a header.
  private func declarationStart(_ statement: Int, _ token: Int) -> Int {
    if let header = statements[statement].header, header.contains(token) {
      var start = token
      while start > header.lowerBound, tokens[start - 1].text != ";" { start -= 1 }
      return start
    }
    return statements[statement].tokens.lowerBound
  }

  /// The type in front of a declared name; nil when what stands there is no type.
  private func declaredType(ofName name: Int, from start: Int) -> String? {
    var end = name
    while end > start, ["*", "&", "const"].contains(tokens[end - 1].text) { end -= 1 }
    guard end > start else { return nil }
    let stars = tokens[end..<name].map(\.text).filter { $0 != "const" }.joined()
    // `int *a, *b`: the words stand at the start.
    var index = start
    var words: [String] = []
    var depth = 0
    while index < end {
      let token = tokens[index]
      if token.is("<") { depth += 1 }
      if token.is(">") { depth -= 1 }
      let isPart = token.kind == .word || token.is("::") || token.is("<") || token.is(">") || depth > 0
      guard isPart else { break }
      if Self.notTypes.contains(token.text) { return nil }
      if !Self.storage.contains(token.text) { words.append(token.text) }
      index += 1
    }
    if index < end {
      // Something else between: further declarators only.
      guard depth == 0, ["*", "&", ",", "=", "("].contains(tokens[index].text),
        isFurtherDeclarator(from: index, to: end), let last = words.last, last != "="
      else { return nil }
      // The first declared name has been taken for a part of the type.
      if !["*", "&"].contains(tokens[index].text) { words.removeLast() }
    }
    guard !words.isEmpty, index > start else { return nil }
    return Self.joined(words) + (stars.isEmpty ? "" : " " + stars)
  }

  /// `T *a = x, *b`: a comma outside brackets right in front of the stars.
  private func isFurtherDeclarator(from start: Int, to end: Int) -> Bool {
    guard tokens[end - 1].is(",") else { return false }
    var depth = 0
    for token in tokens[start..<end] where token.kind == .mark {
      if ["(", "[", "{"].contains(token.text) { depth += 1 }
      if [")", "]", "}"].contains(token.text) { depth -= 1 }
    }
    return depth == 0
  }

  static func joined(_ words: [String]) -> String {
    var result = ""
    for word in words {
      if let last = result.last, last.isLetter || last.isNumber || last == "_",
        let first = word.first, first.isLetter || first.isNumber || first == "_"
      {
        result += " "
      }
      result += word
    }
    return result
  }

  /// What a function returns, as written; nil for constructors and the like.
  func resultType(of function: Function) -> String? {
    guard let open = function.signature.first(where: { tokens[$0].is("(") }) else { return nil }
    var end = open - 1
    while end > function.signature.lowerBound, tokens[end - 1].is("::") { end -= 2 }
    guard end > function.signature.lowerBound else { return nil }
    let words = tokens[function.signature.lowerBound..<end].map(\.text).filter { !Self.storage.contains($0) }
    if words.isEmpty || words.contains("[") || words.contains("(") || words.contains("template") {
      return nil
    }
    return Self.joined(words.map { $0 == "*" ? " *" : $0 })
  }

  /// The name in front of the parameters.
  func name(of function: Function) -> String? {
    guard let open = function.signature.first(where: { tokens[$0].is("(") }),
      open > function.signature.lowerBound
    else { return nil }
    return tokens[open - 1].text
  }
}
