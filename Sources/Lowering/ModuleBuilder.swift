import ClangFrontend
import OwnershipIR
import SourceText

/// What a name in the source stands for.
struct Binding {
  enum Entity {
    case local(LocalID)
    case global(GlobalID)
    case function(FunctionID)
    case constant(Int64)
    case unknown
  }
  var entity: Entity
  var type: TypeID
  var name: StringID
}

/// The tables of the module while it grows: everything that is shared by the functions of a translation unit.
struct ModuleBuilder {
  let unit: TranslationUnit
  var strings = StringTable()
  var types = TypeTable()
  var globals: [Global] = []
  var functions: [Function] = []
  /// Link key → function.
  var functionsByKey: [String: FunctionID] = [:]
  /// Names of the compiler's own functions.
  var builtinNames: [FunctionID: String] = [:]
  var globalsByKey: [String: GlobalID] = [:]
  /// Redeclarations outside system headers, by the canonical declaration's identity.
  var redeclarations: [UInt: [Declaration]] = [:]
  private var bindings: [Binding] = []
  private var bindingIndices = PointerMap(minimumCapacity: 1024)
  private(set) var files: [SourceFile] = []
  private var fileIDs: [FileID?] = []

  /// `void *`, for temporaries that hold an address.
  let addressType: TypeID
  /// `long`, for temporaries that hold a subscript.
  let wordType: TypeID
  let intType: TypeID
  /// Where the compiler found errors: byte offsets by file path, ascending.
  private let errorOffsets: [String: [Int]]

  init(unit: TranslationUnit) {
    self.unit = unit
    var offsets: [String: [Int]] = [:]
    for diagnostic in unit.diagnostics where diagnostic.severity >= .error {
      guard let range = diagnostic.range else { continue }
      offsets[range.path, default: []].append(range.startOffset)
    }
    errorOffsets = offsets
    let void = types.add(TypeInfo(kind: .void, size: -1, spelling: strings.intern("void")))
    addressType = types.add(
      TypeInfo(kind: .pointer(to: void, pointeeIsConst: false), size: 8, spelling: strings.intern("void *")))
    wordType = types.add(
      TypeInfo(kind: .integer(signed: true), size: 8, spelling: strings.intern("long")))
    intType = types.add(TypeInfo(kind: .integer(signed: true), size: 4, spelling: strings.intern("int")))
    _ = fileID(unit.mainFile)
  }

  // MARK: Names

  /// What the declaration stands for, if that was decided before.
  func knownBinding(_ declaration: Declaration) -> Binding? {
    bindingIndices[declaration.identity].map { bindings[Int($0)] }
  }

  mutating func bind(_ declaration: Declaration, to binding: Binding) {
    bindings.append(binding)
    bindingIndices[declaration.identity] = Int32(bindings.count - 1)
  }

  /// What the declaration stands for; functions, globals and enumerators enter their tables on first sight.
  mutating func binding(_ declaration: Declaration) -> Binding {
    if let known = knownBinding(declaration) { return known }
    let binding = makeBinding(declaration)
    bind(declaration, to: binding)
    return binding
  }

  private mutating func makeBinding(_ declaration: Declaration) -> Binding {
    let canonical = declaration.canonical
    if canonical.identity != declaration.identity, let known = knownBinding(canonical) { return known }
    let name = strings.intern(declaration.name)
    if declaration.isEnumerator {
      return Binding(
        entity: .constant(declaration.enumeratorValue), type: typeID(declaration.type), name: name)
    }
    let binding: Binding
    switch declaration.kind {
    case .function:
      binding = Binding(
        entity: .function(addFunction(declaration)), type: typeID(declaration.type), name: name)
    case .variable where !declaration.hasNoLinkage || declaration.storage != .none:
      binding = Binding(entity: .global(addGlobal(declaration)), type: typeID(declaration.type), name: name)
    default:
      return Binding(entity: .unknown, type: typeID(declaration.type), name: name)
    }
    if canonical.identity != declaration.identity { bind(canonical, to: binding) }
    return binding
  }

  // MARK: Files and places

  mutating func fileID(_ index: Int32) -> FileID {
    guard index >= 0 else { return FileID(0) }
    while fileIDs.count <= Int(index) { fileIDs.append(nil) }
    if let known = fileIDs[Int(index)] { return known }
    let info = unit.files[Int(index)]
    let id = FileID(files.count)
    files.append(SourceFile(path: info.path, lines: LineTable(bytes: info.contents), isSystem: info.isSystem))
    fileIDs[Int(index)] = id
    return id
  }

  mutating func span(_ range: FileRange) -> Span {
    range.isValid ? Span(file: fileID(range.file), start: range.start, end: range.end) : .none
  }

  /// Longer texts are cut: names are for stories, not for rebuilding the source.
  private static let longestName = 60

  /// The text of a range with blanks collapsed.
  mutating func text(_ range: FileRange) -> StringID {
    guard range.isValid else { return .empty }
    let contents = unit.files[Int(range.file)].contents
    let start = Int(range.start)
    var end = min(Int(range.end), contents.count)
    guard start < end else { return .empty }
    let isPlain = end - start <= Self.longestName && !contents[start..<end].contains { $0 < 0x20 }
    if isPlain { return strings.intern(UnsafeBufferPointer(rebasing: contents[start..<end])) }
    end = min(end, start + 4 * Self.longestName)
    return strings.intern(Self.collapsed(contents[start..<end]))
  }

  private static func collapsed(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    let text = words.joined(separator: " ")
    return text.count <= longestName ? text : String(text.prefix(longestName - 1)) + "…"
  }

  /// Whether the compiler found an error in this stretch of text.
  func hasErrors(in range: FileRange) -> Bool {
    guard !errorOffsets.isEmpty, range.isValid, let offsets = errorOffsets[unit.files[Int(range.file)].path]
    else { return false }
    return offsets.contains { $0 >= Int(range.start) && $0 <= Int(range.end) }
  }

  // MARK: The end

  func finish() -> Module {
    Module(
      path: unit.path, files: files, strings: strings.strings, types: types.infos, records: types.records,
      globals: globals, functions: functions, language: unit.isCPlusPlus ? .cpp : .c)
  }
}
