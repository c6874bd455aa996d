/// Finds the compile command of each file of a run.
///
/// The order: flags after `--`, the database named with `-p`, the nearest compile_commands.json or
/// compile_flags.txt at or above the file (a `build` directory beside it counts), and at last the extension.
package struct CompileCommandResolver {
  private let explicitFlags: [String]?
  private let workingDirectory: String
  /// The database of `-p`; when it cannot be used the search goes on as though it had not been given.
  private var given: CompilationDatabase?
  private var cache = DatabaseCache()
  /// What went wrong with databases: one message each, naming file, line and remedy.
  package private(set) var problems: [String] = []

  /// - Parameters:
  ///   - explicitFlags: what follows `--`; nil when there was no `--`.
  ///   - buildDirectory: what `-p` names: a directory, or the JSON file itself.
  ///   - workingDirectory: absolute; relative paths count from here.
  package init(explicitFlags: [String]?, buildDirectory: String?, workingDirectory: String) {
    self.explicitFlags = explicitFlags
    self.workingDirectory = workingDirectory
    guard let buildDirectory else { return }
    var path = PathText.absolute(buildDirectory, in: workingDirectory)
    if FileContents.isDirectory(path) || !FileContents.isFile(path) { path += "/" + DatabaseCache.fileName }
    switch cache.load(path) {
    case .found(let database):
      given = database
      note(database)
    case .malformed(let message): problems.append(message)
    case .absent:
      problems.append(
        "\(path): not found; build with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON or bear, or correct -p")
    }
  }

  /// The command for `file`, an absolute path.
  package mutating func command(for file: String) -> CompileCommand {
    if let explicitFlags {
      return assemble(
        file, flags: explicitFlags, directory: workingDirectory, origin: .commandLine,
        language: language(of: file))
    }
    if let given, let command = command(for: file, in: given) { return command }
    let directory = PathText.directory(of: file)
    for ancestor in PathText.ancestors(of: directory) {
      for candidate in Self.databaseFolders(at: ancestor) {
        if let database = nearestDatabase(in: candidate), let command = command(for: file, in: database) {
          return command
        }
      }
      if let command = flagsFileCommand(for: file, in: ancestor) { return command }
    }
    return fallback(for: file)
  }

  // MARK: Sources of flags

  package static let databaseName = DatabaseCache.fileName
  package static let flagsFileName = "compile_flags.txt"

  private static func databaseFolders(at directory: String) -> [String] { [directory, directory + "/build"] }

  /// The files that say how sources in `directory` are compiled, where they exist.
  package static func decidingFiles(for directory: String) -> [String] {
    PathText.ancestors(of: directory).flatMap { ancestor in
      databaseFolders(at: ancestor).map { PathText.absolute(databaseName, in: $0) }
        + [PathText.absolute(flagsFileName, in: ancestor)]
    }
  }

  private mutating func nearestDatabase(in directory: String) -> CompilationDatabase? {
    switch cache.load(PathText.absolute(DatabaseCache.fileName, in: directory)) {
    case .found(let database):
      note(database)
      return database
    case .absent: return nil
    case .malformed(let message):
      if !problems.contains(message) { problems.append(message) }
      return nil
    }
  }

  /// What is wrong with entries of a database, said once.
  private mutating func note(_ database: CompilationDatabase) {
    for problem in database.notes where !problems.contains(problem) { problems.append(problem) }
  }

  /// The file's own entry; without one, that of a file like it.
  private func command(for file: String, in database: CompilationDatabase) -> CompileCommand? {
    let own = database.entries(for: file)
    if let entry = own.first {
      var command = assemble(file, entry: entry, origin: .database(database.path))
      // Several entries for one file: the first in the database, so that every run takes the same.
      if own.count > 1 {
        command.notes.append("\(database.path) has \(own.count) entries for this file; the first is used")
      }
      return command
    }
    guard let lender = LenderSearch(database: database).lender(for: file) else { return nil }
    return assemble(file, entry: lender, origin: .borrowed(database: database.path, from: lender.file))
  }

  private func flagsFileCommand(for file: String, in directory: String) -> CompileCommand? {
    let path = PathText.absolute(Self.flagsFileName, in: directory)
    guard let bytes = try? FileContents.read(path) else { return nil }
    let flags = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { String($0.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
      .filter { !$0.isEmpty }
    return assemble(
      file, flags: flags, directory: directory, origin: .flagsFile(path), language: language(of: file))
  }

  /// The language's usual standard, and the include directories that projects usually have.
  private func fallback(for file: String) -> CompileCommand {
    let language = language(of: file)
    let directory = PathText.directory(of: file)
    let includes = PathText.ancestors(of: directory).prefix(3)
      .map { $0 == "/" ? "/include" : $0 + "/include" }
      .filter { $0 != "/include" && $0 != "/usr/include" && FileContents.isDirectory($0) }
    return assemble(
      file, flags: [language.fallbackStandard] + includes.map { "-I" + $0 }, directory: directory,
      origin: .fallback, language: language)
  }

  // MARK: Assembly

  private func assemble(
    _ file: String, entry: CompilationDatabase.Entry, origin: CompileCommand.Origin
  ) -> CompileCommand {
    let prefix = CompilerPrefix(entry.arguments)
    let lenderLanguage = SourceKind(path: entry.file)?.language
    var language = SourceKind(path: file)?.language ?? lenderLanguage ?? language(of: file)
    // g++ compiles even a .c file as C++.
    if prefix.isCPlusPlusDriver { language = .cpp }
    return assemble(
      file, flags: prefix.flags, directory: entry.directory, origin: origin, language: language,
      isCPlusPlusDriver: prefix.isCPlusPlusDriver)
  }

  private func assemble(
    _ file: String, flags: [String], directory: String, origin: CompileCommand.Origin,
    language: SourceLanguage,
    isCPlusPlusDriver: Bool = false
  ) -> CompileCommand {
    let filter = ArgumentFilter(flags: flags, language: language, directory: directory)
    let kind = SourceKind(path: file)
    let language = filter.forcedLanguage ?? language
    var arguments = ["-working-directory=" + directory]
    // A header is parsed as a main file of its language, and names that clang does not know need one too.
    let needsLanguage = kind == nil || kind?.isHeader == true || (isCPlusPlusDriver && kind?.language != .cpp)
    if needsLanguage, filter.forcedLanguage == nil { arguments.append("-x" + language.headerForm) }
    return CompileCommand(
      file: file, arguments: arguments + filter.kept, origin: origin, language: language,
      dropped: filter.dropped,
      notes: filter.notes)
  }

  private func language(of file: String) -> SourceLanguage {
    if let language = SourceKind(path: file)?.language { return language }
    return SourceLanguage.guess(headerText: (try? FileContents.read(file)) ?? [])
  }
}
