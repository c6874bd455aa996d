import OwnershipIR

extension Operation {
  /// Visits every operand the operation reads, arguments included.
  func forEachOperand(_ body: Body, _ visit: (Operand) -> Void) {
    func visitParts(of address: Address) {
      visit(address.base)
      visit(address.index)
    }
    switch self {
    case .load(_, let address, _), .address(_, let address), .zero(let address, _): visitParts(of: address)
    case .store(let address, let value, _):
      visitParts(of: address)
      visit(value)
    case .copy(let to, let from, _):
      visitParts(of: to)
      visitParts(of: from)
    case .binary(_, _, let a, let b):
      visit(a)
      visit(b)
    case .unary(_, _, let a), .convert(_, let a, _, _), .allocate(_, _, let a, _), .deallocate(let a, _),
      .releasing(let a, _), .lookThrough(let a):
      visit(a)
    case .call(let call):
      if let address = call.resultAddress { visitParts(of: address) }
      if case .indirect(let operand) = call.callee { visit(operand) }
      for argument in body.arguments(call.arguments) { visit(argument.operand) }
    case .escape(let range):
      for argument in body.arguments(range) { visit(argument.operand) }
    case .text(_, let address, let amount):
      visitParts(of: address)
      visit(amount)
    case .moveContents(let to, let from):
      visit(to)
      visit(from)
    case .storageLive, .storageDead, .endOfStatement, .opaque: break
    }
  }
}

extension Operation {
  /// Whether the operation can change who owns what.
  func mattersToOwnership(_ isPointer: (TypeID) -> Bool) -> Bool {
    switch self {
    case .call, .allocate, .deallocate, .escape, .copy, .moveContents, .text: true
    case .store(_, _, let type): isPointer(type)
    default: false
    }
  }
}

extension Terminator {
  /// The operand the terminator reads.
  var operand: Operand? {
    switch self {
    case .branch(let operand, _, _), .switch(let operand, _, _): operand
    case .return(let operand): operand
    default: nil
    }
  }
}

extension Body {
  func arguments(_ range: OperandRange) -> ArraySlice<Argument> {
    arguments[Int(range.start)..<Int(range.start) + Int(range.count)]
  }
}
