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
  /// By number in `records`: where the record stands in the module, which changes with what it says.
  private var recordIndices: [Int] = []
  private var records = KeyedNumbers()
  private var globals = KeyedNumbers()
  private var functions = KeyedNumbers()
  /// Names with places in them, which change while the number stays.
  private var placedStrings = KeyedNumbers()
  private var placedStringIDs: [StringID] = []
  private var files: [String: FileID] = [:]

  /// Begins with a module as it was lowered.
  package init(_ module: Module) {
    self.module = module
    let placed = PlacedText(mainFile: module.path)
    var placedTexts: [String] = []
    for (index, text) in module.strings.enumerated() {
      if placed.withoutPlaces(text) != nil {
        placedTexts.append(text)
        placedStringIDs.append(StringID(index))
      } else if strings[text] == nil {
        strings[text] = StringID(index)
      }
    }
    _ = placedStrings.numbers(of: placedTexts, placed)
    for (index, info) in module.types.enumerated() where types[info] == nil { types[info] = TypeID(index) }
    for (index, file) in module.files.enumerated() where files[file.path] == nil {
      files[file.path] = FileID(index)
    }
    _ = records.numbers(of: module.records.map(\.usr), placed)
    recordIndices = Array(module.records.indices)
    _ = globals.numbers(of: module.globals.map(\.linkKey), placed)
    _ = functions.numbers(of: module.functions.map(\.linkKey), placed)
  }

  /// Takes a newly lowered version of the same file. False when what has gathered is too much, and numbers begin anew.
  package mutating func advance(to new: Module) -> Bool {
    guard new.language == module.language, new.path == module.path, !isWornOut(by: new) else {
      self = ModuleLineage(new)
      return false
    }
    let placed = PlacedText(mainFile: module.path)
    var translator = ModuleTranslator()
    translator.files = new.files.map { place($0, &translator) }
    translator.strings = numbers(of: new.strings, placed)
    translator.functions = functions.numbers(of: new.functions.map(\.linkKey), placed).map { FunctionID($0) }
    translator.globals = globals.numbers(of: new.globals.map(\.linkKey), placed).map { GlobalID($0) }
    Self.fill(&module.functions, with: .vanished, for: translator.functions.map(\.int))
    Self.fill(&module.globals, with: .vanished, for: translator.globals.map(\.int))
    mapTypes(of: new, &translator, placed)

    var functions = Array(repeating: Function.vanished, count: module.functions.count)
    for (index, function) in new.functions.enumerated() {
      let id = translator.functions[index].int
      var translated = translator(function)
      translated.linkKey = self.functions.name(of: id)
      translated.usr = Self.settled(function.usr, as: module.functions[id].usr, placed)
      // The old one where nothing has changed: what is shared is soon compared.
      functions[id] = translated == module.functions[id] ? module.functions[id] : translated
    }
    module.functions = functions
    var globals = Array(repeating: Global.vanished, count: module.globals.count)
    for (index, global) in new.globals.enumerated() {
      let id = translator.globals[index].int
      var translated = translator(global)
      translated.linkKey = self.globals.name(of: id)
      translated.usr = Self.settled(global.usr, as: module.globals[id].usr, placed)
      globals[id] = translated
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

  private mutating func numbers(of texts: [String], _ placed: PlacedText) -> [StringID] {
    var result = Array(repeating: StringID.empty, count: texts.count)
    var isPlaced: [Int] = []
    for (index, text) in texts.enumerated() {
      if let known = strings[text] {
        result[index] = known
      } else if placed.withoutPlaces(text) != nil {
        isPlaced.append(index)
      } else {
        result[index] = StringID(module.strings.count)
        strings[text] = result[index]
        module.strings.append(text)
      }
    }
    for (index, number) in zip(isPlaced, placedStrings.numbers(of: isPlaced.map { texts[$0] }, placed)) {
      if number == placedStringIDs.count {
        placedStringIDs.append(StringID(module.strings.count))
        module.strings.append("")
      }
      result[index] = placedStringIDs[number]
      module.strings[result[index].int] = texts[index]
    }
    return result
  }

  // MARK: Functions, globals, records

  private static func fill<Element>(_ list: inout [Element], with filler: Element, for numbers: [Int]) {
    let count = (numbers.max() ?? -1) + 1
    if count > list.count { list += Array(repeating: filler, count: count - list.count) }
  }

  /// The old key where only a place in it is another.
  private static func settled(_ new: String, as old: String, _ placed: PlacedText) -> String {
    guard new != old, let text = placed.withoutPlaces(new), text == placed.withoutPlaces(old) else {
      return new
    }
    return old
  }

  /// Types refer to records and records to types: all records are taken for the old ones first, then those that say
  /// something else, and all that lead to them, get new numbers.
  private mutating func mapTypes(of new: Module, _ translator: inout ModuleTranslator, _ placed: PlacedText) {
    let numbers = records.numbers(of: new.records.map(\.usr), placed)
    let known = module.records.count
    var next = known
    translator.records = numbers.map { number in
      if number < recordIndices.count { return recordIndices[number] }
      recordIndices.append(next)
      next += 1
      return next - 1
    }
    let destructors = Dictionary(
      zip(new.functions.map(\.linkKey), translator.functions), uniquingKeysWith: { first, _ in first })
    func translated(_ index: Int, _ translator: ModuleTranslator) -> Record {
      var record = translator(new.records[index])
      record.usr = records.name(of: numbers[index])
      if let function = destructors[record.destructor] {
        record.destructor = functions.name(of: function.int)
      }
      return record
    }
    // Numbers that are needed for the comparison only are forgotten with this copy.
    var trial = self
    var trialTranslator = translator
    trial.numberTypes(of: new, &trialTranslator)
    var isChanged = new.records.indices.map { index in
      let id = translator.records[index]
      guard id < known else { return false }
      return translated(index, trialTranslator).withoutPlaces != module.records[id].withoutPlaces
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
    for index in new.records.indices {
      let id = translator.records[index]
      list[id] = translated(index, translator)
      recordIndices[numbers[index]] = id
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
