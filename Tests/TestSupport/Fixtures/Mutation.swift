/// A fixture's program with releases taken away: at most one in each good case, so that each case shows alone
/// whether the linter notices, and a whole fixture needs few runs.
package struct DeletedReleases: Sendable {
  package struct Deletion: Sendable {
    package var file: FixtureFile
    package var entry: FixtureCase
    /// 1-based.
    package var line: Int
    package var place: String { "\(Repository.relative(file.path)):\(line)" }
  }

  package var deletions: [Deletion]

  /// The file's text without the releases; lines stay where they are.
  package func text(of file: FixtureFile) -> String {
    var lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
    for deletion in deletions where deletion.file.path == file.path {
      // The body of an `if`, `else` or loop without braces needs something in its place.
      lines[deletion.line - 1] = "  ;"
    }
    return lines.joined(separator: "\n")
  }
}

extension Fixture {
  /// Every release that stands alone on a line of a good case and does not say `keep`, in as few programs as
  /// possible.
  package func deletedReleases() -> [DeletedReleases] {
    var rounds: [DeletedReleases] = []
    for file in files {
      let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
      for entry in file.cases where entry.isGood {
        var round = 0
        for number in entry.lines where isRelease(lines[number - 1]) {
          if file.annotations.contains(where: { $0.kind == .keep && $0.line == number }) { continue }
          if round == rounds.count { rounds.append(DeletedReleases(deletions: [])) }
          rounds[round].deletions.append(.init(file: file, entry: entry, line: number))
          round += 1
        }
      }
    }
    return rounds
  }

  private func isRelease(_ line: Substring) -> Bool {
    line.contains(/^\s*(\w*free\w*|\w*close\w*|munmap)\([^;]*\);\s*(\/\/.*)?$/)
  }
}

extension FixtureFile {
  /// The text with a comment line in front and one more at the start of every case.
  package var textWithComments: String {
    var changed = ["// A line that moves everything below it."]
    let starts = Set(cases.map(\.lines.lowerBound))
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      changed.append(String(line))
      if starts.contains(index + 1) { changed.append("  // And another one.") }
    }
    return changed.joined(separator: "\n")
  }
}
