import LibraryModels
import OwnershipIR

/// All modules of one run as one program: functions and globals of different files are the same when their link
/// keys are. Immutable once built.
///
/// Everything in it has a number. In a program that is linked once the numbers follow the paths of the files; in one that
/// follows changes of its files they stay (`ProgramNumbers`), so no result may hang on their order: what comes first is
/// decided by paths and link keys.
package struct Program: Sendable {
  /// By number; one that is gone leaves an empty module.
  package let modules: [Module]
  /// The numbers of the modules by path.
  package let moduleOrder: [Int]
  /// With what attributes in the code add.
  package let models: ModelLibrary
  private let givenModels: ModelLibrary
  let functions: [ProgramFunction]
  let globals: [ProgramGlobal]
  /// By module.
  let links: [ModuleLinks]
  let families: FamilyTable
  /// By program number.
  let callees: [CalleeInfo]
  /// Functions with bodies.
  let definedCount: Int
  /// Instructions of all functions together.
  let instructionCount: Int

  /// Links `modules`. Files that define the same keep their own (`separatingPrograms`); of what headers define the first
  /// by path counts. The same program whatever the number of `jobs` is.
  package init(modules: [Module], models: ModelLibrary, jobs: Int = 1) {
    var numbers = ProgramNumbers()
    self.init(modules: separatingPrograms(modules), models: models, numbers: &numbers, after: nil, jobs: jobs)
  }

  /// The same for the next version of a program: what has a number keeps it, and what is known of modules that are the
  /// same is used again.
  init(modules: [Module], models: ModelLibrary, numbers: inout ProgramNumbers, after previous: Program?, jobs: Int = 1) {
    let order = modules.indices.sorted { modules[$0].path < modules[$1].path }
    let places = order.map { modules[$0].path }
    let slots = numbers.modules(at: places)
    var table = Array(repeating: Module(path: ""), count: numbers.modulePaths.count)
    var links = Array(repeating: ModuleLinks.none, count: table.count)
    var isSame = Array(repeating: true, count: table.count)
    @Sendable func old(_ slot: Int) -> (module: Module, links: ModuleLinks)? {
      previous.flatMap { slot < $0.modules.count ? ($0.modules[slot], $0.links[slot]) : nil }
    }
    for (slot, index) in zip(slots, order) {
      table[slot] = modules[index]
      let old = old(slot)
      isSame[slot] = old.map { $0.module == modules[index] } ?? false
      links[slot] = isSame[slot] ? old!.links : ModuleLinks(of: modules[index], &numbers, after: old)
    }
    links = parallelResults(links.count, jobs: jobs) { [links, table, isSame] slot in
      isSame[slot] ? links[slot] : links[slot].complete(for: table[slot], after: old(slot))
    }
    let hasSameAttributes =
      previous.map { previous in
        previous.moduleOrder == slots && previous.givenModels == models
          && slots.allSatisfy {
            isSame[$0]
              || links[$0].saysTheSameByAttributes(table[$0], as: (previous.modules[$0], previous.links[$0]))
          }
      } ?? false
    givenModels = models
    var models = hasSameAttributes ? previous!.models : models
    if !hasSameAttributes { ModuleLinks.addAttributes(of: table, links, in: slots, to: &models) }
    let hasSameModels = hasSameAttributes || previous?.models == models
    families = hasSameModels ? previous!.families : FamilyTable(models: models)
    (functions, globals) = Self.link(links, in: slots, numbers)
    callees = parallelResults(functions.count, jobs: jobs, least: 64) { [functions, table, models, isSame] number in
      let function = functions[number]
      if function.module < 0 { return .absent }
      if hasSameModels, let previous, number < previous.functions.count,
        previous.functions[number].isSame(as: function),
        isSame[function.module]
          || previous.modules[function.module].functions[function.index]
            == table[function.module].functions[function.index]
      {
        return previous.callees[number]
      }
      return CalleeInfo(function, modules: table, models: models)
    }
    self.modules = table
    self.links = links
    self.models = models
    moduleOrder = slots
    // What the library's functions do is small and known: the effort is for the program's own.
    definedCount = callees.reduce(0) { $0 + ($1.isDefined && !$1.isSystem ? 1 : 0) }
    instructionCount = callees.reduce(0) { $0 + ($1.isSystem ? 0 : $1.instructionCount) }
  }

  private static func link(
    _ links: [ModuleLinks], in order: [Int], _ numbers: ProgramNumbers
  ) -> ([ProgramFunction], [ProgramGlobal]) {
    var functions = zip(numbers.functionKeys, numbers.stableKeys).map {
      ProgramFunction(linkKey: $0, stableKey: $1)
    }
    var globals = numbers.globalKeys.map { ProgramGlobal(linkKey: $0) }
    for module in order {
      for (index, number) in links[module].functionNumbers.enumerated() {
        let presence = links[module].functionPresence[index]
        if presence > functions[Int(number)].presence {
          functions[Int(number)].module = module
          functions[Int(number)].index = index
          functions[Int(number)].presence = presence
        }
      }
      for (index, number) in links[module].globalNumbers.enumerated() {
        let presence = links[module].globalPresence[index]
        if presence > globals[Int(number)].presence {
          globals[Int(number)].module = module
          globals[Int(number)].index = index
          globals[Int(number)].presence = presence
        }
      }
      for number in links[module].writtenGlobals { globals[Int(number)].isWritten = true }
    }
    return (functions, globals)
  }

  /// By the module's own indices, the program's numbers.
  func functionNumbers(of module: Int) -> [UInt32] { links[module].functionNumbers }
  func globalNumbers(of module: Int) -> [UInt32] { links[module].globalNumbers }

  /// The types of a module; alive as long as the program is.
  func types(ofModule index: Int) -> TypeLayout { layout(ofModule: index).layout }
  func layout(ofModule index: Int) -> TypeLayoutStorage { links[index].layout! }

  /// The function's declaration where it is defined, else where it is first declared.
  func declaration(of number: UInt32) -> (function: Function, module: Module) {
    let function = functions[Int(number)]
    let module = modules[function.module]
    return (module.functions[function.index], module)
  }

  /// What the body of a function refers to; nil when it has none.
  func references(of number: Int) -> FunctionReferences? {
    let function = functions[number]
    return function.isDefined ? links[function.module].references[function.index] : nil
  }

  /// Functions in the order that results go by: of their keys, and where places in keys are all that tells them apart, of
  /// where they stand.
  func ordered(_ numbers: some Sequence<UInt32>) -> [UInt32] {
    func place(_ number: UInt32) -> (String, UInt32, String) {
      let (function, module) = declaration(of: number)
      let file = module.files.isEmpty ? nil : module.files[function.span.file.int]
      return (file?.path ?? "", file?.place(of: function.span).start ?? 0, functions[Int(number)].linkKey)
    }
    return numbers.map { (key: functions[Int($0)].stableKey, number: $0) }
      .sorted { $0.key == $1.key ? place($0.number) < place($1.number) : $0.key < $1.key }
      .map(\.number)
  }

  func name(of number: UInt32) -> String {
    let (function, module) = declaration(of: number)
    return module[function.name]
  }
}

/// How much of a function or global there is.
enum Presence: UInt8, Sendable, Comparable {
  case none, declared, defined
  static func < (a: Presence, b: Presence) -> Bool { a.rawValue < b.rawValue }
}

/// A function of the program.
struct ProgramFunction: Sendable {
  let linkKey: String
  /// Without places in it.
  let stableKey: String
  /// Where it is defined, else first declared; -1: nowhere any more.
  var module = -1
  var index = -1
  var presence = Presence.none
  var isDefined: Bool { presence == .defined }

  func isSame(as other: ProgramFunction) -> Bool {
    module == other.module && index == other.index && presence == other.presence
  }
}

/// A global of the program.
struct ProgramGlobal: Sendable {
  let linkKey: String
  var module = -1
  var index = -1
  var presence = Presence.none
  /// Something writes to it, or its address goes where a write could happen unseen.
  var isWritten = false
  var isDefined: Bool { presence == .defined }

  func isSame(as other: ProgramGlobal) -> Bool {
    module == other.module && index == other.index && presence == other.presence
      && isWritten == other.isWritten
  }
}
