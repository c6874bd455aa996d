/// A change of a fixture's text whose effect on the findings is known.
package struct Mutation: Sendable {
  package var file: FixtureFile
  /// 1-based.
  package var line: Int
  /// The file's text with the change.
  package var text: String

  package var place: String { "\(Repository.relative(file.path)):\(line)" }
}

extension Fixture {
  /// One mutation for each release that stands alone on a line of a good case: the line is emptied. Releases that
  /// say `keep` are left.
  package func deletedReleases() -> [Mutation] {
    files.flatMap { file in
      let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
      return file.cases.filter(\.isGood).flatMap(\.lines).compactMap { number -> Mutation? in
        let isKept = file.annotations.contains { $0.kind == .keep && $0.line == number }
        guard !isKept,
          lines[number - 1].contains(/^\s*(\w*free\w*|\w*close\w*|munmap)\([^;]*\);\s*(\/\/.*)?$/)
        else { return nil }
        // The body of an `if`, `else` or loop without braces needs something in its place.
        var changed = lines
        changed[number - 1] = "  ;"
        return Mutation(file: file, line: number, text: changed.joined(separator: "\n"))
      }
    }
  }

  /// Each file with a comment line in front and one more at the start of every case.
  package func insertedComments() -> [Mutation] {
    files.map { file in
      var changed = ["// A line that moves everything below it."]
      let starts = Set(file.cases.map(\.lines.lowerBound))
      for (index, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        changed.append(String(line))
        if starts.contains(index + 1) { changed.append("  // And another one.") }
      }
      return Mutation(file: file, line: 1, text: changed.joined(separator: "\n"))
    }
  }
}
