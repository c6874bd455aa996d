import Findings

/// The findings of a fixture beside its annotations.
package struct FixtureComparison: Sendable {
  /// `path:line: expected …`.
  package var falseNegatives: [String] = []
  /// With the annotation that would expect it.
  package var falsePositives: [String] = []
  /// `missed` and `spurious` marks that are no longer true.
  package var cured: [String] = []

  package init(_ fixture: Fixture, findings: [LintedFinding]) {
    var rest = findings
    func take(_ annotation: Annotation, in file: FixtureFile) -> Bool {
      let path = Repository.relative(file.path)
      guard
        let index = rest.firstIndex(where: {
          $0.rule == annotation.rule && $0.line == annotation.line && $0.path == path
            && $0.says(annotation.text)
        })
      else { return false }
      rest.remove(at: index)
      return true
    }
    for file in fixture.files {
      // Annotations with a text take their finding first, so that one without takes what is left.
      for annotation in file.annotations.sorted(by: { !$0.text.isEmpty && $1.text.isEmpty }) {
        let place = "\(Repository.relative(file.path)):\(annotation.line):"
        let what =
          "\(annotation.rule?.rawValue ?? "")\(annotation.text.isEmpty ? "" : " \"\(annotation.text)\"")"
        switch annotation.kind {
        case .expect: if !take(annotation, in: file) { falseNegatives.append("\(place) expected \(what)") }
        case .missed: if take(annotation, in: file) { cured.append("\(place) no longer missed: \(what)") }
        case .spurious:
          if !take(annotation, in: file) { cured.append("\(place) no longer spurious: \(what)") }
        case .oracle, .keep: break
        }
      }
    }
    falsePositives = rest.map { "\($0.summary)\n    \($0.annotation)" }
  }
}
