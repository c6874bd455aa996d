/// What an operation is made of, for code that treats all operations alike.
package struct OperationParts {
  package var result: Register?
  /// Values read, arguments included; addresses' bases and indices are not among them.
  package var operands: [Operand] = []
  package var addresses: [Address] = []
  package var types: [TypeID] = []
}

extension Operation {
  /// The arguments it hands over, if it has an argument list.
  package var argumentRange: OperandRange? {
    switch self {
    case .call(let call): call.arguments
    case .escape(let range): range
    default: nil
    }
  }

  /// Takes the operation apart; an argument range outside `arguments` gives no operands.
  package func parts(arguments: [Argument]) -> OperationParts {
    var parts = OperationParts()
    if let range = argumentRange, Int(range.start) + Int(range.count) <= arguments.count {
      for argument in arguments[Int(range.start)..<Int(range.start) + Int(range.count)] {
        parts.operands.append(argument.operand)
        parts.types.append(argument.aggregate)
      }
    }
    switch self {
    case .load(let result, let place, let type):
      (parts.result, parts.addresses, parts.types) = (result, [place], [type])
    case .store(let place, let value, let type):
      (parts.operands, parts.addresses, parts.types) = ([value], [place], [type])
    case .copy(let to, let from, let type): (parts.addresses, parts.types) = ([to, from], [type])
    case .zero(let place, let type): (parts.addresses, parts.types) = ([place], [type])
    case .address(let result, let place): (parts.result, parts.addresses) = (result, [place])
    case .binary(let result, _, let left, let right):
      (parts.result, parts.operands) = (result, [left, right])
    case .unary(let result, _, let value): (parts.result, parts.operands) = (result, [value])
    case .convert(let result, let value, let from, let to):
      (parts.result, parts.operands, parts.types) = (result, [value], [from, to])
    case .call(let call):
      parts.result = call.result
      if case .indirect(let callee) = call.callee { parts.operands.insert(callee, at: 0) }
      if let place = call.resultAddress { parts.addresses = [place] }
      parts.types.append(call.resultType)
    case .allocate(let result, _, let size, let type):
      (parts.result, parts.operands, parts.types) = (result, [size], [type])
    case .deallocate(let value, _), .releasing(let value, _), .lookThrough(let value):
      parts.operands = [value]
    case .text(_, let place, let amount): (parts.operands, parts.addresses) = ([amount], [place])
    case .moveContents(let to, let from): parts.operands = [to, from]
    case .storageLive, .storageDead, .endOfStatement, .escape: break
    case .opaque(let result, _): parts.result = result
    }
    return parts
  }
}
