import ClangFrontend
import Foundation
import TestSupport
import Testing

@Suite struct CompileCommandTests {
  private func resolve(_ name: String, in sandbox: Sandbox, flags: [String]? = nil, build: String? = nil)
    -> (command: CompileCommand, problems: [String])
  {
    var resolver = CompileCommandResolver(
      explicitFlags: flags, buildDirectory: build, workingDirectory: sandbox.path)
    let command = resolver.command(for: sandbox[name])
    return (command, resolver.problems)
  }

  // MARK: Databases

  @Test func argumentsAndCommandFormsAreReadAlike() throws {
    let sandbox = try Sandbox([
      "compile_commands.json": #"""
      [{"directory": ".", "file": "a.c", "arguments": ["cc", "-I", "inc", "-DN=\"x y\"", "-c", "a.c", "-o", "a.o"]},
       {"directory": "sub", "file": "../b.c", "command": "cc -I inc '-DN=\"x y\"' -c ../b.c -o b.o"}]
      """#, "a.c": "", "b.c": "",
    ])
    let first = resolve("a.c", in: sandbox).command
    let second = resolve("b.c", in: sandbox).command
    #expect(first.arguments == ["-working-directory=\(sandbox.path)", "-I", "inc", "-DN=\"x y\""])
    #expect(second.arguments == ["-working-directory=\(sandbox["sub"])", "-I", "inc", "-DN=\"x y\""])
    #expect(first.origin == .database(sandbox["compile_commands.json"]))
    #expect(first.dropped == ["-c", "-o a.o"])
  }

  @Test func entriesThatNameWhatIsNotThereAreToldOnce() throws {
    let sandbox = try Sandbox([
      "compile_commands.json": #"""
      [{"directory": "gone", "file": "$/a.c", "arguments": ["cc", "a.c"]},
       {"directory": ".", "file": "b.c", "arguments": ["cc", "b.c"]},
       {"directory": ".", "file": "c.c", "arguments": ["cc", "c.c"]}]
      """#, "a.c": "",
    ])
    let problems = resolve("a.c", in: sandbox).problems
    #expect(problems.count == 2)
    #expect(problems[0].contains("names directories that do not exist: \(sandbox["gone"]);"))
    #expect(problems[1].contains("names files that do not exist: "))
    #expect(problems[1].contains(" and 2 more;"))
  }

  @Test func theNearestDatabaseIsFoundInABuildFolderToo() throws {
    let database = #"[{"directory": "..", "file": "src/a.c", "arguments": ["cc", "-DFOUND", "src/a.c"]}]"#
    let sandbox = try Sandbox(["build/compile_commands.json": database, "src/a.c": ""])
    #expect(resolve("src/a.c", in: sandbox).command.arguments.contains("-DFOUND"))
  }

  @Test func pNamesAFolderOrTheFileItself() throws {
    let database = #"[{"directory": "/", "file": "$/a.c", "arguments": ["cc", "-DFOUND"]}]"#
    let sandbox = try Sandbox(["a.c": ""])
    try sandbox.write("out/x/compile_commands.json", database.replacing("$", with: sandbox.path))
    for name in ["out/x", "out/x/compile_commands.json"] {
      #expect(resolve("a.c", in: sandbox, build: name).command.arguments.contains("-DFOUND"))
    }
    let missing = resolve("a.c", in: sandbox, build: "out")
    #expect(missing.problems.first?.contains("out/compile_commands.json: not found") == true)
    #expect(missing.command.origin == .fallback)
  }

  @Test func ofSeveralEntriesTheFirstIsUsedAndTheOthersAreNoted() throws {
    let sandbox = try Sandbox([
      "compile_commands.json": #"""
      [{"directory": ".", "file": "a.c", "arguments": ["cc", "-DONE"]},
       {"directory": ".", "file": "./a.c", "arguments": ["cc", "-DTWO"]}]
      """#, "a.c": "",
    ])
    let command = resolve("a.c", in: sandbox).command
    #expect(command.arguments.contains("-DONE") && !command.arguments.contains("-DTWO"))
    #expect(command.notes.contains { $0.contains("2 entries") })
  }

  @Test func aMalformedDatabaseIsNamedWithItsLineAndTheSearchGoesOn() throws {
    let sandbox = try Sandbox([
      "compile_commands.json": "[\n{\"directory\": \".\"\n \"file\": 1}]", "a.c": "",
    ])
    let result = resolve("a.c", in: sandbox)
    #expect(result.command.origin == .fallback)
    #expect(result.problems.count == 1)
    #expect(result.problems[0].hasPrefix(sandbox["compile_commands.json"] + ":3: malformed JSON"))
    #expect(result.problems[0].contains("cmake"))
  }

  @Test func headersTakeTheFlagsOfTheFileThatIncludesThem() throws {
    let sandbox = try Sandbox([
      "compile_commands.json": #"""
      [{"directory": ".", "file": "a.c", "arguments": ["cc", "-DA"]},
       {"directory": ".", "file": "b.cpp", "arguments": ["c++", "-DB", "-std=c++17"]}]
      """#, "a.c": "int x;\n", "b.cpp": "  # include \"inc/h.h\"\n", "inc/h.h": "",
    ])
    let command = resolve("inc/h.h", in: sandbox).command
    #expect(command.arguments.contains("-DB"))
    #expect(command.arguments.contains("-xc++"))
    #expect(command.origin == .borrowed(database: sandbox["compile_commands.json"], from: sandbox["b.cpp"]))
  }

  @Test func newSourcesTakeTheFlagsOfANeighbourInTheirLanguage() throws {
    let sandbox = try Sandbox([
      "compile_commands.json": #"""
      [{"directory": ".", "file": "lib/a.cpp", "arguments": ["c++", "-DCPP"]},
       {"directory": ".", "file": "other/b.c", "arguments": ["cc", "-DFAR"]},
       {"directory": ".", "file": "lib/c.c", "arguments": ["cc", "-DNEAR"]}]
      """#, "lib/new.c": "",
    ])
    #expect(resolve("lib/new.c", in: sandbox).command.arguments.contains("-DNEAR"))
  }

  @Test func aFileIsFoundThroughALink() throws {
    let sandbox = try Sandbox([
      "compile_commands.json": #"[{"directory": "real", "file": "a.c", "arguments": ["cc", "-DFOUND"]}]"#,
      "real/a.c": "",
    ])
    try FileManager.default.createSymbolicLink(atPath: sandbox["link"], withDestinationPath: sandbox["real"])
    #expect(resolve("link/a.c", in: sandbox).command.arguments.contains("-DFOUND"))
    #expect(resolve("link/a.c", in: sandbox).command.origin == .database(sandbox["compile_commands.json"]))
  }

  // MARK: Other sources of flags

  @Test func flagsAfterTheDashesWin() throws {
    let sandbox = try Sandbox(["compile_flags.txt": "-DFILE\n", "a.c": ""])
    let command = resolve("a.c", in: sandbox, flags: ["-Iinclude"]).command
    #expect(command.arguments == ["-working-directory=\(sandbox.path)", "-Iinclude"])
    #expect(command.origin == .commandLine)
  }

  @Test func aFlagsFileHasOneFlagALine() throws {
    let sandbox = try Sandbox(["compile_flags.txt": "-I\n my inc \r\n\n-DX\n", "src/a.c": ""])
    let command = resolve("src/a.c", in: sandbox).command
    #expect(command.arguments == ["-working-directory=\(sandbox.path)", "-I", "my inc", "-DX"])
  }

  @Test(arguments: [
    ("a.c", "-std=gnu17"), ("a.cpp", "-std=gnu++17"), ("a.cc", "-std=gnu++17"), ("a.hpp", "-std=gnu++17"),
    ("c.h", "-std=gnu17"), ("cpp.h", "-std=gnu++17"), ("noextension", "-std=gnu17"),
  ])
  func withoutInformationTheNameDecides(_ name: String, _ standard: String) throws {
    let sandbox = try Sandbox(["c.h": "struct s { int class; };", "cpp.h": "namespace n { class X; }"])
    try sandbox.write(name, name == "cpp.h" ? "namespace n { class X; }" : "int x;")
    let command = resolve(name, in: sandbox).command
    #expect(command.arguments.contains(standard))
    #expect(command.origin == .fallback)
  }

  @Test func theProjectsIncludeFolderIsGuessed() throws {
    let sandbox = try Sandbox(["src/a.c": "", "include/a.h": ""])
    #expect(resolve("src/a.c", in: sandbox).command.arguments.contains("-I" + sandbox["include"]))
  }
}
