import JSONText

/// A compile_commands.json, read by us: no guessing for files it does not have.
package struct CompilationDatabase: Sendable {
  package struct Entry: Sendable, Hashable {
    /// Absolute.
    package var file: String
    package var directory: String
    /// The compiler first.
    package var arguments: [String]
  }

  /// The JSON file.
  package let path: String
  package private(set) var entries: [Entry] = []
  /// Entries that had to be passed over.
  package private(set) var notes: [String] = []
  /// Indices into `entries`, in file order.
  private var byFile: [String: [Int]] = [:]

  /// Why a database cannot be used; names file and line and says what to do.
  package struct Malformed: Error, Sendable, Hashable {
    package var message: String
  }

  private static let remedy =
    "write it again with your build tool (cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, bear, …)"

  package init(path: String, bytes: [UInt8]) throws(Malformed) {
    self.path = path
    let json: JSONValue
    do {
      json = try JSONValue(parsing: bytes)
    } catch {
      throw Malformed(message: "\(path):\(error.line): malformed JSON: \(error.message); \(Self.remedy)")
    }
    guard let list = json.arrayValue else {
      throw Malformed(message: "\(path):1: not a compilation database: it should be a list; \(Self.remedy)")
    }
    let base = PathText.directory(of: path)
    for (index, element) in list.enumerated() {
      guard let entry = Self.entry(element, base: base) else {
        notes.append(
          "\(path): entry \(index + 1) has no usable \"file\" and \"command\" or \"arguments\"; passed over")
        continue
      }
      byFile[entry.file, default: []].append(entries.count)
      entries.append(entry)
    }
  }

  /// All entries for an absolute path, in file order. A path that leads to the same file through links
  /// counts.
  package func entries(for file: String) -> [Entry] {
    if let indices = byFile[file] { return indices.map { entries[$0] } }
    guard let resolved = FileContents.resolved(file) else { return [] }
    let name = PathText.name(of: file)
    return entries.filter { PathText.name(of: $0.file) == name && FileContents.resolved($0.file) == resolved }
  }

  /// Notes entries that speak of what is not there: a database that was moved, or that is older than the sources.
  mutating func noteMissing() {
    noteMissing("directories", Set(entries.map(\.directory)).filter { !FileContents.isDirectory($0) })
    noteMissing("files", Set(entries.map(\.file)).filter { !FileContents.isFile($0) })
  }

  private mutating func noteMissing(_ what: String, _ missing: Set<String>) {
    guard let first = missing.min() else { return }
    let rest = missing.count > 1 ? " and \(missing.count - 1) more" : ""
    notes.append("\(path): names \(what) that do not exist: \(first)\(rest); \(Self.remedy)")
  }

  private static func entry(_ json: JSONValue, base: String) -> Entry? {
    guard let file = json["file"]?.stringValue else { return nil }
    // A relative directory counts from where the database lies.
    let directory = PathText.absolute(json["directory"]?.stringValue ?? ".", in: base)
    let arguments: [String]
    if let list = json["arguments"]?.arrayValue {
      arguments = list.compactMap(\.stringValue)
    } else if let command = json["command"]?.stringValue {
      arguments = ShellWords.split(command)
    } else {
      return nil
    }
    guard !arguments.isEmpty else { return nil }
    return Entry(file: PathText.absolute(file, in: directory), directory: directory, arguments: arguments)
  }
}
