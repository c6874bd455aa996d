import Findings
import TestSupport
import Testing

@Suite("Fixtures")
struct FixtureTests {
  @Test("Every fixture is consistent: cases, twins, annotations")
  func consistency() throws {
    let fixtures = try Fixture.all()
    #expect(!fixtures.isEmpty)
    for problem in fixtures.flatMap({ $0.inconsistencies() }) { Issue.record("\(problem)") }
    let names = fixtures.flatMap(\.cases).map(\.name)
    let bad = names.count { $0.hasPrefix("bad_") }
    let good = names.count { $0.hasPrefix("good_") }
    print("\(fixtures.count) fixtures, \(bad) bad and \(good) good functions")
  }

  @Test("Annotations are read with rule, text, cases and line")
  func annotations() throws {
    let file = try FixtureFile(
      path: "x.c",
      text: """
        static void helper(char *p) {
          free(p);  // expect(bad_a, bad_b): double-free "freed; twice"; expect(bad_c): leak
        }
        // oracle: none nothing runs here
        void bad_a(void) {
          use(p);   // missed: use-after-free
          free(p);  // keep: because
        }
        int bad_b(void) { return 0;
        }
        void bad_c(void) {
        }
        """)
    #expect(file.cases.map(\.name) == ["bad_a", "bad_b", "bad_c"])
    #expect(file.cases.map(\.lines) == [5...8, 9...10, 11...12])
    #expect(file.annotations.map(\.kind) == [.expect, .expect, .oracle, .missed, .keep])
    #expect(file.annotations[0].text == "freed; twice")
    let fixture = Fixture(name: "x", files: [file])
    #expect(fixture.expectedRules(of: "bad_a") == [.doubleFree, .useAfterFree])
    #expect(fixture.expectedRules(of: "bad_b") == [.doubleFree])
    #expect(fixture.expectedRules(of: "bad_c") == [.leak])
    #expect(fixture.reasonForNoOracle(of: "bad_a") == "nothing runs here")
    #expect(fixture.reasonForNoOracle(of: "bad_b") == nil)
  }

  @Test(
    "A comment that looks like an annotation and is none is a mistake",
    arguments: [
      "void bad_a(void) {\n  // expect: laek\n}", "void bad_a(void) {\n  free(p); // keep:\n}",
      "void bad_a(void) {\n  // oracle: maybe\n}", "static int f(void) {  // expect: leak\n}",
    ])
  func malformed(text: String) {
    #expect(throws: FixtureProblem.self) { try FixtureFile(path: "x.c", text: text) }
  }

  @Test("A bad case without a twin, without an expectation, and a good one with one, are named")
  func inconsistencies() throws {
    let file = try FixtureFile(
      path: "x.c",
      text: """
        void bad_alone(void) {  // expect: leak
        }
        void bad_silent(void) {
        }
        void good_silent(void) {  // expect(good_silent, bad_missing): leak
        }
        """)
    #expect(
      Fixture(name: "x", files: [file]).inconsistencies() == [
        "x: bad_alone has no good twin (good_alone)", "x: bad_silent expects nothing",
        "x: good_silent expects a finding", "x: line 5 names bad_missing, which does not exist",
      ])
  }
}
