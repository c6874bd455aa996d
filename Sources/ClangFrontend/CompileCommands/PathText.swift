/// Paths as text: joining, resolving `.` and `..`, the parts of a name. Nothing here looks at the disk.
package enum PathText {
  /// `path` made absolute with `directory`, without `.`, `..` and doubled slashes.
  package static func absolute(_ path: String, in directory: String) -> String {
    normalized(path.hasPrefix("/") ? path : directory + "/" + path)
  }

  package static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if !(part == ".." && parts.isEmpty && path.hasPrefix("/")) {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    if path.hasPrefix("/") { return "/" + joined }
    return joined.isEmpty ? "." : joined
  }

  /// The directory a path lies in; `/` for what lies in the root.
  package static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  package static func name(of path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  /// What follows the last dot of the name; empty when there is none.
  package static func fileExtension(of path: String) -> String {
    let name = name(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return String(name[name.index(after: dot)...])
  }

  /// The name without its extension.
  package static func stem(of path: String) -> String {
    let name = name(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// `directory` and every directory above it, nearest first.
  package static func ancestors(of directory: String) -> [String] {
    var result = [directory]
    var current = directory
    while current != "/", current != "." {
      current = Self.directory(of: current)
      result.append(current)
    }
    return result
  }
}
