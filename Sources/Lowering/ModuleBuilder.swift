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
    /// A name of a structured binding: part of a local object, or of what a local reference refers to.
    case part(LocalID, offset: Int64, isThroughReference: Bool)
    case unknown

    var isVariable: Bool {
      switch self {
      case .local, .global: true
      default: false
      }
    }
  }
  var entity: Entity
  var type: TypeID
  var name: StringID
  /// The name is another one for an object elsewhere: the storage holds its address.
  var isReference = false
  /// The function whose locals it means.
  var owner = FunctionID(0)
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
  /// Functions declared outside system headers, for attributes that name one.
  var fileScopeFunctions: [Declaration] = []
  var declarationsByName: [String: Declaration] = [:]
  /// What the compiler's own functions mean.
  /// Beside `functions`.
  var builtins: [Builtin?] = []
  var globalsByKey: [String: GlobalID] = [:]
  /// Bodies that what was lowered so far turned out to need.
  var pending: [(FunctionID, PendingBody)] = []
  /// Members of instances of class templates that this parse does not show.
  var missing: [InstanceProbe] = []
  /// Captures of closures by the closure's record.
  var closures: [Int: [Capture]] = [:]
  /// Tables of virtual functions by class and place of the subobject.
  var tables: [VirtualTableKey: GlobalID] = [:]
  /// Redeclarations outside system headers, by the canonical declaration's identity.
  var redeclarations: [UInt: [Declaration]] = [:]
  /// Locals are numbered by function: a name bound in another one means nothing in this one.
  var functionInWork = FunctionID(0)
  private var bindings: [Binding] = []
  private var bindingIndices = PointerMap(minimumCapacity: 1024)
  private(set) var files: [SourceFile] = []
  private var fileIDs: [FileID?] = []

  /// `void *`, for temporaries that hold an address.
  let addressType: TypeID
  /// `long`, for temporaries that hold a subscript.
  let wordType: TypeID
  let intType: TypeID
  /// Some function's: what a function's name denotes is known by the function itself.
  let functionType: TypeID
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
    functionType = types.add(
      TypeInfo(
        kind: .function(result: .unknown, parameters: [], isVariadic: false), size: -1,
        spelling: strings.intern("function")))
    intType = types.add(TypeInfo(kind: .integer(signed: true), size: 4, spelling: strings.intern("int")))
    _ = fileID(unit.mainFile)
  }

  // MARK: Names

  /// What the declaration stands for, if that was decided before.
  func knownBinding(_ declaration: Declaration) -> Binding? {
    guard let index = bindingIndices[declaration.identity] else { return nil }
    let binding = bindings[Int(index)]
    switch binding.entity {
    case .local, .part: return binding.owner == functionInWork ? binding : nil
    default: return binding
    }
  }

  mutating func bind(_ declaration: Declaration, to binding: Binding) {
    var binding = binding
    binding.owner = functionInWork
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
    let name = intern(nameOf: declaration)
    if declaration.isEnumerator {
      return Binding(
        entity: .constant(declaration.enumeratorValue), type: typeID(declaration.type), name: name)
    }
    let binding: Binding
    switch declaration.kind {
    case .function:
      binding = Binding(
        entity: .function(addFunction(declaration)), type: functionType, name: name)
    case _ where declaration.isVariableInstance:
      binding = Binding(
        entity: .global(addGlobal(declaration)), type: typeID(declaration.type), name: name,
        isReference: declaration.type.isReference)
    case .variable where !declaration.hasNoLinkage || declaration.storage != .none:
      binding = Binding(
        entity: .global(addGlobal(declaration)), type: typeID(declaration.type), name: name,
        isReference: unit.isCPlusPlus && declaration.type.isReference)
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
    let end = min(Int(range.end), contents.count)
    guard start < end else { return .empty }
    if end - start <= Self.longestName, Self.isPlain(contents, start, end) {
      return strings.intern(UnsafeBufferPointer(rebasing: contents[start..<end]))
    }
    return collapsed(contents, start, end)
  }

  private static func isPlain(_ contents: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    for index in start..<end where contents[index] < 0x20 { return false }
    return true
  }

  /// Blanks become one space; too long a text ends in an ellipsis.
  private mutating func collapsed(_ contents: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int)
    -> StringID
  {
    var bytes: [UInt8] = []
    var index = start
    while index < end, bytes.count <= Self.longestName {
      let byte = contents[index]
      index += 1
      if byte > 0x20 {
        bytes.append(byte)
      } else if let last = bytes.last, last != 0x20 {
        bytes.append(0x20)
      }
    }
    if bytes.count > Self.longestName {
      bytes.removeLast(bytes.count - Self.longestName + 1)
      // Not in the middle of a character.
      while let last = bytes.last, last >= 0x80 { bytes.removeLast() }
      bytes += Array("…".utf8)
    }
    if bytes.last == 0x20 { bytes.removeLast() }
    return bytes.withUnsafeBufferPointer { strings.intern($0) }
  }

  var hasErrors: Bool { !errorOffsets.isEmpty }

  /// Whether the compiler found an error in this stretch of text.
  func hasErrors(in range: FileRange) -> Bool { !errors(in: range).isEmpty }

  /// Where the compiler found errors in this stretch of text, in bytes from the start of the file.
  func errors(in range: FileRange) -> [Int] {
    guard !errorOffsets.isEmpty, range.isValid, let offsets = errorOffsets[unit.files[Int(range.file)].path]
    else { return [] }
    return offsets.filter { $0 >= Int(range.start) && $0 <= Int(range.end) }
  }

  // MARK: The end

  func finish() -> Module {
    Module(
      path: unit.path, files: files, strings: strings.strings, types: types.infos, records: types.records,
      globals: globals, functions: functions, language: unit.isCPlusPlus ? .cpp : .c)
  }
}
