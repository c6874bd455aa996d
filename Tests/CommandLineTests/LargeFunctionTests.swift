import Foundation
import TestSupport
import Testing

/// Functions with more paths than can be followed: their callers still know what happens to what they pass.
@Suite("Functions too large to be followed")
struct LargeFunctionTests {
  /// A function of thousands of instructions whose every branch changes a number of its argument; `extra` stands at
  /// its end.
  private func program(extra: String, caller: String) -> String {
    let branches = (0..<300).map {
      "  if (b->state == \($0) && b->text[\($0 % 8)] > '\($0 % 10)') { b->state += b->count % \($0 + 2); b->count++; }\n"
    }
    return """
      #include <stdlib.h>
      struct buffer { char text[16]; int state; int count; };
      struct buffer *kept;
      int digest(struct buffer *b) {
      \(branches.joined())
      \(extra)
        return b->state;
      }
      \(caller)
      """
  }

  private let leaks = """
    int user(void) {
      struct buffer *b = calloc(1, sizeof *b);
      if (b == NULL) return -1;
      if (digest(b) < 0) return -1;
      free(b);
      return 0;
    }
    """

  private func findings(_ text: String) throws -> [String] {
    let result = try Sandbox(["a.c": text]).ownscope("lint", "--format", "github", "a.c")
    return result.output.split(separator: "\n").filter { $0.hasPrefix("::") }.map(String.init)
  }

  @Test func whatIsOnlyUsedStaysTheCallers() throws {
    let found = try findings(program(extra: "  b->count = 0;", caller: leaks))
    #expect(found.count == 1)
    #expect(found.first?.contains("leak") == true)
  }

  @Test func whatIsKeptIsNobodysToReport() throws {
    #expect(try findings(program(extra: "  kept = b;", caller: leaks)).isEmpty)
  }

  @Test func whatWasReleasedMustNotBePassed() throws {
    let found = try findings(
      program(
        extra: "",
        caller:
          "int user(void) { struct buffer *b = calloc(1, sizeof *b); if (!b) return 1; free(b); return digest(b); }"
      ))
    #expect(found.count == 1)
    #expect(found.first?.contains("use-after-free") == true)
  }
}
