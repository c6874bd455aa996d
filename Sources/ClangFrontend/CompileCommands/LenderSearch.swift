/// Chooses whose flags a file takes that the database does not have: headers, new files, tests.
struct LenderSearch {
  let database: CompilationDatabase

  /// Reading more sources than this to find out who includes a header would take longer than it is worth.
  private static let mostSourcesToRead = 500

  /// For a header: a source that includes it (the one with the header's own stem first). For anything: a file
  /// of the same language as near as possible in the tree. The first entry of the database wins a tie.
  func lender(for file: String) -> CompilationDatabase.Entry? {
    let kind = SourceKind(path: file)
    let candidates = database.entries.filter { entry in
      guard let language = kind?.language else { return true }
      return SourceKind(path: entry.file)?.language ?? language == language
    }
    if kind?.isHeader == true {
      let stem = PathText.stem(of: file)
      if let twin = nearest(to: file, among: candidates.filter { PathText.stem(of: $0.file) == stem }) {
        return twin
      }
      if let includer = nearest(to: file, among: includers(of: file, among: candidates)) { return includer }
    }
    return nearest(to: file, among: candidates)
  }

  private func includers(
    of file: String, among candidates: [CompilationDatabase.Entry]
  ) -> [CompilationDatabase.Entry] {
    let name = PathText.name(of: file)
    return candidates.prefix(Self.mostSourcesToRead).filter { entry in
      guard let bytes = try? FileContents.read(entry.file) else { return false }
      return String(decoding: bytes, as: UTF8.self).split(separator: "\n").contains { line in
        line.drop { $0 == " " || $0 == "\t" }.hasPrefix("#")
          && line.contains("include")
          && (line.contains("\"\(name)\"") || line.contains("/\(name)\"")
            || line.contains("<\(name)>") || line.contains("/\(name)>"))
      }
    }
  }

  /// The entry that shares the longest run of directories with `file`.
  private func nearest(
    to file: String, among candidates: [CompilationDatabase.Entry]
  ) -> CompilationDatabase.Entry? {
    let parts = file.split(separator: "/")
    var best: (entry: CompilationDatabase.Entry, shared: Int)?
    for entry in candidates {
      let shared = zip(parts, entry.file.split(separator: "/")).prefix { $0 == $1 }.count
      if shared > best?.shared ?? -1 { best = (entry, shared) }
    }
    return best?.entry
  }
}
