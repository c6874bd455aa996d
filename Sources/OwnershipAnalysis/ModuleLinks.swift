import LibraryModels
import OwnershipIR

/// What a module brings into a program, in the program's numbers.
struct ModuleLinks: Sendable {
  /// By the module's own indices.
  var functionNumbers: [UInt32] = []
  var functionPresence: [Presence] = []
  var globalNumbers: [UInt32] = []
  var globalPresence: [Presence] = []
  /// What the bodies refer to; nil for functions that have none here.
  var references: [FunctionReferences?] = []
  /// Written by some body, or handed by a body or an initialiser where a write could happen unseen.
  var writtenGlobals: [UInt32] = []
  /// Functions with attributes that may make rows, in the order of their keys: without bodies, and with bodies.
  private var declaredWithAttributes: [Int] = []
  private var definedWithAttributes: [Int] = []

  /// Nil for a place that no module has any more.
  private(set) var layout: TypeLayoutStorage?

  static let none = ModuleLinks()

  private init() {}

  /// The numbers alone; `complete` adds the rest, which needs nobody else's.
  init(of module: Module, _ numbers: inout ProgramNumbers, after old: (module: Module, links: ModuleLinks)?) {
    functionNumbers.reserveCapacity(module.functions.count)
    for (index, function) in module.functions.enumerated() {
      let isGone = function.isVanished
      functionNumbers.append(
        isGone && index < old?.links.functionNumbers.count ?? 0
          ? old!.links.functionNumbers[index] : numbers.function(function.linkKey))
      functionPresence.append(isGone ? .none : function.body == nil ? .declared : .defined)
      if function.body == nil, function.attributes.speaksOfOwnership { declaredWithAttributes.append(index) }
      if function.body != nil, function.attributes.mayMakeRows { definedWithAttributes.append(index) }
    }
    declaredWithAttributes.sort { module.functions[$0].linkKey < module.functions[$1].linkKey }
    definedWithAttributes.sort { module.functions[$0].linkKey < module.functions[$1].linkKey }
    for (index, global) in module.globals.enumerated() {
      let isGone = global.isVanished
      globalNumbers.append(
        isGone && index < old?.links.globalNumbers.count ?? 0
          ? old!.links.globalNumbers[index] : numbers.global(global.linkKey))
      globalPresence.append(isGone ? .none : global.isDefined ? .defined : .declared)
    }
  }

  /// With the types and what the bodies refer to.
  func complete(for module: Module, after old: (module: Module, links: ModuleLinks)?) -> ModuleLinks {
    var links = self
    links.layout = TypeLayoutStorage(of: module)
    links.findReferences(of: module, after: old)
    return links
  }

  private mutating func findReferences(of module: Module, after old: (module: Module, links: ModuleLinks)?) {
    var written: Set<UInt32> = []
    for global in module.globals {
      for cell in global.initializer {
        guard case .global(let id) = cell.value, !module.globals[id.int].isConst else { continue }
        written.insert(globalNumbers[id.int])
      }
    }
    references.reserveCapacity(module.functions.count)
    for (index, function) in module.functions.enumerated() {
      guard let body = function.body else {
        references.append(nil)
        continue
      }
      let isSame =
        old.map { index < $0.module.functions.count && $0.module.functions[index] == function } ?? false
      let found =
        isSame ? old!.links.references[index]! : FunctionReferences(body, functionNumbers, globalNumbers)
      written.formUnion(found.writtenGlobals)
      references.append(found)
    }
    writtenGlobals = Array(written)
  }

  /// Adds what attributes in the code say of functions that no row describes: what is only declared first. `order`
  /// has the modules by path, so that of several declarations the same one counts on every run.
  static func addAttributes(
    of modules: [Module], _ links: [ModuleLinks], in order: [Int], to models: inout ModelLibrary
  ) {
    for indices in [\ModuleLinks.declaredWithAttributes, \.definedWithAttributes] {
      for module in order {
        for index in links[module][keyPath: indices] {
          let function = modules[module].functions[index]
          guard let rows = models.models(from: function, in: modules[module]) else { continue }
          models.add(families: rows.families, functions: rows.functions)
        }
      }
    }
  }

  /// Whether two versions of a module say the same by attributes.
  func saysTheSameByAttributes(_ module: Module, as old: (module: Module, links: ModuleLinks)) -> Bool {
    func functions(_ links: ModuleLinks, _ module: Module) -> [Function] {
      (links.declaredWithAttributes + links.definedWithAttributes).map { module.functions[$0] }
    }
    return functions(self, module) == functions(old.links, old.module)
  }
}

extension FunctionAttributes {
  fileprivate var mayMakeRows: Bool {
    returnsFresh || ownershipReturns != nil || !deallocators.isEmpty || !ownershipTakes.isEmpty
  }
}

/// The functions and globals that a body refers to, in the program's numbers.
final class FunctionReferences: Sendable {
  enum Address: Hashable, Sendable {
    case function(UInt32)
    case global(UInt32)
  }

  /// Called by name, each once, in the order of the first call.
  let calls: [UInt32]
  /// Whose addresses the body has, each once, in the order in which they occur.
  let addresses: [Address]
  /// Globals that are written, or whose address goes where a write could happen unseen.
  let writtenGlobals: [UInt32]

  init(_ body: Body, _ functions: [UInt32], _ globals: [UInt32]) {
    var calls = OrderedNumbers<UInt32>()
    var addresses = OrderedNumbers<Address>()
    var written = OrderedNumbers<UInt32>()
    func comesBy(_ operand: Operand) {
      switch operand {
      case .function(let id): addresses.add(.function(functions[id.int]))
      case .global(let id): addresses.add(.global(globals[id.int]))
      default: break
      }
    }
    func write(_ operand: Operand) {
      if case .global(let id) = operand { written.add(globals[id.int]) }
    }
    for argument in body.arguments where argument.aggregate == .unknown { write(argument.operand) }
    for block in body.blocks {
      if let operand = block.terminator.operand { comesBy(operand) }
      if case .return(let operand?) = block.terminator { write(operand) }
      for instruction in block.instructions {
        instruction.operation.forEachOperand(body, comesBy)
        switch instruction.operation {
        case .store(let address, let value, _):
          write(address.base)
          write(value)
        case .copy(let to, _, _): write(to.base)
        case .zero(let address, _), .address(_, let address): write(address.base)
        case .convert(_, let operand, _, _): write(operand)
        case .call(let call):
          if let address = call.resultAddress { write(address.base) }
          if case .direct(let id) = call.callee { calls.add(functions[id.int]) }
        default: break
        }
      }
    }
    self.calls = calls.list
    self.addresses = addresses.list
    writtenGlobals = written.list
  }

  /// Whether a call graph cannot tell the two apart.
  func leadsWhere(_ other: FunctionReferences) -> Bool {
    calls == other.calls && addresses == other.addresses
  }
}

/// Each number once, in the order in which they came.
private struct OrderedNumbers<Number: Hashable> {
  private(set) var list: [Number] = []
  private var seen: Set<Number> = []

  mutating func add(_ number: Number) {
    if list.count < 8 ? !list.contains(number) : seen.insert(number).inserted {
      list.append(number)
      if list.count == 8 { seen = Set(list) }
    }
  }
}
