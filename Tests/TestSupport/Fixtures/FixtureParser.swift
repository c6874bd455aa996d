import Foundation

extension Fixture {
  /// All fixtures under a folder, by name. A folder below `fixtures/<rule>/` is one program.
  package static func all(under root: URL = Repository.fixtures) throws -> [Fixture] {
    var result: [Fixture] = []
    for rule in try children(of: root) where isDirectory(rule) {
      for topic in try children(of: rule) {
        let name = "\(rule.lastPathComponent)/\(topic.deletingPathExtension().lastPathComponent)"
        let files = isDirectory(topic) ? try children(of: topic) : [topic]
        let sources = files.filter { ["c", "h", "cpp", "hpp"].contains($0.pathExtension) }
        if !sources.isEmpty {
          let configuration = files.first { $0.lastPathComponent == ".ownscope.yaml" }
          result.append(
            Fixture(
              name: name, files: try sources.map(FixtureFile.init(contentsOf:)), configuration: configuration)
          )
        }
      }
    }
    return result
  }

  private static func children(of folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map(
      folder.appendingPathComponent)
  }

  private static func isDirectory(_ url: URL) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }
}

extension FixtureFile {
  package init(contentsOf url: URL) throws {
    try self.init(path: url.path, text: try String(contentsOf: url, encoding: .utf8))
  }

  /// A text whose comments say nothing: a fixture that was changed.
  package init(unannotated text: String, path: String) {
    (self.path, self.text, cases, annotations) = (path, text, [], [])
  }

  /// Reads annotations and cases. A case is a function that begins at the start of a line, takes nothing, and
  /// ends with a brace at the start of a line.
  package init(path: String, text: String) throws(FixtureProblem) {
    (self.path, self.text, cases, annotations) = (path, text, [], [])
    var open: (name: String, line: Int)?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let number = index + 1
      annotations += try Annotation.parse(line: String(line), number: number, path: path)
      if let match = line.firstMatch(of: /^[a-z][\w\s\*]*?\b((?:bad|good)_\w+|main)\s*\([^;)]*\)\s*\{/) {
        open = (String(match.1), number)
      } else if line.hasPrefix("}"), let function = open {
        cases.append(FixtureCase(name: function.name, lines: function.line...number))
        open = nil
      }
    }
    hovers = try HoverMark.parse(text, path: path)
    for annotation in annotations where annotation.kind != .keep && cases(of: annotation).isEmpty {
      throw FixtureProblem(
        path: path, line: annotation.line,
        text: "an annotation outside of a case names the cases: expect(bad_x): …")
    }
  }
}
