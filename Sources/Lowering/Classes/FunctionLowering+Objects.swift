import ClangFrontend
import OwnershipIR

/// Objects as wholes: made, copied, moved, assigned and destroyed by whatever their type says. These are what the
/// bodies of special members and of standard containers are made of.
extension FunctionLowering {
  /// Constructs an object without arguments (`T()`): class types by their constructor, others become zero when
  /// `zeroes`, else stay undefined.
  mutating func emitDefault(at address: Address, _ type: ClangType, zeroes: Bool, span: Span) {
    emitEach(address, type, span: span) { lowering, address, type in
      switch lowering.module.action(.defaultConstructor, type) {
      case .trivial:
        if zeroes { lowering.emit(.zero(address, type: lowering.module.typeID(type)), span: span) }
      case .call(let function):
        if zeroes, !lowering.module.hasOwnConstructor(type) {
          lowering.emit(.zero(address, type: lowering.module.typeID(type)), span: span)
        }
        lowering.emitDefaultConstructor(function, at: address, type, span: span)
      case .unknown: lowering.emitUnknownChange(of: [address], span: span)
      }
    }
  }

  /// A default constructor may have parameters, all with default arguments.
  private mutating func emitDefaultConstructor(
    _ function: FunctionID, at address: Address, _ type: ClangType, span: Span
  ) {
    let declared = module.classFacts(type)?.members.declared[.defaultConstructor]
    guard let declared, !declared.parameters.isEmpty else {
      emitMemberCall(function, [address], span: span)
      return
    }
    let origin = current
    var values: [Argument] = []
    for index in declared.parameters.indices {
      let block = current
      let argument = lowerDefaultArgument(declared, index, 0)
      for earlier in values.indices {
        let type = values[earlier].aggregate == .unknown ? module.wordType : module.addressType
        values[earlier].operand = carried(values[earlier].operand, from: block, type: type)
      }
      values.append(argument)
    }
    let this = pointer(to: carried(address, from: origin), span: span)
    let call = Call(
      result: nil, callee: .direct(function), arguments: addArguments([Argument(this, span: span)] + values),
      resultType: module.functions[function.int].returnType)
    emit(.call(call), span: span, name: module.functions[function.int].name)
    hasEffects = true
  }

  /// Constructs a copy of what is at `source`.
  mutating func emitCopy(to target: Address, from source: Address, _ type: ClangType, span: Span) {
    emitTransfer(.copyConstructor, to: target, from: source, type, span: span)
  }

  /// Constructs by taking over what is at `source`, which stays an object to be destroyed.
  mutating func emitMove(to target: Address, from source: Address, _ type: ClangType, span: Span) {
    emitTransfer(.moveConstructor, to: target, from: source, type, span: span)
  }

  mutating func emitMoveAssignment(to target: Address, from source: Address, _ type: ClangType, span: Span) {
    emitTransfer(.moveAssignment, to: target, from: source, type, span: span)
  }

  /// Destroys the object; nothing for types whose end runs no code.
  mutating func emitDestroy(at address: Address, _ type: ClangType, span: Span) {
    emitEach(address, type, isReversed: true, span: span) { lowering, address, type in
      switch lowering.module.action(.destructor, type) {
      case .trivial: break
      case .call(let function): lowering.emitMemberCall(function, [address], span: span)
      case .unknown: lowering.emitUnknownChange(of: [address], span: span)
      }
    }
  }

  // MARK: Parts

  mutating func emitTransfer(
    _ special: SpecialMember, to target: Address, from source: Address, _ type: ClangType, span: Span
  ) {
    let canonical = type.canonical
    switch canonical.kind {
    case .record, .constantArray:
      let action = module.action(special, canonical)
      if case .trivial = action {
        if let step = textStep(special, canonical) {
          return emit(.text(step, target, pointer(to: source, span: span)), span: span)
        }
        return emit(.copy(to: target, from: source, type: module.typeID(canonical.unqualified)), span: span)
      }
      emitEach(target, beside: source, canonical, span: span) { lowering, address, from, _ in
        switch action {
        case .call(let function): lowering.emitMemberCall(function, [address, from], span: span)
        default: lowering.emitUnknownChange(of: [address, from], span: span)
        }
      }
    case .reference, .pointer, .signedInteger, .unsignedInteger, .boolean, .floating, .composite:
      let id = module.typeID(canonical.unqualified)
      let register = newRegister()
      emit(.load(register, source, type: id), span: span)
      emit(.store(target, .register(register), type: id), span: span)
    default: break
    }
  }

