/// Instructions, operands and addresses.
extension ModulePrinter {
  func instruction(_ instruction: Instruction, body: Body, locals: [String]) -> String {
    let text = operation(instruction.operation, body: body, locals: locals)
    return instruction.name == .empty ? text : text + "  " + quoteName(instruction.name)
  }

  private func operation(_ operation: Operation, body: Body, locals: [String]) -> String {
    func show(_ value: Operand) -> String { operand(value, locals: locals) }
    func show(_ place: Address) -> String { address(place, locals: locals) }
    switch operation {
    case .load(let result, let place, let loaded):
      return "r\(result.index) = load \(typeName(loaded)) \(show(place))"
    case .store(let place, let value, let stored):
      return "store \(typeName(stored)) \(show(place)), \(show(value))"
    case .copy(let to, let from, let copied): return "copy \(typeName(copied)) \(show(to)), \(show(from))"
    case .zero(let place, let cleared): return "zero \(typeName(cleared)) \(show(place))"
    case .address(let result, let place): return "r\(result.index) = address \(show(place))"
    case .binary(let result, let symbol, let left, let right):
      return "r\(result.index) = \(symbol.keyword) \(show(left)), \(show(right))"
    case .unary(let result, let symbol, let value):
      return "r\(result.index) = \(symbol.keyword) \(show(value))"
    case .convert(let result, let value, let from, let to):
      return "r\(result.index) = convert \(show(value)), \(typeName(from)) to \(typeName(to))"
    case .call(let call): return self.call(call, body: body, locals: locals)
    case .allocate(let result, let form, let size, let allocated):
      return "r\(result.index) = allocate \(form.keyword) \(typeName(allocated)), \(show(size))"
    case .deallocate(let value, let form): return "deallocate \(form.keyword) \(show(value))"
    case .lookThrough(let value): return "look \(show(value))"
    case .releasing(let value, let form): return "releasing \(form.keyword) \(show(value))"
    case .text(let step, let place, let amount):
      return "text \(step) \(show(place)), \(show(amount))"
    case .moveContents(let to, let from): return "move \(show(to)), \(show(from))"
    case .storageLive(let local): return "live \(show(.local(local)))"
    case .storageDead(let local): return "dead \(show(.local(local)))"
    case .endOfStatement: return "end"
    case .escape(let range): return "escape (\(arguments(range, body: body, locals: locals)))"
    case .opaque(let result, let reason): return "r\(result.index) = opaque \(quoteText(module[reason]))"
    }
  }

  private func call(_ call: Call, body: Body, locals: [String]) -> String {
    let callee =
      switch call.callee {
      case .direct(let id): id.int < names.functions.count ? names.functions[id.int] : "&#\(id.index)"
      case .indirect(let value): "*" + operand(value, locals: locals)
      }
    let declared = call.declared.map {
      " of " + ($0.int < names.functions.count ? names.functions[$0.int] : "&#\($0.index)")
    }
    var text = call.result.map { "r\($0.index) = " } ?? ""
    text += "call \(typeName(call.resultType)) \(callee)\(declared ?? "")"
    text += "(\(arguments(call.arguments, body: body, locals: locals)))"
    if let place = call.resultAddress { text += " into \(address(place, locals: locals))" }
    return text
  }

  private func arguments(_ range: OperandRange, body: Body, locals: [String]) -> String {
    let bounds = Int(range.start)..<Int(range.start) + Int(range.count)
    guard bounds.upperBound <= body.arguments.count else { return "<out of range>" }
    return body.arguments[bounds].map { argument in
      var text = operand(argument.operand, locals: locals)
      if argument.aggregate != .unknown { text += " as \(typeName(argument.aggregate))" }
      if argument.name != .empty { text += " " + quoteName(argument.name) }
      return text
    }.joined(separator: ", ")
  }

  func operand(_ value: Operand, locals: [String]) -> String {
    switch value {
    case .register(let register): "r\(register.index)"
    case .integer(let number): "\(number)"
    case .local(let id): id.int < locals.count ? locals[id.int] : "%#\(id.index)"
    case .global(let id): id.int < names.globals.count ? names.globals[id.int] : "@#\(id.index)"
    case .function(let id): id.int < names.functions.count ? names.functions[id.int] : "&#\(id.index)"
    case .string(let id): quoteText(module[id])
    case .unknown: "?"
    }
  }

  /// `[base + offset + index * stride]`, the parts that are zero left out.
  func address(_ place: Address, locals: [String]) -> String {
    var text = "[" + operand(place.base, locals: locals)
    if place.offset != 0 { text += place.offset < 0 ? " - \(place.offset.magnitude)" : " + \(place.offset)" }
    if place.stride != 0 || place.index != .integer(0) {
      text += " + \(operand(place.index, locals: locals)) * \(place.stride)"
    }
    return text + "]"
  }
}

extension BinaryOperator {
  /// The word in the text form.
  var keyword: String {
    switch self {
    case .add: "add"
    case .subtract: "subtract"
    case .multiply: "multiply"
    case .divide: "divide"
    case .remainder: "remainder"
    case .and: "and"
    case .or: "or"
    case .xor: "xor"
    case .shiftLeft: "shl"
    case .shiftRight: "shr"
    case .compareTexts: "compare"
    case .equal: "eq"
    case .notEqual: "ne"
    case .less: "lt"
    case .lessOrEqual: "le"
    case .greater: "gt"
    case .greaterOrEqual: "ge"
    }
  }
}

extension UnaryOperator {
  /// The word in the text form.
  var keyword: String {
    switch self {
    case .negate: "negate"
    case .bitwiseNot: "complement"
    case .logicalNot: "not"
    case .literal: "literal"
    case .length: "length"
    }
  }
}

extension AllocationForm {
  /// The word in the text form.
  var keyword: String {
    switch self {
    case .new: "new"
    case .newArray: "newarray"
    case .control: "control"
    case .alloca: "alloca"
    }
  }
}
