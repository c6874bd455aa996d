import Findings
import Foundation

/// A C or C++ program that shows flaws and their correct twins: one file, or a folder of files that make one
/// program.
package struct Fixture: Sendable {
  /// `leak/early_return`, the path below `fixtures/` without an extension.
  package var name: String
  package var files: [FixtureFile]
  /// The configuration that the linter is called with (`.ownscope.yaml` of the fixture's folder): rows for functions
  /// whose bodies are there for the oracle.
  package var configuration: URL?

  package init(name: String, files: [FixtureFile], configuration: URL? = nil) {
    self.name = name
    self.files = files
    self.configuration = configuration
  }

  /// The files a compiler is called for.
  package var sources: [FixtureFile] {
    files.filter { !$0.path.hasSuffix(".h") && !$0.path.hasSuffix(".hpp") }
  }
  package var cases: [FixtureCase] { files.flatMap(\.cases) }
  package var isCPlusPlus: Bool { sources.contains { !$0.path.hasSuffix(".c") } }

  /// Every annotation that says something about a case.
  package func annotations(of name: String) -> [Annotation] {
    files.flatMap { file in file.annotations.filter { file.cases(of: $0).contains(name) } }
  }

  /// The rules that a run of the case must show: what the linter finds and what it misses.
  package func expectedRules(of name: String) -> Set<Rule> {
    Set(annotations(of: name).filter { $0.kind == .expect || $0.kind == .missed }.compactMap(\.rule))
  }

  /// Why no run can show what the case does, if so.
  package func reasonForNoOracle(of name: String) -> String? {
    annotations(of: name).first { $0.kind == .oracle }?.text
  }
}

package struct FixtureFile: Sendable {
  package var path: String
  package var text: String
  package var cases: [FixtureCase]
  package var annotations: [Annotation]
  package var hovers: [HoverMark] = []

  /// The cases an annotation is about: those it names, or the one it stands in (or right above).
  package func cases(of annotation: Annotation) -> [String] {
    if !annotation.cases.isEmpty { return annotation.cases }
    return cases.filter { $0.lines.contains(annotation.line) || $0.lines.lowerBound == annotation.line + 1 }
      .map(\.name)
  }
}

/// An entry of a fixture: `bad_…` has a flaw, `good_…` has none. A program with a `main` has the one case `main`.
package struct FixtureCase: Hashable, Sendable {
  package var name: String
  /// 1-based, from the signature to the closing brace.
  package var lines: ClosedRange<Int>
  package var isBad: Bool { name.hasPrefix("bad_") }
  package var isGood: Bool { name.hasPrefix("good_") }
}
