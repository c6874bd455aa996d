import Findings
import TestSupport
import Testing

@Suite("Mutations of the fixtures")
struct MutationTests {
  @Test("Deleting any release from a good case raises a finding")
  func deletedReleases() throws {
    let fixtures = try Fixture.all()
    let originals = try parallelMap(fixtures) { fixture in
      Set(try fixture.lint(replacing: "", with: "").findings.map(Place.init))
    }
    let mutants = zip(fixtures, originals).flatMap { fixture, original in
      fixture.deletedReleases().map { (fixture: fixture, original: original, mutation: $0) }
    }
    #expect(mutants.count > 100, "fixtures without releases prove nothing")
    let survivors = try parallelMap(mutants) { mutant -> String? in
      let findings = try mutant.fixture.lint(replacing: mutant.mutation.file.path, with: mutant.mutation.text)
        .findings
      return findings.contains { !mutant.original.contains(Place($0)) } ? nil : mutant.mutation.place
    }.compactMap { $0 }
    print("\(mutants.count) deleted releases, \(survivors.count) unnoticed")
    if !survivors.isEmpty {
      Issue.record(
        "nobody misses these releases (or say `// keep: why`):\n\(survivors.joined(separator: "\n"))")
    }
  }

  @Test("Inserting comment lines changes no fingerprint")
  func insertedComments() throws {
    let mutants = try Fixture.all().flatMap { fixture in fixture.insertedComments().map { (fixture, $0) } }
    let differing = try parallelMap(mutants) { fixture, mutation -> String? in
      let before = try fixture.lint(replacing: "", with: "").findings.map(\.fingerprint)
      let after = try fixture.lint(replacing: mutation.file.path, with: mutation.text).findings.map(
        \.fingerprint)
      return before.sorted() == after.sorted() ? nil : mutation.place
    }.compactMap { $0 }
    #expect(differing == [])
  }

  /// What makes a finding the same one in a mutant, whose lines are where they were.
  private struct Place: Hashable {
    var rule: Rule
    var path: String
    var line: Int
    init(_ finding: LintedFinding) {
      (rule, path, line) = (finding.rule, finding.path, finding.line)
    }
  }
}
