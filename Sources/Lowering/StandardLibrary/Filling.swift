import ClangFrontend
import OwnershipIR

/// Where an algorithm writes: the address of the next element, or of its node.
private struct OutputCursor {
  var next: BodyVariable
  var element: ClangType
  var isAlongNodes: Bool

  var place: BodyPlace { .pointer(next, isAlongNodes ? NodeContainer.value : 0) }
}

/// The algorithms that assign to the elements of a range one after the other: `fill`, `fill_n`, `iota`, `copy`, `copy_n`.
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
      guard let output = output(call, 0), canAssign(output.element) else { return false }
      let count = wordVariable(value(of: source(call, 1)))
      countUp(to: count) { lowering, _ in
        lowering.put(lowering.source(call, 2), into: output.place, output.element)
        lowering.advance(output)
      }
      finishAt(output)
    case "copy":
      guard let walk = walk(call, 0), let output = output(call, 2), canAssign(output.element) else { return false }
      forEach(walk) { lowering, element in
        lowering.put(element, into: output.place, output.element)
        lowering.advance(output)
      }
      finishAt(output)
    case "copy_n":
      guard let input = output(call, 0), let output = output(call, 2), canAssign(output.element) else { return false }
      let count = wordVariable(value(of: source(call, 1)))
      countUp(to: count) { lowering, _ in
        let element = BodySource(place: input.place, type: input.element, isMovable: false)
        lowering.put(element, into: output.place, output.element)
        lowering.advance(input)
        lowering.advance(output)
      }
      finishAt(output)
    default: return false
    }
    return true
  }

  private mutating func canAssign(_ type: ClangType) -> Bool {
    type.isRecord || type.kind == .floating || module.types.isScalar(module.typeID(type))
  }

  /// Assigns to an element; without a value that is known, anything.
  private mutating func put(_ value: BodySource?, into place: BodyPlace, _ type: ClangType) {
    if type.isRecord {
      if let value { assign(value, to: place, type) }
      return
    }
    // The element that is read must be alive, whatever it says.
    let known = value.flatMap { source in
      isSame(source.type, type) || source.type.kind == type.kind ? self.value(of: source) : nil
    }
    let id = module.typeID(type)
    if type.kind == .floating { return touch(reference(address(place))) }
    write(known ?? anything(), to: address(place), id)
  }

  /// The single iterator in the `index`th parameter; nil for one that is not known, such as one that inserts.
  private mutating func output(_ call: StandardCall, _ index: Int) -> OutputCursor? {
    let iterator = source(call, index)
    if iterator.type.kind == .pointer, iterator.type.pointee.isValid {
      return OutputCursor(
        next: pointerVariable(value(of: iterator)), element: iterator.type.pointee.canonical.unqualified.canonical,
        isAlongNodes: false)
    }
    guard let standard = StandardClass(iterator.type), let element = standard.iteratedElement else { return nil }
    return OutputCursor(
      next: pointerVariable(readPointer(address(iterator.place))), element: element,
      isAlongNodes: standard.kind == .nodeIterator)
  }

  private mutating func advance(_ output: OutputCursor) {
    let next =
      output.isAlongNodes
      ? readPointer(at(output.next)) : reference(at(output.next, max(output.element.size, 1)))
    set(output.next, next)
  }

  private mutating func finishAt(_ output: OutputCursor) {
    if returnSlot != nil { writePointer(get(output.next), to: result()) } else { finish(get(output.next)) }
  }
}
