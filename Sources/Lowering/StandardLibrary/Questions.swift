import ClangFrontend
import OwnershipIR

/// Algorithms that ask a callable about elements, or hand elements to it one after the other.
extension FunctionLowering {
  /// `all_of`, `any_of` and `none_of`: they end with the first answer that decides.
  mutating func lowerQuantifier(_ call: StandardCall) -> Bool {
    guard call.count == 3, canAsk(call, 2), let walk = walk(call, 0) else { return false }
    let isAny = call.name == "any_of"
    forEach(walk) { lowering, element in
      let said = lowering.ask(call, 2, about: element)
      let isDecided = call.name == "all_of" ? lowering.isZero(said) : said
      lowering.ifNotZero(isDecided) { $0.finish(.integer(isAny ? 1 : 0)) }
    }
    if isOpen { finish(.integer(isAny ? 0 : 1)) }
    return true
  }

  /// `count_if`.
  mutating func lowerCount(_ call: StandardCall) -> Bool {
    guard call.count == 3, canAsk(call, 2), let walk = walk(call, 0) else { return false }
    let count = wordVariable(.integer(0))
    forEach(walk) { lowering, element in
      lowering.ifNotZero(lowering.ask(call, 2, about: element)) { lowering in
        lowering.set(count, lowering.binary(.add, lowering.get(count), .integer(1)))
      }
    }
    finish(get(count))
    return true
  }

  /// `accumulate(first, last, start, operation)` and `reduce`, which may take another order: each element with what
  /// came of those before it.
  mutating func lowerAccumulation(_ call: StandardCall) -> Bool {
    guard call.count == 4, let operation = binaryOperation(call, 3), let walk = walk(call, 0) else { return false }
    let type = call.type(2)
    let id = module.typeID(type)
    let isObject = module.types.isAggregate(id)
    guard isObject ? returnSlot != nil : module.types.isScalar(id) else { return false }
    let sum = addHiddenVariable(type: id, span: .none)
    convert(call, 2, to: .local(sum, 0), type)
    let soFar = BodySource(place: .local(sum, 0), type: type, isMovable: false)
    forEach(walk) { lowering, element in
      let made = lowering.addHiddenVariable(type: id, span: .none)
      let value = operation(&lowering, soFar, element, Address(base: .local(made)))
      guard isObject else { return lowering.write(value ?? .unknown, to: Address(base: .local(sum)), id) }
      lowering.assign(BodySource(place: .local(made, 0), type: type, isMovable: true), to: .local(sum, 0), type)
      lowering.emitDestroy(at: Address(base: .local(made)), type, span: .none)
    }
    guard isObject else {
      finish(read(Address(base: .local(sum)), id))
      return true
    }
    convert(BodySource(place: .local(sum, 0), type: type, isMovable: true), to: .result(0), type)
    emitDestroy(at: Address(base: .local(sum)), type, span: .none)
    finish()
    return true
  }

  typealias BinaryOperation = (inout FunctionLowering, BodySource, BodySource, Address?) -> Operand?

  /// What the callable in the `index`th parameter makes of two values.
  mutating func binaryOperation(_ call: StandardCall, _ index: Int) -> BinaryOperation? {
    let given = source(call, index)
    if given.type.isRecord {
      guard let function = callOperator(of: given.type, in: call.declaration), function.parameters.count == 2,
        case .function(let id) = module.binding(function).entity
      else { return nil }
      let parameters = function.parameters.map(\.type)
      return { $0.callPrepared(.direct(id), this: given.place, [$1, $2], parameters, result: $3) }
    }
    guard isCallable(given.type) else { return nil }
    return { $0.invoke(given, [$1, $2], result: $3) }
  }

  /// Whether the callable in the `index`th parameter can be called from here.
  func canAsk(_ call: StandardCall, _ index: Int) -> Bool {
    let type = call.type(index)
    return type.isRecord ? callOperator(of: type, in: call.declaration) != nil : isCallable(type)
  }

  /// What it says about an element.
  mutating func ask(_ call: StandardCall, _ index: Int, about element: BodySource) -> Operand {
    if call.type(index).isRecord {
      return callPredicate(call, index, on: address(element.place), element.type)
    }
    return invoke(source(call, index), [element], result: nil) ?? unknowable()
  }

  /// Algorithms that look at elements in ways that are not followed look at the first, where there is one.
  mutating func touchElements(_ call: StandardCall) {
    guard let walk = walk(call, 0) else { return }
    ifNotZero(binary(.notEqual, get(walk.cursor), get(walk.end))) { $0.touch($0.get(walk.cursor)) }
  }

  /// Algorithms with callables that are not followed: they may do anything with the elements.
  mutating func loseElements(_ call: StandardCall) {
    guard (0..<call.count).contains(where: { isCallable(call.type($0)) && call.standard($0) == nil }),
      let walk = walk(call, 0)
    else { return }
    loseElements(of: walk)
  }

  /// What is in the range stands somewhere in it, or has been handed on. The nodes of a chain stay linked as they are:
  /// it is their values that change places.
  mutating func loseElements(of walk: RangeWalk) {
    hasEffects = true
    guard walk.isAlongNodes else {
      emit(.escape(addArguments([Argument(get(walk.cursor))])), span: .none)
      return
    }
    guard walk.element.kind == .pointer else { return }
    forEach(walk) { lowering, element in
      let place = lowering.address(element.place)
      let pointer = lowering.readPointer(place)
      lowering.emit(.escape(lowering.addArguments([Argument(pointer)])), span: .none)
      lowering.writePointer(lowering.anything("permuted"), to: lowering.address(element.place))
    }
  }
}
