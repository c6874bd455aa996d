extension FunctionHasher {
  mutating func combine(_ operation: Operation, arguments: [Argument]) {
    tag(operation.hashTag)
    switch operation {
    case .binary(_, let symbol, _, _): stable.combine(byte: symbol.rawValue)
    case .unary(_, let symbol, _): stable.combine(byte: symbol.rawValue)
    case .allocate(_, let form, _, _), .deallocate(_, let form), .releasing(_, let form):
      stable.combine(byte: form.rawValue)
    case .text(let step, _, _): stable.combine(byte: step.rawValue)
    case .storageLive(let local), .storageDead(let local): stable.combine(local.int)
    case .call(let call):
      if case .direct(let callee) = call.callee { combine(.function(callee)) } else { tag(255) }
      if let declared = call.declared { combine(.function(declared)) }
    default: break
    }
    let parts = operation.parts(arguments: arguments)
    stable.combine(parts.result.map { Int($0.index) } ?? -1)
    stable.combine(parts.operands.count)
    for value in parts.operands { combine(value) }
    stable.combine(parts.addresses.count)
    for place in parts.addresses { combine(place) }
    stable.combine(parts.types.count)
    for type in parts.types { combine(type) }
  }

  mutating func combine(_ value: Operand) {
    switch value {
    case .register(let register):
      tag(0)
      stable.combine(register.int)
    case .integer(let number):
      tag(1)
      stable.combine(number)
    case .local(let id):
      tag(2)
      stable.combine(id.int)
    case .global(let id):
      tag(3)
      stable.combine(module.globals[id.int].linkKey)
    case .function(let id):
      tag(4)
      stable.combine(module.functions[id.int].linkKey)
      stable.combine(module[module.functions[id.int].qualifiedName])
    case .string(let id):
      tag(5)
      stable.combine(module[id])
    case .unknown: tag(6)
    }
  }

  private mutating func combine(_ place: Address) {
    combine(place.base)
    stable.combine(place.offset)
    combine(place.index)
    stable.combine(place.stride)
  }
}

extension Operation {
  /// One number a case; changing one changes every hash, which a store of summaries must treat as a new version.
  fileprivate var hashTag: Int {
    switch self {
    case .load: 0
    case .store: 1
    case .copy: 2
    case .zero: 3
    case .address: 4
    case .binary: 5
    case .unary: 6
    case .convert: 7
    case .call: 8
    case .allocate: 9
    case .deallocate: 10
    case .storageLive: 11
    case .storageDead: 12
    case .endOfStatement: 13
    case .escape: 14
    case .opaque: 15
    case .releasing: 16
    case .lookThrough: 17
    case .moveContents: 18
    case .text: 19
    }
  }
}
