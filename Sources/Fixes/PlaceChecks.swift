/// Whether a place may be released at a point, as far as the text tells: the analysis follows values, not variables
/// that have none.
extension FixProposer {
  /// Whether the variable that the place begins with is declared there and has a value on every way.
  func isKnown(_ place: String, at point: SourceDraft.Point) -> Bool {
    guard let name = file.words(place).first(where: { $0 != "&" && $0 != "*" && $0 != "(" }) else {
      return false
    }
    let start: Int =
      switch point {
      case .before(let statement), .after(let statement), .end(let statement): statement
      }
    guard let function = outline.function(around: start), isWritten(place, in: function) else { return false }
    let limit: Int =
      switch point {
      case .before(let statement): outline.statements[statement].tokens.lowerBound
      case .after(let statement), .end(let statement): outline.statements[statement].tokens.upperBound
      }
    // A member or a global: it has some value from the start.
    guard let declaration = outline.declaration(of: name, in: function, before: limit) else { return true }
    guard let around = declaration.statement else { return true }
    let isVisible = isVisible(around, at: start, point)
    return isVisible && hasValue(place, declaration, in: function, at: point)
  }

  /// Whether a place has a value whenever the point is reached.
  private func hasValue(
    _ place: String, _ declaration: Outline.Declaration, in function: Outline.Function,
    at point: SourceDraft.Point
  ) -> Bool {
    let words = file.words(place)
    let name = outline.tokens[declaration.name].text
    let body = outline.statements[function.body].tokens
    if words == [name] || place == "&" + name {
      return declaration.isInitialized || words != [name] || outline.isAssigned([name], before: point)
    }
    if outline.isAssigned(words, before: point) { return true }
    // A part that the function gives a value itself, but not on every way, may have none. What is filled where it is
    // declared has one.
    if outline.isAssignedSomewhere(words, in: body), !isFilled(declaration) { return false }
    // An object of C++: its constructor has run.
    let isObject = file.isCPlusPlus && !declaration.type.hasSuffix("*")
    return declaration.isInitialized || isObject || outline.isAssigned([name], before: point)
  }

  /// `struct record r = {…};`
  private func isFilled(_ declaration: Outline.Declaration) -> Bool {
    var index = declaration.name + 1
    while index < outline.tokens.count, !["=", ";", ",", "{", "("].contains(outline.tokens[index].text) {
      index += 1
    }
    guard index + 1 < outline.tokens.count else { return false }
    return outline.tokens[index].is("{") || outline.tokens[index].is("=") && outline.tokens[index + 1].is("{")
  }

  /// An element with a number is what one path has met: it is the right one on all of them only where the source
  /// says that number itself, or fills the array where it is declared.
  private func isWritten(_ place: String, in function: Outline.Function) -> Bool {
    let words = file.words(place)
    guard let bracket = words.firstIndex(of: "[") else { return true }
    let body = outline.statements[function.body].tokens
    let end = words.lastIndex(of: "]") ?? bracket
    if !file.occurrences(of: Array(words[...end]), in: body).isEmpty { return true }
    guard bracket == 1,
      let declaration = outline.declaration(of: words[0], in: function, before: body.upperBound)
    else { return false }
    let tokens = outline.tokens
    let rest = declaration.name + 1..<body.upperBound
    guard tokens[rest.lowerBound].is("["), let close = outline.closing(rest.lowerBound) else { return false }
    return tokens[close + 1].is("=")
  }

  /// Whether a declaration's scope reaches the point.
  private func isVisible(_ declaration: Int, at statement: Int, _ point: SourceDraft.Point) -> Bool {
    // A variable of a header lives as long as the statement.
    let scope =
      outline.statements[declaration].header != nil ? declaration : outline.statements[declaration].parent
    guard let scope else { return true }
    var around = outline.ancestors(of: statement)
    if case .before = point, outline.statements[declaration].header != nil { around.removeFirst() }
    return around.contains(scope)
  }

  /// Whether another way to the same point may have put the thing somewhere that lives on: it must not be released
  /// there, and a release would leave what is kept dangling.
  func mayBeKept(_ place: String, before point: SourceDraft.Point) -> Bool {
    let start: Int =
      switch point {
      case .before(let statement), .after(let statement), .end(let statement): statement
      }
    guard let function = outline.function(around: start) else { return false }
    let words = file.words(place)
    let around = Set(outline.ancestors(of: start))
    let limit = outline.range(start).upperBound
    let from = offset(facts.allocation) ?? 0
    return outline.descendants(of: function.body).contains { statement in
      guard outline.statements[statement].kind == .if, !around.contains(statement),
        outline.range(statement).upperBound <= limit, outline.range(statement).lowerBound > from
      else { return false }
      return outline.statements[statement].children.contains { arm in
        !outline.isJump(arm) && keeps(outline.statements[arm].tokens, words)
      }
    }
  }

  /// Whether the value of the place is stored in something that is not a plain variable.
  private func keeps(_ range: Range<Int>, _ words: [String]) -> Bool {
    file.occurrences(of: words, in: range).contains { index in
      let end = index + words.count
      guard index > range.lowerBound, outline.tokens[index - 1].is("="), end < range.upperBound,
        [";", ",", ")"].contains(outline.tokens[end].text)
      else { return false }
      var target = index - 1
      while target > range.lowerBound, ![";", "{", "}", ")"].contains(outline.tokens[target - 1].text) {
        target -= 1
      }
      return outline.tokens[target..<index - 1].contains { ["->", ".", "[", "*"].contains($0.text) }
    }
  }

  /// A function of the program that takes nothing but a thing of the place's type and says that it releases it.
  func releaseHelper(for place: String, at statement: Int) -> String? {
    let words = file.words(place)
    guard words.count == 1, let function = outline.function(around: statement),
      let declaration = outline.declaration(
        of: words[0], in: function, before: outline.statements[statement].tokens.upperBound)
    else { return nil }
    let type = Self.plain(declaration.type)
    guard type.hasSuffix("*"), !type.hasPrefix("char"), !type.hasPrefix("void") else { return nil }
    let own = outline.name(of: function)
    for source in text.all {
      for candidate in source.outline.functions {
        guard let name = source.outline.name(of: candidate), name != own,
          Self.saysRelease(name), let parameter = source.outline.onlyParameterType(of: candidate),
          Self.plain(parameter) == type
        else { continue }
        return name
      }
    }
    return nil
  }

  private static func plain(_ type: String) -> String {
    type.replacing("const ", with: "").replacing("struct ", with: "").filter { $0 != " " }
  }

  private static func saysRelease(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["free", "release", "destroy", "delete", "dispose", "close", "unref", "drop", "clear"].contains {
      name.contains($0)
    }
  }
}

extension Outline {
  /// The type of the one parameter that a function has.
  func onlyParameterType(of function: Function) -> String? {
    guard let open = function.signature.first(where: { tokens[$0].is("(") }), let close = closing(open),
      close - open > 2, tokens[close - 1].kind == .word,
      !tokens[open..<close].dropFirst().contains(where: { $0.is(",") || $0.is("(") })
    else { return nil }
    return Self.joined(tokens[open + 1..<close - 1].map(\.text))
  }
}
