import TestSupport
import Testing

@Suite("Generating mutations")
struct MutationGeneratorTests {
  private let fixture = Fixture(
    name: "x",
    files: [
      try! FixtureFile(
        path: "x.c",
        text: """
          void good_a(void) {
            free(p);
            if (q) free(q);
            list_free(&l);  // done
            free(r);  // keep: static
          }
          void good_b(void) {
            fclose(f);
          }
          void bad_a(void) {  // expect: leak
            free(s);
          }
          """)
    ])

  @Test("Each round deletes at most one release of a case; conditions, kept ones and bad cases are left")
  func rounds() {
    let rounds = fixture.deletedReleases()
    #expect(rounds.map { $0.deletions.map(\.line) } == [[2, 8], [4]])
    let lines = rounds[0].text(of: fixture.files[0]).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[1] == "  ;")
    #expect(lines[7] == "  ;")
    #expect(lines[3] == "  list_free(&l);  // done")
    #expect(lines.count == 12)
  }

  @Test("Comments go in front of the file and inside each case")
  func comments() {
    let lines = fixture.files[0].textWithComments.split(separator: "\n")
    #expect(lines.count == 16)
    #expect(lines[0].hasPrefix("//"))
    #expect(lines[2] == "  // And another one.")
  }
}
