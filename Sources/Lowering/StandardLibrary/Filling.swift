import ClangFrontend
import OwnershipIR

/// The algorithms that assign to the elements of a range one after the other.
extension FunctionLowering {
  mutating func lowerFilling(_ call: StandardCall) -> Bool {
    guard call.count == 3 else { return false }
    switch call.name {
    case "fill", "iota":
      guard let walk = walk(call, 0), canAssign(walk.element) else { return false }
      forEach(walk) { lowering, element in
        // Numbers that go up are not followed one by one.
        let value = call.name == "fill" ? lowering.source(call, 2) : nil
        lowering.put(value, into: element.place, walk.element)
      }
      finish()
    case "fill_n":
      guard let output = elementCursor(call, 0), canAssign(output.element) else { return false }
      let count = wordVariable(value(of: source(call, 1)))
      countUp(to: count) { lowering, _ in
        lowering.put(lowering.source(call, 2), into: output.place, output.element)
        lowering.advance(output)
      }
      finish(at: output.next)
    case "copy":
      guard let walk = walk(call, 0), let output = elementCursor(call, 2), canAssign(output.element) else {
        return false
      }
      forEach(walk) { lowering, element in
        lowering.put(element, into: output.place, output.element)
        lowering.advance(output)
      }
      finish(at: output.next)
    case "copy_n":
      guard let input = elementCursor(call, 0), let output = elementCursor(call, 2), canAssign(output.element) else {
        return false
      }
      let count = wordVariable(value(of: source(call, 1)))
      countUp(to: count) { lowering, _ in
        let element = BodySource(place: input.place, type: input.element, isMovable: false)
        lowering.put(element, into: output.place, output.element)
        lowering.advance(input)
        lowering.advance(output)
      }
      finish(at: output.next)
    default: return false
    }
    return true
  }

  private mutating func canAssign(_ type: ClangType) -> Bool {
    type.isRecord || type.kind == .floating || module.types.isScalar(module.typeID(type))
  }

  /// Assigns to an element; without a value that is known, anything.
  private mutating func put(_ value: BodySource?, into place: BodyPlace, _ type: ClangType) {
    if let value { return assign(value, to: place, type) }
    if !type.isRecord { write(anything(), to: address(place), module.typeID(type)) }
  }
}
