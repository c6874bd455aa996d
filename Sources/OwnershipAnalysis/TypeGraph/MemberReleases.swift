import LibraryModels
import OwnershipIR

/// What a function gives back of what its parameters lead to: for destructors, the raw pointers that a class owns.
///
/// A pass that takes no account of the order of statements, nor of conditions: a destructor that deletes a member
/// on some path owns it.
final class MemberReleases {
  /// Where a value comes from: `parameter + offset` itself, what is stored there, or something behind that.
  struct Origin: Hashable, Comparable {
    var parameter: Int
    var offset: Int64
    /// Loads on the way: 0 is the address, 1 what is stored there, 2 anything further on.
    var depth: Int
    /// Key of the class that it points at, where a load said so.
    var pointee = ""

    static func < (a: Self, b: Self) -> Bool {
      (a.parameter, a.offset, a.depth, a.pointee) < (b.parameter, b.offset, b.depth, b.pointee)
    }
  }

  struct Effects {
    /// Values that are given back: `.sole` where that ends them, `.strong` where others may hold them still.
    var released: [Origin: HoldKind] = [:]
    /// Values that are returned.
    var returned: Set<Origin> = []
  }

  private let program: Program
  private let numbersByKey: [String: UInt32]
  private var known: [UInt32: Effects] = [:]

  init(_ program: Program) {
    self.program = program
    numbersByKey = Dictionary(
      program.functions.enumerated().map { ($1.linkKey, UInt32($0)) }, uniquingKeysWith: { first, _ in first }
    )
  }

  /// What the destructor known by `key` gives back of its object; nothing when the program has no such body.
  func effects(ofDestructor key: String) -> Effects {
    guard !key.isEmpty, let number = numbersByKey[key] else { return Effects() }
    return effects(of: number)
  }

  /// A function of a recursive group that is asked for again gives back nothing that the first call did not.
  fileprivate func effects(of number: UInt32) -> Effects {
    if let found = known[number] { return found }
    known[number] = Effects()
    guard let body = program.callees[Int(number)].body else { return Effects() }
    var pass = Pass(number, body, program)
    pass.run(self)
    known[number] = pass.effects
    return pass.effects
  }

  /// One walk over one body.
  private struct Pass {
    let body: Body
    let program: Program
    let module: Module
    let numbers: [UInt32]
    var effects = Effects()
    var locals: [Set<Origin>]
    var registers: [UInt32: Set<Origin>] = [:]
    var isStable = true

    init(_ number: UInt32, _ body: Body, _ program: Program) {
      self.body = body
      self.program = program
      let index = program.functions[Int(number)].module
      module = program.modules[index]
      numbers = program.functionNumbers(of: index)
      locals = Array(repeating: [], count: body.locals.count)
      for index in 0..<body.parameterCount { locals[index] = [Origin(parameter: index, offset: 0, depth: 0)] }
    }

    mutating func run(_ all: MemberReleases) {
      for _ in 0..<6 {
        isStable = true
        for block in body.blocks {
          registers.removeAll(keepingCapacity: true)
          for instruction in block.instructions { follow(instruction.operation, all) }
          if case .return(let value?) = block.terminator { effects.returned.formUnion(origins(of: value)) }
        }
        if isStable { break }
      }
      if let slot = body.returnSlot { effects.returned.formUnion(locals[slot.int]) }
    }

    private mutating func follow(_ operation: Operation, _ all: MemberReleases) {
      switch operation {
      case .load(let register, let address, let type): registers[register.index] = load(address, type)
      case .store(let address, let value, _): store(origins(of: value), at: address)
      case .copy(let to, let from, let type): store(load(from, type), at: to)
      case .address(let register, let address): registers[register.index] = place(address)
      case .binary(let register, _, let a, let b):
        registers[register.index] = origins(of: a).union(origins(of: b))
      case .unary(let register, _, let a), .convert(let register, let a, _, _):
        registers[register.index] = origins(of: a)
      case .deallocate(let value, _), .releasing(let value, _): release(origins(of: value), .sole)
      case .call(let call): follow(call, all)
      default: break
      }
    }

    private mutating func follow(_ call: Call, _ all: MemberReleases) {
      let named: FunctionID? = if case .direct(let id) = call.callee { id } else { call.declared }
      guard let named else { return }
      let callee = numbers[named.int]
      let info = program.callees[Int(callee)]
      let arguments = body.arguments(call.arguments).map { origins(of: $0.operand) }
      guard arguments.contains(where: { !$0.isEmpty }) else { return }
      if let model = info.model {
        for (index, argument) in arguments.enumerated() {
          guard let family = model.effect(onArgument: index).releasedFamily else { continue }
          release(argument, program.families.isCounted(program.families.id(family)) ? .strong : .sole)
        }
        return
      }
      let effects = all.effects(of: callee)
      for (origin, kind) in effects.released where origin.parameter < arguments.count {
        release(moved(arguments[origin.parameter], by: origin), kind)
      }
      var result: Set<Origin> = []
      for origin in effects.returned where origin.parameter < arguments.count {
        result.formUnion(moved(arguments[origin.parameter], by: origin))
      }
      if let register = call.result { registers[register.index] = result }
      if let address = call.resultAddress { store(result, at: address) }
    }

    /// What the caller knows as `origin` of one of the parameters, whose argument is one of `arguments`.
    private func moved(_ arguments: Set<Origin>, by origin: Origin) -> Set<Origin> {
      Set(
        arguments.map { argument in
          var moved = argument
          if argument.depth == 0 { moved.offset += origin.offset }
          moved.depth = min(argument.depth + origin.depth, 2)
          if !origin.pointee.isEmpty { moved.pointee = origin.pointee }
          return moved
        })
    }

    private mutating func release(_ values: Set<Origin>, _ kind: HoldKind) {
      for value in values { effects.released[value] = max(effects.released[value] ?? kind, kind) }
    }

    // MARK: Memory

    private func place(_ address: Address) -> Set<Origin> {
      let base = origins(of: address.base)
      guard address.offset != 0 else { return base }
      return Set(
        base.map { origin in
          var moved = origin
          if moved.depth == 0 { moved.offset += address.offset }
          return moved
        })
    }

    private func load(_ address: Address, _ type: TypeID) -> Set<Origin> {
      // A local's storage holds what was put there, whatever the place within it.
      if case .local(let local) = address.base { return locals[local.int] }
      let pointee = program.classKey(ofPointee: type, in: module)
      return Set(
        place(address).map { origin in
          var loaded = origin
          loaded.depth = min(origin.depth + 1, 2)
          if let pointee { loaded.pointee = pointee }
          return loaded
        })
    }

    private mutating func store(_ values: Set<Origin>, at address: Address) {
      guard case .local(let local) = address.base, !values.isSubset(of: locals[local.int]) else { return }
      locals[local.int].formUnion(values)
      isStable = false
    }

    private func origins(of operand: Operand) -> Set<Origin> {
      switch operand {
      case .register(let register): registers[register.index] ?? []
      case .local(let local): locals[local.int]
      case .integer, .global, .function, .string, .unknown: []
      }
    }
  }
}

extension Program {
  /// The key of the class that a pointer's type points at.
  fileprivate func classKey(ofPointee type: TypeID, in module: Module) -> String? {
    guard case .pointer(let pointee, _) = module[type].kind, case .record(let record) = module[pointee].kind
    else { return nil }
    return module.records[record].usr
  }
}
