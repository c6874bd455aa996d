import Findings
import JSONText
import Reporting
import Testing

@Suite struct MachineFormatTests {
  private func json(_ format: ReportFormat, _ sample: Sample = .doubleFree) throws -> JSONValue {
    try JSONValue(parsing: sample.rendered(as: format))
  }

  @Test func jsonIsComplete() throws {
    let report = try json(.json)
    #expect(report["tool"] == "ownscope")
    #expect(report["version"] == "1.2.3")
    #expect(report["format"] == 1)
    #expect(report["root"] == "/project")
    #expect(report["files"] == ["lib/b h.c", "src/a.c"])
    #expect(report["summary"]?["errors"] == 1)
    let finding = try #require(report["findings"]?[0])
    #expect(finding["rule"] == "double-free")
    #expect(finding["path"] == "src/a.c")
    #expect(finding["range"]?["start"] == ["line": 4, "column": 2, "offset": 56])
    #expect(finding["function"] == "f")
    #expect(finding["cwe"] == [415])
    #expect(finding["fingerprint"]?.stringValue?.count == 32)
    #expect(finding["lesson"] == "https://example.org/lesson#double-free")
    #expect(finding["story"]?.arrayValue?.map { $0["role"] } == ["allocated", "passed", "freed", "freed"])
    #expect(finding["story"]?[2]?["path"] == "lib/b h.c")
    #expect(finding["story"]?[2]?["depth"] == 1)
  }

  @Test func jsonNamesFailures() throws {
    var sample = Sample()
    sample.failures = [FileFailure(path: "x.c", reason: "no such file", remedy: "correct the path")]
    let failure = try json(.json, sample)["failures"]?[0]
    #expect(
      failure == ["path": "x.c", "reason": "no such file", "remedy": "correct the path", "partial": false])
  }

  @Test func gitHubGetsAnnotations() {
    var sample = Sample.doubleFree
    sample.findings[0].message = "100% lost,\nreally"
    sample.failures = [FileFailure(path: "b,c:d.c", reason: "gone", remedy: "find it")]
    let lines = sample.rendered(as: .github).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines[0].hasPrefix(
        "::error file=src/a.c,line=4,endLine=4,col=2,endColumn=9,title=Double free::100%25 lost,%0Areally [ownscope-double-free]%0A1. src/a.c:2: allocated"
      ))
    #expect(lines[1] == "::error file=b%2Cc%3Ad.c,title=Not analysed::b,c:d.c: gone; find it")
  }

  @Test(arguments: [
    (Severity.error, "critical", "error"), (.warning, "major", "warning"), (.hint, "info", "notice"),
  ])
  func severitiesAreTranslated(_ severity: Severity, _ gitLab: String, _ gitHub: String) throws {
    var sample = Sample.doubleFree
    sample.findings[0].severity = severity
    #expect(try json(.gitlab, sample)[0]?["severity"]?.stringValue == gitLab)
    #expect(sample.rendered(as: .github).hasPrefix("::\(gitHub) "))
  }

  @Test func gitLabGetsUniqueFingerprints() throws {
    var sample = Sample.doubleFree
    sample.findings.append(sample.findings[0])
    let report = try json(.gitlab, sample)
    #expect(report[0]?["fingerprint"] != report[1]?["fingerprint"])
    #expect(report[0]?["check_name"] == "ownscope-double-free")
    #expect(report[0]?["location"] == ["path": "src/a.c", "lines": ["begin": 4, "end": 4]])
  }

  @Test func jUnitHasACaseForEveryFile() {
    var sample = Sample.doubleFree
    sample.findings[0].message = "<s> & \"t\" \u{1}"
    sample.failures = [FileFailure(path: "x.c", reason: "gone", remedy: "find it")]
    let text = sample.rendered(as: .junit)
    #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
    #expect(text.contains("tests=\"3\" failures=\"1\" errors=\"1\""))
    #expect(text.contains("<testcase name=\"lib/b h.c\" classname=\"ownscope\"/>"))
    #expect(text.contains("message=\"&lt;s&gt; &amp; &quot;t&quot; \u{FFFD}\""))
    #expect(text.contains("<error message=\"x.c: gone; find it\" type=\"analysis\"/>"))
  }

  @Test(arguments: ReportFormat.allCases)
  func anEmptyReportIsComplete(_ format: ReportFormat) throws {
    let text = Sample().rendered(as: format)
    switch format {
    case .json, .sarif: #expect(try JSONValue(parsing: text).members?.isEmpty == false)
    case .gitlab: #expect(text == "[]\n")
    case .github: #expect(text.isEmpty)
    case .text: #expect(text == "no findings in 0 files\n")
    case .junit:
      #expect(text.contains("<testsuite name=\"ownscope\" tests=\"0\" failures=\"0\" errors=\"0\">"))
    }
  }
}
