import Foundation
import TestSupport
import Testing

@Suite("Files that a linker would refuse together")
struct SeparateProgramsTests {
  @Test("Each main is the start of a program, and each file means its own functions and classes")
  func mains() throws {
    let folder = try Sandbox([
      "a.c": """
        #include <stdlib.h>
        void drop(char *p) { free(p); }
        int main(void) { char *p = malloc(1); drop(p); return 0; }
        """,
      "b.c": """
        #include <stdlib.h>
        void drop(char *p) { (void)p; }
        int main(void) {
          char *p = malloc(1);
          drop(p);
          return 0;
        }
        """,
      "c.cpp": "struct Node { int *v = new int; ~Node() { delete v; } };\nint main() { Node n; return 0; }\n",
      "d.cpp": "struct Node { int *v = new int; ~Node() {} };\nint main() {\n  Node n;\n  return 0;\n}\n",
      "e.cpp": """
        struct Shape { virtual ~Shape() {} virtual void end(int *p) {} };
        struct Round : Shape { void end(int *p) override { delete p; } };
        int main() { Round r; Shape &s = r; s.end(new int); return 0; }
        """,
      "f.cpp": """
        struct Shape { virtual ~Shape() {} virtual void end(int *p) {} };
        struct Round : Shape { void end(int *p) override {} };
        int main() {
          Round r;
          Shape &s = r;
          s.end(new int);
          return 0;
        }
        """,
    ])
    let findings = try lint(
      ["a.c", "b.c", "c.cpp", "d.cpp", "e.cpp", "f.cpp"], in: URL(fileURLWithPath: folder.path)
    ).findings
    #expect(findings.map(\.path) == ["b.c", "d.cpp", "f.cpp"])
    #expect(findings.allSatisfy { $0.rule == .leak })
  }

  @Test("A file without a definition of its own means the first one's")
  func shared() throws {
    let folder = try Sandbox([
      "lib.c": "#include <stdlib.h>\nvoid drop(char *p) { free(p); }\n",
      "one.c":
        "#include <stdlib.h>\nvoid drop(char *p);\nint main(void) { char *p = malloc(1); drop(p); return 0; }\n",
      "two.c":
        "#include <stdlib.h>\nvoid drop(char *p);\nint main(void) { char *p = malloc(1); drop(p); free(p); return 0; }\n",
    ])
    let findings = try lint(["lib.c", "one.c", "two.c"], in: URL(fileURLWithPath: folder.path)).findings
    #expect(findings.map(\.path) == ["two.c"])
    #expect(findings.map(\.rule) == [.doubleFree])
  }
}
