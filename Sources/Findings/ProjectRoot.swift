/// The directory that reported paths are relative to.
package struct ProjectRoot: Sendable, Hashable {
  /// Absolute, without a slash at the end (empty for `/` itself).
  package let path: String

  package init(path: String) {
    self.path = Self.normalized(path)
  }

  /// `path` as seen from the root, with `..` steps when it lies elsewhere.
  package func relativePath(of path: String) -> String {
    guard path.hasPrefix("/") else { return path.hasPrefix("./") ? String(path.dropFirst(2)) : path }
    let file = Self.normalized(path).split(separator: "/")
    let base = self.path.split(separator: "/")
    var common = 0
    while common < min(file.count, base.count), file[common] == base[common] { common += 1 }
    // Nothing in common but the file system's root: an absolute path says more.
    guard common > 0 || base.isEmpty else { return path }
    let steps = Array(repeating: "..", count: base.count - common) + file[common...].map(String.init)
    return steps.joined(separator: "/")
  }

  /// Whether `path` lies below the root.
  package func contains(_ path: String) -> Bool {
    !path.hasPrefix("/") || Self.normalized(path).hasPrefix(self.path + "/")
  }

  /// `key` with the machine's own directories taken out: keys of functions with internal linkage name their
  /// file.
  func withoutMachinePaths(_ key: String, in path: String) -> String {
    for known in [path, self.path + "/"] where known.count > 1 {
      if let place = key.firstRange(of: known) {
        let replacement = known == path ? relativePath(of: path) : ""
        return key.replacingCharacters(in: place, with: replacement)
      }
    }
    return key
  }

  /// Resolves `.`, `..` and doubled slashes by text alone.
  package static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (path.hasPrefix("/") && !parts.isEmpty ? "/" : "") + parts.joined(separator: "/")
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + self[range.upperBound...]
  }
}
