import Findings
import TestSupport
import Testing

@Suite("Mutations of the fixtures")
struct MutationTests {
  @Test("Deleting any release from a good case raises a finding")
  func deletedReleases() throws {
    let rounds = try Fixture.all().flatMap { fixture in fixture.deletedReleases().map { (fixture, $0) } }
    let deletions = rounds.flatMap(\.1.deletions)
    #expect(deletions.count > 150, "fixtures without releases prove nothing")
    let survivors = try parallelMap(rounds) { fixture, round in
      let findings = try fixture.lint(changing: round.text).findings
      return round.deletions.filter { deletion in !findings.contains { isNoticed(deletion, by: $0) } }.map(
        \.place)
    }.flatMap { $0 }
    print("\(deletions.count) deleted releases, \(survivors.count) unnoticed")
    if !survivors.isEmpty {
      Issue.record(
        "nobody misses these releases (or say `// keep: why`):\n\(survivors.joined(separator: "\n"))")
    }
  }

  /// A finding in the case, or one that the case leads to: a step of its story lies there.
  private func isNoticed(_ deletion: DeletedReleases.Deletion, by finding: LintedFinding) -> Bool {
    finding.function == deletion.entry.name || deletion.entry.lines.contains(finding.line)
      || finding.story.contains {
        deletion.entry.lines.contains($0.line) && deletion.file.path.hasSuffix($0.path)
      }
  }

  @Test("Inserting comment lines changes no fingerprint")
  func insertedComments() throws {
    let differing = try parallelMap(try Fixture.all()) { fixture -> String? in
      let before = try fixture.lint(changing: \.text).findings.map(\.fingerprint)
      let after = try fixture.lint(changing: \.textWithComments).findings.map(\.fingerprint)
      return before.sorted() == after.sorted() ? nil : fixture.name
    }.compactMap { $0 }
    #expect(differing == [])
  }
}
