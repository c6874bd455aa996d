import SourceText
import Testing

@Suite("Places as editors count them")
struct TextEncodingTests {
  private static let text = "int a;\r\n/* \u{E9}\u{20AC}\u{1F600} */ b\n\n\u{1F600}\u{1F600}x\rend"

  @Test("Every character's place goes there and back", arguments: TextEncoding.allCases)
  func roundTrip(encoding: TextEncoding) {
    let text = EditableText(Self.text)
    var offset = 0
    for scalar in Self.text.unicodeScalars {
      // Inside of a line break there is no place of its own.
      if !(scalar == "\n" && offset > 0 && text.bytes[offset - 1] == 0x0D) {
        let position = text.position(of: offset, encoding: encoding)
        #expect(text.offset(of: position, encoding: encoding) == offset, "\(encoding) \(offset)")
      }
      offset += String(scalar).utf8.count
    }
  }

  @Test("Columns are what the encoding's own counting says")
  func columns() {
    let text = EditableText(Self.text)
    let line = Array("/* \u{E9}\u{20AC}\u{1F600} */ b".unicodeScalars)
    var prefix = ""
    for scalar in line {
      let offset = 8 + prefix.utf8.count
      #expect(text.position(of: offset, encoding: .utf8) == .init(line: 1, character: prefix.utf8.count))
      #expect(text.position(of: offset, encoding: .utf16) == .init(line: 1, character: prefix.utf16.count))
      #expect(text.position(of: offset, encoding: .utf32) == .init(line: 1, character: prefix.unicodeScalars.count))
      prefix.unicodeScalars.append(scalar)
    }
  }

  @Test("Places outside of the text are brought back into it", arguments: TextEncoding.allCases)
  func outside(encoding: TextEncoding) {
    let text = EditableText(Self.text)
    func offset(_ line: Int, _ character: Int) -> Int {
      text.offset(of: .init(line: line, character: character), encoding: encoding)
    }
    #expect(offset(-1, 5) == 0)
    #expect(offset(0, -3) == 0)
    #expect(offset(0, 100) == 6)
    #expect(offset(2, 4) == offset(2, 0))
    #expect(offset(100, 0) == text.bytes.count)
    #expect(offset(4, 1000) == text.bytes.count)
  }

  @Test("The middle of a character is its beginning")
  func middle() {
    let text = EditableText("\u{1F600}x")
    #expect(text.offset(of: .init(line: 0, character: 1), encoding: .utf16) == 0)
    #expect(text.offset(of: .init(line: 0, character: 2), encoding: .utf8) == 0)
  }

  @Test("Edits change what lies between two places, in whichever order they are given")
  func edits() {
    var text = EditableText("one\ntwo\nthree\n")
    text.replace(from: .init(line: 2, character: 2), to: .init(line: 1, character: 1), with: "X", encoding: .utf16)
    #expect(text.string == "one\ntXree\n")
    text.replace(from: .init(line: 9, character: 0), to: .init(line: 9, character: 9), with: "end", encoding: .utf16)
    #expect(text.string == "one\ntXree\nend")
    #expect(text.position(of: text.bytes.count, encoding: .utf8) == .init(line: 2, character: 3))
  }

  @Test("URIs are read as editors write them, and written as the standard says")
  func uris() {
    #expect(DocumentURI.path(of: "file:///a/b%20c.c") == "/a/b c.c")
    #expect(DocumentURI.path(of: "file://localhost/a/../b.c") == "/b.c")
    #expect(DocumentURI.path(of: "FILE:/a/./b.c#x") == "/a/b.c")
    #expect(DocumentURI.path(of: "file:///a/%e2%82%ac.c") == "/a/\u{20AC}.c")
    for bad in ["untitled:1", "https://x/a.c", "file://other/a.c", "file:a.c", "file:///a%0", "file:///a%00b", ""] {
      #expect(DocumentURI.path(of: bad) == nil, "\(bad)")
    }
    #expect(DocumentURI.uri(of: "/a b/\u{20AC}+.c") == "file:///a%20b/%E2%82%AC%2B.c")
  }
}
