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
  /// `if constexpr (…)`, whose condition is decided when it is compiled.
  package func isConstexprIf(_ tree: SyntaxTree, _ node: NodeID) -> Bool {
    let start = spelledStart(tree, node)
    guard start.file >= 0 else { return false }
    var scanner = TokenScanner(files[Int(start.file)].contents, from: Int(start.offset))
    return scanner.next()?.isWord("if") == true && scanner.next()?.isWord("constexpr") == true
  }

  /// `asm goto (…)`, whose labels are in the text alone.
  package func isAssemblyJump(_ tree: SyntaxTree, _ node: NodeID) -> Bool {
    let start = spelledStart(tree, node)
    guard start.file >= 0 else { return false }
    var scanner = TokenScanner(files[Int(start.file)].contents, from: Int(start.offset))
    while let token = scanner.next(), token.kind == .word {
      if token.isWord("goto") { return true }
    }
    return false
  }

  /// The first word of the node as it is spelled, inside a macro's body when it comes from one.
  package func spelledWord(_ tree: SyntaxTree, _ node: NodeID) -> String? {
    let start = spelledStart(tree, node)
    guard start.file >= 0 else { return nil }
    var scanner = TokenScanner(files[Int(start.file)].contents, from: Int(start.offset))
    return scanner.next()?.string
  }
}

extension TranslationUnit {
  /// Whether `...` stands between two expressions: a range, not two things.
  package func isRange(_ tree: SyntaxTree, _ first: NodeID, _ second: NodeID) -> Bool {
    let (before, after) = (range(tree, first), range(tree, second))
    guard before.file >= 0, before.file == after.file, before.end <= after.start else { return false }
    let between = files[Int(before.file)].contents[Int(before.end)..<Int(after.start)]
    return between.contains(UInt8(ascii: "."))
  }
}

extension TranslationUnit {
  /// The type names of a `_Generic` selection's associations in order, spelled as the compiler spells types;
  /// `default` for that one. Empty when the text is not there to be read.
  package func genericAssociations(_ tree: SyntaxTree, _ node: NodeID) -> [String] {
    let start = spelledStart(tree, node)
    guard start.file >= 0 else { return [] }
    var scanner = TokenScanner(files[Int(start.file)].contents, from: Int(start.offset))
    guard scanner.next()?.isWord("_Generic") == true, scanner.next()?.isPunctuation("(") == true else {
      return []
    }
    var names: [String] = []
    var words: [String] = []
    var depth = 0
    var isInType = false
    while let token = scanner.next() {
      if depth == 0, token.isPunctuation(",") {
        isInType = true
        words = []
      } else if depth == 0, isInType, token.isPunctuation(":") {
        names.append(Self.typeSpelling(words))
        isInType = false
      } else if token.isPunctuation(")") || token.isPunctuation("]") || token.isPunctuation("}") {
        if depth == 0 { return names }
        depth -= 1
        words.append(token.string)
      } else {
        if token.isPunctuation("(") || token.isPunctuation("[") || token.isPunctuation("{") { depth += 1 }
        words.append(token.string)
      }
    }
    return []
  }

  /// `const`, `char`, `*` → `const char *`.
  private static func typeSpelling(_ words: [String]) -> String {
    var text = ""
    for word in words {
      if !text.isEmpty, !(word == "*" && text.hasSuffix("*")) { text += " " }
      text += word
    }
    return text
  }
}
