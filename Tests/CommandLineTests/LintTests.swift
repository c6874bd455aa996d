import Foundation
import JSONText
import TestSupport
import Testing

@Suite struct LintTests {
  // MARK: Exit status

  @Test func exitStatusFollowsFindingsAndThreshold() throws {
    let sandbox = try Sandbox(["leak.c": Program.leak, "clean.c": Program.clean])
    #expect(try sandbox.ownscope("lint", "clean.c").exitCode == 0)
    let result = try sandbox.ownscope("lint", "leak.c")
    #expect(result.exitCode == 2)
    #expect(result.output.contains("leak.c:5:14: error: "))
    #expect(result.output.hasSuffix("1 finding (1 error) in 1 file\n"))
    #expect(result.errors.isEmpty)
    #expect(try sandbox.ownscope("lint", "leak.c", "--fail-on", "never").exitCode == 0)
    #expect(try sandbox.ownscope("lint", "leak.c", "--rules", "-leak").exitCode == 0)
    #expect(try sandbox.ownscope("lint", "leak.c", "--rules", "double-free").exitCode == 0)
  }

  @Test func severityFromTheConfigurationDecides() throws {
    let sandbox = try Sandbox(["leak.c": Program.leak, ".ownscope.yaml": "rules: {leak: hint}\n"])
    #expect(try sandbox.ownscope("lint", "leak.c").exitCode == 0)
    #expect(try sandbox.ownscope("lint", "leak.c", "--fail-on", "hint").exitCode == 2)
    try sandbox.write("other.yaml", "rules: {leak: warning}\n")
    let result = try sandbox.ownscope("lint", "leak.c", "--config", "other.yaml")
    #expect(result.exitCode == 2)
    #expect(result.output.contains("warning: "))
  }

  @Test(arguments: [
    (["lint", "--format", "xml"], "xml"), (["lint", "--jobs", "0"], "--jobs"),
    (["lint", "--nonsense"], "--nonsense"),
    (["lint", "--rules", "leek"], "no rule is called 'leek'; there are: leak"),
    (["frobnicate"], "frobnicate"),
    (["lint", "--fail-on", "always"], "always"), (["lint", "--config", "none.yaml"], "none.yaml"),
    (["explain", "leek"], "there are: leak"), (["dump", "ast", "a.c"], "ast"),
    (["lint", "--baseline", "none.json"], "--write-baseline"),
    (["lint", "a.c", "--output", "no/such/folder/x"], "name another file"),
  ])
  func badUsageEndsWith1AndSaysWhy(_ arguments: [String], _ part: String) throws {
    let sandbox = try Sandbox(["a.c": Program.clean])
    let result = try run(
      Repository.ownscope.path, arguments, directory: URL(fileURLWithPath: sandbox.path))
    #expect(result.exitCode == 1)
    #expect(result.errors.contains(part), "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  @Test func aBrokenConfigurationIsNamedWithItsLine() throws {
    let sandbox = try Sandbox(["a.c": Program.clean, ".ownscope.yaml": "rules:\n  leek: off\n"])
    let result = try sandbox.ownscope("lint", "a.c")
    #expect(result.exitCode == 1)
    #expect(result.errors.contains(".ownscope.yaml:2: no rule is called 'leek'"))
  }

  // MARK: One program

  @Test func filesOfOneCallAreOneProgramAndTheirOrderDoesNotMatter() throws {
    let sandbox = try Sandbox([
      "include/m.h": "char *make(void);\n",
      "a.c": "#include \"m.h\"\nvoid use(void) { char *p = make(); if (p) p[0] = 1; }\n",
      "b.c": "#include <stdlib.h>\n#include \"m.h\"\nchar *make(void) { return malloc(4); }\n",
    ])
    let result = try sandbox.ownscope("lint", "--format", "sarif", "a.c", "b.c", "--", "-Iinclude")
    #expect(result.exitCode == 2)
    let results = try JSONValue(parsing: result.output)["runs"]?[0]?["results"]
    #expect(results?.arrayValue?.count == 1)
    #expect(results?[0]?["ruleId"] == "ownscope-leak")
    for jobs in ["1", "2", "5"] {
      let other = try sandbox.ownscope(
        "lint", "--format", "sarif", "--jobs", jobs, "b.c", "a.c", "--", "-Iinclude")
      #expect(other.output == result.output)
    }
    #expect(try sandbox.ownscope("lint", "a.c", "--", "-Iinclude").exitCode == 0)
  }

  @Test func aCompilationDatabaseGivesTheFlags() throws {
    let sandbox = try Sandbox([
      "a.c": "#ifdef LEAKY\n" + Program.leak + "#endif\n",
      "out/compile_commands.json":
        #"[{"directory": "..", "file": "a.c", "command": "ccache cc -DLEAKY -c a.c -o a.o"}]"#,
    ])
    #expect(try sandbox.ownscope("lint", "a.c").exitCode == 0)
    #expect(try sandbox.ownscope("lint", "a.c", "-p", "out").exitCode == 2)
  }

