import ClangFrontend
import OwnershipIR

/// Iterators: a pointer into a block, or the address of a node (null behind the last).
extension FunctionLowering {
  mutating func lowerPointerIterator(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    if call.isConstructor {
      if call.count == 0 {
        writePointer(.integer(0), to: this())
      } else {
        let pointer = call.type(0).kind == .pointer ? value(of: source(call, 0)) : readPointer(object(1))
        writePointer(pointer, to: this())
      }
      return true
    }
    let stride = max(standard.iteratedElement?.size ?? 1, 1)
    switch call.name {
    case "operator*", "operator->", "base":
      if call.name == "base" {
        finish(call.result.isReference ? parameter(0) : readPointer(this()))
      } else {
        finish(readPointer(this()))
      }
    case "operator[]":
      let index = parameter(1)
      finish(reference(Address(base: readPointer(this()), index: index, stride: stride)))
    case "operator++", "operator--":
      let old = readPointer(this())
      let new = reference(Address(base: old, offset: call.name == "operator++" ? stride : -stride))
      writePointer(new, to: this())
      if call.count > 0 { writePointer(old, to: result()) } else { finishWithThis() }
    case "operator+=", "operator-=":
      writePointer(moved(by: parameter(1), stride, isBack: call.name == "operator-="), to: this())
      finishWithThis()
    case "operator+", "operator-":
      guard !call.type(0).isRecord else { return false }
      writePointer(moved(by: parameter(1), stride, isBack: call.name == "operator-"), to: result())
    case "operator=":
      writePointer(readPointer(object(1)), to: this())
      finishWithThis()
    default: return false
    }
    return true
  }

  private mutating func moved(by count: Operand, _ stride: Int64, isBack: Bool) -> Operand {
    let distance = isBack ? binary(.subtract, .integer(0), count) : count
    return reference(Address(base: readPointer(this()), index: distance, stride: stride))
  }

  mutating func lowerNodeIterator(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    if call.isConstructor {
      writePointer(call.count == 0 ? .integer(0) : readPointer(object(1)), to: this())
      return true
    }
    switch call.name {
    case "operator*", "operator->":
      finish(reference(Address(base: readPointer(this()), offset: NodeContainer.value)))
    case "operator++", "operator--":
      let old = pointerVariable(readPointer(this()))
      if call.name == "operator++" {
        writePointer(readPointer(at(old)), to: this())
      } else {
        // In front of the end stands the last element of a container that the iterator does not know.
        ifNotZero(get(old)) { lowering in
          lowering.writePointer(
            lowering.readPointer(lowering.at(old, NodeContainer.previous)), to: lowering.this())
        } else: { lowering in
          lowering.writePointer(lowering.unknowable(), to: lowering.this())
        }
      }
      if call.count > 0 { writePointer(get(old), to: result()) } else { finishWithThis() }
    case "operator+", "operator+=":
      guard call.count == 1, !call.type(0).isRecord else { return false }
      let node = pointerVariable(readPointer(this()))
      let count = wordVariable(parameter(1))
      countUp(to: count) { lowering, _ in
        lowering.ifZero(lowering.get(node)) { $0.giveUpPath() }
        lowering.set(node, lowering.readPointer(lowering.at(node)))
      }
      if call.name == "operator+" {
        writePointer(get(node), to: result())
      } else {
        writePointer(get(node), to: this())
        finishWithThis()
      }
    case "operator=":
      writePointer(readPointer(object(1)), to: this())
      finishWithThis()
    default: return false
    }
    return true
  }

  /// Along nodes a reverse iterator is the address of the element itself; in a block, of the one behind it.
  mutating func lowerReverseIterator(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    guard let inner = standard.arguments.first else { return false }
    let wrapped = StandardClass(inner)
    let element: ClangType?
    if inner.canonical.kind == .pointer {
      element = inner.canonical.pointee.canonical
    } else {
      element = wrapped?.iteratedElement
    }
    guard let element else { return false }
    let isAlongNodes = wrapped?.kind == .nodeIterator
    let stride = max(element.size, 1)
    if call.isConstructor {
      if call.count == 0 {
        writePointer(.integer(0), to: this())
      } else {
        guard !isAlongNodes || call.standard(0)?.kind == .reverseIterator else { return false }
        let pointer = call.type(0).kind == .pointer ? value(of: source(call, 0)) : readPointer(object(1))
        writePointer(pointer, to: this())
      }
      return true
    }
    switch call.name {
    case "operator*", "operator->":
      let offset = isAlongNodes ? NodeContainer.value : -stride
      finish(reference(Address(base: readPointer(this()), offset: offset)))
    case "operator++", "operator--":
      let old = readPointer(this())
      let isForward = call.name == "operator++"
      let new: Operand
      if isAlongNodes {
        new = readPointer(Address(base: old, offset: isForward ? NodeContainer.previous : NodeContainer.next))
      } else {
        new = reference(Address(base: old, offset: isForward ? -stride : stride))
      }
      writePointer(new, to: this())
      if call.count > 0 { writePointer(old, to: result()) } else { finishWithThis() }
    case "base":
      let pointer = pointerVariable(readPointer(this()))
      if isAlongNodes {
        let next = pointerVariable(.integer(0))
        ifNotZero(get(pointer)) {
          $0.set(next, $0.readPointer($0.at(pointer)))
        } else: {
          $0.set(next, $0.unknowable())
        }
        writePointer(get(next), to: result())
      } else if returnSlot != nil {
        writePointer(get(pointer), to: result())
      } else {
        finish(get(pointer))
      }
    default: return false
    }
    return true
  }

  /// `==`, `!=`, `-` and `<` between iterators.
  mutating func compareIterators(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    guard call.count == 2 else { return false }
    let left = readPointer(object(0))
    let right = readPointer(object(1))
    switch call.name {
    case "operator==": finish(binary(.equal, left, right))
    case "operator!=": finish(binary(.notEqual, left, right))
    case "operator-" where standard.kind == .pointerIterator:
      let stride = max(standard.iteratedElement?.size ?? 1, 1)
      finish(binary(.divide, binary(.subtract, left, right), .integer(stride)))
    case "operator<" where standard.kind == .pointerIterator: finish(binary(.less, left, right))
    case "operator>" where standard.kind == .pointerIterator: finish(binary(.greater, left, right))
    case "operator<=" where standard.kind == .pointerIterator: finish(binary(.lessOrEqual, left, right))
    case "operator>=" where standard.kind == .pointerIterator: finish(binary(.greaterOrEqual, left, right))
    default:
      guard !module.types.isAggregate(module.functions[function.int].returnType) else { return false }
      finishWithAnything()
    }
    return true
  }
}
