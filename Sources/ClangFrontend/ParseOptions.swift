import CLibClang

/// Text that stands in for a file's contents on disk: an editor's unsaved buffer.
package struct UnsavedFile: Sendable, Hashable {
  package var path: String
  package var contents: String
  package init(path: String, contents: String) {
    self.path = path
    self.contents = contents
  }
}

/// How a translation unit is parsed.
package struct ParseOptions: OptionSet, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Go on after a missing header: without it every later `#include` is skipped silently.
  package static let keepGoing = ParseOptions(rawValue: CXTranslationUnit_KeepGoing.rawValue)
  /// Keep the headers' part precompiled, for cheap reparses.
  package static let preamble = ParseOptions(
    rawValue: CXTranslationUnit_PrecompiledPreamble.rawValue
      | CXTranslationUnit_CreatePreambleOnFirstParse.rawValue)

  /// Leave out the bodies of functions in the precompiled part, except where the compiler itself evaluates or deduces
  /// from them; their instances have none either. Only for headers whose bodies nobody reads: see
  /// `TranslationUnit.includesOnlySystemHeaders`.
  package static let withoutHeaderBodies = ParseOptions(
    rawValue: CXTranslationUnit_SkipFunctionBodies.rawValue
      | CXTranslationUnit_LimitSkipFunctionBodiesToPreamble.rawValue)

  /// One parse, then thrown away.
  package static let batch: ParseOptions = [.keepGoing]
  /// Parsed again after each edit.
  package static let editor: ParseOptions = [.keepGoing, .preamble]
}

/// Why there is no translation unit.
package enum ParseFailure: Error, Hashable, Sendable, CustomStringConvertible {
  case notFound(path: String)
  case isDirectory(path: String)
  case unreadable(path: String, reason: String)
  /// The compiler's driver takes neither the given flags nor the minimal ones.
  case refused(path: String)
  case crashed(path: String)

  package var description: String {
    switch self {
    case .notFound(let path): "\(path): no such file"
    case .isDirectory(let path): "\(path): is a directory, not a source file"
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .refused(let path): "\(path): libclang does not accept this file with these flags"
    case .crashed(let path): "\(path): libclang crashed while parsing"
    }
  }
}
