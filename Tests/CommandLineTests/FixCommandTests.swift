import Foundation
import JSONText
import TestSupport
import Testing

@Suite("lint --fix")
struct FixCommandTests {
  private let fixed = Program.leak.replacing(
    "  if (n > 3) return 2;", with: "  if (n > 3) {\n    free(p);\n    return 2;\n  }")

  private func text(_ sandbox: Sandbox, _ name: String) throws -> String {
    try String(contentsOfFile: sandbox[name], encoding: .utf8)
  }

  @Test func whatIsFixedIsWrittenAndCounted() throws {
    let sandbox = try Sandbox(["leak.c": Program.leak])
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: sandbox["leak.c"])
    let result = try sandbox.ownscope("lint", "--fix", "leak.c")
    #expect(result.exitCode == 0)
    #expect(result.output.hasPrefix("leak.c:5:14: leak: Release `p` with `free` before returning\n"))
    #expect(result.output.hasSuffix("1 finding fixed, 0 remain\n"))
    #expect(try text(sandbox, "leak.c") == fixed)
    let attributes = try FileManager.default.attributesOfItem(atPath: sandbox["leak.c"])
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.contentsOfDirectory(atPath: sandbox.path) == ["leak.c"])
    #expect(try sandbox.ownscope("lint", "leak.c").exitCode == 0)
  }

  @Test func aDryRunShowsADiffThatPatchReadsAndWritesNothing() throws {
    let sandbox = try Sandbox(["src/leak.c": Program.leak])
    let result = try sandbox.ownscope("lint", "--fix-dry-run", "src")
    #expect(result.exitCode == 2)
    #expect(result.output.contains("--- a/src/leak.c\n+++ b/src/leak.c\n@@ -2,7 +2,10 @@\n"))
    #expect(result.output.hasSuffix("1 finding can be fixed, 0 would remain\n"))
    #expect(try text(sandbox, "src/leak.c") == Program.leak)
    try sandbox.write("fix.diff", result.output)
    let applied = try run(
      "/usr/bin/env", ["git", "apply", "fix.diff"], directory: URL(fileURLWithPath: sandbox.path))
    #expect(applied.exitCode == 0, "\(applied.errors)")
    #expect(try text(sandbox, "src/leak.c") == fixed)
  }

  @Test func theExitStatusGoesByWhatRemains() throws {
    // What another branch has stored away must not be released.
    let kept = """
      #include <stdlib.h>
      struct list { char *item; };
      int keeps(struct list *l, int n) {
        char *p = malloc(8);
        if (n > 3) l->item = p;
        return n;
      }

      """
    let sandbox = try Sandbox(["leak.c": Program.leak, "kept.c": kept])
    let result = try sandbox.ownscope("lint", "--fix", "leak.c", "kept.c")
    #expect(result.exitCode == 2)
    #expect(result.output.contains("kept.c:6:3: error: "))
    #expect(result.output.hasSuffix("1 finding fixed, 1 remains\n"))
    #expect(try text(sandbox, "kept.c") == kept)
    #expect(try text(sandbox, "leak.c") == fixed)
  }

  @Test func whatIsSilencedOrKnownStays() throws {
    let silenced = Program.leak.replacing("return 2;", with: "return 2; // NOLINT(ownscope-leak)")
    let sandbox = try Sandbox(["a.c": silenced, "b.c": Program.leak.replacing("leaks", with: "old")])
    _ = try sandbox.ownscope("lint", "b.c", "--write-baseline", "base.json")
    let result = try sandbox.ownscope("lint", "--fix", "a.c", "b.c", "--baseline", "base.json")
    #expect(result.output == "0 findings fixed, 0 remain\n")
    #expect(try text(sandbox, "a.c") == silenced)
    #expect(try text(sandbox, "b.c") == Program.leak.replacing("leaks", with: "old"))
  }

  @Test(
    "What may have no value is not released",
    arguments: [("char *p;", "p"), ("char *p[2];", "p[1]"), ("struct { char *text; } p;", "p.text")])
  func noValue(_ declaration: String, _ place: String) throws {
    let program = """
      #include <stdlib.h>
      int sometimes(int n) {
        \(declaration)
        if (n > 3) \(place) = malloc(8);
        if (n > 5) return 1;
        if (n > 3) free(\(place));
        return 0;
      }

      """
    let sandbox = try Sandbox(["a.c": program])
    let result = try sandbox.ownscope("lint", "--fix", "a.c")
    #expect(result.exitCode == 2)
    #expect(try text(sandbox, "a.c") == program)
  }

  @Test func whereNullIsRefusedItIsTestedFor() throws {
    let program = """
      #include <stdio.h>
      int reads(int n) {
        FILE *f = fopen("x", "r");
        if (n > 3) return 1;
        if (f != NULL) fclose(f);
        return 0;
      }

      """
    let sandbox = try Sandbox(["a.c": program])
    #expect(try sandbox.ownscope("lint", "--fix", "a.c").exitCode == 0)
    #expect(
      try text(sandbox, "a.c").contains("  if (n > 3) {\n    if (f != NULL) fclose(f);\n    return 1;\n  }\n")
    )
  }

  @Test func headersOutsideOfTheProjectStay() throws {
    let header = """
      #pragma once
      #include <stdlib.h>
      static inline void twice(char *p) {
        free(p);
        free(p);
      }

      """
    let source = "#include \"twice.h\"\nvoid use(void) { twice(malloc(4)); }\n"
    let sandbox = try Sandbox([
      "lib/twice.h": header, "project/twice.c": source, "project/.ownscope.yaml": "{}\n",
      "inside/include/twice.h": header, "inside/twice.c": source,
    ])
    func fix(_ folder: String, _ include: String) throws -> CommandResult {
      try run(
        Repository.ownscope.path, ["lint", "--fix", "twice.c", "--", "-I\(include)"],
        directory: URL(fileURLWithPath: sandbox[folder]))
    }
    #expect(try fix("project", sandbox["lib"]).exitCode == 2)
    #expect(try text(sandbox, "lib/twice.h") == header)
    #expect(try fix("inside", sandbox["inside/include"]).exitCode == 0)
    #expect(
      try text(sandbox, "inside/include/twice.h")
        == header.replacing("  free(p);\n  free(p);\n", with: "  free(p);\n"))
  }

  @Test func twoLeaksOfOneStatementAreFixedTogether() throws {
    let program = """
      #include <stdlib.h>
      int both(int n) {
      \tchar *a = malloc(8);
      \tchar *b = malloc(8);
      \tif (n > 3)
      \t\treturn 1; /* early */
      \tfree(a);
      \tfree(b);
      \treturn 0;
      }

      """
    let sandbox = try Sandbox(["a.c": program.replacing("\n", with: "\r\n")])
    let result = try sandbox.ownscope("lint", "--fix", "a.c")
    #expect(result.exitCode == 0)
    let expected = program.replacing(
      "\tif (n > 3)\n\t\treturn 1; /* early */\n",
      with: "\tif (n > 3) {\n\t\tfree(a);\n\t\tfree(b);\n\t\treturn 1; /* early */\n\t}\n")
    #expect(try text(sandbox, "a.c") == expected.replacing("\n", with: "\r\n"))
  }

  @Test func nothingIsChangedInsideOfMacros() throws {
    let program = """
      #include <stdlib.h>
      #define BODY char *p = malloc(8); if (n > 3) return 1; free(p);
      int hidden(int n) {
        BODY
        return 0;
      }

      """
    let sandbox = try Sandbox(["a.c": program])
    #expect(try sandbox.ownscope("lint", "--fix", "a.c").exitCode == 2)
    #expect(try text(sandbox, "a.c") == program)
  }

  @Test("New variables hide none of the user's; macros, conditions and literals of any kind are survived")
  func awkwardText() throws {
    let source = """
      #include <stdio.h>
      #include <stdlib.h>
      #define BAIL return 1;
      #define PREFIX "x"
      int shadowed(int n) {
        int result = 7;
        int *p = malloc(sizeof *p);
        if (!p) return 0;
        *p = n;
        if (n > 3) return result + *p;
        free(p);
        return result;
      }
      int hidden(int n) {
        char *s = malloc(4);
        if (n > 3) { BAIL }
        free(s);
        return 0;
      }
      int opened(const char *n, int m) {
        FILE *f = NULL;
        if ((f = fopen(n && m ? "a" : "b", "r")) != NULL) {
          if (m > 7) return 1;
          fclose(f);
        }
        return 0;
      }
      int printed(int n) {
        char *s = malloc(4);
        printf(PREFIX"hello\\n");
        if (n > 3) return 1;
        free(s);
        return 0;
      }

      """
    let sandbox = try Sandbox(["awkward.c": source])
    let result = try sandbox.ownscope("lint", "--fix", "awkward.c")
    #expect(result.exitCode == 0)
    #expect(result.output.hasSuffix("4 findings fixed, 0 remain\n"))
    let changed = try text(sandbox, "awkward.c")
    #expect(changed.contains("int result2 = result + *p;"))
    #expect(changed.contains("return result2;"))
  }

  @Test func aSourceThatAnotherIncludesIsJudgedWithIt() throws {
    let sandbox = try Sandbox([
      "a.c": """
      #include <stdlib.h>
      #ifndef NAME
      #define NAME fa
      #endif
      int NAME(int n) {
        char *s = malloc(4);
        if (n > 3) return 1;
        free(s);
        return 0;
      }

      """,
      "b.c": "#define NAME fb\n#include \"a.c\"\n",
    ])
    _ = try sandbox.ownscope("lint", "--fix", "a.c", "b.c")
    let fixedText = try text(sandbox, "a.c")
    let again = try sandbox.ownscope("lint", "a.c", "b.c")
    #expect(again.exitCode == 0, "\(fixedText)\(again.output)")
  }

  @Test func fixesAreCarriedInJSONAndSARIFWhenAskedFor() throws {
    let sandbox = try Sandbox(["leak.c": Program.leak])
    let plain = try JSONValue(parsing: try sandbox.ownscope("lint", "--format", "json", "leak.c").output)
    #expect(plain["findings"]?[0]?["fixes"] == nil)
    let json = try JSONValue(
      parsing: try sandbox.ownscope("lint", "--fixes", "--format", "json", "leak.c").output)
    let fix = json["findings"]?[0]?["fixes"]?[0]
    #expect(fix?["title"] == "Release `p` with `free` before returning")
    #expect(fix?["edits"]?[0]?["path"] == "leak.c")
    let sarif = try JSONValue(
      parsing: try sandbox.ownscope("lint", "--fixes", "--format", "sarif", "leak.c").output)
    let change = sarif["runs"]?[0]?["results"]?[0]?["fixes"]?[0]?["artifactChanges"]?[0]
    #expect(change?["artifactLocation"]?["uri"] == "leak.c")
    #expect(change?["replacements"]?[0]?["deletedRegion"]?["startLine"] == 5)
    #expect(try sandbox.ownscope("lint", "--fixes", "leak.c").exitCode == 1)
  }

  @Test func aLinkOfARingBecomesWeak() throws {
    let program = """
      #include <memory>
      struct Person {
        std::shared_ptr<Person> best;
      };
      void part(Person &person) { person.best = nullptr; }
      int main() {
        auto ann = std::make_shared<Person>();
        auto bob = std::make_shared<Person>();
        ann->best = bob;
        bob->best = ann;
      }

      """
    let sandbox = try Sandbox(["a.cpp": program])
    #expect(try sandbox.ownscope("lint", "--fix", "a.cpp").exitCode == 0)
    #expect(
      try text(sandbox, "a.cpp")
        == program.replacing("std::shared_ptr<Person> best", with: "std::weak_ptr<Person> best")
        .replacing("best = nullptr", with: "best.reset()"))
  }
}
