extension ModuleParser {
  mutating func instruction(_ scope: inout BodyScope) throws(IRSyntaxError) -> Instruction {
    let span = lineSpan
    let operation: Operation
    if let result = registerHere() {
      position += 1
      try expect("=")
      scope.body.registerCount = max(scope.body.registerCount, result.int + 1)
      operation = try self.operation(result, &scope)
    } else {
      operation = try effect(&scope)
    }
    return Instruction(operation, span: span, name: optionalName())
  }

  /// What stands after `r0 =`.
  private mutating func operation(_ result: Register, _ scope: inout BodyScope) throws(IRSyntaxError)
    -> Operation
  {
    let locals = scope.locals
    let keyword = try word()
    switch keyword {
    case "load":
      let type = try type()
      return .load(result, try address(locals), type: type)
    case "address": return .address(result, try address(locals))
    case "convert":
      let value = try operand(locals: locals)
      try expect(",")
      let from = try type()
      guard accept(word: "to") else { throw error("'to' is missing before '\(spelling)'") }
      return .convert(result, value, from: from, to: try type())
    case "call": return .call(try call(result, &scope))
    case "allocate":
      let form = try form()
      let type = try type()
      try expect(",")
      return .allocate(result, form, size: try operand(locals: locals), type: type)
    case "opaque": return .opaque(result, reason: intern(try text()))
    default: break
    }
    if let symbol = UnaryOperator.allCases.first(where: { $0.keyword == keyword }) {
      return .unary(result, symbol, try operand(locals: locals))
    }
    guard let symbol = BinaryOperator.allCases.first(where: { $0.keyword == keyword }) else {
      throw error("'\(keyword)' is no operation with a result")
    }
    let left = try operand(locals: locals)
    try expect(",")
    return .binary(result, symbol, left, try operand(locals: locals))
  }

  /// Operations without a result.
  private mutating func effect(_ scope: inout BodyScope) throws(IRSyntaxError) -> Operation {
    let locals = scope.locals
    let keyword = try word()
    switch keyword {
    case "store":
      let type = try type()
      let place = try address(locals)
      try expect(",")
      return .store(place, try operand(locals: locals), type: type)
    case "copy":
      let type = try type()
      let to = try address(locals)
      try expect(",")
      return .copy(to: to, from: try address(locals), type: type)
    case "zero":
      let type = try type()
      return .zero(try address(locals), type: type)
    case "call": return .call(try call(nil, &scope))
    case "deallocate":
      let form = try form()
      return .deallocate(try operand(locals: locals), form)
    case "look": return .lookThrough(try operand(locals: locals))
    case "releasing":
      let form = try form()
      return .releasing(try operand(locals: locals), form)
    case "move":
      let to = try operand(locals: locals)
      try expect(",")
      return .moveContents(to: to, from: try operand(locals: locals))
    case "text":
      let step = try textStep()
      let place = try address(locals)
      try expect(",")
      return .text(step, place, try operand(locals: locals))
    case "live": return .storageLive(try local(locals))
    case "dead": return .storageDead(try local(locals))
    case "end": return .endOfStatement
    case "escape": return .escape(try arguments(&scope))
    default: throw error("'\(keyword)' is no instruction")
    }
  }

  private mutating func call(_ result: Register?, _ scope: inout BodyScope) throws(IRSyntaxError) -> Call {
    let type = try type()
    let callee: Callee
    if accept("*") {
      callee = .indirect(try operand(locals: scope.locals))
    } else {
      callee = .direct(try function())
    }
    let declared = accept(word: "of") ? try function() : nil
    let arguments = try arguments(&scope)
    let place = accept(word: "into") ? try address(scope.locals) : nil
    var call = Call(
      result: result, resultAddress: place, callee: callee, arguments: arguments, resultType: type)
    call.declared = declared
    return call
  }

  private mutating func arguments(_ scope: inout BodyScope) throws(IRSyntaxError) -> OperandRange {
    try expect("(")
    var list: [Argument] = []
    while !accept(")") {
      guard let first = token else { throw error("')' is missing") }
      let value = try operand(locals: scope.locals)
      let aggregate = accept(word: "as") ? try type() : .unknown
      let span = Span(file: FileID(0), start: UInt32(first.start), end: UInt32(first.end))
      list.append(Argument(value, aggregate: aggregate, name: optionalName(), span: span))
      _ = accept(",")
    }
    let start = scope.body.arguments.count
    scope.body.arguments.append(contentsOf: list)
    return list.isEmpty ? .empty : OperandRange(start: start, count: list.count)
  }

  private mutating func textStep() throws(IRSyntaxError) -> TextStep {
    let keyword = try word()
    guard let step = TextStep.allCases.first(where: { "\($0)" == keyword }) else {
      throw error("'\(keyword)' is nothing that happens to a text")
    }
    return step
  }

  private mutating func form() throws(IRSyntaxError) -> AllocationForm {
    let keyword = try word()
    guard let form = AllocationForm.allCases.first(where: { $0.keyword == keyword }) else {
      throw error("'\(keyword)' is no form of allocation")
    }
    return form
  }

  // MARK: Operands

  /// The register that stands here: `r12`.
  private func registerHere() -> Register? {
    guard case .word(let word) = token?.kind, word.first == "r", let index = Int(word.dropFirst()) else {
      return nil
    }
    return Register(index)
  }

  mutating func operand(locals: [String: LocalID]) throws(IRSyntaxError) -> Operand {
    if let register = registerHere() {
      position += 1
      return .register(register)
    }
    switch token?.kind {
    case .number: return .integer(try number())
    case .text: return .string(intern(try text()))
    case .symbol("%", _, _): return .local(try local(locals))
    case .symbol("&", _, _): return .function(try function())
    case .symbol("@", _, _):
      let key = try symbol("@").key
      guard let id = globals[key] else { throw error("\(key) is not declared") }
      return .global(id)
    default:
      if accept("?") { return .unknown }
      throw error("an operand is missing before '\(spelling)'")
    }
  }

  mutating func local(_ locals: [String: LocalID]) throws(IRSyntaxError) -> LocalID {
    let key = try symbol("%").key
    guard let id = locals[key] else { throw error("\(key) is not declared") }
    return id
  }

  private mutating func function() throws(IRSyntaxError) -> FunctionID {
    let key = try symbol("&").key
    guard let id = functions[key] else { throw error("\(key) is not declared") }
    return id
  }

  /// `[base + offset + index * stride]`.
  private mutating func address(_ locals: [String: LocalID]) throws(IRSyntaxError) -> Address {
    try expect("[")
    var place = Address(base: try operand(locals: locals))
    while !accept("]") {
      let isNegative = accept("-")
      if !isNegative { try expect("+") }
      let value = try operand(locals: locals)
      if accept("*") {
        (place.index, place.stride) = (value, try number())
      } else if case .integer(let offset) = value {
        place.offset = isNegative ? -offset : offset
      } else {
        throw error("an offset is a number; a subscript has a stride")
      }
    }
    return place
  }
}
