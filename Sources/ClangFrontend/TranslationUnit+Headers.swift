import CLibClang

/// Facts that only the text knows.
extension TranslationUnit {
  /// Which of the three parts of a `for` header are written; nil when the text cannot be found.
  package func forHeaderSlots(_ tree: SyntaxTree, _ node: NodeID) -> (
    initial: Bool, condition: Bool, step: Bool
  )? {
    let start = spelledStart(tree, node)
    guard start.file >= 0 else { return nil }
    var lexer = TokenScanner(files[Int(start.file)].contents, from: Int(start.offset))
    guard lexer.next()?.isWord("for") == true, lexer.next()?.isPunctuation("(") == true else { return nil }
    var present = [false, false, false]
    var slot = 0
    var depth = 0
    while let token = lexer.next() {
      if token.isPunctuation("(") || token.isPunctuation("[") || token.isPunctuation("{") {
        depth += 1
      } else if token.isPunctuation(")") || token.isPunctuation("]") || token.isPunctuation("}") {
        if depth == 0 { return slot == 2 ? (present[0], present[1], present[2]) : nil }
        depth -= 1
      } else if depth == 0, token.isPunctuation(";") {
        slot += 1
        if slot > 2 { return nil }
        continue
      }
      present[slot] = true
    }
    return nil
  }
}

extension TranslationUnit {
  /// The first word of the node as it is spelled, inside a macro's body when it comes from one.
  package func spelledWord(_ tree: SyntaxTree, _ node: NodeID) -> String? {
    let start = spelledStart(tree, node)
    guard start.file >= 0 else { return nil }
    var scanner = TokenScanner(files[Int(start.file)].contents, from: Int(start.offset))
    return scanner.next()?.string
  }
}
