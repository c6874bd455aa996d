import Findings
import Foundation
import TestSupport
import Testing

@Suite("Fixes of the fixtures")
struct FixTests {
  /// What trying the fixes of one program showed.
  private struct Trial {
    var problems: [String] = []
    var fixes = 0
    var runs = 0
  }

  @Test("Every fix, applied: it compiles, the finding is gone, none came, and the run is clean")
  func everyFix() throws {
    let start = Date()
    let fixtures = try Fixture.all()
    let findings = try parallelMap(fixtures) { try $0.lintWithFixes() }
    printFigures(findings.flatMap { $0 })
    let lintTime = Int(Date().timeIntervalSince(start))
    let programs = zip(fixtures, findings).flatMap { fixture, findings in
      fixture.fixed(findings).map { ($0, findings) }
    }
    let trials = try parallelMap(programs) { program, findings in try tryOut(program, findings) }
    let fixes = trials.reduce(0) { $0 + $1.fixes }
    print(
      "\(fixes) fixes in \(programs.count) programs, \(trials.reduce(0) { $0 + $1.runs }) cases run; "
        + "linted in \(lintTime) s, all in \(Int(Date().timeIntervalSince(start))) s")
    #expect(fixes > 250)
    let problems = trials.flatMap(\.problems)
    if !problems.isEmpty { Issue.record("fixes that do not hold:\n\(problems.joined(separator: "\n"))") }
    for rule in [Rule.leak, .resourceLeak, .mismatchedDeallocation, .doubleFree] {
      let all = findings.joined().filter { $0.rule == rule }
      let offered = all.count { $0.fixes?.isEmpty == false }
      #expect(Double(offered) > 0.6 * Double(all.count), "\(rule.rawValue): \(offered) of \(all.count)")
    }
  }

  /// Flaws that the sanitizer does not see, or not always: the tool that sees the flaw has to see it gone.
  private static let seenByValgrind: Set<Rule> = [
    .mismatchedDeallocation, .resourceLeak, .referenceCycle, .ownershipConflict, .useAfterMove,
  ]

  private func printFigures(_ findings: [LintedFinding]) {
    for rule in Rule.allCases {
      let all = findings.filter { $0.rule == rule }
      if all.isEmpty { continue }
      let offered = all.count { $0.fixes?.isEmpty == false }
      print("\(rule.rawValue): \(all.count) findings, \(offered) with a fix (\(100 * offered / all.count) %)")
    }
  }

  private func tryOut(_ program: FixedFixture, _ before: [LintedFinding]) throws -> Trial {
    let folder = try temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: folder) }
    let fixture = try program.write(to: folder)
    var trial = Trial(fixes: program.fixes.count)
    let names = fixture.sources.map { ($0.path as NSString).lastPathComponent }
    let after = try lint(names, in: folder)
    trial.problems += after.failures.map { "\(fixture.name): \($0.path): \($0.reason)" }
    trial.problems += changes(from: before, to: after.findings, program)
    let asksValgrind = program.fixes.contains { Self.seenByValgrind.contains($0.finding.rule) }
    let verdicts = try Oracle.verdicts(of: fixture, asksValgrind: asksValgrind)
    for verdict in verdicts where program.original.reasonForNoOracle(of: verdict.caseName) == nil {
      let remaining = before.filter { finding in
        program.original.cases(of: finding).contains(verdict.caseName)
          && !program.fixes.contains { $0.finding == finding }
      }
      // What the linter misses in a case is not for its fixes to end.
      let missed = program.original.annotations(of: verdict.caseName).filter { $0.kind == .missed }
        .compactMap(\.rule)
      trial.runs += 1
      if !verdict.agrees(with: Set(remaining.map(\.rule) + missed)) {
        let fixes = program.fixes.filter { $0.cases.contains(verdict.caseName) }
        trial.problems.append(
          "\(program.original.name): \(verdict.caseName): \(fixes.map(\.fix.title)): the sanitizer saw "
            + "\(verdict.sanitizer.rules) \(verdict.sanitizer.others), valgrind and the ledger saw "
            + "\(verdict.valgrind.rules) \(verdict.valgrind.others)")
      }
    }
    return trial
  }

  /// Findings that should have gone, and those that came.
  private func changes(
    from before: [LintedFinding], to after: [LintedFinding], _ program: FixedFixture
  ) -> [String] {
    struct Kind: Hashable {
      var rule: Rule
      var function: String
    }
    func counts(_ findings: [LintedFinding]) -> [Kind: Int] {
      findings.reduce(into: [:]) { $0[Kind(rule: $1.rule, function: $1.function), default: 0] += 1 }
    }
    let (old, new) = (counts(before), counts(after))
    var problems: [String] = []
    for (finding, fix, _) in program.fixes {
      let kind = Kind(rule: finding.rule, function: finding.function)
      if new[kind, default: 0] >= old[kind, default: 0] {
        problems.append("\(finding.summary): still there after '\(fix.title)'")
      }
    }
    for finding in after {
      let kind = Kind(rule: finding.rule, function: finding.function)
      if new[kind, default: 0] > old[kind, default: 0] {
        problems.append(
          "\(program.original.name): came with \(program.fixes.map(\.fix.title)): \(finding.summary)")
      }
    }
    return problems
  }
}
