import Findings
import SourceText
import Testing

@Suite struct TextEditTests {
  private func edit(_ start: Int, _ end: Int, _ text: String, in path: String = "a.c") -> TextEdit {
    let zero = TextPosition(line: 1, column: 1)
    return TextEdit(
      range: SourceRange(path: path, startOffset: start, endOffset: end, start: zero, end: zero),
      newText: text)
  }

  @Test func editsAreAppliedTogether() {
    let edits = [
      edit(6, 6, "!"), edit(0, 1, "J"), edit(2, 4, ""), edit(0, 0, "x", in: "b.c"), edit(6, 6, "?"),
    ]
    #expect(String(decoding: edits.applied(to: Array("Hello.".utf8), of: "a.c"), as: UTF8.self) == "Jeo.!?")
    #expect(String(decoding: edits.applied(to: Array("y".utf8), of: "b.c"), as: UTF8.self) == "xy")
  }

  @Test func placesMoveWithTheTextInFront() {
    let edits = [edit(2, 4, "12345"), edit(6, 6, "ab")]
    #expect((0...7).map { edits.newOffset(of: $0, in: "a.c") } == [0, 1, 2, 2, 7, 8, 11, 12])
    #expect(edits.newOffset(of: 5, in: "b.c") == 5)
  }

  @Test func insertionsAtOnePlaceDoNotOverlap() {
    func fix(_ edits: TextEdit...) -> Fix { Fix(title: "", edits: edits) }
    #expect(!fix(edit(3, 3, "a")).overlaps(fix(edit(3, 3, "b"))))
    #expect(!fix(edit(3, 5, "a")).overlaps(fix(edit(5, 6, "b"))))
    #expect(!fix(edit(3, 5, "a")).overlaps(fix(edit(3, 3, "b"))))
    #expect(fix(edit(3, 5, "a")).overlaps(fix(edit(4, 4, "b"))))
    #expect(fix(edit(3, 5, "a")).overlaps(fix(edit(3, 4, ""))))
    #expect(!fix(edit(3, 5, "a")).overlaps(fix(edit(3, 5, "a", in: "b.c"))))
  }
}
