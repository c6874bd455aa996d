import Foundation

/// A change that the linter offers, as its JSON report shows it.
package struct LintedFix: Hashable, Sendable, Decodable {
  package var title: String
  package var edits: [Edit]

  package struct Edit: Hashable, Sendable, Decodable {
    package var path: String
    package var range: Range
    package var text: String
  }

  package struct Range: Hashable, Sendable, Decodable {
    package var start: Place
    package var end: Place
  }

  package struct Place: Hashable, Sendable, Decodable {
    package var line: Int
    package var offset: Int
  }

  package func overlaps(_ other: LintedFix) -> Bool {
    edits.contains { a in
      other.edits.contains { b in
        a.path == b.path && a.range.start.offset <= b.range.end.offset
          && b.range.start.offset <= a.range.end.offset
      }
    }
  }
}

extension FixtureFile {
  /// The text with the edits that are about this file; they must not overlap.
  package func text(applying edits: [LintedFix.Edit]) -> String {
    var bytes = Array(text.utf8)
    // From behind, so that offsets stay true; of several at one place the last first.
    let own = edits.enumerated().filter { $0.element.path == Repository.relative(path) }
      .sorted { ($0.element.range.start.offset, $0.offset) > ($1.element.range.start.offset, $1.offset) }
    for (_, edit) in own {
      bytes.replaceSubrange(edit.range.start.offset..<edit.range.end.offset, with: edit.text.utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A fixture with some of the fixes that its findings are offered: at most one a case, so that each shows alone what it
/// does, and a whole fixture needs few runs.
package struct FixedFixture: Sendable {
  package var original: Fixture
  /// All changes lie in the cases themselves.
  var isLocal = true
  package var fixes: [(finding: LintedFinding, fix: LintedFix, cases: Set<String>)] = []

  /// The changed program in a folder of its own, with the cases that the fixes are about.
  package func write(to folder: URL) throws -> Fixture {
    let edits = fixes.flatMap(\.fix.edits)
    let concerned = fixes.reduce(into: Set<String>()) { $0.formUnion($1.cases) }
    let files = try original.files.map { file in
      let url = folder.appendingPathComponent((file.path as NSString).lastPathComponent)
      let text = file.text(applying: edits)
      try text.write(to: url, atomically: true, encoding: .utf8)
      var changed = FixtureFile(unannotated: text, path: url.path)
      changed.cases = file.cases.filter { concerned.contains($0.name) }
      return changed
    }
    return Fixture(name: original.name + "-fixed", files: files)
  }
}

extension Fixture {
  /// The findings of the fixture with the fixes that they are offered.
  package func lintWithFixes() throws -> [LintedFinding] {
    try TestSupport.lint(sources.map { Repository.relative($0.path) }, options: ["--fixes"]).findings
  }

  /// The cases that show a finding: where it stands, or those that its annotation names.
  package func cases(of finding: LintedFinding) -> Set<String> {
    guard let file = files.first(where: { Repository.relative($0.path) == finding.path }) else { return [] }
    return Set(
      file.annotations.filter { $0.kind == .expect && $0.line == finding.line && $0.rule == finding.rule }
        .flatMap(file.cases(of:)))
  }

  /// Every fix of every finding, in as few programs as possible.
  package func fixed(_ findings: [LintedFinding]) -> [FixedFixture] {
    var programs: [FixedFixture] = []
    for finding in findings {
      for fix in finding.fixes ?? [] {
        let cases = cases(of: finding)
        let isLocal = fix.edits.allSatisfy { edit in
          files.contains { file in
            Repository.relative(file.path) == edit.path
              && (edit.text.contains("#include")
                || file.cases.contains { cases.contains($0.name) && $0.lines.contains(edit.range.start.line) })
          }
        }
        let place = programs.firstIndex { program in
          isLocal
            && program.fixes.allSatisfy {
              $0.cases.isDisjoint(with: cases) && !$0.fix.overlaps(fix) && program.isLocal
            }
        }
        if let place {
          programs[place].fixes.append((finding, fix, cases))
        } else {
          programs.append(FixedFixture(original: self, isLocal: isLocal, fixes: [(finding, fix, cases)]))
        }
      }
    }
    return programs
  }
}
