import Findings
import Testing

@Suite struct BaselineTests {
  private func reported(_ findings: [Finding]) -> [ReportedFinding] {
    let root = ProjectRoot(path: "/project")
    return zip(findings, Fingerprint.assign(to: findings, root: root)).map {
      ReportedFinding(finding: $0, fingerprint: $1, path: root.relativePath(of: $0.range.path))
    }
  }

  @Test func knowsItsFindingsAfterTheyMoved() {
    let baseline = Baseline(recording: reported([finding(line: 3)]))
    let now = reported([finding(line: 30), finding(.doubleFree, line: 40)])
    let outcome = baseline.apply(to: now, analysedPaths: ["src/a.c"])
    #expect(outcome.new.map(\.finding.rule) == [.doubleFree])
    #expect(outcome.knownCount == 1)
    #expect(outcome.staleCount == 0)
  }

  @Test func countsStaleEntriesOfAnalysedFilesOnly() {
    let baseline = Baseline(recording: reported([finding(), finding(path: "/project/src/b.c")]))
    #expect(baseline.apply(to: [], analysedPaths: ["src/a.c"]).staleCount == 1)
    #expect(baseline.apply(to: [], analysedPaths: ["src/a.c", "src/b.c"]).staleCount == 2)
    #expect(baseline.apply(to: [], analysedPaths: []).staleCount == 0)
  }

  @Test func readsWhatItWroteInAnOrderOfItsOwn() throws {
    let findings = reported([finding(path: "/project/src/b.c"), finding(.doubleFree), finding()])
    let baseline = Baseline(recording: findings)
    #expect(baseline == Baseline(recording: findings.reversed()))
    let text = baseline.json.text()
    #expect(try Baseline(reading: Array(text.utf8), path: "x.json") == baseline)
    #expect(!text.contains("line"))
  }

  @Test func hintsAboutCommentsAreNotRecorded() {
    #expect(Baseline(recording: reported([finding(.unusedSuppression)])).entries.isEmpty)
  }

  @Test(arguments: [
    ("{\n\"tool\": ,}", "x.json:2: not a baseline"), ("[]", "not a baseline of ownscope"),
    (#"{"tool":"ownscope","version":99,"scheme":"ownscope/v1","findings":[]}"#, "another version"),
  ])
  func saysWhatIsWrongWithAFile(_ text: String, _ part: String) {
    let error = #expect(throws: BaselineError.self) {
      try Baseline(reading: Array(text.utf8), path: "x.json")
    }
    #expect(error?.message.contains(part) == true)
    #expect(error?.message.contains("--write-baseline") == true)
  }
}
