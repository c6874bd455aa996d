import LanguageServerProtocol
import SourceText

/// The documents that the client has open, by path. The client's own URI of each is kept: it may write the same file
/// in another way than we would, and must get back what it wrote.
struct Documents {
  private struct Entry {
    var uri: String
    var version: Int
  }
  private var entries: [String: Entry] = [:]

  /// Sorted.
  var paths: [String] { entries.keys.sorted() }

  mutating func open(_ path: String, uri: String, version: Int) {
    entries[path] = Entry(uri: uri, version: version)
  }

  mutating func change(_ path: String, version: Int) { entries[path]?.version = version }
  mutating func close(_ path: String) { entries[path] = nil }

  func isOpen(_ path: String) -> Bool { entries[path] != nil }
  func version(of path: String) -> Int? { entries[path]?.version }

  /// The client's URI of a document, or ours of a file that is not open.
  func uri(of path: String) -> String { entries[path]?.uri ?? DocumentURI.uri(of: path) }
}

extension EditableText {
  /// Applies what a client says has changed, in its order.
  package mutating func apply(_ changes: [DidChangeTextDocument.Change], encoding: TextEncoding) {
    for change in changes {
      if let range = change.range {
        replace(
          from: EditorPosition(range.start), to: EditorPosition(range.end), with: change.text,
          encoding: encoding)
      } else {
        self = EditableText(change.text)
      }
    }
  }
}
