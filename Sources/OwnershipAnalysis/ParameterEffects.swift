import LibraryModels
import OwnershipIR
import Synchronization

/// What a function may do with what a parameter leads to, whatever path is taken.
enum ParameterEffect: UInt8, Sendable, Comparable {
  case untouched, written, escaped

  static func < (a: ParameterEffect, b: ParameterEffect) -> Bool { a.rawValue < b.rawValue }
}

/// What a function may do with what each of its arguments leads to.
struct ParameterEffects: Equatable, Sendable {
  var parameters: [ParameterEffect]
  /// Of arguments past the last parameter: what becomes of the lists that they are read from.
  var tail = ParameterEffect.escaped
  /// A list of arguments may be read by code that is not seen.
  var losesLists = true

  subscript(_ index: Int) -> ParameterEffect { index < parameters.count ? parameters[index] : tail }
}

/// The effects of the program's functions, by function and parameter. Written once a group of the call graph, before
/// its functions are followed.
final class ParameterEffectStore: Sendable {
  private let effects: Mutex<[ParameterEffects?]>

  init(count: Int) { effects = Mutex(Array(repeating: nil, count: count)) }

  /// As they are now, whatever is written later.
  init(copying other: ParameterEffectStore) { effects = Mutex(other.effects.withLock { $0 }) }

  subscript(_ function: UInt32) -> ParameterEffects? {
    get { effects.withLock { $0[Int(function)] } }
    set { effects.withLock { $0[Int(function)] = newValue } }
  }

  /// Makes room for functions that are new.
  func grow(to count: Int) {
    effects.withLock { $0 += Array(repeating: nil, count: max(0, count - $0.count)) }
  }
}

/// A pass over a body that takes no account of the order of its statements: which parameters' memory is written, and
/// which may be held elsewhere after the call. For callers of functions whose paths are too many to be followed.
///
/// Every pointer carries the set of parameters that it may have come from; what a parameter leads to counts as the
/// parameter itself (a field-insensitive escape analysis after Steensgaard, POPL 1996, but with sets instead of
/// classes).
struct ParameterEffectAnalysis {
  /// A set of parameters; those past the last bit are not told apart from it.
  private typealias Origins = UInt64

  private let program: Program
  private let body: Body
  private let module: Module
  private let numbers: [UInt32]
  private let known: (UInt32) -> ParameterEffects?
  /// Parameters without the array of arguments past the last one.
  private let declaredCount: Int
  private var locals: [Origins]
  private var written: Origins = 0
  private var escaped: Origins = 0
  /// What stands for the arguments past the last parameter, and all that argument lists are read from.
  private let tail: Origins = 1 << 62
  private var lists: Origins = 0
  private var listRecord: Int?
  private var losesLists = false
  private var isStable = true

  private init(
    _ function: UInt32, _ body: Body, _ program: Program, known: @escaping (UInt32) -> ParameterEffects?
  ) {
    self.program = program
    self.body = body
    self.known = known
    module = program.declaration(of: function).module
    numbers = program.functionNumbers(of: program.functions[Int(function)].module)
    locals = Array(repeating: 0, count: body.locals.count)
    let declaration = program.declaration(of: function).function
    declaredCount = declaration.parameters.count
    for index in 0..<body.parameterCount { locals[index] = index < declaredCount ? Self.bit(index) : tail }
    findArgumentLists(isVariadic: declaration.attributes.isVariadic)
  }

  /// The effects of `function` with those of its callees as `known` has them; nil stands for a function of the same
  /// recursive group that nothing is known of yet.
  static func effects(
    of function: UInt32, in program: Program, known: @escaping (UInt32) -> ParameterEffects?
  ) -> ParameterEffects {
    guard let body = program.callees[Int(function)].body else { return ParameterEffects(parameters: []) }
    var analysis = Self(function, body, program, known: known)
    for _ in 0..<8 {
      analysis.isStable = true
      for block in body.blocks { analysis.follow(block) }
      if analysis.isStable { break }
    }
    // Not settled: nothing is promised.
    if !analysis.isStable { analysis.escaped = .max }
    let parameters = (0..<analysis.declaredCount).map { analysis.effect(on: bit($0)) }
    return ParameterEffects(
      parameters: parameters, tail: analysis.effect(on: analysis.tail), losesLists: analysis.losesLists)
  }

  private func effect(on origins: Origins) -> ParameterEffect {
    escaped & origins != 0 ? .escaped : written & origins != 0 ? .written : .untouched
  }

  private static func bit(_ index: Int) -> Origins { 1 << UInt64(min(index, 61)) }

  // MARK: Arguments past the last parameter

  /// Lists of arguments (`va_list`) are followed as what they are read from. They come from parameters, or, where the
  /// function is variadic, from its tail: which one `va_start` made is not told apart.
  private mutating func findArgumentLists(isVariadic: Bool) {
    let strings = module.strings
    let found = module.records.firstIndex { Self.listRecords.contains(strings[$0.name.int]) }
    listRecord = found
    guard let record = found else {
      // Without one nobody can say how the tail is read.
      if isVariadic { escaped |= tail }
      return
    }
    for (index, local) in body.locals.enumerated() where holds(record, local.type) {
      lists |= index < body.parameterCount ? Self.bit(index) : tail
      if index >= body.parameterCount { locals[index] |= tail }
    }
  }

  private static let listRecords: Set<String> = ["__va_list_tag", "__va_list"]

