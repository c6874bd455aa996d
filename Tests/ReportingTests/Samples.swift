import Findings
import Lessons
import Reporting
import SourceText

/// A report on files that exist only in this test.
struct Sample {
  var files: [String: String] = [:]
  var findings: [Finding] = []
  var failures: [FileFailure] = []
  /// What each finding is offered.
  var fixes: [Fix]?
  var color = false

  static let root = "/project"

  var report: LintReport {
    let root = ProjectRoot(path: Self.root)
    let prints = Fingerprint.assign(to: findings, root: root)
    return LintReport(
      findings: zip(findings, prints).map {
        var reported = ReportedFinding(
          finding: $0, fingerprint: $1, path: root.relativePath(of: $0.range.path))
        reported.fixes = fixes
        return reported
      },
      analysedFiles: files.keys.sorted().map { root.relativePath(of: $0) }, failures: failures, root: root)
  }

  func rendered(as format: ReportFormat) -> String {
    let files = files
    return report.rendered(
      as: format,
      in: ReportContext(
        links: LessonLinks(baseURL: "https://example.org/lesson"),
        sources: SourceTexts { path in files[path].map { Array($0.utf8) } }, version: "1.2.3",
        usesColor: color,
        workingDirectory: Self.root))
  }

  /// The range of the first `text` on the 1-based `line` of a file.
  func range(_ text: String, line: Int, in path: String) -> SourceRange {
    let source = files[path]!
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let before = lines[..<(line - 1)].reduce(0) { $0 + $1.utf8.count + 1 }
    let place = lines[line - 1].firstRange(of: text)!
    let column = lines[line - 1].utf8.distance(from: lines[line - 1].startIndex, to: place.lowerBound)
    let length = text.utf8.count
    return SourceRange(
      path: path, startOffset: before + column, endOffset: before + column + length,
      start: TextPosition(line: line, column: column + 1),
      end: TextPosition(line: line, column: column + length + 1))
  }

  /// A double free that goes through a second file.
  static var doubleFree: Sample {
    var sample = Sample()
    let a = "/project/src/a.c"
    let b = "/project/lib/b h.c"
    sample.files[a] = "void f(int n) {\n\tchar *s = make(n); /* é */\n\tdrop(s);\n\tfree(s);\n}\n"
    sample.files[b] = "void drop(char *p) {\n  free(p);\n}\n"
    sample.findings = [
      Finding(
        rule: .doubleFree, severity: .error, message: "`s` is freed again; drop() already freed it",
        range: sample.range("free(s)", line: 4, in: a),
        events: [
          Event(
            role: .allocated, range: sample.range("make(n)", line: 2, in: a), text: "allocated by make()"),
          Event(role: .passed, range: sample.range("drop(s)", line: 3, in: a), text: "passed to drop()"),
          Event(role: .freed, range: sample.range("free(p)", line: 2, in: b), text: "freed here", depth: 1),
          Event(role: .freed, range: sample.range("free(s)", line: 4, in: a), text: "freed again"),
        ], function: "f", functionKey: "c:@F@f", identity: ["s", "make", "free"])
    ]
    return sample
  }
}
