import CLibClang

/// `new T` or `new T[n]`, `delete p` or `delete[] p`: the tree does not say, the text does.
extension TranslationUnit {
  /// nil when the text is not where it should be.
  package func isArrayDelete(_ tree: SyntaxTree, _ node: NodeID) -> Bool? {
    guard var scanner = scanner(at: spelledStart(tree, node), behind: "delete") else { return nil }
    return scanner.next()?.isPunctuation("[") ?? false
  }

  /// nil also for placement forms, which allocate nothing.
  package func isArrayNew(_ tree: SyntaxTree, _ node: NodeID) -> Bool? {
    guard var scanner = scanner(at: spelledStart(tree, node), behind: "new") else { return nil }
    var isFirst = true
    var depth = 0
    while let token = scanner.next() {
      if isFirst, token.isPunctuation("(") { return nil }
      isFirst = false
      if token.isPunctuation("<") { depth += 1 }
      if token.isPunctuation(">") { depth -= 1 }
      guard depth == 0 else { continue }
      if token.isPunctuation("[") { return true }
      for end in ["(", "{", ";", ",", ")", "}", "]", "?"] as [StaticString] where token.isPunctuation(end) {
        return false
      }
    }
    return false
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
