import Findings
import Testing

@Suite struct SuppressionTests {
  private let path = "/project/src/a.c"

  private func apply(_ source: String, _ findings: [Finding], enabled: Set<Rule> = Set(Rule.allCases))
    -> SuppressionFilter.Outcome
  {
    var filter = SuppressionFilter()
    filter.add(path: path, source: Array(source.utf8))
    return filter.apply(to: findings, enabled: enabled)
  }

  /// Each text silences a leak on line 2 and nothing else.
  @Test(arguments: [
    "\nx; // NOLINT\n", "\nx; /* NOLINT */ y;\n", "\nx; // NOLINT(ownscope-leak)\n",
    "\nx; // NOLINT(other-check, ownscope-leak): why\n", "\nx; // NOLINT(ownscope-*)\n",
    "\nx; // NOLINT(*)\n",
    "// NOLINTNEXTLINE\nx;\n", "// NOLINTNEXTLINE(ownscope-leak)\nx;\n",
    "// NOLINTBEGIN(ownscope-leak)\nx;\n// NOLINTEND(ownscope-leak)\n", "// NOLINTBEGIN\nx;\n// NOLINTEND\n",
    "\nx; // ownscope: ignore(leak) it is kept by the driver\n", "\nx; /* ownscope: ignore(leak) why */\n",
    "\nx; // ownscope: ignore(ownscope-leak)\n", "\nx; //ownscope:ignore(double-free,leak)\n",
    "// ownscope: ignore(leak) on a line of its own\nx;\n", "/* ownscope: ignore(leak)\n why */ x;\n",
    "\r\nx; // NOLINT\r\n",
  ])
  func silencesItsLine(_ source: String) {
    let outcome = apply(source, [finding(line: 2), finding(line: 4)])
    #expect(outcome.isSuppressed == [true, false], "\(source)")
    #expect(outcome.hints.isEmpty || source.contains("double-free"), "\(source)")
  }

  @Test(arguments: [
    "\nx; // NOLINT(other-check)\n", "\nx; // NOLINT(ownscope-double-free)\n", "// NOLINT\nx;\n",
    "\nx; // NOLINTS are words\n", "\nputs(\"// NOLINT\");\n", "\nchar c = '\"'; puts(\"// NOLINT\");\n",
    "\nputs(R\"(\" // NOLINT)\");\n", "\nx; // ownscope: ignore(double-free)\n",
    "\nx; // see ownscope: ignore(leak)\n",
    "// NOLINTNEXTLINE\n\nx;\n", "// NOLINTBEGIN\n// NOLINTEND\nx;\n", "x; // ownscope: ignore(leak)\ny;\n",
  ])
  func leavesOthersAlone(_ source: String) {
    let line = source.hasPrefix("// NOLINTNEXTLINE\n\n") || source.hasPrefix("// NOLINTBEGIN") ? 3 : 2
    #expect(apply(source, [finding(line: line)]).isSuppressed == [false], "\(source)")
  }

  @Test func aCommentOnItsOwnLineCoversTheNextLineOfCode() {
    let source = "// ownscope: ignore(leak) why\n// and more\n/* of it */\n\n  x;\n  y;\n"
    #expect(apply(source, [finding(line: 5), finding(line: 6)]).isSuppressed == [true, false])
  }

  @Test func aLeakIsAlsoSilencedWhereItWasAllocated() {
    let source = "p = malloc(1); // NOLINT(ownscope-*)\n\n\n\nreturn;\n"
    #expect(apply(source, [finding(.leak, line: 5, allocatedAt: 1)]).isSuppressed == [true])
    #expect(apply(source, [finding(.useAfterFree, line: 5, allocatedAt: 1)]).isSuppressed == [false])
  }

  @Test func regionsNest() {
    let source =
      "// NOLINTBEGIN\n// NOLINTBEGIN(ownscope-leak)\na;\n// NOLINTEND(ownscope-leak)\nb;\n// NOLINTEND\nc;\n"
    let outcome = apply(source, [finding(line: 3), finding(line: 5), finding(line: 7)])
    #expect(outcome.isSuppressed == [true, true, false])
  }

  @Test func anOpenRegionGoesToTheEndOfTheFile() {
    #expect(apply("// NOLINTBEGIN(ownscope-leak)\na;\nb;", [finding(line: 3)]).isSuppressed == [true])
  }

  // MARK: Suppressions that silence nothing

  @Test(arguments: [
    "x; // NOLINT(ownscope-leak)", "x; // ownscope: ignore(leak) why", "// NOLINTNEXTLINE(ownscope-leak)\nx;",
    "x; // NOLINT(ownscope-*)", "x; // ownscope: ignore(*)",
  ])
  func idleOnesBecomeHints(_ source: String) throws {
    let outcome = apply(source, [])
    let hint = try #require(outcome.hints.first)
    #expect(outcome.hints.count == 1)
    #expect(hint.rule == .unusedSuppression)
    #expect(hint.severity == .hint)
    #expect(hint.range.start.line == 1)
    #expect(hint.message.contains("silences nothing"))
  }

  @Test(arguments: ["x; // NOLINT", "x; // NOLINT(other-check)", "// NOLINTNEXTLINE\nx;", "x; // NOLINT(*)"])
  func thoseMeantForOthersAreLeftAlone(_ source: String) {
    #expect(apply(source, []).hints.isEmpty)
  }

  @Test func aMisspeltRuleIsNamed() {
    let hints = apply("x; // ownscope: ignore(leek)", [finding(line: 1)]).hints
    #expect(hints.map(\.message) == ["this suppression silences nothing: no rule is called 'leek'"])
  }

  @Test func rulesThatDoNotRunAreNotJudged() {
    #expect(
      apply("x; // ownscope: ignore(leak)", [], enabled: [.doubleFree, .unusedSuppression]).hints.isEmpty)
    #expect(apply("x; // ownscope: ignore(leak)", [], enabled: [.leak]).hints.isEmpty)
  }

  @Test func onlyTheIdleRuleOfSeveralIsNamed() {
    let hints = apply("x; // ownscope: ignore(leak, double-free)", [finding(line: 1)]).hints
    #expect(hints.map(\.message) == ["this suppression of 'double-free' silences nothing"])
  }
}
