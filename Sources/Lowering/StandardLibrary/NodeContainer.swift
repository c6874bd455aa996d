import ClangFrontend
import OwnershipIR

/// Containers whose elements have a heap node each: lists, deques, sets and maps of both kinds. One mechanism:
/// {first, last, size} and nodes {next, previous, value}, ended by null. An iterator is its node's address; the end
/// is null. A `forward_list` has {first} only.
struct NodeContainer {
  static let next: Int64 = 0
  static let previous: Int64 = 8
  static let value: Int64 = 16

  var standard: StandardClass
  /// The parts of an element: one, or key and mapped value, with their offsets in the node.
  var parts: [(type: ClangType, offset: Int64)]
  var isSingle: Bool
  var size: Int64

  init(_ standard: StandardClass) {
    self.standard = standard
    isSingle = standard.kind == .forwardList
    let first = standard.arguments.first?.canonical ?? standard.type
    parts = [(first, Self.value)]
    size = Self.value + max(first.size, 1)
    if standard.isMap, standard.arguments.count > 1 {
      let mapped = standard.arguments[1].canonical
      let offset = Self.value + StandardClass.secondOffset(first, mapped)
      parts.append((mapped, offset))
      size = offset + max(mapped.size, 1)
    }
  }

  var key: ClangType { parts[0].type }
  var mapped: (type: ClangType, offset: Int64)? { parts.count > 1 ? parts[1] : nil }
  var name: String { "std::\(standard.type.declaration.name)'s element" }
}

extension FunctionLowering {
  mutating func lowerNodes(_ special: SpecialMember, _ container: NodeContainer) {
    let words = container.isSingle ? 1 : 3
    switch special {
    case .defaultConstructor: clearWords(.object(0, 0), words)
    case .copyConstructor:
      clearWords(.object(0, 0), words)
      appendCopies(container)
    case .moveConstructor: takeWords(words)
    case .copyAssignment:
      ifNotZero(binary(.notEqual, parameter(0), parameter(1))) { lowering in
        lowering.clearNodes(container)
        lowering.appendCopies(container)
      }
    case .moveAssignment:
      ifNotZero(binary(.notEqual, parameter(0), parameter(1))) { lowering in
        lowering.clearNodes(container)
        lowering.takeWords(words)
      }
    case .destructor: clearNodes(container)
    }
  }

  private mutating func appendCopies(_ container: NodeContainer) {
    let other = pointerVariable(readPointer(object(1)))
    walkNodes(from: other) { lowering, node in
      let copy = lowering.newNode(container)
      for part in container.parts {
        lowering.emitCopy(
          to: lowering.at(copy, part.offset), from: lowering.at(node, part.offset), part.type, span: .none)
      }
      lowering.link(copy, before: nil, container)
    }
  }

  /// Runs `body` for each node; the next one is known before, so the body may free the node.
  mutating func walkNodes(
    from first: BodyVariable, _ body: (inout FunctionLowering, BodyVariable) -> Void
  ) {
    let next = pointerVariable(get(first))
    let node = variable(module.addressType)
    whileNotZero({ $0.get(next) }) { lowering in
      lowering.set(node, lowering.get(next))
      lowering.set(next, lowering.readPointer(lowering.at(node)))
      body(&lowering, node)
    }
  }

  // MARK: Nodes

  mutating func newNode(_ container: NodeContainer) -> BodyVariable {
    let type = module.typeID((container.mapped?.type ?? container.key).unqualified)
    return pointerVariable(allocate(.integer(container.size), type, name: container.name))
  }

  mutating func destroyNode(_ node: BodyVariable, _ container: NodeContainer) {
    for part in container.parts.reversed() {
      emitDestroy(at: at(node, part.offset), part.type, span: .none)
    }
    deallocate(get(node), name: container.name)
  }

  /// Puts the node in front of another one; at the end when that is null or not given.
  mutating func link(_ node: BodyVariable, before position: BodyVariable?, _ container: NodeContainer) {
    link(node, before: position, isSingle: container.isSingle)
  }

  mutating func link(_ node: BodyVariable, before position: BodyVariable?, isSingle: Bool) {
    if isSingle { return linkSingle(node) }
    if let position {
      ifNotZero(get(position)) { $0.linkBefore(position, node) } else: { $0.linkLast(node) }
    } else {
      linkLast(node)
    }
    writeWord(binary(.add, readWord(this(16)), .integer(1)), to: this(16))
  }

  private mutating func linkBefore(_ follower: BodyVariable, _ node: BodyVariable) {
    let predecessor = pointerVariable(readPointer(at(follower, NodeContainer.previous)))
    writePointer(get(follower), to: at(node))
    writePointer(get(predecessor), to: at(node, NodeContainer.previous))
    ifNotZero(get(predecessor)) { lowering in
      lowering.writePointer(lowering.get(node), to: lowering.at(predecessor))
    } else: { lowering in
      lowering.writePointer(lowering.get(node), to: lowering.this())
    }
    writePointer(get(node), to: at(follower, NodeContainer.previous))
  }

