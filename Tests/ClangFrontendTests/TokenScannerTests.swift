import Testing

@testable import ClangFrontend

@Suite struct TokenScannerTests {
  private func tokens(_ text: String) -> [String] {
    var text = text
    return text.withUTF8 { bytes in
      var scanner = TokenScanner(bytes, from: 0)
      var tokens: [String] = []
      while let token = scanner.next() { tokens.append(token.string) }
      return tokens
    }
  }

  @Test("comments and line continuations are blanks; strings are one token")
  func scanning() {
    #expect(
      tokens("for /* ; */ (i=0; // x\n i<\\\n3;)") == [
        "for", "(", "i", "=", "0", ";", "i", "<", "3", ";", ")",
      ])
    #expect(tokens(#"f("a;\"b", 'c')"#) == ["f", "(", #""a;\"b""#, ",", "'c'", ")"])
    #expect(tokens("/* open") == [])
    #expect(tokens("\"open") == ["\"open"])
  }

  @Test("escape sequences") func escapes() {
    #expect(EscapeSequences.resolved(#"a\n\t\x41\101\0\\"#) == "a\n\tAA\0\\")
  }
}
