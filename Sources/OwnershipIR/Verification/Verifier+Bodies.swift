/// The registers seen so far: all of the function, and those the current block may use.
struct DefinedRegisters {
  var inFunction: Set<Register> = []
  var inBlock: Set<Register> = []
}

extension Verifier {
  mutating func check(function id: FunctionID) {
    guard module.functions.indices.contains(id.int) else {
      report("function #\(id.index) does not exist")
      return
    }
    let function = module.functions[id.int]
    if function.isVanished { return }
    self.function =
      module.strings.indices.contains(function.qualifiedName.int) ? module[function.qualifiedName] : ""
    place = "signature"
    check(function.name)
    check(function.qualifiedName)
    check(function.returnType)
    check(function.span)
    expect(!function.linkKey.isEmpty, "no key across modules")
    for parameter in function.parameters {
      check(parameter.name)
      check(parameter.type)
    }
    if let body = function.body { check(body, parameters: function.parameters) }
    (self.function, place) = ("", "")
  }

  private mutating func check(_ body: Body, parameters: [Parameter]) {
    place = "locals"
    expect(body.parameterCount <= body.locals.count, "more parameters than locals")
    expect(body.parameterCount >= parameters.count, "the signature has more parameters than the body")
    for (index, local) in body.locals.enumerated() {
      check(local.name)
      check(local.type)
      check(local.span)
      expect(
        (local.kind == .parameter) == (index < body.parameterCount),
        "local #\(index) is \(local.kind) at a place for a \(index < body.parameterCount ? "parameter" : "variable")"
      )
    }
    if let slot = body.returnSlot {
      expect(slot.int < body.locals.count, "the return slot %#\(slot.index) does not exist")
    }
    expect(!body.blocks.isEmpty, "a body without an entry block")
    check(body.endSpan)
    var registers = DefinedRegisters()
    for (index, block) in body.blocks.enumerated() {
      registers.inBlock = []
      for (position, instruction) in block.instructions.enumerated() {
        place = "b\(index) instruction \(position)"
        check(instruction.name)
        check(instruction.span)
        check(instruction.operation, body: body, registers: &registers)
      }
      place = "b\(index) terminator"
      check(block.conditionName)
      check(block.terminatorSpan)
      check(block.terminator, body: body, registers: registers)
      if let unwind = block.unwind {
        expect(unwind.int < body.blocks.count, "block b\(unwind.index) does not exist")
      }
    }
  }

  private mutating func check(_ terminator: Terminator, body: Body, registers: DefinedRegisters) {
    for target in terminator.successors {
      expect(target.int < body.blocks.count, "block b\(target.index) does not exist")
    }
    switch terminator {
    case .branch(let value, _, _): check(value, registers: registers, locals: body.locals.count)
    case .return(let value): if let value { check(value, registers: registers, locals: body.locals.count) }
    case .switch(let value, let cases, _):
      check(value, registers: registers, locals: body.locals.count)
      var highest: Int64?
      for label in cases.sorted(by: { $0.low < $1.low }) {
        expect(label.low <= label.high, "the empty case range \(label.low)...\(label.high)")
        if let highest { expect(label.low > highest, "two cases for \(label.low)") }
        highest = max(highest ?? label.high, label.high)
      }
    case .goto, .resume, .unreachable, .unknown: break
    }
  }

  /// `registers` is nil where none can be used.
  mutating func check(_ value: Operand, registers: DefinedRegisters?, locals: Int) {
    switch value {
    case .register(let register):
      if registers?.inBlock.contains(register) != true {
        let elsewhere = registers?.inFunction.contains(register) == true
        report("r\(register.index) is used \(elsewhere ? "outside its block" : "before it is defined")")
      }
    case .local(let id): expect(id.int < locals, "local %#\(id.index) does not exist")
    case .global(let id): expect(id.int < module.globals.count, "global @#\(id.index) does not exist")
    case .function(let id): expect(id.int < module.functions.count, "function &#\(id.index) does not exist")
    case .string(let id): check(id)
    case .integer, .unknown: break
    }
  }
}
