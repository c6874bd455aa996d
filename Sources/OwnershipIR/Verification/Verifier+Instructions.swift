extension Verifier {
  /// Operands are checked before the result counts as defined: an instruction cannot use its own register.
  mutating func check(_ operation: Operation, body: Body, registers: inout DefinedRegisters) {
    let parts = operation.parts(arguments: body.arguments)
    if let range = operation.argumentRange {
      let end = Int(range.start) + Int(range.count)
      expect(end <= body.arguments.count, "arguments \(range.start)..<\(end) of \(body.arguments.count)")
    }
    for value in parts.operands { check(value, registers: registers, locals: body.locals.count) }
    for type in parts.types { check(type) }
    for place in parts.addresses {
      check(place.base, registers: registers, locals: body.locals.count)
      check(place.index, registers: registers, locals: body.locals.count)
    }
    switch operation {
    case .load(_, _, let type), .store(_, _, let type): checkScalar(type)
    case .call(let call):
      if case .direct(let id) = call.callee {
        expect(id.int < module.functions.count, "function &#\(id.index) does not exist")
      }
      if let declared = call.declared {
        expect(declared.int < module.functions.count, "function &#\(declared.index) does not exist")
      }
      expect(call.result == nil || call.resultAddress == nil, "a call with two results")
    case .storageLive(let local), .storageDead(let local):
      expect(local.int < body.locals.count, "local %#\(local.index) does not exist")
    case .opaque(_, let reason): check(reason)
    default: break
    }
    guard let result = parts.result else { return }
    expect(
      result.int < body.registerCount, "r\(result.index) is past the register count \(body.registerCount)")
    expect(registers.inFunction.insert(result).inserted, "r\(result.index) is defined twice")
    registers.inBlock.insert(result)
  }

  private mutating func checkScalar(_ id: TypeID) {
    guard id.int < module.types.count else { return }
    switch module.types[id.int].kind {
    case .unknown, .integer, .floating, .pointer: break
    case .void, .array, .record, .function:
      report("a scalar access of the type '\(module[module.types[id.int].spelling])'")
    }
  }
}
