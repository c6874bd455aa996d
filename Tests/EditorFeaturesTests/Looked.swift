import EditorFeatures
import Findings
import Foundation
import Lessons
import OwnershipAnalysis
import TestSupport
import Workspace

/// Files as one analysed program, as an editor would look at it.
struct LookedAt {
  let analysis: ProgramAnalysis
  let types: OwnershipGraph

  init(_ paths: [String], configuration: String? = nil) throws {
    let configuration = try Configuration.find(named: configuration, from: Repository.root.path)
    let dump = ProgramDump(
      options: LintOptions(paths: paths, workingDirectory: Repository.root.path), configuration: configuration
    )
    analysis = dump.analysis()
    types = OwnershipGraph(analysis.program)
  }

  /// The file with what is known around a byte offset, or in all of it.
  func view(of path: String, _ text: String, at offset: Int? = nil, links: LessonLinks = LessonLinks())
    -> DocumentView
  {
    let functions =
      offset.map { analysis.facts(inFile: path, at: $0).map { [$0] } ?? [] } ?? analysis.facts(ofFile: path)
    return DocumentView(
      path: path, text: Array(text.utf8), functions: functions,
      findings: analysis.result.findings.filter { $0.range.path == path }, types: types, links: links)
  }
}

/// One source text, analysed in a folder of its own; `body` is given its path.
func looking<T>(at text: String, named name: String, _ body: (LookedAt, String) throws -> T) throws -> T {
  let folder = try temporaryDirectory()
  defer { try? FileManager.default.removeItem(at: folder) }
  let url = folder.appendingPathComponent(name)
  try text.write(to: url, atomically: true, encoding: .utf8)
  return try body(LookedAt([url.path]), url.path)
}

extension String {
  /// The byte offset of the first occurrence of a text, and some bytes further.
  func offset(of text: String, plus bytes: Int = 0) -> Int {
    utf8.distance(from: utf8.startIndex, to: firstRange(of: text)!.lowerBound) + bytes
  }

  /// The byte offset of a 1-based place.
  func offset(line: Int, column: Int) -> Int {
    let lines = utf8.split(separator: UInt8(ascii: "\n"), maxSplits: line, omittingEmptySubsequences: false)
    return lines.prefix(line - 1).reduce(0) { $0 + $1.count + 1 } + column - 1
  }
}
