import ClangFrontend
import OwnershipIR

/// `list`, `forward_list` and `deque`.
extension FunctionLowering {
  mutating func lowerSequence(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    let container = NodeContainer(standard)
    if call.isConstructor {
      clearWords(.object(0, 0), container.isSingle ? 1 : 3)
      return fillSequence(call, container)
    }
    if container.isSingle, let known = lowerForwardList(call, container) { return known }
    switch call.name {
    case "size": finish(readWord(this(16)))
    case "empty": finish(isZero(readPointer(this())))
    case "begin", "cbegin": writePointer(readPointer(this()), to: result())
    case "rbegin", "crbegin": writePointer(readPointer(this(8)), to: result())
    case "end", "cend", "rend", "crend": writePointer(.integer(0), to: result())
    case "front": finish(reference(Address(base: readPointer(this()), offset: NodeContainer.value)))
    case "back": finish(reference(Address(base: readPointer(this(8)), offset: NodeContainer.value)))
    case "operator[]", "at":
      let node = node(at: parameter(1))
      guard isOpen else { return true }
      finish(reference(at(node, NodeContainer.value)))
    case "push_back", "emplace_back": insertNew(call, container, before: nil, from: 0)
    case "push_front", "emplace_front":
      let node = newNode(container)
      construct(node, offset: NodeContainer.value, container.key, call, from: 0)
      linkFirst(node)
      if call.result.isReference { finish(reference(at(node, NodeContainer.value))) }
    case "insert", "emplace":
      guard call.count == 2 || call.name == "emplace", call.standard(1)?.kind != .initializerList else {
        return false
      }
      let position = pointerVariable(readPointer(object(1)))
      let node = newNode(container)
      construct(node, offset: NodeContainer.value, container.key, call, from: 1)
      link(node, before: position, container)
      writePointer(get(node), to: result())
    case "pop_front": destroyNode(unlinkEnd(this: 0, other: 8, forward: NodeContainer.next), container)
    case "pop_back": destroyNode(unlinkEnd(this: 8, other: 0, forward: NodeContainer.previous), container)
    case "erase": eraseNodes(call, container)
    case "clear": clearNodes(container)
    case "swap": swapWords(this(), object(1), count: 3)
    case "assign", "operator=":
      guard call.count > 0 else { return false }
      clearNodes(container)
      guard fillSequence(call, container) else { return false }
      if call.name == "operator=" { finishWithThis() }
    case "resize": resizeSequence(call, container)
    case "remove", "remove_if": removeNodes(call, container)
    case "splice": return splice(call)
    case "merge": return spliceAll()
    case "sort", "reverse", "unique", "shrink_to_fit": break
    default: return false
    }
    return true
  }

  private mutating func insertNew(
    _ call: StandardCall, _ container: NodeContainer, before position: BodyVariable?, from start: Int
  ) {
    let node = newNode(container)
    construct(node, offset: NodeContainer.value, container.key, call, from: start)
    link(node, before: position, container)
    if call.result.isReference { finish(reference(at(node, NodeContainer.value))) }
  }

  private mutating func fillSequence(_ call: StandardCall, _ container: NodeContainer) -> Bool {
    guard call.count > 0 else { return true }
    let type = container.key
    if call.standard(0)?.kind == .initializerList {
      let count = wordVariable(readWord(object(1, offset: 8)))
      let source = pointerVariable(readPointer(object(1)))
      countUp(to: count) { lowering, index in
        let node = lowering.newNode(container)
        let from = lowering.element(source, index, max(type.size, 1))
        lowering.emitCopy(to: lowering.at(node, NodeContainer.value), from: from, type, span: .none)
        lowering.link(node, before: nil, container)
      }
      return true
    }
    if !call.type(0).isRecord, call.type(0).kind != .pointer {
      appendFilled(call, container, count: wordVariable(parameter(1)))
      return true
    }
    guard call.count == 2, let walk = walk(call, 0) else { return false }
    forEach(walk) { lowering, source in
      let node = lowering.newNode(container)
      lowering.convert(source, to: .pointer(node, NodeContainer.value), type)
      lowering.link(node, before: nil, container)
    }
    return true
  }

  private mutating func appendFilled(_ call: StandardCall, _ container: NodeContainer, count: BodyVariable) {
    countUp(to: count) { lowering, _ in
      let node = lowering.newNode(container)
      if call.count > 1 {
        lowering.convert(call, 1, to: .pointer(node, NodeContainer.value), container.key)
      } else {
        lowering.emitDefault(
          at: lowering.at(node, NodeContainer.value), container.key, zeroes: true, span: .none)
      }
      lowering.link(node, before: nil, container)
    }
  }

  private mutating func resizeSequence(_ call: StandardCall, _ container: NodeContainer) {
    let wanted = wordVariable(parameter(1))
    ifNotZero(binary(.less, readWord(this(16)), get(wanted))) { lowering in
      let missing = lowering.wordVariable(
        lowering.binary(.subtract, lowering.get(wanted), lowering.readWord(lowering.this(16))))
      lowering.appendFilled(call, container, count: missing)
    } else: { lowering in
      lowering.whileNotZero({ $0.binary(.less, $0.get(wanted), $0.readWord($0.this(16))) }) { lowering in
        lowering.eraseNode(lowering.pointerVariable(lowering.readPointer(lowering.this(8))), container)
      }
    }
  }

