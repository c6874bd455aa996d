import ClangFrontend
import TestSupport
import Testing

/// What stays of a compiler's command line.
@Suite struct ArgumentFilterTests {
  private func arguments(_ words: [String], file: String = "a.c") throws -> [String] {
    let sandbox = try Sandbox(["compile_commands.json": "", file: ""])
    let list = words.map { "\"\($0)\"" }.joined(separator: ", ")
    try sandbox.write(
      "compile_commands.json", "[{\"directory\": \".\", \"file\": \"\(file)\", \"arguments\": [\(list)]}]")
    var resolver = CompileCommandResolver(
      explicitFlags: nil, buildDirectory: nil, workingDirectory: sandbox.path)
    return Array(resolver.command(for: sandbox[file]).arguments.dropFirst())
  }

  @Test(arguments: [
    "cc", "ccache cc", "/usr/bin/ccache /usr/bin/x86_64-linux-gnu-gcc-12", "distcc gcc", "env A=1 B=2 cc",
    "sccache clang",
  ])
  func compilersAndLaunchersGo(_ prefix: String) throws {
    #expect(try arguments(prefix.split(separator: " ").map(String.init) + ["-DX", "-c", "a.c"]) == ["-DX"])
  }

  @Test(arguments: [
    "-c -o a.o", "-oa.o", "-MD -MF a.d -MT a.o", "-MMD -MP", "-MFa.d", "-save-temps", "-save-temps=obj", "-v",
    "--serialize-diagnostics a.dia", "-Werror -Werror=format -pedantic-errors", "-fanalyzer -fconserve-stack",
    "-mindirect-branch=thunk-extern -mrecord-mcount", "-fno-canonical-system-headers",
    "-flto=auto -ffat-lto-objects",
    "-Wl,--as-needed -lm -L /lib", "-fplugin=x.so", "-include-pch x.pch", "-Xclang -load", "-fprofile-use=x",
    "-std=c++17", "-std=gnu++20", "b.c c.o", "-- b.c", "-fdump-tree-all -fno-tree-vectorize", "@missing.rsp",
    "-print-search-dirs -dumpversion",
  ])
  func whatAParserMustNotSeeGoes(_ flags: String) throws {
    let words = ["cc", "-DBEFORE"] + flags.split(separator: " ").map(String.init)
    #expect(try arguments(words) == ["-DBEFORE"])
  }

  @Test(arguments: [
    "-I inc", "-Iinc", "-isystem sys", "-iquote q", "-DX=1", "-D X", "-U X", "-include pre.h", "-std=c99",
    "-ansi",
    "-m32", "-funsigned-char", "-fshort-enums", "-pthread", "-nostdinc", "-Wall", "-Wno-unknown", "-O2",
    "--sysroot=/x", "-target armv7", "-fno-exceptions", "-fms-extensions", "-x c",
  ])
  func whatDecidesTheMeaningStays(_ flags: String) throws {
    let words = flags.split(separator: " ").map(String.init)
    #expect(try arguments(["cc"] + words + ["-c", "a.c"]) == words)
  }

  @Test func aStandardOfCGoesForCPlusPlus() throws {
    #expect(try arguments(["c++", "-std=c11", "-DX"], file: "a.cpp") == ["-DX"])
    #expect(try arguments(["c++", "-std=c++11", "-DX"], file: "a.cpp") == ["-std=c++11", "-DX"])
  }

  @Test func aCFileCompiledByACPlusPlusDriverIsCPlusPlus() throws {
    #expect(try arguments(["g++-12", "-std=c++11"]) == ["-xc++", "-std=c++11"])
  }

  @Test func responseFilesAreReadInPlaceAndMayNest() throws {
    let sandbox = try Sandbox([
      "compile_commands.json":
        #"[{"directory": "d", "file": "../a.c", "arguments": ["cc", "@one.rsp", "-DEND"]}]"#,
      "a.c": "", "d/one.rsp": "-DONE \"-DTWO=a b\"\n@two.rsp", "d/two.rsp": "-DTHREE @two.rsp",
    ])
    var resolver = CompileCommandResolver(
      explicitFlags: nil, buildDirectory: nil, workingDirectory: sandbox.path)
    let command = resolver.command(for: sandbox["a.c"])
    #expect(command.arguments.prefix(4).dropFirst() == ["-DONE", "-DTWO=a b", "-DTHREE"])
    #expect(command.arguments.last == "-DEND")
    #expect(!command.notes.isEmpty)
  }

  @Test(arguments: [
    (#"a 'b c' "d e" f\ g"#, ["a", "b c", "d e", "f g"]),
    (#""a\"b" 'a\b' "a\b""#, ["a\"b", #"a\b"#, #"a\b"#]),
    (#"-D'X="1"' '' """#, [#"-DX="1""#, "", ""]), ("  a\tb\nc  ", ["a", "b", "c"]), ("'open", ["open"]),
  ])
  func wordsAreSplitAsAShellDoes(_ text: String, _ words: [String]) {
    #expect(ShellWords.split(text) == words)
  }
}
