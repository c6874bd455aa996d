import CLibClang

/// Where nodes stand in the text.
extension TranslationUnit {
  package var files: [SourceFileInfo] { fileTable.files }

  /// The number of the main file.
  package var mainFile: Int32 { fileTable.index(of: clang_getFile(unit, path), in: unit) }

  /// What the user sees: for a macro's body the place of its use, for a macro's argument the argument's text.
  package func range(_ tree: SyntaxTree, _ node: NodeID) -> FileRange { range(of: tree.cursor(node)) }

  package func range(_ declaration: Declaration) -> FileRange { range(of: declaration.cursor) }

  /// The declared name.
  package func nameRange(_ declaration: Declaration, length: Int) -> FileRange {
    let start = place(clang_getCursorLocation(declaration.cursor))
    return FileRange(file: start.file, start: start.offset, end: start.offset + UInt32(length))
  }

  /// A name that refers to something, `length` bytes long.
  package func nameRange(_ tree: SyntaxTree, _ node: NodeID, length: Int) -> FileRange {
    let start = place(clang_getCursorLocation(tree.cursor(node)))
    return FileRange(file: start.file, start: start.offset, end: start.offset + UInt32(length))
  }

  /// Bytes of the identifier that starts at `place`.
  package func wordLength(at place: FileRange) -> UInt32 {
    let contents = files[Int(place.file)].contents
    var end = Int(place.start)
    while end < contents.count, TokenScanner.isWordByte(contents[end]) { end += 1 }
    return UInt32(end) - place.start
  }

  func range(of cursor: CXCursor) -> FileRange {
    let extent = clang_getCursorExtent(cursor)
    let start = place(clang_getRangeStart(extent))
    let end = place(clang_getRangeEnd(extent))
    guard start.file >= 0 else { return .none }
    if start.file == end.file, start.offset <= end.offset {
      return FileRange(
        file: start.file, start: start.offset, end: wholeToken(endingAt: end.offset, in: end.file))
    }
    return expansionRange(extent)
  }

  /// Where a macro's argument ends with another macro (`assert(p != NULL)`), libclang's end is that macro's start;
  /// such an end stands between a blank or an operator and a word, where no token ends. Of a macro's body it is as far
  /// from the start of the macro's name as its last token is long.
  private func wholeToken(endingAt offset: UInt32, in file: Int32) -> UInt32 {
    let contents = files[Int(file)].contents
    var end = Int(offset)
    guard end > 0, end < contents.count, TokenScanner.isWordByte(contents[end]) else { return offset }
    switch contents[end - 1] {
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "\""), UInt8(ascii: "'"):
      return offset
    default: break
    }
    while end < contents.count, TokenScanner.isWordByte(contents[end]) { end += 1 }
    return UInt32(end)
  }

  /// Where the outermost macro is used; for ends that come from different arguments or files.
  private func expansionRange(_ extent: CXSourceRange) -> FileRange {
    var file: CXFile?
    var start: UInt32 = 0
    var end: UInt32 = 0
    clang_getExpansionLocation(clang_getRangeStart(extent), &file, nil, nil, &start)
    var endFile: CXFile?
    clang_getExpansionLocation(clang_getRangeEnd(extent), &endFile, nil, nil, &end)
    let index = fileTable.index(of: file, in: unit)
    return FileRange(file: index, start: start, end: file == endFile ? max(start, end) : start)
  }

  func place(_ location: CXSourceLocation) -> (file: Int32, offset: UInt32) {
    fileTable.place(location, in: unit)
  }

  /// Where the node's first token is spelled: inside a macro's body when it comes from one.
  package func spelledStart(_ tree: SyntaxTree, _ node: NodeID) -> (file: Int32, offset: UInt32) {
    spelledStart(of: tree.cursor(node))
  }

  func spelledStart(of cursor: CXCursor) -> (file: Int32, offset: UInt32) {
    var file: CXFile?
    var offset: UInt32 = 0
    clang_getSpellingLocation(clang_getRangeStart(clang_getCursorExtent(cursor)), &file, nil, nil, &offset)
    return (fileTable.index(of: file, in: unit), offset)
  }
}
