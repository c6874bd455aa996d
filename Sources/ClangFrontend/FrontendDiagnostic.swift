import CLibClang
import SourceText

/// What the compiler itself has to say about the source.
package struct FrontendDiagnostic: Sendable, Hashable {
  package enum Severity: UInt8, Sendable, Hashable, Comparable {
    case ignored, note, warning, error, fatal
    package static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
  }
  package var severity: Severity
  package var message: String
  /// The option that turns it on, `-Wfoo`; empty when there is none.
  package var option: String
  /// Where; nil for complaints about the command line, which say nothing about any function.
  package var range: SourceRange?

  /// A compiler of today refuses the file, although we let it pass.
  package var isErrorForCompilers: Bool {
    severity >= .error
      || severity == .warning && option.hasPrefix("-W")
        && DriverArguments.downgradedInC.contains(String(option.dropFirst(2)))
  }
}

extension TranslationUnit {
  /// All diagnostics in the order the compiler gave them, notes left out.
  func readDiagnostics() -> [FrontendDiagnostic] {
    let count = clang_getNumDiagnostics(unit)
    return (0..<count).compactMap { index in
      let diagnostic = clang_getDiagnostic(unit, index)!
      defer { clang_disposeDiagnostic(diagnostic) }
      if concernsProbe(diagnostic) { return nil }
      let message = String(consuming: clang_getDiagnosticSpelling(diagnostic))
      var severity = FrontendDiagnostic.Severity(
        rawValue: UInt8(clang_getDiagnosticSeverity(diagnostic).rawValue))
      // GCC's `malloc(deallocator, n)`: understood by us, refused by clang, and of no effect on the tree.
      if severity == .error, Self.isRefusedAttribute(message) { severity = .ignored }
      return FrontendDiagnostic(
        severity: severity ?? .warning, message: message,
        option: String(consuming: clang_getDiagnosticOption(diagnostic, nil)), range: range(of: diagnostic))
    }
  }

  private func range(of diagnostic: CXDiagnostic) -> SourceRange? {
    var file: CXFile?
    var line: UInt32 = 0
    var column: UInt32 = 0
    var offset: UInt32 = 0
    clang_getFileLocation(clang_getDiagnosticLocation(diagnostic), &file, &line, &column, &offset)
    guard let file else { return nil }
    let start = TextPosition(line: Int(line), column: Int(column))
    return SourceRange(
      path: String(consuming: clang_getFileName(file)), startOffset: Int(offset), endOffset: Int(offset),
      start: start, end: start)
  }
}
