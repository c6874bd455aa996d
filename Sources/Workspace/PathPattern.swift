/// A pattern over paths, as in `.gitignore`: `*` and `?` stay within one directory, `**` crosses directories.
/// A pattern with a slash in it counts from the configuration's directory, one without matches a name
/// anywhere; either matches everything below a directory it names.
package struct PathPattern: Sendable, Hashable {
  package let text: String
  private let parts: [String]

  package init(_ text: String) {
    self.text = text
    var trimmed = text[...]
    if trimmed.hasPrefix("./") { trimmed = trimmed.dropFirst(2) }
    let isAnchored = trimmed.dropLast().contains("/")
    let names = trimmed.split(separator: "/").map(String.init)
    parts = isAnchored ? names : ["**"] + names
  }

  /// `path`: relative to the configuration's directory.
  package func matches(_ path: String) -> Bool {
    Self.match(parts[...], path.split(separator: "/")[...])
  }

  private static func match(_ pattern: ArraySlice<String>, _ path: ArraySlice<Substring>) -> Bool {
    guard let first = pattern.first else { return true }
    if first == "**" {
      if pattern.count == 1 { return true }
      return path.indices.contains { match(pattern.dropFirst(), path[$0...]) }
    }
    guard let name = path.first else { return false }
    return matchName(first[...], name) && match(pattern.dropFirst(), path.dropFirst())
  }

  private static func matchName(_ pattern: Substring, _ name: Substring) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    if first == "*" {
      return matchName(pattern.dropFirst(), name) || (!name.isEmpty && matchName(pattern, name.dropFirst()))
    }
    guard let character = name.first, first == "?" || first == character else { return false }
    return matchName(pattern.dropFirst(), name.dropFirst())
  }
}
