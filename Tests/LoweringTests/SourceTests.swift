import Foundation
import OwnershipIR
import Testing

/// Spans and names are what the user wrote where the user sees it.
@Suite struct SourceTests {
  /// Text and name of every call, load and store through a pointer, and branch of `f`.
  private func shown(_ source: String) throws -> [String] {
    let module = try module(source)
    let body = try module.body("f")
    let bytes = Array(source.utf8)
    func text(_ span: Span) -> String {
      String(decoding: bytes[Int(span.start)..<Int(span.end)], as: UTF8.self)
    }
    var lines: [String] = []
    for block in body.blocks {
      for instruction in block.instructions {
        if case .call = instruction.operation {
          lines.append("call \(text(instruction.span)) | \(module[instruction.name])")
        }
      }
      if case .branch = block.terminator {
        lines.append("if \(text(block.terminatorSpan)) | \(module[block.conditionName])")
      }
      if case .return = block.terminator { lines.append("return \(text(block.terminatorSpan))") }
    }
    for argument in body.arguments {
      lines.append("argument \(text(argument.span)) | \(module[argument.name])")
    }
    return lines
  }

  @Test("a macro's body stands at its use, its argument where it is written")
  func macros() throws {
    let source = """
      void free(void *);
      #define DROP(p) do { if (p) free(p); (p) = 0; } while (0)
      void f(char *buffer) { DROP(buffer); }
      """
    #expect(
      try shown(source) == [
        "if buffer | buffer", "call DROP(buffer) | free", "return }", "argument buffer | buffer",
      ])
  }

  @Test("blanks are collapsed, long names cut")
  func names() throws {
    let source = """
      int g(int, int);
      int f(int a) {
        return g(a +
                   1, a + a + a + a + a + a + a + a + a + a + a + a + a + a + a + a + a + a);
      }
      """
    let lines = try shown(source)
    #expect(lines.contains("argument a +\n             1 | a + 1"))
    let long = try #require(lines.first { $0.hasPrefix("argument a + a + a") })
    let name = try #require(long.range(of: " | ").map { long[$0.upperBound...] })
    #expect(name.hasSuffix("…"))
    #expect(name.count <= 60)
  }

  @Test("falling off the end returns at the closing brace")
  func closingBrace() throws {
    #expect(try shown("void g(void); void f(int n) { if (n) return; g(); }").contains("return }"))
  }

  @Test("only the bodies of the file and its own headers are lowered")
  func systemHeaders() throws {
    let module = try module(
      """
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <pthread.h>
      #include <ctype.h>
      int main(void) { char *p = strdup("x"); puts(p); free(p); return toupper('a'); }
      """)
    #expect(module.functions.filter { $0.body != nil }.map { module[$0.name] } == ["main"])
    #expect(module.verify().isEmpty)
  }
}