  @Test func aMixedCallTakesFlagsOfBothLanguages() throws {
    let sandbox = try Sandbox(["a.c": Program.leak, "b.cpp": "int x = 0b1'0;\n"])
    let result = try sandbox.ownscope("lint", "a.c", "b.cpp", "--", "-std=c++20")
    #expect(result.exitCode == 2)
    #expect(result.output.hasSuffix("1 finding (1 error) in 2 files\n"))
  }

  /// A budget that runs out is told, since there may be more to find.
  @Test func whatIsFollowedInPartIsCounted() throws {
    let pointers = (0..<14).map { "  char *p\($0) = a[\($0)] ? malloc(\($0 + 1)) : 0;\n" }.joined()
    let uses = (0..<14).map { "  if (a[\($0)] > 1) use(p\($0));\n" }.joined()
    let releases = (0..<14).map { "  free(p\($0));\n" }.joined()
    let sandbox = try Sandbox([
      "many.c": "#include <stdlib.h>\nvoid use(char *);\nvoid many(const int *a) {\n\(pointers)\(uses)\(releases)}\n"
    ])
    let result = try sandbox.ownscope("lint", "--verbose", "many.c")
    #expect(result.output == "no findings in 1 file, 1 function followed in part (--verbose names them)\n")
    #expect(result.errors.contains("not followed to the end: many: states"))
    #expect(try sandbox.ownscope("lint", "--format", "json", "many.c").output.contains(#""partlyFollowedFunctions": 1"#))
  }

  // MARK: Known findings

  @Test func aBaselineIsWrittenAndRead() throws {
    let sandbox = try Sandbox(["leak.c": Program.leak])
    let written = try sandbox.ownscope("lint", "leak.c", "--write-baseline", "base.json")
    #expect(written.exitCode == 0)
    #expect(written.errors.contains("1 finding listed"))
    try sandbox.write("leak.c", "// moved\n" + Program.leak)
    let result = try sandbox.ownscope("lint", "leak.c", "--baseline", "base.json")
    #expect(result.exitCode == 0)
    #expect(result.output == "no findings in 1 file, 1 known from the baseline\n")
  }

  @Test func commentsSilenceAndIdleOnesAreNamed() throws {
    let silenced = Program.leak.replacing("return 2;", with: "return 2; // NOLINT(ownscope-leak)")
    let sandbox = try Sandbox(["a.c": silenced])
    let result = try sandbox.ownscope("lint", "a.c")
    #expect(result.output == "no findings in 1 file, 1 suppressed by comments\n")
    try sandbox.write("a.c", silenced.replacing("(n > 3)", with: "(0)"))
    let idle = try sandbox.ownscope("lint", "a.c")
    #expect(
      idle.output.contains("hint: this suppression of 'leak' silences nothing [ownscope-unused-suppression]"))
    #expect(idle.exitCode == 0)
  }

  @Test func insertingACommentChangesNoFingerprint() throws {
    let sandbox = try Sandbox(["leak.c": Program.leak])
    func fingerprints() throws -> [JSONValue?] {
      let json = try JSONValue(parsing: try sandbox.ownscope("lint", "--format", "json", "leak.c").output)
      return json["findings"]?.arrayValue?.map { $0["fingerprint"] } ?? []
    }
    let before = try fingerprints()
    #expect(before.count == 1)
    try sandbox.write(
      "leak.c", Program.leak.replacing("  if (n", with: "  /* why */\n\n  // because\n  if (n"))
    #expect(try fingerprints() == before)
  }

  // MARK: Output

  @Test(arguments: ["json", "sarif", "gitlab"])
  func machineFormatsAreCleanOnStandardOutput(_ format: String) throws {
    let sandbox = try Sandbox(["leak.c": Program.leak])
    let result = try sandbox.ownscope("lint", "leak.c", "gone.c", "--format", format)
    #expect(result.exitCode == 3)
    #expect(throws: Never.self) { try JSONValue(parsing: result.output) }
    #expect(result.errors == "ownscope: error: gone.c: no such file; correct the path\n")
    let other = try sandbox.ownscope("lint", "leak.c", "gone.c", "--format", format, "--output", "report")
    #expect(other.output.isEmpty)
    #expect(try String(contentsOfFile: sandbox["report"], encoding: .utf8) == result.output)
  }

  @Test func aReaderThatGoesAwayDoesNotKillTheRun() throws {
    let sandbox = try Sandbox(["leak.c": String(repeating: "", count: 1) + Program.leak])
    let script = "\"$0\" lint leak.c | true; exit ${PIPESTATUS[0]}"
    let result = try run(
      "/bin/bash", ["-c", script, Repository.ownscope.path], directory: URL(fileURLWithPath: sandbox.path))
    #expect(result.exitCode == 2)
  }

  @Test func timingsGoToStandardError() throws {
    let sandbox = try Sandbox(["a.c": Program.clean])
    let result = try sandbox.ownscope("lint", "a.c", "--timings")
    #expect(result.errors.contains(#/timings: parse [0-9.]+ ms, lower [0-9.]+ ms, analyse [0-9.]+ ms/#))
  }
}
