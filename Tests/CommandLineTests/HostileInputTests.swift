import Foundation
import TestSupport
import Testing

/// Input that nobody wants: a clear message, the other files still analysed, no crash, no hang.
@Suite struct HostileInputTests {
  @Test("A file that the flags include and that is not there is named")
  func missingForcedInclude() throws {
    let sandbox = try Sandbox(["a.c": "int f(void) { return 0; }\n"])
    let result = try sandbox.ownscope("lint", "a.c", "--", "-include", "config.h")
    #expect(result.exitCode == 3)
    #expect(result.errors.contains("a.c: analysed in part: its flags: 'config.h' file not found"))
  }

  @Test("In code in the middle of an edit only what comes before the errors of a function is told")
  func inTheMiddleOfAnEdit() throws {
    let sandbox = try Sandbox([
      "a.c": """
        #include <stdlib.h>
        int f(int n) { char *p = malloc(4); if (n) { free(p); return UNDEF; } free(p); return 0; }
        int g(int n) { char *p = malloc(4); if (n) { free(p); retrun 1; } free(p); return 0; }
        int h(int n) { char *p = malloc(4); if (n > UNDEF) free(p); if (n <= UNDEF) free(p); return 0; }
        int i(int n) { char *p = malloc(4); free(p); p = NUL; free(p); return 0; }
        int k(int n) { char *p = malloc(4); free(p); free(p); return UNDEF; }

        """,
      "b.cpp": """
        struct T { int n; };
        void f(T *p, int n) { if (n) { delete p; throw unknown("x"); } delete p; }
        void g(T *p, int n) { delete p; p = new Unknown; delete p; }
        void h(T *p) { delete p; p->n = 1; unknown(p); }

        """,
    ])
    let result = try sandbox.ownscope("lint", "a.c", "b.cpp")
    #expect(result.exitCode == 3)
    #expect(result.output.contains("a.c:6:") && result.output.contains("b.cpp:4:"))
    #expect(result.output.contains("2 findings"))
  }

  @Test("A file that is not read to its end in time is left out, and so is one that needs too much memory")
  func readingWithoutEnd() throws {
    // Each declaration looks for the definition among all that were before it.
    let doubling = (1...18).map { "#define M\($0) M\($0 - 1) M\($0 - 1)\n" }.joined()
    let sandbox = try Sandbox([
      "bomb.c": "#define M0 int f(void);\n\(doubling)M18\n", "endless.c": "#include \"/dev/zero\"\n",
    ])
    let slow = try lintBesideALeak(sandbox, "bomb.c", options: ["--file-timeout", "4"])
    #expect(slow.exitCode == 3)
    #expect(slow.errors.hasPrefix("ownscope: error: bomb.c: not read to its end in 4 seconds; "), "\(slow.errors)")
    let large = try lintBesideALeak(sandbox, "endless.c", options: ["--file-memory", "1000"])
    #expect(large.exitCode == 3)
    #expect(large.errors.hasPrefix("ownscope: error: endless.c: needs more than 1000 MB of memory"), "\(large.errors)")
  }

  @Test("A crash and a hang cost a file each")
  func crashAndHang() throws {
    let sandbox = try Sandbox(["crash.c": "// ownscope-test: crash\n", "hang.c": "// ownscope-test: hang\n"])
    let result = try lintBesideALeak(sandbox, "crash.c", options: ["hang.c", "--test-hooks", "--file-timeout", "1"])
    #expect(result.exitCode == 3)
    #expect(result.errors.contains("crash.c: libclang crashed on it; "), "\(result.errors)")
    #expect(result.errors.contains("hang.c: not read to its end in 1 second; "), "\(result.errors)")
  }

  @Test("Flags that libclang does not know, or only for other machines, cost nothing but themselves",
    arguments: ["-march=znver99", "-mtune=wat", "--target=wat", "-mcpu=cortex-m4", "-Wno-such-warning"])
  func unknownMachine(flag: String) throws {
    let sandbox = try Sandbox()
    let result = try lintBesideALeak(sandbox, "leak.c", flags: [flag])
    #expect(result.exitCode == 2)
    #expect(result.errors == "")
  }

  @Test("A file that is named although the configuration excludes it is not left out in silence")
  func namedButExcluded() throws {
    let sandbox = try Sandbox(["a.c": "int x;\n", ".ownscope.yaml": "exclude: [a.c]\n"])
    let result = try lintBesideALeak(sandbox, "a.c")
    #expect(result.errors == "ownscope: warning: a.c: left out by 'exclude' in .ownscope.yaml\n")
  }

  @Test("A name that is no text is said so")
  func namesThatAreNoText() throws {
    let sandbox = try Sandbox()
    let made = try run(
      "/bin/sh", ["-c", "printf 'int x;' > \"$(printf 'bad\\377.c')\""], directory: URL(fileURLWithPath: sandbox.path))
    #expect(made.exitCode == 0)
    let result = try lintBesideALeak(sandbox, ".")
    #expect(result.exitCode == 3)
    #expect(result.errors.hasSuffix(".c: its name is not UTF-8; rename it\n"), "\(result.errors)")
  }

