/// The statements of a file, read from its tokens: where they begin and end and how they nest. Made for proposals that
/// the analysis tries afterwards, so it may misjudge a statement but never an offset.
struct Outline: Sendable {
  struct Statement: Sendable {
    enum Kind: Sendable {
      case compound, `if`, loop, doLoop, `switch`, `try`, `return`, jump, label, simple
    }
    var kind: Kind
    /// From the first to past the last token.
    var tokens: Range<Int>
    /// The tokens between the parentheses of a condition.
    var header: Range<Int>?
    var parent: Int?
    /// In order. An `if` has one or two; a lambda's body is a child of the statement it stands in.
    var children: [Int] = []
  }

  struct Function: Sendable {
    /// From the first token of the declaration to the brace.
    var signature: Range<Int>
    /// The statement that is its body.
    var body: Int
  }

  let bytes: [UInt8]
  let tokens: [Token]
  let directives: [Range<Int>]
  var statements: [Statement] = []
  var functions: [Function] = []

  init(_ bytes: [UInt8]) {
    let tokenizer = Tokenizer(bytes)
    self.bytes = bytes
    tokens = tokenizer.tokens
    directives = tokenizer.directives
    var parser = OutlineParser(tokens)
    parser.parseFile()
    statements = parser.statements
    functions = parser.functions
  }

  // MARK: Places

  /// Byte offsets of a statement.
  func range(_ statement: Int) -> Range<Int> {
    let tokens = statements[statement].tokens
    return self.tokens[tokens.lowerBound].range
      .lowerBound..<self.tokens[tokens.upperBound - 1].range.upperBound
  }

  /// The smallest statement around the byte.
  func statement(at offset: Int) -> Int? {
    var found: Int?
    var candidates = functions.map(\.body)
    while let next = candidates.first(where: { range($0).contains(offset) }) {
      found = next
      candidates = statements[next].children
    }
    return found
  }

  func function(around statement: Int) -> Function? {
    var body = statement
    while let parent = statements[body].parent { body = parent }
    return functions.first { $0.body == body }
  }

  /// The statement itself and all around it, innermost first.
  func ancestors(of statement: Int) -> [Int] {
    var result = [statement]
    while let parent = statements[result.last!].parent { result.append(parent) }
    return result
  }

  /// The first token at or behind the byte.
  func token(at offset: Int) -> Int {
    var (low, high) = (0, tokens.count)
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].range.upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The body of an `if`, `else` or loop that has no braces.
  func isLoneBody(_ statement: Int) -> Bool {
    guard statements[statement].kind != .compound, let parent = statements[statement].parent else {
      return false
    }
    switch statements[parent].kind {
    case .if, .loop, .doLoop: return true
    default: return false
    }
  }

  /// A statement of a block that control never leaves at its end.
  func isJump(_ statement: Int) -> Bool {
    switch statements[statement].kind {
    case .return, .jump: true
    case .compound: statements[statement].children.last.map(isJump) ?? false
    case .if:
      statements[statement].children.count == 2 && statements[statement].children.allSatisfy(isJump)
    default: false
    }
  }

  /// Statements of the same block that come before it, the nearest first.
  func siblings(before statement: Int) -> [Int] {
    guard let parent = statements[statement].parent, statements[parent].kind == .compound else { return [] }
    return statements[parent].children.prefix { $0 != statement }.reversed()
  }

  func siblings(after statement: Int) -> [Int] {
    guard let parent = statements[statement].parent, statements[parent].kind == .compound else { return [] }
    return Array(statements[parent].children.drop { $0 != statement }.dropFirst())
  }

  /// All statements inside, itself first.
  func descendants(of statement: Int) -> [Int] {
    [statement] + statements[statement].children.flatMap(descendants)
  }

  /// The words of a stretch of tokens.
  func texts(_ range: Range<Int>) -> [String] { tokens[range].map(\.text) }

  /// The source between two tokens, as written.
  func text(_ range: Range<Int>) -> String {
    guard let first = tokens[range].first, let last = tokens[range].last else { return "" }
    return String(decoding: bytes[first.range.lowerBound..<last.range.upperBound], as: UTF8.self)
  }

  /// The token that closes the bracket at `open`.
  func closing(_ open: Int) -> Int? { OutlineParser.closing(open, in: tokens) }
}