  /// Behind all others. Whether there are any is asked of the first, as everybody else does: one that is empty by one
  /// end and not by the other does not exist.
  private mutating func linkLast(_ node: BodyVariable) {
    writePointer(.integer(0), to: at(node))
    ifNotZero(readPointer(this())) { lowering in
      let predecessor = lowering.pointerVariable(lowering.readPointer(lowering.this(8)))
      lowering.writePointer(lowering.get(predecessor), to: lowering.at(node, NodeContainer.previous))
      lowering.writePointer(lowering.get(node), to: lowering.at(predecessor))
    } else: { lowering in
      lowering.writePointer(.integer(0), to: lowering.at(node, NodeContainer.previous))
      lowering.writePointer(lowering.get(node), to: lowering.this())
    }
    writePointer(get(node), to: this(8))
  }

  /// In front of all others.
  mutating func linkFirst(_ node: BodyVariable) {
    let follower = pointerVariable(readPointer(this()))
    writePointer(get(follower), to: at(node))
    writePointer(.integer(0), to: at(node, NodeContainer.previous))
    writePointer(get(node), to: this())
    ifNotZero(get(follower)) { lowering in
      lowering.writePointer(lowering.get(node), to: lowering.at(follower, NodeContainer.previous))
    } else: { lowering in
      lowering.writePointer(lowering.get(node), to: lowering.this(8))
    }
    writeWord(binary(.add, readWord(this(16)), .integer(1)), to: this(16))
  }

  /// Takes the first node out, or the last: the end at `this`, going on along `forward`.
  mutating func unlinkEnd(this end: Int64, other: Int64, forward: Int64) -> BodyVariable {
    let node = pointerVariable(readPointer(this(end)))
    let follower = pointerVariable(readPointer(at(node, forward)))
    writePointer(get(follower), to: this(end))
    ifNotZero(get(follower)) { lowering in
      let back = forward == NodeContainer.next ? NodeContainer.previous : NodeContainer.next
      lowering.writePointer(.integer(0), to: lowering.at(follower, back))
    } else: { lowering in
      lowering.writePointer(.integer(0), to: lowering.this(other))
    }
    writeWord(binary(.subtract, readWord(this(16)), .integer(1)), to: this(16))
    return node
  }

  /// At the end of a `forward_list`.
  private mutating func linkSingle(_ node: BodyVariable) {
    let predecessor = pointerVariable(parameter(0))
    whileNotZero({ $0.readPointer($0.at(predecessor)) }) { lowering in
      lowering.set(predecessor, lowering.readPointer(lowering.at(predecessor)))
    }
    writePointer(.integer(0), to: at(node))
    writePointer(get(node), to: at(predecessor))
  }

  /// Takes the node out; it stays a node of nobody.
  mutating func unlink(_ node: BodyVariable) {
    let follower = pointerVariable(readPointer(at(node)))
    let predecessor = pointerVariable(readPointer(at(node, NodeContainer.previous)))
    ifNotZero(get(predecessor)) { lowering in
      lowering.writePointer(lowering.get(follower), to: lowering.at(predecessor))
    } else: { lowering in
      lowering.writePointer(lowering.get(follower), to: lowering.this())
    }
    ifNotZero(get(follower)) { lowering in
      lowering.writePointer(lowering.get(predecessor), to: lowering.at(follower, NodeContainer.previous))
    } else: { lowering in
      lowering.writePointer(lowering.get(predecessor), to: lowering.this(8))
    }
    writeWord(binary(.subtract, readWord(this(16)), .integer(1)), to: this(16))
  }

  /// Destroys all nodes; the container is empty before the first of them goes.
  mutating func clearNodes(_ container: NodeContainer) {
    let first = pointerVariable(readPointer(this()))
    clearWords(.object(0, 0), container.isSingle ? 1 : 3)
    walkNodes(from: first) { $0.destroyNode($1, container) }
  }

  mutating func eraseNode(_ node: BodyVariable, _ container: NodeContainer) {
    unlink(node)
    destroyNode(node, container)
  }

  /// The node at a distance from the first: `d[i]`. Behind the end the path does not go on.
  mutating func node(at index: Operand) -> BodyVariable {
    let count = wordVariable(index)
    let node = pointerVariable(readPointer(this()))
    countUp(to: count) { lowering, _ in
      lowering.ifZero(lowering.get(node)) { $0.giveUpPath() }
      lowering.set(node, lowering.readPointer(lowering.at(node)))
    }
    ifZero(get(node)) { $0.giveUpPath() }
    return node
  }
}
