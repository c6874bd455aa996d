import EditorFeatures
import Testing

@Suite("Inlay hints")
struct InlayHintTests {
  /// The text with hints in guillemets where they stand.
  private func hinted(_ text: String, named name: String) throws -> String {
    try looking(at: text, named: name) { looked, path in
      var bytes = Array(text.utf8)
      for hint in looked.view(of: path, text).inlayHints().reversed() {
        bytes.insert(contentsOf: Array("«\(hint.label)»".utf8), at: hint.offset)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  @Test("A new owner in C, and none where memory is only borrowed or passed on")
  func owner() throws {
    let text = """
      #include <stdlib.h>
      char *f(char *given) {
        char *mine = malloc(8);
        char *same = mine;
        char *theirs = given;
        (void)same;
        (void)theirs;
        return mine;
      }
      """
    #expect(try hinted(text, named: "owner.c") == text.replacing("*mine =", with: "*mine«owner» ="))
  }

  @Test("Where an owner moved to, and what a closing brace releases")
  func moves() throws {
    let text = """
      #include <memory>
      #include <utility>
      void sink(std::unique_ptr<int> taken) { *taken = 1; }
      void f() {
        auto p = std::make_unique<int>(1);
        auto q = std::move(p);
        auto r = std::make_unique<int>(2);
        sink(std::move(r));
      }
      """
    let expected =
      text
      .replacing("move(p)", with: "move(p«moved → q»)")
      .replacing("move(r)", with: "move(r«moved → sink»)")
      .replacing("*taken = 1; }", with: "*taken = 1; }«freed here: taken»")
    #expect(try hinted(text, named: "moves.cpp") == expected + "«freed here: q»")
  }
}
