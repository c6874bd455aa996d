import SourceText

/// Everything that one translation unit contributes to the program.
package struct Module: Hashable, Sendable {
  /// The main file, as it was opened.
  package var path: String
  /// Main file first, then headers that spans point into.
  package var files: [SourceFile]
  package var strings: [String]
  package var types: [TypeInfo]
  package var records: [Record]
  package var globals: [Global]
  package var functions: [Function]
  package var language: Language

  package init(
    path: String, files: [SourceFile] = [], strings: [String] = [""],
    types: [TypeInfo] = [TypeInfo(kind: .unknown, size: -1, spelling: .empty)], records: [Record] = [],
    globals: [Global] = [], functions: [Function] = [], language: Language = .c
  ) {
    self.path = path
    self.files = files
    self.strings = strings
    self.types = types
    self.records = records
    self.globals = globals
    self.functions = functions
    self.language = language
  }

  package subscript(_ id: StringID) -> String { strings[id.int] }
  package subscript(_ id: TypeID) -> TypeInfo { types[id.int] }

  /// The span with lines and columns, as reports show it.
  package func range(of span: Span) -> SourceRange {
    let file = files[span.file.int]
    let (start, end) = file.place(of: span)
    return SourceRange(
      path: file.path, startOffset: Int(start), endOffset: Int(end),
      start: file.lines.position(at: start), end: file.lines.position(at: max(start, end)))
  }
}

package enum Language: String, Sendable, CaseIterable { case c, cpp }

/// A file that spans point into.
package struct SourceFile: Hashable, Sendable {
  package var path: String
  package var lines: LineTable
  package var isSystem: Bool
  /// What offsets in spans mean, in a module that has followed changes of its text; nil: they are the text's own.
  package var offsets: StableOffsets?
  package init(path: String, lines: LineTable, isSystem: Bool) {
    self.path = path
    self.lines = lines
    self.isSystem = isSystem
  }

  /// What spans of this file have for an offset of the text.
  package func stableOffset(of offset: UInt32) -> UInt32 { offsets?.stable(offset) ?? offset }

  /// The byte offsets in the text that a span of this file stands for.
  package func place(of span: Span) -> (start: UInt32, end: UInt32) {
    guard let offsets, span != .none else { return (span.start, span.end) }
    let start = offsets.real(span.start)
    return (start, span.start == span.end ? start : offsets.real(span.end &- 1) + 1)
  }
}

/// Storage that lives as long as the program (or the thread): globals, static members, static locals.
package struct Global: Hashable, Sendable {
  package var usr: String
  package var linkKey: String
  package var name: StringID
  package var type: TypeID
  package var span: Span
  package var isInternal: Bool
  /// The object's type is const.
  package var isConst: Bool
  /// This module defines it (tentative definitions count).
  package var isDefined: Bool
  package var isThreadLocal: Bool
  /// A static local of this function, for its name in stories.
  package var ownerFunction: FunctionID?
  /// What it holds when the program starts: constant scalars by byte offset; every other byte is zero when
  /// `isDefined` and `initializerIsComplete`.
  package var initializer: [InitialCell]
  /// False when part of the initialiser is not a constant the lowering could follow.
  package var initializerIsComplete: Bool

  package init(
    usr: String, linkKey: String, name: StringID, type: TypeID, span: Span, isInternal: Bool, isConst: Bool,
    isDefined: Bool, isThreadLocal: Bool = false, ownerFunction: FunctionID? = nil,
    initializer: [InitialCell] = [], initializerIsComplete: Bool = true
  ) {
    self.usr = usr
    self.linkKey = linkKey
    self.name = name
    self.type = type
    self.span = span
    self.isInternal = isInternal
    self.isConst = isConst
    self.isDefined = isDefined
    self.isThreadLocal = isThreadLocal
    self.ownerFunction = ownerFunction
    self.initializer = initializer
    self.initializerIsComplete = initializerIsComplete
  }
}

/// A constant scalar at a byte offset: an integer, or the address of a global, a function or a string.
package struct InitialCell: Hashable, Sendable {
  package var offset: Int64
  package var value: Operand
  /// Nothing that the program writes changes it: where an object of a known class points at its virtual functions.
  package var isLasting: Bool
  package init(offset: Int64, value: Operand, isLasting: Bool = false) {
    self.offset = offset
    self.value = value
    self.isLasting = isLasting
  }
}
