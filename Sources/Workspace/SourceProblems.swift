import ClangFrontend
import Findings

/// What the compiler said about a file, as far as it keeps code from being analysed.
enum SourceProblems {
  /// nil when everything was understood. A complaint without a place is about a flag and costs nothing, unless that is
  /// the name of a file to include.
  static func failure(in diagnostics: [FrontendDiagnostic], of command: CompileCommand) -> FileFailure? {
    let errors = diagnostics.filter { $0.severity >= .error && ($0.range != nil || isOfMissingFile($0)) }
    // A header that is missing explains the other errors.
    let missing = errors.first(where: isOfMissingFile)
    guard let first = missing ?? errors.first else { return nil }
    let place =
      first.range.map { range in
        range.path == command.file ? "line \(range.start.line)" : "\(range.path):\(range.start.line)"
      } ?? "its flags"
    let others =
      errors.count == 1 ? "" : " (and \(errors.count - 1) more \(errors.count == 2 ? "error" : "errors"))"
    return FileFailure(
      path: command.file, reason: "\(place): \(first.message)\(others)",
      remedy: missing == nil
        ? "make it compile, or give the flags it needs (-p BUILD, or -- FLAGS)" : remedy(command),
      isPartial: true)
  }

  private static func isOfMissingFile(_ diagnostic: FrontendDiagnostic) -> Bool {
    diagnostic.message.hasSuffix("file not found")
  }

  private static func remedy(_ command: CompileCommand) -> String {
    switch command.origin {
    case .commandLine: "add its directory after -- with -I"
    case .database(let path), .borrowed(let path, _): "build the project, or correct \(path)"
    case .flagsFile(let path): "add its directory to \(path) with -I"
    case .fallback: "name your build directory with -p BUILD, or the header's after -- with -I"
    }
  }

  static func failure(_ error: ParseFailure, of command: CompileCommand) -> FileFailure {
    failure(error, path: command.file)
  }

  static func failure(_ error: ParseFailure, path: String) -> FileFailure {
    switch error {
    case .notFound: FileScreening.failure(for: .missing, path: path)
    case .isDirectory: FileScreening.failure(for: .isDirectory, path: path)
    case .unreadable(_, let reason):
      FileFailure(path: path, reason: "cannot be read: \(reason)", remedy: "correct its permissions")
    case .refused:
      FileFailure(
        path: path, reason: "libclang takes neither its flags nor the file",
        remedy: "see 'ownscope check \(path)' for the flags and where they come from")
    case .crashed:
      FileFailure(
        path: path, reason: "libclang crashed on it",
        remedy: "leave it out with 'exclude' in \(Configuration.fileName)")
    }
  }
}
