import Foundation

/// The command line that libclang gets: the caller's flags inside ours.
struct DriverArguments {
  var path: String
  var flags: [String]

  /// Deep enough for generated code, low enough for the stack that parsing runs on.
  private static let bracketDepth = 16_384

  /// Errors of recent clang where gcc (and older clang) warn: old C must be analysed like any other.
  static let downgradedInC = [
    "implicit-function-declaration", "implicit-int", "int-conversion", "incompatible-pointer-types",
    "incompatible-function-pointer-types", "return-type", "return-mismatch", "deprecated-non-prototype",
  ]

  /// Every flag of the caller that does not hide code. The bodies of OpenMP regions are invisible in libclang;
  /// without the flag they are ordinary loops.
  var full: [String] {
    assemble(flags.filter { !Self.turnsWarningsIntoErrors($0) && !$0.hasPrefix("-fopenmp") })
  }

  /// Only what decides how the text is read, for when the driver refuses the rest.
  var minimal: [String] { assemble(essential) }

  /// The same without a target, for when it is one that libclang was not built for.
  var forThisMachine: [String] {
    var kept = essential
    while let index = kept.firstIndex(of: "-target") { kept.removeSubrange(index...min(index + 1, kept.count - 1)) }
    return assemble(kept.filter { !$0.hasPrefix("--target=") })
  }

  private func assemble(_ flags: [String]) -> [String] {
    var arguments = [Installation.driver]
    arguments += Installation.resourceArguments
    arguments += flags
    arguments += ["-ferror-limit=0", "-fbracket-depth=\(Self.bracketDepth)", "-Wno-error"]
    if !isCPlusPlus { arguments += Self.downgradedInC.map { "-Wno-error=\($0)" } }
    // libclang adds flags of its own after these, so a `--` before the path would make files of them.
    arguments.append(path.hasPrefix("-") ? "./\(path)" : path)
    return arguments
  }

  /// The language clang will read the file as.
  var isCPlusPlus: Bool {
    var language: Substring?
    for (index, flag) in flags.enumerated() where flag.hasPrefix("-x") {
      language = flag == "-x" ? flags.dropFirst(index + 1).first?[...] : flag.dropFirst(2)
    }
    if let language, language != "none" { return language.hasPrefix("c++") }
    let suffix = (path as NSString).pathExtension
    return ["cc", "cpp", "cxx", "c++", "C", "CPP", "hh", "hpp", "hxx", "H", "ipp", "tcc", "inl"].contains(
      suffix)
  }

  private static func turnsWarningsIntoErrors(_ flag: String) -> Bool {
    flag == "-Werror" || flag.hasPrefix("-Werror=") || flag == "-pedantic-errors" || flag == "-Wfatal-errors"
  }

  private static let essentialWithValue: Set<String> = [
    "-I", "-isystem", "-iquote", "-idirafter", "-D", "-U", "-include", "-imacros", "-x", "-working-directory",
    "-isysroot", "--sysroot", "-target",
  ]
  private static let essentialPrefixes = [
    "-I", "-isystem", "-iquote", "-idirafter", "-D", "-U", "-include", "-x", "--sysroot=",
    "-working-directory=",
    "--target=",
  ]
  private static let essentialExact: Set<String> = [
    "-m32", "-m64", "-fsigned-char", "-funsigned-char", "-fno-signed-char", "-fno-unsigned-char", "-pthread",
    "-fshort-enums", "-fno-exceptions", "-fexceptions", "-fno-rtti", "-frtti", "-nostdinc", "-nostdinc++",
    "-ffreestanding", "-fms-extensions", "-ansi",
  ]

  private var essential: [String] {
    var kept: [String] = []
    var index = 0
    while index < flags.count {
      let flag = flags[index]
      index += 1
      if Self.essentialWithValue.contains(flag) {
        guard index < flags.count else { break }
        kept += [flag, flags[index]]
        index += 1
      } else if Self.essentialExact.contains(flag) || Self.essentialPrefixes.contains(where: flag.hasPrefix) {
        kept.append(flag)
      } else if flag.hasPrefix("-std="), Self.isKnownStandard(flag.dropFirst(5), isCPlusPlus: isCPlusPlus) {
        kept.append(flag)
      }
    }
    return kept
  }

  /// One of the other language is refused.
  private static func isKnownStandard(_ name: Substring, isCPlusPlus: Bool) -> Bool {
    knownStandards.contains(String(name)) && name.contains("++") == isCPlusPlus
  }

  /// A standard that the driver does not know is one reason why it refuses, so unknown ones fall.
  private static let knownStandards: Set<String> = [
    "c89", "c90", "c99", "c11", "c17", "c18", "gnu89", "gnu90", "gnu99", "gnu11", "gnu17", "gnu18", "c23",
    "gnu23",
    "c2x", "gnu2x", "c++98", "c++03", "c++11", "c++14", "c++17", "c++20", "c++23", "gnu++98", "gnu++03",
    "gnu++11", "gnu++14", "gnu++17", "gnu++20", "gnu++23", "c++2a", "gnu++2a", "c++2b", "gnu++2b",
  ]
}
