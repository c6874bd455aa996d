import TestSupport
import Testing

@Suite struct OtherCommandsTests {
  @Test func versionAndHelpAreAnswers() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.ownscope("--version").output.hasPrefix("ownscope "))
    let help = try sandbox.ownscope("lint", "--help")
    #expect(help.exitCode == 0)
    #expect(help.output.contains("[-- <compiler flags>]"))
  }

  @Test func explainShowsAnArticleWithItsExample() throws {
    let sandbox = try Sandbox()
    let page = try sandbox.ownscope("explain", "leak")
    #expect(page.exitCode == 0)
    #expect(page.output.hasPrefix("Memory leak (ownscope-leak, error, CWE-401)\n"))
    #expect(page.output.contains("\nBefore\n") && page.output.contains("\nAfter\n"))
    #expect(page.output.contains("lesson: file:///") && page.output.hasSuffix("lesson.html#leak\n"))
    #expect(page.output.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("lesson:") })
    #expect(try sandbox.ownscope("explain").output.contains("double-free"))
  }

  @Test func everyArticleFitsATerminal() throws {
    let sandbox = try Sandbox()
    let rules = try sandbox.ownscope("explain").output.split(separator: "\n").map { $0.prefix { $0 != " " } }
    #expect(rules.count > 10)
    for rule in rules {
      let page = try sandbox.ownscope("explain", String(rule))
      #expect(page.exitCode == 0 && page.output.count > 1000, "\(rule)")
      for line in page.output.split(separator: "\n") where !line.hasPrefix("lesson:") {
        #expect(line.count <= 80, "\(rule): \(line)")
        // Neither marks of links and headings, nor HTML.
        #expect(!line.contains("](") && !line.hasPrefix("#") && !line.hasPrefix("<"), "\(rule): \(line)")
        #expect(!line.contains("svg"))
      }
    }
  }

  @Test func explainUsesTheConfiguredLesson() throws {
    let sandbox = try Sandbox([".ownscope.yaml": "lesson: https://example.org/x\n"])
    #expect(try sandbox.ownscope("explain", "leak").output.hasSuffix("lesson: https://example.org/x#leak\n"))
  }

  @Test func checkTellsFlagsAndWhereTheyComeFrom() throws {
    let sandbox = try Sandbox(["a.c": Program.clean, "compile_flags.txt": "-DX\n-fanalyzer\n"])
    let result = try sandbox.ownscope("check", "a.c")
    #expect(result.exitCode == 0)
    #expect(result.output.contains("flags from: \(sandbox["compile_flags.txt"])"))
    #expect(result.output.contains("flags: -working-directory=\(sandbox.path) -DX\n"))
    #expect(result.output.contains("flags left out: -fanalyzer"))
    #expect(result.output.contains("functions analysed: 1"))
  }

  @Test func checkNamesWhatIsMissing() throws {
    let sandbox = try Sandbox(["a.c": "#include \"gone.h\"\nint x;\n"])
    let result = try sandbox.ownscope("check", "a.c")
    #expect(result.exitCode == 3)
    #expect(result.errors.contains("'gone.h' file not found"))
  }

  @Test(arguments: [
    ("ir", "leaks"), ("cfg", "digraph"), ("summary", "summary leaks"), ("states", "function leaks"),
    ("facts", "family malloc, release with free"),
  ])
  func dumpShowsTheStages(_ stage: String, _ part: String) throws {
    let sandbox = try Sandbox(["leak.c": Program.leak])
    let result = try sandbox.ownscope("dump", stage, "leak.c")
    #expect(result.exitCode == 0)
    #expect(result.output.contains(part))
  }

  @Test("What is known at one place, with the hover; a place that is none is a mistake of usage")
  func factsAtAPlace() throws {
    let sandbox = try Sandbox(["a.c": "#include <stdlib.h>\nvoid f(void) {\n  free(malloc(3));\n}\n"])
    let there = try sandbox.ownscope("dump", "facts", "a.c", "--at", "3:8")
    #expect(
      there.output.contains("allocation `malloc`")
        && there.output.contains("'malloc' makes memory on the heap."))
    #expect(try sandbox.ownscope("dump", "facts", "a.c", "--at", "1:1").output == "no function is here\n")
    #expect(try sandbox.ownscope("dump", "facts", "a.c", "--at", "3").exitCode == 1)
  }
}
