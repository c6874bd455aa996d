import Reporting
import Testing

@Suite struct UnifiedDiffTests {
  private func diff(_ before: String, _ after: String) -> String {
    UnifiedDiff.text(path: "a.c", before: Array(before.utf8), after: Array(after.utf8))
  }

  @Test func equalTextsDoNotDiffer() {
    #expect(diff("a\nb\n", "a\nb\n") == "")
  }

  @Test func hunksHaveThreeLinesAround() {
    let before = (1...20).map { "\($0)\n" }.joined()
    let after = before.replacing("\n5\n", with: "\n5\nnew\n").replacing("\n19\n", with: "\n")
    #expect(
      diff(before, after) == """
        --- a/a.c
        +++ b/a.c
        @@ -3,6 +3,7 @@
         3
         4
         5
        +new
         6
         7
         8
        @@ -16,5 +17,4 @@
         16
         17
         18
        -19
         20

        """)
  }

  @Test func aMissingLineBreakAtTheEndIsNamed() {
    #expect(
      diff("a\nb", "a\nc\nb") == """
        --- a/a.c
        +++ b/a.c
        @@ -1,2 +1,3 @@
         a
        +c
         b
        \\ No newline at end of file

        """)
  }
}
