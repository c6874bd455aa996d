import Findings
import Foundation
import TestSupport
import Testing

@Suite("Linting the fixtures")
struct LintFixturesTests {
  @Test("Findings are exactly the annotations")
  func annotations() throws {
    let fixtures = try Fixture.all()
    let runs = try parallelMap(fixtures) { try $0.lint() }
    var missing: [String] = []
    var extra: [String] = []
    var expected = 0
    for (fixture, run) in zip(fixtures, runs) {
      for failure in run.failures { Issue.record("\(fixture.name): \(failure.path): \(failure.reason)") }
      let comparison = FixtureComparison(fixture, findings: run.findings)
      missing += comparison.falseNegatives
      extra += comparison.falsePositives
      expected += fixture.files.flatMap(\.annotations).count { $0.kind == .expect }
      for note in comparison.cured { print("cured: \(note)") }
    }
    print("\(expected) expected findings: \(missing.count) missing, \(extra.count) too many")
    if !missing.isEmpty { Issue.record("false negatives:\n\(missing.joined(separator: "\n"))") }
    if !extra.isEmpty { Issue.record("false positives:\n\(extra.joined(separator: "\n"))") }
  }

  @Test("The same program gives the same report, whatever the order of its files")
  func order() throws {
    for fixture in try Fixture.all() where fixture.sources.count > 1 {
      let paths = fixture.sources.map { Repository.relative($0.path) }
      let forward = try lint(paths, configuration: fixture.configuration).findings
      let backward = try lint(paths.reversed(), configuration: fixture.configuration).findings
      #expect(forward == backward, "\(fixture.name)")
    }
  }

  @Test("A comparison tells a missing finding from one too many, and knows when a mark is no longer true")
  func comparison() throws {
    let file = try FixtureFile(
      path: "\(Repository.root.path)/x.c",
      text: """
        void bad_a(void) {
          one();  // expect: leak "name"
          two();  // expect: double-free
          three();  // missed: leak
          four();  // spurious: leak
        }
        """)
    func finding(_ rule: Rule, _ line: Int, _ message: String) -> LintedFinding {
      LintedFinding(
        rule: rule, severity: .error, message: message, path: "x.c",
        range: .init(start: .init(line: line, column: 1)), function: "bad_a", fingerprint: "", story: [])
    }
    let result = FixtureComparison(
      Fixture(name: "x", files: [file]),
      findings: [finding(.leak, 2, "other"), finding(.doubleFree, 3, ""), finding(.leak, 4, "")])
    #expect(result.falseNegatives == ["x.c:2: expected leak \"name\""])
    #expect(result.falsePositives == ["x.c:2: leak: other\n    // expect: leak"])
    #expect(result.cured == ["x.c:4: no longer missed: leak", "x.c:5: no longer spurious: leak"])
  }
}
