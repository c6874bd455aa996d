import ClangFrontend
import OwnershipIR

/// `remove`, `remove_if`, and `erase` and `erase_if` of containers: who stays is asked of each element in turn.
extension FunctionLowering {
  /// Whether an element is to go; nil where that cannot be asked here.
  private typealias Question = (inout FunctionLowering, BodyPlace) -> Operand

  private mutating func question(_ call: StandardCall, _ index: Int, of type: ClangType) -> Question? {
    guard index < call.count else { return nil }
    let given = source(call, index)
    if call.name.hasSuffix("_if") {
      guard canAsk(call, index) else { return nil }
      return { $0.ask(call, index, about: BodySource(place: $1, type: type, isMovable: false)) }
    }
    if isSame(given.type, type) { return { $0.areEqual($1, given.place, type) } }
    guard type.kind == .pointer, given.type.canonical.spelling == "std::nullptr_t" else { return nil }
    return { $0.isZero($0.readPointer($0.address($1))) }
  }

  /// `remove(first, last, value)` and `remove_if(first, last, predicate)`: those that stay move down; what is behind them
  /// is what was there before, or what was left by the move.
  mutating func lowerRemove(_ call: StandardCall) -> Bool {
    guard call.count == 3, let walk = walk(call, 0), let isToGo = question(call, 2, of: walk.element) else {
      return false
    }
    let kept = compact(walk, isToGo)
    if returnSlot != nil { writePointer(get(kept), to: result()) } else { finish(get(kept)) }
    return true
  }

  /// Where the elements that stay end.
  private mutating func compact(_ walk: RangeWalk, _ isToGo: Question) -> BodyVariable {
    let kept = pointerVariable(get(walk.cursor))
    let offset = walk.isAlongNodes ? NodeContainer.value : 0
    whileNotZero({ $0.binary(.notEqual, $0.get(walk.cursor), $0.get(walk.end)) }) { lowering in
      lowering.ifZero(isToGo(&lowering, .pointer(walk.cursor, offset))) { lowering in
        lowering.ifNotZero(lowering.binary(.notEqual, lowering.get(kept), lowering.get(walk.cursor))) {
          lowering in
          let (to, from) = (lowering.at(kept, offset), lowering.at(walk.cursor, offset))
          lowering.emitMoveAssignment(to: to, from: from, walk.element, span: .none)
        }
        lowering.advance(kept, along: walk)
      }
      guard lowering.isOpen else { return }
      lowering.advance(walk.cursor, along: walk)
    }
    return kept
  }

  private mutating func advance(_ cursor: BodyVariable, along walk: RangeWalk) {
    set(
      cursor,
      walk.isAlongNodes ? readPointer(at(cursor)) : reference(at(cursor, max(walk.element.size, 1))))
  }

  /// `erase(container, value)` and `erase_if(container, predicate)`; how many have gone is not followed.
  mutating func lowerEraseFrom(_ call: StandardCall) -> Bool {
    guard call.count == 2, let standard = call.standard(0) else { return false }
    switch standard.kind {
    case .vector: return eraseFromVector(call, standard)
    case .string:
      forgetText(.object(0, 0))
      finishWithAnything()
      return true
    case .list, .deque, .forwardList:
      return eraseFromNodes(call, NodeContainer(standard), NodeContainer(standard).key)
    case _ where standard.isAssociative:
      guard let element = elementType(of: standard) else { return false }
      return eraseFromNodes(call, NodeContainer(standard), element)
    default: return false
    }
  }

  private mutating func eraseFromVector(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    guard let type = standard.arguments.first?.canonical, let isToGo = question(call, 1, of: type) else {
      return false
    }
    let stride = max(type.size, 1)
    let start = pointerVariable(readPointer(object(0)))
    let size = wordVariable(readWord(object(0, offset: 8)))
    let end = pointerVariable(reference(element(start, size, stride)))
    let walk = RangeWalk(
      cursor: pointerVariable(get(start)), end: end, element: type, isAlongNodes: false)
    let kept = compact(walk, isToGo)
    let bytes = binary(.subtract, get(kept), get(start))
    let count = wordVariable(binary(.divide, bytes, .integer(stride)))
    destroyElements(type, from: get(count), to: size, in: start)
    writeWord(get(count), to: object(0, offset: 8))
    finish(binary(.subtract, get(size), get(count)))
    return true
  }

  private mutating func eraseFromNodes(
    _ call: StandardCall, _ container: NodeContainer, _ element: ClangType
  ) -> Bool {
    guard !container.isSingle, let isToGo = question(call, 1, of: element) else { return false }
    let first = pointerVariable(readPointer(object(0)))
    walkNodes(from: first) { lowering, node in
      lowering.ifNotZero(isToGo(&lowering, .pointer(node, NodeContainer.value))) {
        $0.eraseNode(node, container)
      }
    }
    finishWithAnything()
    return true
  }

  /// What an iterator of an associative container gives.
  private func elementType(of standard: StandardClass) -> ClangType? {
    guard standard.isMap else { return standard.arguments.first?.canonical }
    // The allocator's argument is the pair.
    return standard.arguments.last?.canonical.templateArguments.first?.canonical.unqualified.canonical
  }
}
