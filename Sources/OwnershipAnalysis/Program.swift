import LibraryModels
import OwnershipIR

/// All modules of one run as one program: functions and globals of different files are the same when their link
/// keys are. Immutable once built; everything in it is in a fixed order, whatever order the files came in.
package struct Program: Sendable {
  package let modules: [Module]
  package let models: ModelLibrary
  let functions: [ProgramFunction]
  let globals: [ProgramGlobal]
  /// By module, then by the module's own index.
  let functionNumbers: [[UInt32]]
  let globalNumbers: [[UInt32]]
  let families: FamilyTable
  /// By program number.
  let callees: [CalleeInfo]
  /// Functions with bodies.
  let definedCount: Int
  /// Instructions of all functions together.
  let instructionCount: Int

  /// Links `modules`. Modules are sorted by path; of several definitions of one function the first by path counts.
  package init(modules: [Module], models: ModelLibrary) {
    let modules = modules.sorted { $0.path < $1.path }
    self.modules = modules
    var models = models
    for module in modules { models.addAttributes(of: module) }
    self.models = models
    families = FamilyTable(models: models)
    var linker = Linker()
    for (index, module) in modules.enumerated() { linker.add(module, index: index) }
    linker.findWrites(in: modules)
    functions = linker.functions
    globals = linker.globals
    functionNumbers = linker.functionNumbers
    globalNumbers = linker.globalNumbers
    callees = linker.functions.map { [models] in CalleeInfo($0, modules: modules, models: models) }
    // What the library's functions do is small and known: the effort is for the program's own.
    definedCount = callees.reduce(0) { $0 + ($1.isDefined && !$1.isSystem ? 1 : 0) }
    instructionCount = callees.reduce(0) { $0 + ($1.isSystem ? 0 : $1.instructionCount) }
  }

  /// The function's declaration where it is defined, else where it is first declared.
  func declaration(of number: UInt32) -> (function: Function, module: Module) {
    let function = functions[Int(number)]
    let module = modules[function.module]
    return (module.functions[function.index], module)
  }

  func name(of number: UInt32) -> String {
    let (function, module) = declaration(of: number)
    return module[function.name]
  }
}

extension ModelLibrary {
  /// Adds the rows that attributes in the code make.
  fileprivate mutating func addAttributes(of module: Module) {
    for function in module.functions {
      let attributes = function.attributes
      guard
        attributes.returnsFresh || attributes.ownershipReturns != nil || !attributes.deallocators.isEmpty
          || !attributes.ownershipTakes.isEmpty, let rows = models(from: function, in: module)
      else { continue }
      add(families: rows.families, functions: rows.functions)
    }
  }
}

/// A function of the program.
struct ProgramFunction: Sendable {
  let linkKey: String
  /// Where it is defined, else first declared.
  var module: Int
  var index: Int
  var isDefined: Bool
  /// Its address is used other than to call it.
  var isAddressTaken = false
}

/// A global of the program.
struct ProgramGlobal: Sendable {
  let linkKey: String
  var module: Int
  var index: Int
  var isDefined: Bool
  /// Something writes to it, or its address goes where a write could happen unseen.
  var isWritten = false
}

/// Builds the tables of a program.
private struct Linker {
  var functions: [ProgramFunction] = []
  var globals: [ProgramGlobal] = []
  var functionNumbers: [[UInt32]] = []
  var globalNumbers: [[UInt32]] = []
  private var functionsByKey: [String: Int] = [:]
  private var globalsByKey: [String: Int] = [:]

  mutating func add(_ module: Module, index moduleIndex: Int) {
    var numbers: [UInt32] = []
    numbers.reserveCapacity(module.functions.count)
    for (index, function) in module.functions.enumerated() {
      if let known = functionsByKey[function.linkKey] {
        if !functions[known].isDefined, function.body != nil {
          functions[known].module = moduleIndex
          functions[known].index = index
          functions[known].isDefined = true
        }
        numbers.append(UInt32(known))
      } else {
        functionsByKey[function.linkKey] = functions.count
        numbers.append(UInt32(functions.count))
        functions.append(
          ProgramFunction(
            linkKey: function.linkKey, module: moduleIndex, index: index, isDefined: function.body != nil))
      }
    }
    functionNumbers.append(numbers)
    numbers = []
    for (index, global) in module.globals.enumerated() {
      if let known = globalsByKey[global.linkKey] {
        if !globals[known].isDefined, global.isDefined {
          globals[known].module = moduleIndex
          globals[known].index = index
          globals[known].isDefined = true
        }
        numbers.append(UInt32(known))
      } else {
        globalsByKey[global.linkKey] = globals.count
        numbers.append(UInt32(globals.count))
        globals.append(
          ProgramGlobal(
            linkKey: global.linkKey, module: moduleIndex, index: index, isDefined: global.isDefined))
      }
    }
    globalNumbers.append(numbers)
  }

