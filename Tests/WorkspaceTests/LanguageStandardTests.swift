import ClangFrontend
import TestSupport
import Testing
import Workspace

@Suite("The standard of C++ without flags")
struct LanguageStandardTests {
  @Test(
    "words of the newer standard tell",
    arguments: [
      ("template <class T> concept Small = sizeof(T) < 8;", true),
      ("#include <span>\nint x;", true),
      ("bool less(int a, int b) { return (a <=> b) < 0; }", true),
      ("std::jthread worker;", true),
      ("#include <vector>\nint span(int format) { return format; }", false),
      ("// a concept\nconst char *s = \"requires\";", false),
      ("bool f(int a, int b) { return a <= b; }", false),
    ])
  func words(_ text: String, _ isNeeded: Bool) {
    #expect(LanguageStandard.needsNewer(text) == isNeeded)
  }

  /// No word of these tells: the compiler's objection does.
  private static let unnoticed = [
    "#include <map>\nbool f(const std::map<int, int> &m) { return m.contains(1); }\n",
    "struct Point { int x, y; };\nint f() { Point p(1, 2); return p.x; }\n",
    "int f(auto x) { return x; }\n",
  ]

  @Test("a file that only the newer takes is read by it", arguments: unnoticed)
  func ofFiles(_ text: String) throws {
    let sandbox = try Sandbox(["a.cpp": text])
    let file = try Engine.standard.lower(Self.command(sandbox["a.cpp"]), [])
    #expect(file.errors.isEmpty)
    #expect(file.problem == nil)
    #expect(file.command?.arguments.contains("-std=gnu++20") == true)
  }

  @Test("so is a document, from the edit on that needs it", arguments: unnoticed)
  func ofDocuments(_ text: String) throws {
    let sandbox = try Sandbox(["a.cpp": "int x;\n"])
    let command = Self.command(sandbox["a.cpp"])
    let unit = DocumentUnit()
    #expect(try unit.lowerAndWait(command, unsavedFiles: []).get().errors.isEmpty)
    for buffer in [text, text + "int y;\n"] {
      let unsaved = [UnsavedFile(path: command.file, contents: buffer)]
      #expect(try unit.lowerAndWait(command, unsavedFiles: unsaved).get().errors.isEmpty)
    }
  }

  @Test("what is wrong by either is told by the usual one")
  func wrongByEither() throws {
    let sandbox = try Sandbox(["a.cpp": "#include <map>\nint f(std::map<int, int> &m) { return m.contained(1); }\n"])
    let command = Self.command(sandbox["a.cpp"])
    #expect(try Engine.standard.lower(command, []).errors.count == 1)
    #expect(try DocumentUnit().lowerAndWait(command, unsavedFiles: []).get().errors.count == 1)
  }

  private static func command(_ path: String) -> CompileCommand {
    var resolver = CompileCommandResolver(explicitFlags: nil, buildDirectory: nil, workingDirectory: "/")
    return resolver.command(for: path)
  }
}

/// What stands in headers of the user's is read, however they are included.
@Suite("Headers of an open document")
struct DocumentHeaderTests {
  @Test(arguments: ["#include \"pool.h\"\n", "#include <pool.h>\n", "#include <vector>\n#  include <pool.h>\n"])
  func functionsInHeadersAreRead(_ include: String) throws {
    let sandbox = try Sandbox([
      "include/pool.h": "inline int *take() { return new int; }\n", "a.cpp": include + "int f() { return *take(); }\n",
    ])
    var resolver = CompileCommandResolver(
      explicitFlags: ["-I" + sandbox["include"]], buildDirectory: nil, workingDirectory: "/")
    let file = try DocumentUnit().lowerAndWait(resolver.command(for: sandbox["a.cpp"]), unsavedFiles: []).get()
    let taking = file.module.functions.first { $0.usr.contains("take") }
    #expect(taking?.body != nil)
  }
}
