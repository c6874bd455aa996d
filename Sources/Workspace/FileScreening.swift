import ClangFrontend
import Findings

/// What keeps a file from being parsed, said so that the user knows what to do.
package enum FileScreening {
  /// Larger files are generated tables as a rule; parsing takes seconds for every ten megabytes.
  static let largestFile = 64 << 20

  /// Looks at the bytes of a source file. nil: nothing against it.
  package static func failure(ofContents bytes: [UInt8], path: String) -> FileFailure? {
    if bytes.count > largestFile {
      return FileFailure(
        path: path, reason: "\(bytes.count >> 20) MB are more than the \(largestFile >> 20) MB that are read",
        remedy: "leave it out with 'exclude' in \(Configuration.fileName)")
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return FileFailure(path: path, reason: "encoded as UTF-16", remedy: "save it as UTF-8")
    }
    // Clang reads over a stray control character; text has few, whatever its encoding, and other data has
    // many.
    let sample = bytes.prefix(1 << 16)
    let controls = sample.count { $0 < 0x20 && !(0x09...0x0D).contains($0) || $0 == 0x7F }
    if controls * 50 > sample.count {
      return FileFailure(
        path: path, reason: "binary data, not source text", remedy: "name a C or C++ source file instead")
    }
    return nil
  }

  package static func failure(for error: FileReadError, path: String) -> FileFailure {
    switch error {
    case .missing where isMisread(path):
      FileFailure(path: path, reason: "its name is not UTF-8", remedy: "rename it")
    case .missing: FileFailure(path: path, reason: "no such file", remedy: "correct the path")
    case .isDirectory: FileFailure(path: path, reason: "a directory, not a file", remedy: "name its files")
    case .notPermitted:
      FileFailure(path: path, reason: "may not be read", remedy: "give yourself permission (chmod u+r)")
    case .notRegular:
      FileFailure(path: path, reason: "not a regular file", remedy: "save what it gives into a file first")
    case .linkLoop:
      FileFailure(
        path: path, reason: "a loop of symbolic links that leads to no file", remedy: "let the link name a file")
    case .failed(let errno):
      FileFailure(path: path, reason: "cannot be read (system error \(errno))", remedy: "check the disk")
    }
  }

  /// Whether there are bytes in a path that were no text.
  static func isMisread(_ path: String) -> Bool { path.contains("\u{FFFD}") }

  /// Extensions of things that stand beside sources and are none.
  static func looksForeign(_ path: String) -> Bool {
    let foreign: Set<String> = [
      "o", "a", "so", "exe", "png", "jpg", "pdf", "zip", "gz", "xz", "md", "txt", "json", "yaml", "yml", "py",
      "rs",
      "go", "java", "js", "ts", "swift", "sh",
    ]
    return foreign.contains(PathText.fileExtension(of: path))
  }
}
