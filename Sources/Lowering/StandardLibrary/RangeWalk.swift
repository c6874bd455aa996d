import ClangFrontend
import OwnershipIR

/// A pair of iterators among a call's parameters, to be walked along.
struct RangeWalk {
  /// Address of the element (of its node) that is next, and where the range ends.
  var cursor: BodyVariable
  var end: BodyVariable
  var element: ClangType
  var isAlongNodes: Bool
}

extension FunctionLowering {
  /// The range that the `index`th parameter and the one behind it span; nil for iterators that are not known.
  mutating func walk(_ call: StandardCall, _ index: Int) -> RangeWalk? {
    guard index + 1 < call.count, isSame(call.type(index), call.type(index + 1)) else { return nil }
    let (first, last) = (source(call, index), source(call, index + 1))
    if first.type.kind == .pointer, first.type.pointee.isValid {
      return RangeWalk(
        cursor: pointerVariable(value(of: first)), end: pointerVariable(value(of: last)),
        element: first.type.pointee.canonical.unqualified.canonical, isAlongNodes: false)
    }
    guard let standard = StandardClass(first.type), let element = standard.iteratedElement else { return nil }
    let cursor = pointerVariable(readPointer(address(first.place)))
    let end = pointerVariable(readPointer(address(last.place)))
    return RangeWalk(
      cursor: cursor, end: end, element: element, isAlongNodes: standard.kind == .nodeIterator)
  }

  /// Runs `body` for each element from the cursor to the end.
  mutating func forEach(_ walk: RangeWalk, _ body: (inout FunctionLowering, BodySource) -> Void) {
    whileNotZero({ $0.binary(.notEqual, $0.get(walk.cursor), $0.get(walk.end)) }) { lowering in
      let source = BodySource(
        place: .pointer(walk.cursor, walk.isAlongNodes ? NodeContainer.value : 0), type: walk.element,
        isMovable: false)
      body(&lowering, source)
      guard lowering.isOpen else { return }
      if walk.isAlongNodes {
        lowering.set(walk.cursor, lowering.readPointer(lowering.at(walk.cursor)))
      } else {
        let next = lowering.reference(lowering.at(walk.cursor, max(walk.element.size, 1)))
        lowering.set(walk.cursor, next)
      }
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
