import SourceText

/// Reads the text form that `ModulePrinter` writes.
///
/// For text written by hand some things may be left out: common C types need no `type` line, and a function's
/// keys follow from its name. Every span of the result is the place in the text itself, so a finding of an
/// analysis of hand-written IR has a line a reader can go to.
struct ModuleParser {
  var module: Module
  let lines: [(number: Int, tokens: [Token])]
  /// The current line, and the next token in it.
  var line = 0
  var position = 0
  /// Symbols by their whole spelling, `#index` included.
  var functions: [String: FunctionID] = [:]
  var globals: [String: GlobalID] = [:]
  var typesBySpelling: [String: TypeID] = [:]
  var stringIDs: [String: StringID] = ["": .empty]
  /// Types that came from use, not from a `type` line: their sizes are computed at the end.
  var impliedRecordTypes: [TypeID] = []

  init(_ bytes: [UInt8]) throws(IRSyntaxError) {
    lines = try Lexer.lines(of: bytes)
    module = Module(path: "")
    module.files = [SourceFile(path: "", lines: LineTable(bytes: bytes), isSystem: false)]
  }
}

extension Module {
  /// Reads the text form.
  package init(parsing text: String) throws(IRSyntaxError) {
    var parser = try ModuleParser(Array(text.utf8))
    try parser.declareSymbols()
    try parser.parseDeclarations()
    parser.sizeImpliedRecords()
    self = parser.module
  }
}

// MARK: - Tokens

extension ModuleParser {
  var token: Token? {
    guard line < lines.count, position < lines[line].tokens.count else { return nil }
    return lines[line].tokens[position]
  }

  func error(_ text: String) -> IRSyntaxError {
    IRSyntaxError(line: line < lines.count ? lines[line].number : (lines.last?.number ?? 1), text: text)
  }

  /// The current line's bytes as a span.
  var lineSpan: Span {
    guard line < lines.count, let first = lines[line].tokens.first, let last = lines[line].tokens.last else {
      return .none
    }
    return Span(file: FileID(0), start: UInt32(first.start), end: UInt32(last.end))
  }

  mutating func endLine() throws(IRSyntaxError) {
    if token != nil { throw error("the line goes on where it should end, at '\(spelling)'") }
    line += 1
    position = 0
  }

  /// The current token for an error message.
  var spelling: String {
    switch token?.kind {
    case nil: "the end of the line"
    case .word(let word), .punctuation(let word): word
    case .number(let number): "\(number)"
    case .symbol(_, _, let key): key
    case .index(let index): "#\(index)"
    case .text(let text), .name(let text), .type(let text, _): text
    }
  }

  mutating func accept(_ punctuation: String) -> Bool {
    guard token?.kind == .punctuation(punctuation) else { return false }
    position += 1
    return true
  }

  mutating func accept(word: String) -> Bool {
    guard token?.kind == .word(word) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ punctuation: String) throws(IRSyntaxError) {
    if !accept(punctuation) { throw error("'\(punctuation)' is missing before '\(spelling)'") }
  }

  mutating func word() throws(IRSyntaxError) -> String {
    guard case .word(let word) = token?.kind else { throw error("a word is missing before '\(spelling)'") }
    position += 1
    return word
  }

  mutating func number() throws(IRSyntaxError) -> Int64 {
    guard case .number(let value) = token?.kind else {
      throw error("a number is missing before '\(spelling)'")
    }
    position += 1
    return value
  }

  mutating func index() throws(IRSyntaxError) -> Int {
    guard case .index(let value) = token?.kind else { throw error("'#n' is missing before '\(spelling)'") }
    position += 1
    return value
  }

  mutating func text() throws(IRSyntaxError) -> String {
    guard case .text(let value) = token?.kind else { throw error("\"…\" is missing before '\(spelling)'") }
    position += 1
    return value
  }

  /// `` `…` `` where it stands, else the empty string.
  mutating func optionalName() -> StringID {
    guard case .name(let value) = token?.kind else { return .empty }
    position += 1
    return intern(value)
  }

  mutating func symbol(_ sigil: Character) throws(IRSyntaxError) -> (name: String, key: String) {
    guard case .symbol(sigil, let name, let key) = token?.kind else {
      throw error("a name with '\(sigil)' is missing before '\(spelling)'")
    }
    position += 1
    return (name, key)
  }

  mutating func intern(_ text: String) -> StringID {
    if let known = stringIDs[text] { return known }
    let id = StringID(module.strings.count)
    module.strings.append(text)
    stringIDs[text] = id
    return id
  }
}