  /// Lints `name` together with a file that leaks, and expects that one's finding.
  private func lintBesideALeak(
    _ sandbox: Sandbox, _ name: String, options: [String] = [], flags: [String] = []
  ) throws -> CommandResult {
    try sandbox.write("leak.c", Program.leak)
    let tail = flags.isEmpty ? [] : ["--"] + flags
    let result = try run(
      Repository.ownscope.path, ["lint", name, "leak.c"] + options + tail,
      directory: URL(fileURLWithPath: sandbox.path),
      seconds: 300)
    #expect(result.output.contains("leak.c:5:14: error: "), "\(result.output)\(result.errors)")
    return result
  }

  @Test func missingFile() throws {
    let result = try lintBesideALeak(try Sandbox(), "gone.c")
    #expect(result.exitCode == 3)
    #expect(result.errors == "ownscope: error: gone.c: no such file; correct the path\n")
  }

  @Test(.enabled(if: getuid() != 0, "root may read everything")) func unreadableFile() throws {
    let sandbox = try Sandbox(["a.c": ""])
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: sandbox["a.c"])
    let result = try lintBesideALeak(sandbox, "a.c")
    #expect(result.exitCode == 3)
    #expect(result.errors.contains("a.c: may not be read; give yourself permission"))
  }

  @Test func anEmptyFolderIsNoFailure() throws {
    let sandbox = try Sandbox(["sub/readme.txt": ""])
    let result = try lintBesideALeak(sandbox, "sub")
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("sub: holds no C or C++ sources"))
  }

  @Test func emptyFile() throws {
    #expect(try lintBesideALeak(try Sandbox(["a.c": ""]), "a.c").exitCode == 2)
  }

  @Test func binaryJunk() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.c", Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }))
    let result = try lintBesideALeak(sandbox, "a.c")
    #expect(result.exitCode == 3)
    #expect(result.errors.contains("a.c: binary data"))
  }

  @Test func linksThatLeadToEachOther() throws {
    let sandbox = try Sandbox()
    #expect(symlink("b.c", sandbox["a.c"]) == 0 && symlink("a.c", sandbox["b.c"]) == 0)
    let result = try lintBesideALeak(sandbox, "a.c")
    #expect(result.exitCode == 3)
    #expect(result.errors.contains("a.c: a loop of symbolic links that leads to no file"))
  }

  @Test func aPipeIsNotAFile() throws {
    let sandbox = try Sandbox()
    #expect(mkfifo(sandbox["a.c"], 0o600) == 0)
    let result = try lintBesideALeak(sandbox, "a.c")
    #expect(result.exitCode == 3)
    #expect(result.errors.contains("a.c: not a regular file"))
  }

  @Test func missingHeader() throws {
    let sandbox = try Sandbox([
      "a.c": "#include \"gone.h\"\n#include <stdlib.h>\nvoid f(void) { free(malloc(1)); }\n"
    ])
    let result = try lintBesideALeak(sandbox, "a.c")
    #expect(result.exitCode == 3)
    #expect(result.errors.contains("a.c: analysed in part: line 1: 'gone.h' file not found"))
    #expect(result.errors.contains("-p BUILD"))
  }

  @Test func codeWithErrors() throws {
    let sandbox = try Sandbox(["a.c": "int f(void) { return undeclared + 1; }\nint g(void) { return 0 }\n"])
    let result = try lintBesideALeak(sandbox, "a.c")
    #expect(result.exitCode == 3)
    #expect(result.errors.contains("a.c: analysed in part: line 1: "))
    #expect(result.errors.contains("make it compile"))
  }

  @Test func unknownFlagsCostNothing() throws {
    let sandbox = try Sandbox(["a.c": Program.clean])
    let result = try lintBesideALeak(
      sandbox, "a.c", flags: ["-fno-such-thing-ever", "-Wno-nothing", "--param=x=1", "-mnonsense"])
    #expect(result.exitCode == 2)
    #expect(result.output.hasSuffix("in 2 files\n"))
  }

  @Test func malformedDatabase() throws {
    let sandbox = try Sandbox(["compile_commands.json": "[{\"file\": \"a.c\",\n]", "a.c": Program.clean])
    let result = try lintBesideALeak(sandbox, "a.c")
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("compile_commands.json:2: malformed JSON"))
    #expect(result.errors.contains("CMAKE_EXPORT_COMPILE_COMMANDS"))
  }

  @Test func tenThousandParentheses() throws {
    let source =
      "int f(int x) { return " + String(repeating: "(", count: 10_000) + "x"
      + String(repeating: ")", count: 10_000) + "; }\n"
    #expect(try lintBesideALeak(try Sandbox(["a.c": source]), "a.c").exitCode == 2)
  }

  @Test func threeThousandElseIfs() throws {
    let arms = (0..<3000).map { "if (x == \($0)) return \($0 * 7); else " }.joined()
    #expect(
      try lintBesideALeak(try Sandbox(["a.c": "int f(int x) { \(arms)return 0; }\n"]), "a.c").exitCode == 2)
  }

  @Test func fiveMegabytes() throws {
    let function =
      "#include <stdlib.h>\n"
      + (0..<40_000).map {
        "int f\($0)(int x) { char *p = malloc(4); if (!p) return x; p[0] = 1; x += p[0] * \($0); free(p); return x; }\n"
      }.joined()
    #expect(function.utf8.count > 3_900_000)
    let table = "int table[] = {" + (0..<200_000).map { "\($0)," }.joined() + "};\n"
    let result = try lintBesideALeak(try Sandbox(["a.c": function + table]), "a.c", options: ["--file-timeout", "300"])
    #expect(result.exitCode == 2)
  }
}
