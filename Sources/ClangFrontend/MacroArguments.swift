import CLibClang

/// Attributes inside macros: `#define OWNED(f) __attribute__((malloc(f)))` spells the argument as `f`, and the
/// use of the macro says what `f` is.
extension TranslationUnit {
  func substituting(
    _ attribute: SourceAttribute, spelled: (file: Int32, offset: UInt32), shown: (file: Int32, offset: UInt32)
  ) -> SourceAttribute {
    guard !attribute.arguments.isEmpty, spelled.file != shown.file || spelled.offset != shown.offset,
      let definition = macroDefinition(around: spelled), shown.file >= 0
    else { return attribute }
    var scanner = TokenScanner(files[Int(shown.file)].contents, from: Int(shown.offset))
    guard scanner.next()?.string == definition.name else { return attribute }
    let values = Self.parenthesizedList(&scanner)
    var result = attribute
    result.arguments = attribute.arguments.map { argument in
      guard let index = definition.parameters.firstIndex(of: argument), index < values.count else {
        return argument
      }
      return values[index]
    }
    return result
  }

  /// Name and parameters of the `#define` whose body the place is in.
  private func macroDefinition(around place: (file: Int32, offset: UInt32)) -> (
    name: String, parameters: [String]
  )? {
    let contents = files[Int(place.file)].contents
    var start = min(Int(place.offset), contents.count)
    // Back to the start of the logical line.
    while start > 0 {
      if contents[start - 1] == UInt8(ascii: "\n"), start < 2 || contents[start - 2] != UInt8(ascii: "\\") {
        break
      }
      start -= 1
    }
    var scanner = TokenScanner(contents, from: start)
    guard scanner.next()?.isPunctuation("#") == true, scanner.next()?.isWord("define") == true,
      let name = scanner.next(), name.kind == .word
    else { return nil }
    return (name.string, Self.parenthesizedList(&scanner))
  }

  /// `(a, b)` → its parts; empty when there is no parenthesis.
  static func parenthesizedList(_ scanner: inout TokenScanner) -> [String] {
    var ahead = scanner
    guard ahead.next()?.isPunctuation("(") == true else { return [] }
    var parts: [String] = []
    var text = ""
    var depth = 0
    while let token = ahead.next() {
      if token.isPunctuation("(") { depth += 1 }
      if token.isPunctuation(")") {
        if depth == 0 { break }
        depth -= 1
      }
      if depth == 0, token.isPunctuation(",") {
        parts.append(text)
        text = ""
      } else {
        text += token.string
      }
    }
    if !text.isEmpty { parts.append(text) }
    scanner = ahead
    return parts
  }
}
