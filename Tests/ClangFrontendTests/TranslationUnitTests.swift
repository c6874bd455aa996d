import ClangFrontend
import Foundation
import Testing

/// Parsing: flags, failures, diagnostics.
@Suite struct TranslationUnitTests {
  private let path = "/ownscope/test.c"

  private func unit(_ source: String, _ arguments: [String] = []) throws -> TranslationUnit {
    try TranslationUnit(
      path: path, arguments: arguments, unsavedFiles: [UnsavedFile(path: path, contents: source)])
  }

  @Test("the compiler's own headers are found") func resourceHeaders() throws {
    let unit = try unit("#include <stddef.h>\n#include <stdarg.h>\n#include <stdio.h>\nsize_t n;\n")
    #expect(unit.diagnostics.filter { $0.severity >= .warning }.isEmpty)
  }

  @Test("a missing file, a directory") func missingFiles() {
    #expect(throws: ParseFailure.notFound(path: "/ownscope/none.c")) {
      try TranslationUnit(path: "/ownscope/none.c", arguments: [])
    }
    #expect(throws: ParseFailure.isDirectory(path: "/tmp")) {
      try TranslationUnit(path: "/tmp", arguments: [])
    }
  }

  @Test("flags that the driver refuses are dropped, those that matter stay") func refusedFlags() throws {
    let unit = try unit("int f(void) { return N; }", ["-std=c++20", "-DN=3"])
    #expect(unit.usedMinimalFlags)
    #expect(unit.diagnostics.filter { $0.severity >= .error }.isEmpty)
    #expect(try self.unit("int n;", ["-DN=3"]).usedMinimalFlags == false)
  }

  @Test("flags of gcc alone say nothing about the code") func gccFlags() throws {
    let unit = try unit("int n;", ["-fanalyzer", "-fconserve-stack", "-fno-var-tracking-assignments"])
    #expect(unit.diagnostics.filter { $0.severity >= .error }.allSatisfy { $0.range == nil })
  }

  @Test("old C is warned of, not refused") func oldC() throws {
    let unit = try unit("f(p) char *p; { int n = p; g(n); return \"x\"; }", ["-Werror", "-pedantic-errors"])
    #expect(unit.diagnostics.filter { $0.severity >= .error }.isEmpty)
    #expect(unit.diagnostics.contains { $0.option == "-Wimplicit-function-declaration" })
  }

  @Test("diagnostics have a flag and a place") func diagnostics() throws {
    let unit = try unit("#include <stdlib.h>\nvoid f(void) {\n  int x;\n  free(&x);\n}\n", ["-Wall"])
    let warning = try #require(unit.diagnostics.first { $0.option == "-Wfree-nonheap-object" })
    #expect(warning.severity == .warning)
    #expect(warning.range?.start.line == 4)
    #expect(warning.range?.path == path)
  }

  @Test("more than twenty errors do not end the file") func manyErrors() throws {
    let errors = (0..<40).map { "int f\($0)(void) { return undeclared\($0); }\n" }.joined()
    let unit = try unit(errors + "int last(void) { return 1; }\n")
    #expect(unit.diagnostics.filter { $0.severity == .error }.count == 40)
    #expect(unit.declarationsOutsideSystemHeaders().contains { $0.name == "last" })
  }

  @Test("an edited buffer is parsed again, with its headers precompiled")
  func reparse() throws {
    func buffer(_ source: String) -> [UnsavedFile] { [UnsavedFile(path: path, contents: source)] }
    let unit = try TranslationUnit(
      path: path, arguments: [], unsavedFiles: buffer("#include <stdio.h>\nint first;\n"), options: .editor)
    #expect(unit.declarationsOutsideSystemHeaders().map(\.name) == ["first"])
    try unit.reparse(unsavedFiles: buffer("#include <stdio.h>\nint second;\nint broken = ;\n"), probes: [])
    #expect(unit.declarationsOutsideSystemHeaders().map(\.name) == ["second", "broken"])
    #expect(unit.diagnostics.contains { $0.severity == .error && $0.range?.start.line == 3 })
    try unit.reparse(unsavedFiles: buffer("#include <stdio.h>\nint third;\n"), probes: [])
    #expect(unit.diagnostics.isEmpty)
  }

  @Test("a file name that looks like a flag") func dashedName() throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appendingPathComponent("-x.c")
    try Data("int n;".utf8).write(to: file)
    #expect(throws: Never.self) { try TranslationUnit(path: file.path, arguments: []) }
  }
}
