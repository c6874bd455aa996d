/// How one file is compiled, as far as parsing it is concerned.
package struct CompileCommand: Sendable, Hashable {
  /// Where the flags come from, for `ownscope check`.
  package enum Origin: Sendable, Hashable {
    /// After `--` on the command line.
    case commandLine
    /// An entry of this compilation database.
    case database(String)
    /// The entry of another file: `file` is not in the database, `from` is the file that lent its flags.
    case borrowed(database: String, from: String)
    case flagsFile(String)
    /// No information: by extension.
    case fallback
  }

  /// Absolute.
  package var file: String
  /// Flags for the parser: no compiler, no input, no output; `-working-directory` in front.
  package var arguments: [String]
  package var origin: Origin
  package var language: SourceLanguage
  /// Flags that were left out because only the original compiler knows them or because they would write
  /// files.
  package var dropped: [String]
  /// What the user should know: several entries, a response file that is missing.
  package var notes: [String]
}

extension CompileCommand.Origin {
  /// As a sentence fragment: "flags from …".
  package var text: String {
    switch self {
    case .commandLine: "the command line"
    case .database(let path): path
    case .borrowed(let database, let from): "\(database), entry of \(from)"
    case .flagsFile(let path): path
    case .fallback: "nothing but the file's name (no compile_commands.json or compile_flags.txt above it)"
    }
  }
}
