/// One file through its versions: what stays the same in the text keeps its numbers and offsets in the IR, so that a
/// function that did not change is *equal*, wherever it stands by now.
///
/// Strings, types, records, globals and functions are found again by what they say or by their keys; new ones stand
/// behind the old ones, and what is gone leaves an empty place. A type or a record that says something else now has a
/// new number, and with it all that mentions it.
package struct ModuleLineage: Sendable {
  /// The newest version.
  package private(set) var module: Module
  private var strings: [String: StringID] = [:]
  private var types: [TypeInfo: TypeID] = [:]
  private var records: [Key: Int] = [:]
  private var globals: [Key: GlobalID] = [:]
  private var functions: [Key: FunctionID] = [:]
  private var files: [String: FileID] = [:]

  /// A key, and which of several that have it.
  private struct Key: Hashable {
    var text: String
    var occurrence: Int
  }

  /// Begins with a module as it was lowered.
  package init(_ module: Module) {
    self.module = module
    for (index, text) in module.strings.enumerated() where strings[text] == nil {
      strings[text] = StringID(index)
    }
    for (index, info) in module.types.enumerated() where types[info] == nil { types[info] = TypeID(index) }
    for (index, file) in module.files.enumerated() where files[file.path] == nil {
      files[file.path] = FileID(index)
    }
    for (index, key) in Self.keys(of: module.records.map(\.usr)).enumerated() { records[key] = index }
    for (index, key) in Self.keys(of: module.globals.map(\.linkKey)).enumerated() {
      globals[key] = GlobalID(index)
    }
    for (index, key) in Self.keys(of: module.functions.map(\.linkKey)).enumerated() {
      functions[key] = FunctionID(index)
    }
  }

  private static func keys(of texts: [String]) -> [Key] {
    var counts: [String: Int] = [:]
    return texts.map { text in
      let occurrence = counts[text, default: 0]
      counts[text] = occurrence + 1
      return Key(text: text, occurrence: occurrence)
    }
  }

  /// Takes a newly lowered version of the same file. False when what has gathered is too much, and numbers begin anew.
  package mutating func advance(to new: Module) -> Bool {
    guard new.language == module.language, !isWornOut(by: new) else {
      self = ModuleLineage(new)
      return false
    }
    module.path = new.path
    var translator = ModuleTranslator()
    translator.files = new.files.map { place($0, &translator) }
    translator.strings = new.strings.map { number(of: $0) }
    reserveNumbers(for: new, &translator)
    mapTypes(of: new, &translator)

    var functions = Array(repeating: Function.vanished, count: module.functions.count)
    for (index, function) in new.functions.enumerated() {
      let id = translator.functions[index].int
      let translated = translator(function)
      // The old one where nothing has changed: what is shared is soon compared.
      functions[id] = translated == module.functions[id] ? module.functions[id] : translated
    }
    module.functions = functions
    var globals = Array(repeating: Global.vanished, count: module.globals.count)
    for (index, global) in new.globals.enumerated() {
      globals[translator.globals[index].int] = translator(global)
    }
    module.globals = globals
    return true
  }

  /// More is kept of the past than there is of the present.
  private func isWornOut(by new: Module) -> Bool {
    func isTooLong(_ old: Int, _ new: Int) -> Bool { old > 2 * new + 1_000 }
    return isTooLong(module.strings.count, new.strings.count)
      || isTooLong(module.types.count, new.types.count)
      || isTooLong(module.records.count, new.records.count)
      || isTooLong(module.functions.count, new.functions.count)
      || isTooLong(module.globals.count, new.globals.count)
      || module.files.contains { $0.offsets?.isWornOut == true } || module.files.count > 60_000
  }

  // MARK: Files and strings

  private mutating func place(_ file: SourceFile, _ translator: inout ModuleTranslator) -> FileID {
    var file = file
    guard let id = files[file.path] else {
      let id = FileID(module.files.count)
      files[file.path] = id
      module.files.append(file)
      translator.offsets.append(nil)
      return id
    }
    let old = module.files[id.int]
    file.offsets = old.offsets
    if old.lines != file.lines {
      var offsets = old.offsets ?? StableOffsets(byteCount: old.lines.byteCount)
      offsets.follow(from: old.lines, to: file.lines)
      file.offsets = offsets
    }
    module.files[id.int] = file
    translator.offsets.append(file.offsets)
    return id
  }

  private mutating func number(of text: String) -> StringID {
    if let known = strings[text] { return known }
    let id = StringID(module.strings.count)
    strings[text] = id
    module.strings.append(text)
    return id
  }

  // MARK: Functions, globals, records

  private mutating func reserveNumbers(for new: Module, _ translator: inout ModuleTranslator) {
    for key in Self.keys(of: new.functions.map(\.linkKey)) {
      let id = functions[key] ?? FunctionID(module.functions.count)
      if id.int == module.functions.count { module.functions.append(.vanished) }
      functions[key] = id
      translator.functions.append(id)
    }
    for key in Self.keys(of: new.globals.map(\.linkKey)) {
      let id = globals[key] ?? GlobalID(module.globals.count)
      if id.int == module.globals.count { module.globals.append(.vanished) }
      globals[key] = id
      translator.globals.append(id)
    }
  }

  /// Types refer to records and records to types: all records are taken for the old ones first, then those that say
  /// something else, and all that lead to them, get new numbers.
  private mutating func mapTypes(of new: Module, _ translator: inout ModuleTranslator) {
    let keys = Self.keys(of: new.records.map(\.usr))
    let known = module.records.count
    var next = known
    translator.records = keys.map { key in
      if let id = records[key] { return id }
      next += 1
      return next - 1
    }
    // Numbers that are needed for the comparison only are forgotten with this copy.
    var trial = self
    var trialTranslator = translator
    trial.numberTypes(of: new, &trialTranslator)
    var isChanged = new.records.indices.map { index in
      let id = translator.records[index]
      guard id < known else { return false }
      return trialTranslator(new.records[index]).withoutPlaces != module.records[id].withoutPlaces
    }
    if isChanged.contains(true) {
      Self.spread(&isChanged, in: new)
      for index in isChanged.indices where isChanged[index] {
        if translator.records[index] < known {
          translator.records[index] = next
          next += 1
        }
      }
    }
    numberTypes(of: new, &translator)
    var list = Array(repeating: Record.vanished, count: next)
    for (index, record) in new.records.enumerated() {
      let id = translator.records[index]
      list[id] = translator(record)
      records[keys[index]] = id
    }
    module.records = list
  }

  /// Marks all records from which a marked one can be reached.
  private static func spread(_ isChanged: inout [Bool], in module: Module) {
    var reaches = Array(repeating: false, count: module.types.count)
    var isStable = false
    while !isStable {
      isStable = true
      for (index, info) in module.types.enumerated() where !reaches[index] {
        let isReached =
          switch info.kind {
          case .pointer(let pointee, _): reaches[pointee.int]
          case .array(let element, _): reaches[element.int]
          case .record(let record): isChanged[record]
          case .function(let result, let parameters, _):
            reaches[result.int] || parameters.contains { reaches[$0.int] }
          case .unknown, .void, .integer, .floating: false
          }
        if isReached { (reaches[index], isStable) = (true, false) }
      }
      for (index, record) in module.records.enumerated() where !isChanged[index] {
        if record.fields.contains(where: { reaches[$0.type.int] })
          || record.bases.contains(where: { isChanged[$0] })
          || record.holdings?.contains(where: { reaches[$0.type.int] }) == true
        {
          (isChanged[index], isStable) = (true, false)
        }
      }
    }
  }

  /// Operands before what is made of them, in whatever order the new module has them.
  private mutating func numberTypes(of new: Module, _ translator: inout ModuleTranslator) {
    var found = Array(repeating: TypeID?.none, count: new.types.count)
    var pending: [(index: Int, isOpened: Bool)] = new.types.indices.reversed().map { ($0, false) }
    translator.types = Array(repeating: .unknown, count: new.types.count)
    while let (index, isOpened) = pending.popLast() {
      if found[index] != nil { continue }
      let info = new.types[index]
      let parts = info.kind.parts.filter { found[$0.int] == nil }
      if !parts.isEmpty, !isOpened {
        pending.append((index, true))
        pending += parts.map { ($0.int, false) }
        continue
      }
      let translated = TypeInfo(
        kind: translator(info.kind), size: info.size, spelling: translator(info.spelling))
      let id = types[translated] ?? TypeID(module.types.count)
      if id.int == module.types.count {
        module.types.append(translated)
        types[translated] = id
      }
      found[index] = id
      translator.types[index] = id
    }
  }
}

extension TypeKind {
  /// The types that it is made of.
  fileprivate var parts: [TypeID] {
    switch self {
    case .pointer(let pointee, _): [pointee]
    case .array(let element, _): [element]
    case .function(let result, let parameters, _): [result] + parameters
    case .unknown, .void, .integer, .floating, .record: []
    }
  }
}

extension Record {
  /// What the analysis of functions goes by.
  fileprivate var withoutPlaces: Record {
    var result = self
    result.span = .none
    for index in result.fields.indices { result.fields[index].span = .none }
    return result
  }
}
