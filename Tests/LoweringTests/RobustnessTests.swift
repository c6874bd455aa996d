import ClangFrontend
import Foundation
import Lowering
import OwnershipIR
import Testing

/// Source that is broken, deep or old is analysed for what is there.
@Suite struct RobustnessTests {
  private func nested(_ open: String, _ middle: String, _ close: String, _ depth: Int) -> String {
    String(repeating: open, count: depth) + middle + String(repeating: close, count: depth)
  }

  @Test("10,000 parentheses") func parentheses() throws {
    let text = try lowered("int f(int x) { return \(nested("(", "x", ")", 10_000)); }")
    #expect(text.contains("return r0"))
  }

  @Test("3,000 else if") func elseIf() throws {
    let chain = (0..<3_000).map { "if (x == \($0)) g(\($0)); else " }.joined()
    let module = try module("void g(int); void f(int x) { \(chain) g(-1); }")
    let body = try module.body("f")
    #expect(body.blocks.count > 6_000)
    #expect(module.verify().isEmpty)
  }

  @Test("10,000 terms of one sum") func additions() throws {
    let sum = String(repeating: "a + ", count: 9_999) + "a"
    #expect(try lowered("int f(int a) { return \(sum); }").contains("r19998 = add"))
  }

  @Test("10,000 operands of &&") func conjunctions() throws {
    let operands = String(repeating: "a && ", count: 9_999) + "a"
    #expect(try lowered("int f(int a) { if (\(operands)) return 1; return 0; }").contains("b10000:"))
  }

  @Test("8,000 nested case labels and 5,000 negations") func labelsAndNegations() throws {
    let labels = (0..<8_000).map { "case \($0): " }.joined()
    #expect(try lowered("int f(int a) { switch (a) { \(labels) return a; } return 0; }").contains("7999: b1"))
    #expect(try lowered("int f(int a) { return \(nested("!", "a", "", 5_000)); }").contains("r1 = ne r0, 0"))
  }

  @Test("a missing header does not hide the others") func missingHeader() throws {
    let module = try module(
      """
      #include "nowhere.h"
      #include <stdlib.h>
      int *f(void) { return malloc(4); }
      int g(void) { return undeclared; }
      """)
    let f = try module.body("f")
    #expect(!f.hasErrors)
    let g = try module.body("g")
    #expect(g.hasErrors)
  }

  @Test(
    "broken code",
    arguments: [
      "int f(int a { return ]; }", "void f(void) { int *p = malloc(3) foo(p) }",
      "void f(void *p) { void e = 0; *p; *p = e; }", "int f(unknown_t n) { if (n < 0) return 1; return n; }",
      "}", "{",
    ])
  func brokenCode(_ source: String) throws {
    #expect(try module(source).verify().isEmpty)
  }

  @Test("a path ends where a statement does not compile or is left out", arguments: [[], ["-x", "c++"]])
  func pathsEndAtErrors(arguments: [String]) throws {
    let text = try lowered(
      """
      #ifdef __cplusplus
      extern "C"
      #endif
      void free(void *);
      struct person { char *name; };
      void f(struct person *p, int n) { free(p); if (n) { return unknown; } free(p->nmae); free(p->name); }
      """, arguments: arguments)
    #expect(text.components(separatedBy: "&free(").count == 2)
    #expect(text.contains("errors") && text.contains("unknown"))
  }

  @Test("an empty file and one of junk") func junk() throws {
    #expect(try module("").functions.isEmpty)
    let junk = String(
      decoding: (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7_919 &+ $0 &* $0) }, as: UTF8.self)
    #expect(try module(junk).verify().isEmpty)
  }

  @Test("C before prototypes") func oldC() throws {
    let text = try lowered(
      """
      f(a, p) int a; char *p; { p = malloc(a); g(p, 1); return p; }
      """)
    #expect(
      text == #"""
        function &f(%a 'int', %p 'char *') -> 'int' {
        b0:
          r0 = load 'int' [%a]  `a`
          r1 = call 'void *' &malloc(r0 `a`)  `malloc`
          store 'char *' [%p], r1  `p`
          end
          r2 = load 'char *' [%p]  `p`
          r3 = call 'int' &g(r2 `p`, 1 `1`)  `g`
          end
          r4 = load 'char *' [%p]  `p`
          r5 = convert r4, 'char *' to 'int'
          return r5
        }
        """#)
  }

  @Test("the same file gives the same module") func deterministic() throws {
    let source = """
      struct n { struct n *next; char *name; };
      int g(struct n *);
      static struct n first;
      int f(struct n *p) { for (; p; p = p->next) if (g(p)) return 1; return g(&first); }
      """
    #expect(try module(source).printed() == module(source).printed())
  }
}

extension RobustnessTests {
  @Test("OpenMP regions are ordinary code") func parallelRegions() throws {
    let text = try lowered(
      """
      int f(int n) {
        int s = 0;
        #pragma omp parallel for reduction(+:s)
        for (int i = 0; i < n; i++) s += i;
        return s;
      }
      """, arguments: ["-fopenmp"])
    #expect(text.contains("`i < n`"))
  }
}
