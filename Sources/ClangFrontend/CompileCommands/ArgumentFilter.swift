/// Turns a compiler's command line into flags for the parser: the compiler and its launcher, inputs, outputs
/// and flags that a parser must not see go; everything that decides what the text means stays.
struct ArgumentFilter {
  private(set) var kept: [String] = []
  private(set) var dropped: [String] = []
  private(set) var notes: [String] = []
  private let language: SourceLanguage
  private let directory: String
  /// A language given with `-x`, which overrules the extension.
  private(set) var forcedLanguage: SourceLanguage?

  /// `arguments`: without the compiler. `directory`: where relative response files are.
  init(flags arguments: [String], language: SourceLanguage, directory: String) {
    self.language = language
    self.directory = directory
    var pending = expandResponseFiles(arguments, depth: 0)[...]
    forcedLanguage = Self.forcedLanguage(in: pending)
    while let argument = pending.popFirst() {
      if argument == "--" { break }
      take(argument, &pending)
    }
  }

  private mutating func take(_ argument: String, _ rest: inout ArraySlice<String>) {
    guard argument.hasPrefix("-"), argument != "-" else {
      // An input; the one that counts is named by the caller.
      return
    }
    if FlagTable.takesArgument.contains(argument) {
      let value = rest.popFirst()
      if FlagTable.droppedWithArgument.contains(argument) {
        dropped.append(([argument] + (value.map { [$0] } ?? [])).joined(separator: " "))
      } else if let value {
        kept += [argument, value]
      }
    } else if FlagTable.dropped.contains(argument) || isJoinedOutput(argument)
      || FlagTable.droppedPrefixes.contains(where: argument.hasPrefix)
    {
      dropped.append(argument)
    } else if isForeignStandard(argument) {
      dropped.append(argument)
    } else {
      kept.append(argument)
    }
  }

  /// `-oname`; but `-objcmt-…` and the like are flags of their own.
  private func isJoinedOutput(_ argument: String) -> Bool {
    argument.hasPrefix("-o") && argument.count > 2 && !argument.hasPrefix("-obj")
  }

  /// A `-std=` of the other language: it comes with calls that mix C and C++ files, and the driver refuses
  /// it.
  private func isForeignStandard(_ argument: String) -> Bool {
    for prefix in ["-std=", "--std="] where argument.hasPrefix(prefix) {
      let isPlusPlus = argument.contains("++")
      return isPlusPlus != ((forcedLanguage ?? language) == .cpp)
    }
    return false
  }

  private static func forcedLanguage(in arguments: ArraySlice<String>) -> SourceLanguage? {
    var result: SourceLanguage?
    for (index, argument) in zip(arguments.indices, arguments) where argument.hasPrefix("-x") {
      let isSeparate = argument == "-x" && index + 1 < arguments.endIndex
      let value = isSeparate ? arguments[index + 1] : String(argument.dropFirst(2))
      if value.hasPrefix("c++") { result = .cpp } else if value == "c" || value == "c-header" { result = .c }
    }
    return result
  }

  // MARK: Response files

  private mutating func expandResponseFiles(_ arguments: [String], depth: Int) -> [String] {
    arguments.flatMap { argument -> [String] in
      guard argument.hasPrefix("@"), argument.count > 1 else { return [argument] }
      let path = PathText.absolute(String(argument.dropFirst()), in: directory)
      // Eight levels: nobody nests deeper, and a file that names itself must end somewhere.
      guard depth < 8, let bytes = try? FileContents.read(path) else {
        notes.append("response file \(path) cannot be read; its flags are missing")
        return []
      }
      return expandResponseFiles(ShellWords.split(String(decoding: bytes, as: UTF8.self)), depth: depth + 1)
    }
  }
}

/// The words in front of the flags: launchers and the compiler.
struct CompilerPrefix {
  /// The flags that follow.
  let flags: [String]
  /// The compiler treats everything as C++ (`g++`, `clang++`, `c++`).
  let isCPlusPlusDriver: Bool

  init(_ arguments: [String]) {
    var rest = arguments[...]
    var compiler = rest.popFirst() ?? ""
    // `ccache gcc …`, `env A=1 gcc …`, `/usr/bin/ccache /usr/bin/gcc …`.
    while let next = rest.first, Self.isLauncher(compiler) || Self.isAssignment(compiler),
      !next.hasPrefix("-")
    {
      compiler = next
      rest.removeFirst()
    }
    flags = Array(rest)
    isCPlusPlusDriver = Self.isCPlusPlus(compiler)
  }

  private static func isLauncher(_ word: String) -> Bool {
    FlagTable.launchers.contains(PathText.name(of: word))
  }

  private static func isAssignment(_ word: String) -> Bool {
    guard let equals = word.firstIndex(of: "=") else { return false }
    return word[..<equals].allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }

  /// `g++`, `x86_64-linux-gnu-g++-12`, `clang++-19`, `c++`, `icpc`.
  private static func isCPlusPlus(_ compiler: String) -> Bool {
    let name = PathText.name(of: compiler)
    return name.contains("++") || name == "icpc" || name == "CC"
  }
}
