/// The standard of C++ that a file is read by when nothing says which: what compilers take by default, C++17, whose
/// headers also take half the time to read, unless the file shows that it needs more.
package enum LanguageStandard {
  static let usual = "-std=gnu++17"
  static let newer = "-std=gnu++20"

  private static let keywords: Set<String> = [
    "concept", "requires", "consteval", "constinit", "co_await", "co_return", "co_yield", "char8_t",
  ]
  /// Headers, and what headers declare in `std`.
  private static let library: Set<String> = [
    "barrier", "bit", "compare", "concepts", "coroutine", "format", "latch", "numbers", "ranges", "semaphore",
    "source_location", "span", "stop_token", "syncstream", "as_bytes", "as_writable_bytes", "atomic_ref",
    "binary_semaphore", "bind_front", "bit_cast", "construct_at", "convertible_to", "coroutine_handle",
    "counting_semaphore", "derived_from", "erase", "erase_if", "floating_point", "has_single_bit", "identity",
    "integral", "invocable", "jthread", "lerp", "make_format_args", "make_shared_for_overwrite",
    "make_unique_for_overwrite", "midpoint", "osyncstream", "partial_ordering", "popcount", "regular",
    "remove_cvref", "remove_cvref_t", "same_as", "ssize", "stop_source", "strong_ordering", "suspend_always",
    "suspend_never", "to_address", "to_array", "totally_ordered", "type_identity", "type_identity_t", "u8string",
    "views", "weak_ordering",
  ]

  /// Whether the text has a word that only the newer standard knows. Others show when the compiler objects: see
  /// `mayComeFromTheStandard`.
  package static func needsNewer(_ text: some StringProtocol) -> Bool {
    var text = String(text)
    return text.withUTF8 { needsNewer($0) }
  }

  private static func needsNewer(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var scanner = TokenScanner(text, from: 0)
    // Of the marks right before a word the last three, nearest first.
    var (first, second, third): (UInt8, UInt8, UInt8) = (0, 0, 0)
    var wordBefore = ""
    while let token = scanner.next() {
      guard token.kind == .word else {
        (first, second, third) = (token.kind == .punctuation ? token.text[0] : 0, first, second)
        if first == UInt8(ascii: ">"), second == UInt8(ascii: "="), third == UInt8(ascii: "<") { return true }
        continue
      }
      let word = token.string
      if keywords.contains(word) { return true }
      let isOfLibrary = first == UInt8(ascii: ":") && second == first && wordBefore == "std"
      let isHeader = first == UInt8(ascii: "<") && wordBefore == "include"
      if isOfLibrary || isHeader, library.contains(word) { return true }
      wordBefore = word
      (first, second, third) = (0, 0, 0)
    }
    return false
  }

  /// Whether an error may be one only by the older standard: it speaks of the library, of a standard, or of what a
  /// newer one allows. Half-written code mostly brings others.
  package static func mayComeFromTheStandard(_ diagnostic: FrontendDiagnostic) -> Bool {
    diagnostic.severity >= .error
      && ["'std", "C++2", "'auto'", "no matching", "no viable", "lambda"].contains(
        where: diagnostic.message.contains)
  }
}

extension CompileCommand {
  /// The same by the newer standard; nil where the standard is not our guess.
  package var withNewerStandard: CompileCommand? {
    guard origin == .fallback, let index = arguments.firstIndex(of: LanguageStandard.usual) else { return nil }
    var newer = self
    newer.arguments[index] = LanguageStandard.newer
    return newer
  }
}
