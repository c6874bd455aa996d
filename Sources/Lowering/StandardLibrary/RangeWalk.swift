import ClangFrontend
import OwnershipIR

/// One iterator, to be moved along.
struct ElementCursor {
  /// Address of the element (of its node) that is next.
  var next: BodyVariable
  var element: ClangType
  var isAlongNodes: Bool

  var place: BodyPlace { .pointer(next, isAlongNodes ? NodeContainer.value : 0) }
}

/// A pair of iterators among a call's parameters, to be walked along.
struct RangeWalk {
  /// Address of the element (of its node) that is next, and where the range ends.
  var cursor: BodyVariable
  var end: BodyVariable
  var element: ClangType
  var isAlongNodes: Bool

  var position: ElementCursor { ElementCursor(next: cursor, element: element, isAlongNodes: isAlongNodes) }
}

extension FunctionLowering {
  /// The iterator in the `index`th parameter; nil for one that is not known, such as one that inserts.
  mutating func elementCursor(_ call: StandardCall, _ index: Int) -> ElementCursor? {
    let iterator = source(call, index)
    if iterator.type.kind == .pointer, iterator.type.pointee.isValid {
      return ElementCursor(
        next: pointerVariable(value(of: iterator)), element: iterator.type.pointee.canonical.unqualified.canonical,
        isAlongNodes: false)
    }
    guard let standard = StandardClass(iterator.type), let element = standard.iteratedElement else { return nil }
    return ElementCursor(
      next: pointerVariable(readPointer(address(iterator.place))), element: element,
      isAlongNodes: standard.kind == .nodeIterator)
  }

  mutating func advance(_ cursor: ElementCursor) {
    let next =
      cursor.isAlongNodes
      ? readPointer(at(cursor.next)) : reference(at(cursor.next, max(cursor.element.size, 1)))
    set(cursor.next, next)
  }

  /// Returns an iterator that points at `address`.
  mutating func finish(at address: BodyVariable) {
    if returnSlot != nil { writePointer(get(address), to: result()) } else { finish(get(address)) }
  }

  /// The range that the `index`th parameter and the one behind it span; nil for iterators that are not known.
  mutating func walk(_ call: StandardCall, _ index: Int) -> RangeWalk? {
    guard index + 1 < call.count, isSame(call.type(index), call.type(index + 1)) else { return nil }
    guard let first = elementCursor(call, index), let last = elementCursor(call, index + 1) else { return nil }
    return RangeWalk(
      cursor: first.next, end: last.next, element: first.element, isAlongNodes: first.isAlongNodes)
  }

  /// Runs `body` for each element from the cursor to the end.
  mutating func forEach(_ walk: RangeWalk, _ body: (inout FunctionLowering, BodySource) -> Void) {
    whileNotZero({ $0.binary(.notEqual, $0.get(walk.cursor), $0.get(walk.end)) }) { lowering in
      body(&lowering, BodySource(place: walk.position.place, type: walk.element, isMovable: false))
      guard lowering.isOpen else { return }
      lowering.advance(walk.position)
    }
  }
}

extension StandardClass {
  /// What an iterator gives.
  var iteratedElement: ClangType? {
    switch kind {
    case .pointerIterator:
      guard let pointer = arguments.first?.canonical, pointer.kind == .pointer else { return nil }
      return pointer.pointee.canonical.unqualified.canonical
    case .nodeIterator: return arguments.first?.canonical.unqualified.canonical
    default: return nil
    }
  }
}
