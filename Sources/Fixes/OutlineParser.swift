/// Finds functions and their statements in tokens. Never fails: what it does not understand is a simple statement.
struct OutlineParser {
  private let tokens: [Token]
  private(set) var statements: [Outline.Statement] = []
  private(set) var functions: [Outline.Function] = []
  private var position = 0
  /// Nesting of statements so far: text that goes deeper is left alone.
  private var depth = 0
  private static let deepest = 200

  init(_ tokens: [Token]) { self.tokens = tokens }

  private func text(_ index: Int) -> String {
    index >= 0 && index < tokens.count && tokens[index].kind != .literal ? tokens[index].text : ""
  }

  static func closing(_ open: Int, in tokens: [Token]) -> Int? {
    var depth = 0
    for index in open..<tokens.count where tokens[index].kind == .mark {
      switch tokens[index].text {
      case "(", "[", "{": depth += 1
      case ")", "]", "}":
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
    }
    return nil
  }

  // MARK: Declarations

  /// Everything outside of functions: namespaces and classes are entered.
  mutating func parseFile() {
    var start = 0
    while position < tokens.count {
      switch text(position) {
      case ";", "}":
        position += 1
        start = position
      case "(", "[":
        position = (Self.closing(position, in: tokens) ?? tokens.count - 1) + 1
      case "{":
        let segment = start..<position
        if isFunction(segment) {
          let body = parseStatement(parent: nil)
          functions.append(Outline.Function(signature: segment, body: body))
          start = position
        } else if isContainer(segment) {
          position += 1
          start = position
        } else {
          position = (Self.closing(position, in: tokens) ?? tokens.count - 1) + 1
        }
      default:
        position += 1
        if text(position - 1) == ":", ["public", "private", "protected"].contains(text(position - 2)) {
          start = position
        }
      }
    }
  }

  private func isContainer(_ segment: Range<Int>) -> Bool {
    let words = segment.map(text)
    return !words.contains("=") && !words.contains("(")
      && (words.contains("namespace") || words.contains("extern") || words.contains("class")
        || words.contains("struct") || words.contains("union"))
  }

  /// Whether a brace behind `segment` opens a function's body.
  private func isFunction(_ segment: Range<Int>) -> Bool {
    guard let open = segment.first(where: { text($0) == "(" }), open > segment.lowerBound else {
      return false
    }
    var depth = 0
    for index in segment {
      switch text(index) {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case "=" where depth == 0 && text(index - 1) != "operator": return false
      default: break
      }
    }
    switch text(segment.upperBound - 1) {
    case ")", "}", "const", "noexcept", "override", "final", "try", "&", "&&": return true
    // A word in front of the brace: a member that a constructor makes, unless it ends the type of the result.
    default: return segment.contains { text($0) == "->" }
    }
  }

  // MARK: Statements

  private mutating func parseStatement(parent: Int?) -> Int {
    let index = statements.count
    let start = position
    statements.append(Outline.Statement(kind: .simple, tokens: start..<start + 1, parent: parent))
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest {
      skipSimple(of: nil)
    } else {
      parse(index)
    }
    if position == start { position += 1 }
    statements[index].tokens = start..<min(position, tokens.count)
    return index
  }

  private mutating func parse(_ index: Int) {
    switch text(position) {
    case "{": parseCompound(index)
    case "if":
      position += 1
      if text(position) == "constexpr" { position += 1 }
      parseHeader(index)
      parseBody(index, kind: .if)
      if text(position) == "else" {
        position += 1
        parseChild(index)
      }
    case "for", "while":
      position += 1
      parseHeader(index)
      parseBody(index, kind: .loop)
    case "switch":
      position += 1
      parseHeader(index)
      parseBody(index, kind: .switch)
    case "do":
      position += 1
      parseBody(index, kind: .doLoop)
      skipSimple(of: nil)
    case "try":
      position += 1
      parseBody(index, kind: .try)
      while text(position) == "catch" {
        position += 1
        if text(position) == "(" { position = (Self.closing(position, in: tokens) ?? position) + 1 }
        parseChild(index)
      }
    case "return", "co_return":
      statements[index].kind = .return
      skipSimple(of: index)
    case "break", "continue", "goto", "throw":
      statements[index].kind = .jump
      skipSimple(of: index)
    case "case", "default":
      statements[index].kind = .label
      while position < tokens.count, text(position) != ":", text(position) != ";" { position += 1 }
      position += 1
    default:
      if tokens[position].kind == .word, text(position + 1) == ":" {
        statements[index].kind = .label
        position += 2
      } else if isMacroLoop() {
        position += 1
        parseHeader(index)
        parseBody(index, kind: .loop)
      } else {
        skipSimple(of: index)
      }
    }
  }

  private mutating func parseCompound(_ index: Int) {
    statements[index].kind = .compound
    position += 1
    while position < tokens.count, text(position) != "}" { parseChild(index) }
    position += 1
  }

  private mutating func parseHeader(_ index: Int) {
    guard text(position) == "(", let close = Self.closing(position, in: tokens) else { return }
    statements[index].header = position + 1..<close
    position = close + 1
  }

  private mutating func parseBody(_ index: Int, kind: Outline.Statement.Kind) {
    statements[index].kind = kind
    parseChild(index)
  }

  private mutating func parseChild(_ index: Int) {
    guard position < tokens.count, text(position) != "}" else { return }
    let child = parseStatement(parent: index)
    statements[index].children.append(child)
  }

  /// `list_for_each(item, list) { … }`
  private func isMacroLoop() -> Bool {
    guard tokens[position].kind == .word, text(position + 1) == "(",
      let close = Self.closing(position + 1, in: tokens)
    else { return false }
    return text(close + 1) == "{"
  }

  /// To the semicolon. Bodies of lambdas are statements inside `owner`.
  private mutating func skipSimple(of owner: Int?) {
    while position < tokens.count {
      switch text(position) {
      case ";":
        position += 1
        return
      case "}": return
      case "{":
        if let owner, isLambdaBody() {
          parseChild(owner)
        } else {
          position = (Self.closing(position, in: tokens) ?? tokens.count - 1) + 1
        }
      case "(", "[": position += 1
      case ")", "]": position += 1
      default: position += 1
      }
    }
  }

  /// Whether the brace follows `[…]`, `[…](…)` or that with a qualifier.
  private func isLambdaBody() -> Bool {
    var index = position - 1
    while ["mutable", "noexcept", "constexpr"].contains(text(index)) { index -= 1 }
    if text(index) == "]" { return !isSubscript(index) }
    guard text(index) == ")" else { return false }
    var depth = 0
    while index >= 0 {
      if text(index) == ")" { depth += 1 }
      if text(index) == "(" {
        depth -= 1
        if depth == 0 { return text(index - 1) == "]" }
      }
      index -= 1
    }
    return false
  }

  /// `int a[] {1}` and `new int[3] {1}`: the bracket belongs to the word in front of it.
  private func isSubscript(_ close: Int) -> Bool {
    var index = close
    var depth = 0
    while index >= 0 {
      if text(index) == "]" { depth += 1 }
      if text(index) == "[" {
        depth -= 1
        if depth == 0 { return index > 0 && (tokens[index - 1].kind == .word || text(index - 1) == "]") }
      }
      index -= 1
    }
    return true
  }
}
