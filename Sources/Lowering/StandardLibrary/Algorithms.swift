import ClangFrontend
import OwnershipIR

/// The algorithms that call something, give an iterator back or only look.
extension FunctionLowering {
  private static let looking: Set<String> = [
    "count", "count_if", "all_of", "any_of", "none_of", "accumulate", "reduce", "distance", "equal",
    "is_sorted",
    "binary_search", "lexicographical_compare", "includes", "mismatch", "abs", "hash", "inner_product",
  ]
  private static let finding: Set<String> = [
    "find", "find_if", "find_if_not", "lower_bound", "upper_bound", "adjacent_find",
    "remove", "remove_if", "unique", "partition", "stable_partition",
  ]
  private static let permuting: Set<String> = [
    "sort", "stable_sort", "reverse", "shuffle", "random_shuffle", "partial_sort", "nth_element", "make_heap",
    "push_heap", "pop_heap", "sort_heap", "rotate", "remove", "remove_if", "unique", "partition",
    "stable_partition",
  ]

  mutating func lowerAlgorithm(_ call: StandardCall) -> Bool {
    switch call.name {
    case "for_each":
      guard call.count == 3, let walk = walk(call, 0), canAsk(call, 2) else { return false }
      forEach(walk) { lowering, element in _ = lowering.ask(call, 2, about: element) }
      if returnSlot != nil { convert(call, 2, to: .result(0), call.type(2)) }
      return true
    case "all_of", "any_of", "none_of":
      if lowerQuantifier(call) { return true }
    case "count_if":
      if lowerCount(call) { return true }
    case "accumulate", "reduce":
      if lowerAccumulation(call) { return true }
    case "min", "max": return lowerChoice(call)
    case "min_element", "max_element": return lowerExtreme(call)
    case "next", "prev", "advance": return lowerStep(call)
    case "remove", "remove_if":
      if lowerRemove(call) { return true }
    case "fill", "fill_n", "iota", "copy", "copy_n": return lowerFilling(call)
    default: break
    }
    let isPermuting = Self.permuting.contains(call.name)
    let isFinding = Self.finding.contains(call.name)
    guard isPermuting || isFinding || Self.looking.contains(call.name), call.count > 0 else { return false }
    var isLost = false
    if isPermuting {
      // Where plain pointers go is not known; owners are the same in any order.
      guard let walk = walk(call, 0) else { return false }
      isLost = walk.element.kind == .pointer
      if isLost { loseElements(of: walk) }
    }
    guard isFinding else {
      touchElements(call)
      if !isLost { loseElements(call) }
      finishWithAnything()
      return true
    }
    return giveSomeIterator(call)
  }

  /// The end of the range, or nobody knows which element.
  private mutating func giveSomeIterator(_ call: StandardCall) -> Bool {
    guard let walk = walk(call, 0) else { return false }
    let found = pointerVariable(get(walk.end))
    if !Self.permuting.contains(call.name) {
      whileNotZero({ lowering in
        let differs = lowering.binary(.notEqual, lowering.get(walk.cursor), lowering.get(walk.end))
        return differs
      }) { lowering in
        lowering.ifNotZero(lowering.matches(call, walk)) { lowering in
          lowering.set(found, lowering.get(walk.cursor))
          lowering.set(walk.cursor, lowering.get(walk.end))
        } else: { lowering in
          lowering.advance(walk.position)
        }
      }
    }
    finish(at: found)
    return true
  }

  /// Whether the element under the cursor is what is looked for.
  private mutating func matches(_ call: StandardCall, _ walk: RangeWalk) -> Operand {
    let place = BodyPlace.pointer(walk.cursor, walk.isAlongNodes ? NodeContainer.value : 0)
    if call.name == "find", call.count == 3, isSame(call.type(2), walk.element) {
      return areEqual(place, source(call, 2).place, walk.element)
    }
    if call.name == "find_if" || call.name == "find_if_not", call.count == 3, canAsk(call, 2) {
      let said = ask(call, 2, about: BodySource(place: place, type: walk.element, isMovable: false))
      return call.name == "find_if" ? said : isZero(said)
    }
    return unknowable()
  }

  /// What the callable in the `index`th parameter says about an element.
  @discardableResult
  mutating func callPredicate(_ call: StandardCall, _ index: Int, on place: Address, _ type: ClangType)
    -> Operand
  {
    let element = pointerVariable(reference(place))
    let callable = call.type(index)
    let source = BodySource(place: .pointer(element, 0), type: type, isMovable: false)
    guard let function = callOperator(of: callable, in: call.declaration), function.parameters.count == 1,
      case .function(let id) = module.binding(function).entity
    else {
      emit(.escape(addArguments([Argument(get(element))])), span: .none)
      hasEffects = true
      return unknowable()
    }
    let own = self.source(call, index).place
    return callPrepared(.direct(id), this: own, [source], function.parameters.map(\.type), result: nil)
      ?? .integer(0)
  }

  /// `next(it)`, `prev(it)` and `advance(it, n)`.
  private mutating func lowerStep(_ call: StandardCall) -> Bool {
    guard let standard = call.standard(0), call.count == 2 else { return false }
    let target = call.name == "advance" ? object(0) : result()
    let pointer = pointerVariable(readPointer(object(0)))
    switch standard.kind {
    case .pointerIterator:
      let stride = max(standard.iteratedElement?.size ?? 1, 1)
      let count = call.name == "prev" ? binary(.subtract, .integer(0), parameter(1)) : parameter(1)
      writePointer(reference(Address(base: get(pointer), index: count, stride: stride)), to: target)
    case .nodeIterator:
      let count = wordVariable(parameter(1))
      let isBack = call.name == "prev"
      countUp(to: count) { lowering, _ in
        lowering.ifZero(lowering.get(pointer)) { lowering in
          if isBack { lowering.set(pointer, lowering.unknowable()) } else { lowering.giveUpPath() }
        } else: { lowering in
          let link = lowering.at(pointer, isBack ? NodeContainer.previous : NodeContainer.next)
          lowering.set(pointer, lowering.readPointer(link))
        }
      }
      writePointer(get(pointer), to: call.name == "advance" ? object(0) : result())
    default: return false
    }
    return true
  }
}
