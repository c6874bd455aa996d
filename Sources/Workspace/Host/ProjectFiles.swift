import ClangFrontend

/// Which program a file belongs to, and which files belong to a program.
struct ProjectFiles {
  /// Directories that the user has opened.
  var roots: [String]
  /// What the client asks for; nil for the search by file.
  var buildDirectory: String?

  /// A tree with more directories than this is somebody's home, not a project.
  private static let mostDirectories = 400
  /// Reading more files than this in the background would take too much memory.
  private static let mostMembers = 1500

  /// How `path` is compiled, and the program it is part of.
  func home(of path: String) -> (command: CompileCommand, build: String, problems: [String]) {
    var resolver = resolver(for: path)
    let command = resolver.command(for: path)
    let build: String
    switch command.origin {
    case .database(let database), .borrowed(let database, _): build = database
    case .flagsFile(let file): build = PathText.directory(of: file)
    case .commandLine, .fallback: build = root(of: path) ?? PathText.directory(of: path)
    }
    return (command, build, resolver.problems)
  }

  /// The innermost root that holds `path`.
  func root(of path: String) -> String? {
    roots.filter { path.hasPrefix($0 == "/" ? "/" : $0 + "/") }.max { $0.utf8.count < $1.utf8.count }
  }

  /// The sources of a program, the nearest to `path` first.
  func members(of build: String, near path: String, configuration: Configuration) -> [CompileCommand] {
    var files: [String]
    if FileContents.isFile(build) {
      guard let bytes = try? FileContents.read(build),
        let database = try? CompilationDatabase(path: build, bytes: bytes)
      else { return [] }
      files = Array(Set(database.entries.map(\.file)))
    } else {
      let discovery = FileDiscovery(workingDirectory: build, configuration: configuration)
      files =
        discovery.sources(below: build, mostDirectories: Self.mostDirectories)
        ?? discovery.sources(in: PathText.directory(of: path))
    }
    let excluded = FindingsPipeline(
      configuration: configuration, rules: RuleSelection(configuration: configuration),
      root: .init(path: build))
    files = files.filter { SourceKind(path: $0)?.isHeader == false && !excluded.isExcluded($0) }
    let parts = path.split(separator: "/")
    func distance(_ file: String) -> Int {
      -zip(parts, file.split(separator: "/")).prefix { $0 == $1 }.count
    }
    files.sort { (distance($0), $0) < (distance($1), $1) }
    var resolver = resolver(for: path)
    return files.prefix(Self.mostMembers).map { resolver.command(for: $0) }
  }

  private func resolver(for path: String) -> CompileCommandResolver {
    CompileCommandResolver(
      explicitFlags: nil, buildDirectory: buildDirectory,
      workingDirectory: root(of: path) ?? PathText.directory(of: path))
  }
}