  /// `erase(position)` and `erase(first, last)`; the iterator behind is returned.
  mutating func eraseNodes(_ call: StandardCall, _ container: NodeContainer) {
    let node = pointerVariable(readPointer(object(1)))
    guard call.count > 1 else {
      let next = pointerVariable(readPointer(at(node)))
      eraseNode(node, container)
      writePointer(get(next), to: result())
      return
    }
    let last = pointerVariable(readPointer(object(2)))
    whileNotZero({ $0.binary(.notEqual, $0.get(node), $0.get(last)) }) { lowering in
      let next = lowering.pointerVariable(lowering.readPointer(lowering.at(node)))
      lowering.eraseNode(node, container)
      lowering.set(node, lowering.get(next))
    }
    writePointer(get(last), to: result())
  }

  /// `remove(value)` by comparing scalars, `remove_if` by asking the predicate.
  private mutating func removeNodes(_ call: StandardCall, _ container: NodeContainer) {
    let first = pointerVariable(readPointer(this()))
    walkNodes(from: first) { lowering, node in
      let condition: Operand
      if call.name == "remove" {
        condition = lowering.areEqual(
          .pointer(node, NodeContainer.value), lowering.source(call, 0).place, container.key)
      } else {
        let place = lowering.at(node, NodeContainer.value)
        condition = lowering.callPredicate(call, 0, on: place, container.key)
      }
      lowering.ifNotZero(condition) { $0.eraseNode(node, container) }
    }
    finishWithAnything()
  }

  // MARK: Between lists

  /// Nodes go from one list to another, and stay what they are.
  private mutating func splice(_ call: StandardCall) -> Bool {
    switch call.count {
    case 2:
      return moveAll(before: pointerVariable(readPointer(object(1))), from: 2)
    case 3:
      let position = pointerVariable(readPointer(object(1)))
      let node = pointerVariable(readPointer(object(3)))
      // In front of itself it stays where it is.
      ifEqual(get(node), get(position), { _ in }) { lowering in
        lowering.takeOut(node, from: 2)
        lowering.putIn(node, before: position)
      }
      return true
    default: return false
    }
  }

  private mutating func spliceAll() -> Bool { moveAll(before: pointerVariable(.integer(0)), from: 1) }

  private mutating func moveAll(before position: BodyVariable, from other: Int) -> Bool {
    let next = pointerVariable(readPointer(object(other)))
    writePointer(.integer(0), to: object(other))
    writePointer(.integer(0), to: object(other, offset: 8))
    writeWord(.integer(0), to: object(other, offset: 16))
    walkNodes(from: next) { $0.putIn($1, before: position) }
    return true
  }

  private mutating func putIn(_ node: BodyVariable, before position: BodyVariable) {
    link(node, before: position, isSingle: false)
  }

  private mutating func takeOut(_ node: BodyVariable, from other: Int) {
    let follower = pointerVariable(readPointer(at(node)))
    let predecessor = pointerVariable(readPointer(at(node, NodeContainer.previous)))
    ifNotZero(get(predecessor)) {
      $0.writePointer($0.get(follower), to: $0.at(predecessor))
    } else: {
      $0.writePointer($0.get(follower), to: $0.object(other))
    }
    ifNotZero(get(follower)) {
      $0.writePointer($0.get(predecessor), to: $0.at(follower, NodeContainer.previous))
    } else: {
      $0.writePointer($0.get(predecessor), to: $0.object(other, offset: 8))
    }
    writeWord(
      binary(.subtract, readWord(object(other, offset: 16)), .integer(1)), to: object(other, offset: 16))
  }

  // MARK: forward_list

  /// What is different where there is no way back; nil for the rest.
  private mutating func lowerForwardList(_ call: StandardCall, _ container: NodeContainer) -> Bool? {
    switch call.name {
    case "before_begin", "cbefore_begin": writePointer(reference(this()), to: result())
    case "push_front", "emplace_front":
      let node = newNode(container)
      construct(node, offset: NodeContainer.value, container.key, call, from: 0)
      writePointer(readPointer(this()), to: at(node))
      writePointer(get(node), to: this())
      if call.result.isReference { finish(reference(at(node, NodeContainer.value))) }
    case "pop_front":
      let node = pointerVariable(readPointer(this()))
      writePointer(readPointer(at(node)), to: this())
      destroyNode(node, container)
    case "insert_after", "emplace_after":
      guard call.count == 2 || call.name == "emplace_after", call.standard(1)?.kind != .initializerList else {
        return false
      }
      let position = pointerVariable(readPointer(object(1)))
      let node = newNode(container)
      construct(node, offset: NodeContainer.value, container.key, call, from: 1)
      writePointer(readPointer(at(position)), to: at(node))
      writePointer(get(node), to: at(position))
      writePointer(get(node), to: result())
    case "erase_after":
      guard call.count == 1 else { return false }
      let position = pointerVariable(readPointer(object(1)))
      let node = pointerVariable(readPointer(at(position)))
      let next = pointerVariable(readPointer(at(node)))
      writePointer(get(next), to: at(position))
      destroyNode(node, container)
      writePointer(get(next), to: result())
    case "swap": swapWords(this(), object(1), count: 1)
    case "remove", "remove_if", "splice_after", "merge", "insert", "erase", "resize": return false
    default: return nil
    }
    return true
  }
}
