import ClangFrontend
import Findings
import Glibc

/// Turns what the user named into the list of files to analyse.
package struct FileDiscovery {
  package var workingDirectory: String
  package var configuration: Configuration

  package init(workingDirectory: String, configuration: Configuration) {
    self.workingDirectory = workingDirectory
    self.configuration = configuration
  }

  package struct Result: Sendable, Hashable {
    /// Absolute, each once, sorted: the order in which things are named never matters.
    package var files: [String] = []
    /// Those of `files` that nobody named: they were met in a directory.
    package var walked: Set<String> = []
    package var failures: [FileFailure] = []
    /// What was named but is excluded, as it was named.
    package var excluded: [String] = []
    /// Directories that were walked and held nothing to analyse.
    package var emptyDirectories: [String] = []
  }

  /// Directories of build systems and tools; their contents are made, not written.
  private static let builtDirectories: Set<String> = ["build", "node_modules", "CMakeFiles", "_build", "out"]

  /// Files are taken as named; directories are walked for C and C++ sources.
  package func discover(_ paths: [String]) -> Result {
    var result = Result()
    var seen: Set<String> = []
    for named in paths {
      let path = PathText.absolute(named, in: workingDirectory)
      if FileContents.isDirectory(path) {
        let found = walk(path)
        if found.isEmpty { result.emptyDirectories.append(named) }
        for file in found where seen.insert(Self.identity(file)).inserted {
          result.files.append(file)
          result.walked.insert(file)
        }
      } else if let failure = refusal(of: path, named: named) {
        if seen.insert(path).inserted { result.failures.append(failure) }
      } else if isExcluded(path) {
        result.excluded.append(named)
      } else if seen.insert(Self.identity(path)).inserted {
        result.files.append(path)
      }
    }
    result.files.sort()
    result.failures.sort { $0.path < $1.path }
    return result
  }

  /// A file that links to another is the same file.
  private static func identity(_ path: String) -> String { FileContents.resolved(path) ?? path }

  private func isExcluded(_ path: String) -> Bool {
    let root = ProjectRoot(path: configuration.directory ?? workingDirectory)
    let relative = root.relativePath(of: path)
    return configuration.excludedPaths.contains { $0.matches(relative) }
  }

  /// The sources below a directory; nil when there are more directories than are worth looking into for somebody who
  /// has named none of them.
  func sources(below directory: String, mostDirectories: Int) -> [String]? {
    walk(directory, mostDirectories: mostDirectories)
  }

  /// The sources in a directory itself.
  func sources(in directory: String) -> [String] {
    Self.names(in: directory).filter { !$0.hasPrefix(".") }.map { directory == "/" ? "/" + $0 : directory + "/" + $0 }
      .filter { path in
        if case .source = SourceKind(path: path) { FileContents.isFile(path) && !isExcluded(path) } else { false }
      }.sorted()
  }

  private func walk(_ directory: String) -> [String] { walk(directory, mostDirectories: .max) ?? [] }

  /// Depth first, without following links to directories, so a circle of links ends.
  private func walk(_ directory: String, mostDirectories: Int) -> [String]? {
    var files: [String] = []
    var pending = [directory]
    var visited = 0
    while let current = pending.popLast() {
      visited += 1
      if visited > mostDirectories { return nil }
      for name in Self.names(in: current) where !name.hasPrefix(".") {
        let path = current == "/" ? "/" + name : current + "/" + name
        if isExcluded(path) { continue }
        if FileContents.isDirectory(path) {
          if !Self.isLink(path), !Self.builtDirectories.contains(name) { pending.append(path) }
        } else if case .source = SourceKind(path: path), FileContents.isFile(path) || FileScreening.isMisread(name) {
          files.append(path)
        }
      }
    }
    return files.sorted()
  }

  private static func names(in directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// What makes a named path impossible to analyse without opening it.
  private func refusal(of path: String, named: String) -> FileFailure? {
    if FileContents.isFile(path) {
      guard SourceKind(path: path) != nil || !FileScreening.looksForeign(path) else {
        return FileFailure(
          path: named, reason: "not a C or C++ file", remedy: "name sources (.c, .cpp, …) or directories")
      }
      return nil
    }
    do {
      _ = try FileContents.read(path)
      return nil
    } catch {
      return FileScreening.failure(for: error, path: named)
    }
  }
}
