import ClangFrontend
import OwnershipIR

/// The smallest and the largest: of two values, and of the elements of a range.
extension FunctionLowering {
  /// `min(a, b)` and `max(a, b)`: one of the two; which one where they are numbers.
  mutating func lowerChoice(_ call: StandardCall) -> Bool {
    guard call.count >= 2, call.parameters[0].isReference else { return false }
    let chosen = variable(module.addressType)
    let (first, second) = (source(call, 0), source(call, 1))
    let isMaximum = call.name == "max"
    // Where both are equal it is the first.
    let takesSecond =
      call.count == 2
      ? isLess(isMaximum ? first.place : second.place, isMaximum ? second.place : first.place, first.type)
      : unknowable()
    ifNotZero(takesSecond) {
      $0.set(chosen, $0.parameter(1))
    } else: {
      $0.set(chosen, $0.parameter(0))
    }
    finish(get(chosen))
    return true
  }

  /// `min_element` and `max_element`: the first of those that no other one goes before, or the end of an empty range.
  mutating func lowerExtreme(_ call: StandardCall) -> Bool {
    guard let walk = walk(call, 0) else { return false }
    let found = pointerVariable(get(walk.cursor))
    let isMaximum = call.name == "max_element"
    forEach(walk) { lowering, element in
      let best = BodyPlace.pointer(found, walk.isAlongNodes ? NodeContainer.value : 0)
      let (left, right) = isMaximum ? (best, element.place) : (element.place, best)
      lowering.ifNotZero(lowering.goesBefore(call, left, right, walk.element)) { lowering in
        lowering.set(found, lowering.get(walk.cursor))
      }
    }
    if returnSlot != nil { writePointer(get(found), to: result()) } else { finish(get(found)) }
    return true
  }

  /// What the comparison in the third parameter says of two elements, or `<`.
  private mutating func goesBefore(
    _ call: StandardCall, _ a: BodyPlace, _ b: BodyPlace, _ type: ClangType
  ) -> Operand {
    if call.count == 2 { return isLess(a, b, type) }
    guard call.count == 3, let operation = binaryOperation(call, 2) else { return unknowable() }
    let sources = [a, b].map { BodySource(place: $0, type: type, isMovable: false) }
    return operation(&self, sources[0], sources[1], nil) ?? unknowable()
  }

  /// `a < b` of two numbers; of everything else it is not known.
  private mutating func isLess(_ a: BodyPlace, _ b: BodyPlace, _ type: ClangType) -> Operand {
    let id = module.typeID(type.withoutReference.canonical.unqualified)
    guard module.types.isInteger(id) else { return unknowable() }
    let left = read(address(a), id)
    return binary(.less, left, read(address(b), id))
  }
}