  /// Whether an object of the type is, has in it, or is an address of a list.
  private func holds(_ list: Int, _ type: TypeID, depth: Int = 0) -> Bool {
    guard type != .unknown, depth < 8 else { return false }
    switch module[type].kind {
    case .record(let index):
      return index == list || module.records[index].fields.contains { holds(list, $0.type, depth: depth + 1) }
    case .array(let element, _): return holds(list, element, depth: depth + 1)
    case .pointer(let pointee, _): return holds(list, pointee, depth: depth + 1)
    default: return false
    }
  }

  // MARK: Instructions

  private mutating func follow(_ block: Block) {
    var registers: [UInt32: Origins] = [:]
    for instruction in block.instructions { follow(instruction.operation, &registers) }
    if case .return(let operand?) = block.terminator { escaped |= origins(of: operand, registers) }
  }

  private mutating func follow(_ operation: Operation, _ registers: inout [UInt32: Origins]) {
    switch operation {
    case .load(let register, let address, let type):
      registers[register.index] = mayHoldPointer(type) ? origins(of: address.base, registers) : 0
    case .store(let address, let value, let type):
      store(mayHoldPointer(type) ? origins(of: value, registers) : 0, at: address, registers)
    case .copy(let to, let from, _): store(origins(of: from.base, registers), at: to, registers)
    case .zero(let address, _): store(0, at: address, registers)
    case .address(let register, let address): registers[register.index] = origins(of: address.base, registers)
    case .binary(let register, let op, let a, let b):
      registers[register.index] =
        op.inverse != nil ? 0 : origins(of: a, registers) | origins(of: b, registers)
    case .unary(let register, _, let a), .convert(let register, let a, _, _):
      registers[register.index] = origins(of: a, registers)
    case .call(let call): follow(call, &registers)
    case .deallocate(let operand, _): escaped |= origins(of: operand, registers)
    case .escape(let range):
      for argument in body.arguments(range) { escaped |= origins(of: argument.operand, registers) }
    case .text(_, let address, _): store(0, at: address, registers)
    case .moveContents(let to, let from):
      let (target, source) = (origins(of: to, registers), origins(of: from, registers))
      written |= target | source
      escaped |= source & ~target
    // An argument that is taken out of a list.
    case .opaque(_, let reason): if module.strings[reason.int] == "va_arg" { escaped |= lists }
    case .allocate, .releasing, .lookThrough, .storageLive, .storageDead, .endOfStatement: break
    }
  }

  private mutating func follow(_ call: Call, _ registers: inout [UInt32: Origins]) {
    var all: Origins = 0
    var callee: UInt32?
    if case .direct(let id) = call.callee { callee = numbers[id.int] }
    for (index, argument) in body.arguments(call.arguments).enumerated() {
      let origins = origins(of: argument.operand, registers)
      if origins == 0 { continue }
      let effect = callee.map { self.effect(of: $0, onArgument: index) } ?? .escaped
      if origins & (tail | lists) != 0, isLost(argumentAt: index, of: call, effect) { losesLists = true }
      // What a function of the program gives back counts as escaped there.
      if effect == .escaped || callee.map({ program.callees[Int($0)].model != nil }) == true { all |= origins }
      switch effect {
      case .untouched: break
      case .written: written |= origins
      case .escaped: escaped |= origins
      }
    }
    if let register = call.result { registers[register.index] = mayHoldPointer(call.resultType) ? all : 0 }
    if let address = call.resultAddress { store(all, at: address, registers) }
  }

  /// Whether an argument may be a list that the callee hands to code that is not seen.
  private func isLost(argumentAt index: Int, of call: Call, _ effect: ParameterEffect) -> Bool {
    guard let listRecord, effect == .escaped else { return false }
    guard case .direct(let id) = call.callee else { return true }
    let parameters = module.functions[id.int].parameters
    guard index < parameters.count, holds(listRecord, parameters[index].type) else { return false }
    return !program.callees[Int(numbers[id.int])].isDefined || known(numbers[id.int])?.losesLists == true
  }

  private func effect(of callee: UInt32, onArgument index: Int) -> ParameterEffect {
    let info = program.callees[Int(callee)]
    if info.isDefined, info.model == nil {
      guard let effects = known(callee) else { return .untouched }
      return effects[index]
    }
    guard let model = info.model else {
      return index < info.borrowsParameter.count && info.borrowsParameter[index] ? .untouched : .escaped
    }
    switch model.effect(onArgument: index) {
    case .value, .borrow, .start, .join: return .untouched
    case .fill, .use, .copyText, .appendText, .setBytes, .advance, .callback, .joined, .allocateOut, .allocateOutArray,
      .initialize:
      return .written
    case .copy, .receiveInside, .release, .reallocate, .take, .takeOnSuccess, .escape, .own, .retain, .share,
      .sink,
      .clear:
      return .escaped
    }
  }

  private mutating func store(_ value: Origins, at address: Address, _ registers: [UInt32: Origins]) {
    if case .local(let local) = address.base {
      if value & ~locals[local.int] != 0 {
        locals[local.int] |= value
        isStable = false
      }
      return
    }
    let target = origins(of: address.base, registers)
    written |= target
    // Into another parameter's memory, or into memory that came from elsewhere.
    escaped |= value & ~target
  }

  private func origins(of operand: Operand, _ registers: [UInt32: Origins]) -> Origins {
    switch operand {
    case .register(let register): registers[register.index] ?? 0
    case .local(let local): locals[local.int]
    case .integer, .global, .function, .string, .unknown: 0
    }
  }

  /// Numbers carry no ownership; what has no known type may be anything.
  private func mayHoldPointer(_ type: TypeID) -> Bool {
    if type == .unknown { return true }
    switch module[type].kind {
    case .integer, .floating, .void: return false
    default: return true
    }
  }
}