  /// Marks globals that are written, and functions whose address is used.
  mutating func findWrites(in modules: [Module]) {
    for (moduleIndex, module) in modules.enumerated() {
      for global in module.globals {
        for cell in global.initializer { markTaken(cell.value, in: moduleIndex, byInitializer: true) }
      }
      for function in module.functions {
        guard let body = function.body else { continue }
        for argument in body.arguments where argument.aggregate == .unknown {
          markTaken(argument.operand, in: moduleIndex)
        }
        for block in body.blocks {
          for instruction in block.instructions { scan(instruction.operation, in: moduleIndex) }
          if case .return(let operand?) = block.terminator { markTaken(operand, in: moduleIndex) }
        }
      }
    }
  }

  private mutating func scan(_ operation: Operation, in module: Int) {
    switch operation {
    case .store(let address, let value, _):
      markWritten(address.base, in: module)
      markTaken(value, in: module)
    case .copy(let to, _, _): markWritten(to.base, in: module)
    case .zero(let address, _): markWritten(address.base, in: module)
    case .address(_, let address): markTaken(address.base, in: module)
    case .call(let call):
      if let address = call.resultAddress { markWritten(address.base, in: module) }
    case .binary(_, _, let a, let b):
      markFunction(a, in: module)
      markFunction(b, in: module)
    case .convert(_, let operand, _, _): markTaken(operand, in: module)
    default: break
    }
  }

  private mutating func markWritten(_ operand: Operand, in module: Int) {
    if case .global(let id) = operand { globals[Int(globalNumbers[module][id.int])].isWritten = true }
  }

  private mutating func markTaken(_ operand: Operand, in module: Int, byInitializer: Bool = false) {
    markWritten(operand, in: module)
    markFunction(operand, in: module)
  }

  private mutating func markFunction(_ operand: Operand, in module: Int) {
    if case .function(let id) = operand {
      functions[Int(functionNumbers[module][id.int])].isAddressTaken = true
    }
  }
}

/// The allocation families of a run, numbered.
struct FamilyTable: Sendable {
  private let names: [FamilyName]
  private let numbers: [FamilyName: UInt16]
  private let families: [AllocationFamily?]
  private let inPlace: [Bool]
  private let counted: [Bool]

  init(models: ModelLibrary) {
    let known = models.families.keys.sorted()
    var names: [FamilyName] = ["unknown"]
    for name in known + ["malloc", "new", "new[]", "alloca"] where !names.contains(name) {
      names.append(name)
    }
    self.names = names
    numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, UInt16($0)) })
    families = names.map { models.family($0) }
    var heldInPlace: Set<FamilyName> = []
    // What some function takes a reference of is counted, whatever the family's row says.
    var retained: Set<FamilyName> = []
    for model in models.functions.values {
      for case .initialize(let family) in model.arguments { heldInPlace.insert(family) }
      for case .retain(let family) in model.arguments { retained.insert(family) }
    }
    inPlace = names.map(heldInPlace.contains)
    counted = names.map { retained.contains($0) || models.family($0)?.traits.contains(.counted) ?? false }
  }

  func id(_ name: FamilyName) -> FamilyID { FamilyID(raw: numbers[name] ?? 0) }
  func name(_ id: FamilyID) -> FamilyName { id == .borrowed ? "borrowed" : names[Int(id.raw)] }
  func family(_ id: FamilyID) -> AllocationFamily? { id == .borrowed ? nil : families[Int(id.raw)] }

  func isMemory(_ id: FamilyID) -> Bool { (family(id)?.kind ?? .memory) == .memory }
  /// Its resources live in storage of the user's own (`regcomp(&r)`), not behind a pointer that was returned.
  func isInPlace(_ id: FamilyID) -> Bool { id != .borrowed && inPlace[Int(id.raw)] }
  /// Giving back a part is fine (`munmap`).
  func allowsPartialRelease(_ id: FamilyID) -> Bool { family(id)?.traits.contains(.partial) ?? false }
  /// A release gives back one reference of several.
  func isCounted(_ id: FamilyID) -> Bool { id != .borrowed && counted[Int(id.raw)] }
  /// Losing one is no flaw worth telling.
  func isLosable(_ id: FamilyID) -> Bool { family(id)?.traits.contains(.losable) ?? false }
  /// Whether what `id` allocated may be released as `released`.
  func mayRelease(_ id: FamilyID, as released: FamilyID) -> Bool {
    if id == released || id == .unknown || released == .unknown { return true }
    return family(id)?.interchangeableWith.contains(name(released)) ?? false
      || family(released)?.interchangeableWith.contains(name(id)) ?? false
  }
  func isDescriptor(_ id: FamilyID) -> Bool { family(id)?.kind == .descriptor }
}
