import CLibClang

/// An attribute as it is written: its name without decoration, and its arguments' texts. libclang shows most
/// attributes without a kind and without arguments, so both come from the source text.
package struct SourceAttribute: Hashable, Sendable {
  package var name: String
  package var arguments: [String]
}

extension Declaration {
  package enum AttributeKind: Sendable { case pure, named, other }

  /// For nodes of the kind `attribute`: whether libclang knows what it is, or the text must tell.
  package var attributeKind: AttributeKind {
    switch cursor.kind {
    case CXCursor_PureAttr, CXCursor_ConstAttr: .pure
    case CXCursor_UnexposedAttr: .named
    default: .other
    }
  }
}

extension TranslationUnit {
  /// Reads an attribute from the place where it is spelled, inside a macro's body when it comes from one.
  package func attribute(_ declaration: Declaration) -> SourceAttribute? {
    let start = spelledStart(of: declaration.cursor)
    guard start.file >= 0 else { return nil }
    var scanner = TokenScanner(files[Int(start.file)].contents, from: Int(start.offset))
    let shown = place(clang_getRangeStart(clang_getCursorExtent(declaration.cursor)))
    return attribute(&scanner).map { substituting($0, spelled: start, shown: shown) }
  }

  private func attribute(_ scanner: inout TokenScanner) -> SourceAttribute? {
    guard var word = scanner.next(), word.kind == .word else { return nil }
    // `[[gnu::malloc]]`: whose attribute it is says nothing more.
    var ahead = scanner
    if ahead.next()?.isPunctuation(":") == true, ahead.next()?.isPunctuation(":") == true,
      let name = ahead.next(), name.kind == .word
    {
      (word, scanner) = (name, ahead)
    }
    let arguments = Self.parenthesizedList(&scanner)
    return SourceAttribute(name: Self.undecorated(word.string), arguments: arguments)
  }

  /// `__malloc__` → `malloc`.
  private static func undecorated(_ name: String) -> String {
    name.hasPrefix("__") && name.hasSuffix("__") && name.count > 4
      ? String(name.dropFirst(2).dropLast(2)) : name
  }

  /// GCC's `malloc(deallocator, n)`. Clang refuses the arguments and drops the attribute, and its complaint is
  /// the only trace; the nearest declaration at or after which it stands is the one it belongs to.
  package func deallocatorAttributes(of declaration: Declaration) -> [SourceAttribute] {
    guard !refusedAttributes.isEmpty else { return [] }
    let range = range(of: declaration.cursor)
    guard range.isValid else { return [] }
    return refusedAttributes.filter { refused in
      guard refused.file == range.file else { return false }
      return refused.declaration == range.start
    }.map(\.attribute)
  }

  struct RefusedAttribute {
    var file: Int32
    /// Where the declaration that it belongs to starts.
    var declaration: UInt32
    var attribute: SourceAttribute
  }

  /// Reads the attributes that clang complained about, each with the function declaration around it.
  func readRefusedAttributes() -> [RefusedAttribute] {
    var complaints: [(file: Int32, offset: UInt32, attribute: SourceAttribute)] = []
    for index in 0..<clang_getNumDiagnostics(unit) {
      let diagnostic = clang_getDiagnostic(unit, index)!
      defer { clang_disposeDiagnostic(diagnostic) }
      guard Self.isRefusedAttribute(String(consuming: clang_getDiagnosticSpelling(diagnostic))) else {
        continue
      }
      let location = clang_getDiagnosticLocation(diagnostic)
      var file: CXFile?
      var offset: UInt32 = 0
      clang_getSpellingLocation(location, &file, nil, nil, &offset)
      let spelled = fileTable.index(of: file, in: unit)
      guard spelled >= 0 else { continue }
      var scanner = TokenScanner(files[Int(spelled)].contents, from: Int(offset))
      let shown = place(location)
      guard let read = attribute(&scanner) else { continue }
      let attribute = substituting(read, spelled: (spelled, offset), shown: shown)
      complaints.append((shown.file, shown.offset, attribute))
    }
    guard !complaints.isEmpty else { return [] }
    return attach(complaints)
  }

  static func isRefusedAttribute(_ message: String) -> Bool {
    message.hasPrefix("'malloc' attribute takes") || message.hasPrefix("'__malloc__' attribute takes")
  }

  /// An attribute stands before a declarator or after it, up to the `;` or `{`: it belongs to the first function
  /// whose declaration ends after it, or else to the last one that begins before it in the same declaration.
  private func attach(_ complaints: [(file: Int32, offset: UInt32, attribute: SourceAttribute)])
    -> [RefusedAttribute]
  {
    let functions = declarationsOutsideSystemHeaders().filter { $0.kind == .function }.map {
      range(of: $0.cursor)
    }
    return complaints.compactMap { complaint in
      let inFile = functions.filter { $0.file == complaint.file }
      let before = inFile.last { $0.start <= complaint.offset }
      let after = inFile.first { $0.start > complaint.offset }
      var owner = before
      if let before, endsDeclaration(between: before.end, and: complaint.offset, in: complaint.file) {
        owner = after
      }
      guard let owner = owner ?? after else { return nil }
      return RefusedAttribute(file: complaint.file, declaration: owner.start, attribute: complaint.attribute)
    }
  }

  private func endsDeclaration(between start: UInt32, and end: UInt32, in file: Int32) -> Bool {
    guard start < end else { return false }
    return files[Int(file)].contents[Int(start)..<Int(end)].contains {
      $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "}")
    }
  }
}
