import Findings
import Reporting
import SourceText
import Testing

@Suite struct TextReportTests {
  @Test func aFindingReadsLikeACompilersAndTellsItsStory() {
    let expected = """
      src/a.c:4:2: error: `s` is freed again; drop() already freed it [ownscope-double-free]
           4 |         free(s);
             |         ^~~~~~~
        1. src/a.c:2:12: allocated by make()
           2 |         char *s = make(n); /* é */
             |                   ^~~~~~~
        2. src/a.c:3:2: passed to drop()
           3 |         drop(s);
             |         ^~~~~~~
        3.   lib/b h.c:2:3: freed here
           2 |   free(p);
             |   ^~~~~~~
        4. src/a.c:4:2: freed again
        fix: Decide on one owner that releases, and set the pointer to NULL once it is done.
        lesson: https://example.org/lesson#double-free

      1 finding (1 error) in 2 files

      """
    #expect(Sample.doubleFree.rendered(as: .text) == expected)
  }

  @Test func theSummaryCountsEverything() {
    var sample = Sample(files: ["/project/a.c": "x\n", "/project/b.c": "x\n"])
    let range = sample.range("x", line: 1, in: "/project/a.c")
    for severity in [Severity.error, .error, .warning, .hint] {
      sample.findings.append(
        Finding(
          rule: .leak, severity: severity, message: "m", range: range, events: [], function: "f",
          functionKey: "f",
          identity: []))
    }
    sample.failures = [
      FileFailure(path: "c.c", reason: "r", remedy: "s"),
      FileFailure(path: "d.c", reason: "r", remedy: "s", isPartial: true),
    ]
    let last = sample.rendered(as: .text).split(separator: "\n").last
    #expect(
      last
        == "4 findings (2 errors, 1 warning, 1 hint) in 2 files, 1 file not analysed, 1 file analysed in part"
    )
    #expect(Sample(files: ["/project/a.c": ""]).rendered(as: .text) == "no findings in 1 file\n")
  }

  @Test func coloursAreThereOnlyWhenAskedFor() {
    var sample = Sample.doubleFree
    #expect(!sample.rendered(as: .text).contains("\u{1B}"))
    sample.color = true
    let text = sample.rendered(as: .text)
    #expect(text.contains("\u{1B}[1;31merror:\u{1B}[0m"))
    #expect(text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == Sample.doubleFree.rendered(as: .text))
  }

  /// The caret's line under the source line, both as printed.
  private func snippet(_ source: String, _ marked: String, line: Int = 1) -> [Substring] {
    var sample = Sample(files: ["/project/a.c": source])
    sample.findings = [
      Finding(
        rule: .leak, severity: .error, message: "m",
        range: sample.range(marked, line: line, in: "/project/a.c"),
        events: [], function: "f", functionKey: "f", identity: [])
    ]
    return sample.rendered(as: .text).split(separator: "\n").dropFirst().prefix(2).map { $0.dropFirst(9) }
  }

  @Test(arguments: [
    ("\tx = y;", "y", "        x = y;", "            ^"),
    ("ab\tx;", "x", "ab      x;", "        ^"),
    ("é = \"ü\"; free(x);", "free", "é = \"ü\"; free(x);", "         ^~~~"),
    ("/* 漢字 */ p;", "p", "/* 漢字 */ p;", "           ^"),
    ("漢字", "漢字", "漢字", "^~~~"),
    ("a\u{301}b = p;", "p", "a\u{301}b = p;", "     ^"),
    ("x\u{1B}[2Jy;", "y", "x<U+001B>[2Jy;", "            ^"),
    ("a\u{202E}b;", "b", "a<U+202E>b;", "         ^"),
    ("f(x);\r", "x", "f(x);", "  ^"),
  ])
  func caretsStandUnderWhatTheyMean(_ source: String, _ marked: String, _ line: String, _ caret: String) {
    #expect(snippet(source, marked) == [Substring(line), Substring(caret)])
  }

  @Test func veryLongLinesAreCutAroundTheRange() {
    let source =
      String(repeating: "int a; ", count: 1000) + "free(p); " + String(repeating: "int b; ", count: 1000)
    let lines = snippet(source, "free(p)")
    #expect(lines[0].count < 260)
    #expect(lines[0].hasPrefix("…") && lines[0].hasSuffix("…"))
    let caret = lines[1].firstIndex(of: "^")!
    let offset = lines[1].distance(from: lines[1].startIndex, to: caret)
    #expect(lines[0].dropFirst(offset).hasPrefix("free(p)"))
  }

  @Test func textWithoutItsSourceIsStillAReport() {
    var sample = Sample.doubleFree
    sample.files = [:]
    let text = sample.rendered(as: .text)
    #expect(text.contains("src/a.c:4:2: error:"))
    #expect(!text.contains(" |"))
  }

  @Test func namesAndMessagesCannotControlTheTerminal() {
    var sample = Sample.doubleFree
    sample.findings[0].message = "bad \u{1B}]0;title\u{7} name"
    #expect(sample.rendered(as: .text).contains("bad <U+001B>]0;title<U+0007> name"))
  }
}
