import EditorFeatures
import Testing

@Suite("Highlights")
struct HighlightTests {
  private let text = """
    #include <stdlib.h>
    #include <string.h>
    void f(const char *from) {
      char *copy = strdup(from);
      if (!copy) return;
      char *second = copy;
      copy[0] = 'x';
      int other = 3;
      free(second);
    }
    """

  /// What is lit, as text with its kind.
  private func lit(at offset: Int) throws -> [String] {
    try looking(at: text, named: "life.c") { looked, path in
      looked.view(of: path, text, at: offset).highlights(at: offset).map {
        "\($0.kind) \(String(decoding: Array(text.utf8)[$0.range], as: UTF8.self))"
      }
    }
  }

  @Test("The whole life of an object is lit from any of its names: made, named, used, released")
  func life() throws {
    let fromName = try lit(at: text.offset(of: "copy[0]"))
    #expect(
      fromName == [
        "write copy", "write strdup", "read copy", "write second", "read copy", "read copy", "read copy[0]",
        "write free", "read second",
      ])
    #expect(try lit(at: text.offset(of: "second)")) == fromName)
    #expect(try lit(at: text.offset(of: "strdup")) == fromName)
    #expect(try lit(at: text.offset(of: "free(")) == fromName)
  }

  @Test("What owns nothing lights nothing")
  func nothing() throws {
    #expect(try lit(at: text.offset(of: "other")).isEmpty)
    #expect(try lit(at: text.offset(of: "void")).isEmpty)
    #expect(try lit(at: text.utf8.count + 7).isEmpty)
  }
}