  /// Arrays longer than this are treated in a loop.
  private static let longestArray: Int64 = 16

  /// Does something to the object, or to each element of an array in order.
  private mutating func emitEach(
    _ address: Address, _ type: ClangType, isReversed: Bool = false, span: Span,
    _ body: (inout FunctionLowering, Address, ClangType) -> Void
  ) {
    emitEach(address, beside: address, type, isReversed: isReversed, span: span) {
      lowering, part, _, element in
      body(&lowering, part, element)
    }
  }

  /// The same with an object of the same type beside it, element by element.
  private mutating func emitEach(
    _ address: Address, beside other: Address, _ type: ClangType, isReversed: Bool = false, span: Span,
    _ body: (inout FunctionLowering, Address, Address, ClangType) -> Void
  ) {
    let canonical = type.canonical
    guard canonical.kind == .constantArray else { return body(&self, address, other, canonical) }
    let element = canonical.element
    let stride = max(element.canonical.size, 1)
    let count = canonical.elementCount ?? 0
    if count > Self.longestArray {
      return emitLoop(
        address, beside: other, element, count: count, stride: stride, isReversed: isReversed, span: span,
        body)
    }
    let origin = current
    for index in 0..<count {
      let distance = (isReversed ? count - 1 - index : index) * stride
      var (part, otherPart) = (carried(address, from: origin), carried(other, from: origin))
      part.offset += distance
      otherPart.offset += distance
      emitEach(part, beside: otherPart, element, isReversed: isReversed, span: span, body)
    }
  }

  private mutating func emitLoop(
    _ address: Address, beside other: Address, _ element: ClangType, count: Int64, stride: Int64,
    isReversed: Bool,
    span: Span, _ body: (inout FunctionLowering, Address, Address, ClangType) -> Void
  ) {
    let length = addHiddenVariable(type: module.wordType, span: span)
    let counter = Address(base: .local(length))
    emit(.store(counter, .integer(count), type: module.wordType), span: span)
    let beside = pointerVariable(pointer(to: other, span: span))
    emitForEach(
      pointer(to: address, span: span), count: counter, stride: stride, isReversed: isReversed, span: span
    ) { lowering, part in
      let otherPart = Address(base: lowering.get(beside), index: part.index, stride: stride)
      lowering.emitEach(part, beside: otherPart, element, isReversed: isReversed, span: span, body)
    }
  }

  // MARK: Calls

  /// A call of a function with addresses (or scalars) for arguments; its scalar result.
  @discardableResult
  mutating func emitCall(_ function: FunctionID, _ operands: [Operand], span: Span) -> Operand? {
    let names = operands.map { Argument($0, name: .empty, span: span) }
    let resultType = module.functions[function.int].returnType
    var call = Call(
      result: nil, callee: .direct(function), arguments: addArguments(names), resultType: resultType)
    if module.types.isAggregate(resultType) {
      call.resultAddress = Address(base: .local(addTemporary(type: resultType, span: span)))
    } else if module.types.isScalar(resultType) {
      call.result = newRegister()
    }
    emit(.call(call), span: span, name: module.functions[function.int].name)
    hasEffects = true
    return call.result.map { .register($0) }
  }

  @discardableResult
  mutating func emitMemberCall(_ function: FunctionID, _ addresses: [Address], span: Span) -> Operand? {
    emitCall(function, addresses.map { pointer(to: $0, span: span) }, span: span)
  }

  /// The address as a value.
  mutating func pointer(to address: Address, span: Span, name: StringID = .empty) -> Operand {
    addressValue(Place(address: address, type: .unknown, name: name, span: span))
  }

  /// Code that is not known gets hold of the objects.
  mutating func emitUnknownChange(of addresses: [Address], span: Span) {
    let operands = addresses.map { Argument(pointer(to: $0, span: span), span: span) }
    emit(.escape(addArguments(operands)), span: span)
    hasEffects = true
  }
}

extension ModuleBuilder {
  mutating func hasOwnConstructor(_ type: ClangType) -> Bool {
    classFacts(type)?.members.hasConstructor ?? false
  }
}
