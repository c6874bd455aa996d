import CLibClang

/// `new T` or `new T[n]`, `delete p` or `delete[] p`: the tree does not say, the text does.
extension TranslationUnit {
  /// nil when the text is not where it should be.
  package func isArrayDelete(_ tree: SyntaxTree, _ node: NodeID) -> Bool? {
    guard var scanner = scanner(at: spelledStart(tree, node), behind: "delete") else { return nil }
    return scanner.next()?.isPunctuation("[") ?? false
  }

  /// How a `new` is written.
  package struct NewForm: Equatable {
    package var isArray = false
    /// Arguments in parentheses in front of the type.
    package var placementCount = 0
  }

  /// nil when the text is not where it should be.
  package func newForm(_ tree: SyntaxTree, _ node: NodeID) -> NewForm? {
    guard var scanner = scanner(at: spelledStart(tree, node), behind: "new") else { return nil }
    var form = NewForm()
    guard var token = scanner.next() else { return nil }
    if token.isPunctuation("(") {
      let count = Self.argumentsToClosing(&scanner)
      guard let next = scanner.next() else { return form }
      token = next
      // `new (T)`, `new (T)[3]`: the parentheses are the type's.
      if next.isPunctuation("[") { return NewForm(isArray: true) }
      guard next.kind == .word || next.isPunctuation(":") || next.isPunctuation("(") else { return form }
      form.placementCount = count
    }
    var depth = 0
    while true {
      if token.isPunctuation("<") { depth += 1 }
      if token.isPunctuation(">") { depth -= 1 }
      if depth == 0 {
        if token.isPunctuation("[") {
          form.isArray = true
          return form
        }
        for end in ["(", "{", ";", ",", ")", "}", "]", "?"] as [StaticString] where token.isPunctuation(end) {
          return form
        }
      }
      guard let next = scanner.next() else { return form }
      token = next
    }
  }

  /// Reads on behind the parenthesis that closes; the number of arguments in between.
  private static func argumentsToClosing(_ scanner: inout TokenScanner) -> Int {
    var depth = 0
    var commas = 0
    var isEmpty = true
    while let token = scanner.next() {
      if token.isPunctuation("(") || token.isPunctuation("[") || token.isPunctuation("{") {
        depth += 1
      } else if token.isPunctuation(")") || token.isPunctuation("]") || token.isPunctuation("}") {
        if depth == 0 { return isEmpty ? 0 : commas + 1 }
        depth -= 1
      } else if depth == 0, token.isPunctuation(",") {
        commas += 1
      }
      isEmpty = false
    }
    return isEmpty ? 0 : commas + 1
  }

  /// A scanner behind the keyword, which may have `::` in front.
  private func scanner(at place: (file: Int32, offset: UInt32), behind keyword: StaticString) -> TokenScanner?
  {
    guard place.file >= 0 else { return nil }
    var scanner = TokenScanner(files[Int(place.file)].contents, from: Int(place.offset))
    var token = scanner.next()
    while token?.isPunctuation(":") == true { token = scanner.next() }
    return token?.isWord(keyword) == true ? scanner : nil
  }
}
