import ClangFrontend
import OwnershipIR

/// `stack`, `queue` and `priority_queue`: their container at their start does the work.
extension FunctionLowering {
  mutating func lowerAdaptor(_ special: SpecialMember, _ standard: StandardClass) {
    guard let container = standard.adaptedContainer else { return }
    lowerPart(special, container, 0)
  }

  mutating func lowerAdaptor(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    guard let inner = standard.adaptedContainer, let container = StandardClass(inner),
      container.kind == .vector || container.kind == .deque || container.kind == .list
    else { return false }
    if call.isConstructor {
      if call.count == 0 || call.standard(0)?.kind == .empty {
        lowerPart(.defaultConstructor, inner, 0)
        return true
      }
      guard call.count == 1, isSame(call.type(0), inner) else { return false }
      convert(call, 0, to: .object(0, 0), inner)
      return true
    }
    var renamed = call
    switch call.name {
    case "size", "empty", "swap": break
    case "push": renamed.name = "push_back"
    case "emplace": renamed.name = "emplace_back"
    case "top": renamed.name = standard.kind == .stack ? "back" : "front"
    case "front", "back": break
    case "pop":
      if standard.kind == .stack {
        renamed.name = "pop_back"
      } else if container.kind == .vector {
        popFront(container)
        return true
      } else {
        renamed.name = "pop_front"
      }
    default: return false
    }
    return container.kind == .vector ? lowerVector(renamed, container) : lowerSequence(renamed, container)
  }

  /// Which element is the greatest is not known: any order is as good as another for who owns what.
  private mutating func popFront(_ container: StandardClass) {
    guard let type = container.arguments.first?.canonical else { return }
    let data = pointerVariable(readPointer(this()))
    emitDestroy(at: at(data), type, span: .none)
    let rest = wordVariable(binary(.subtract, readWord(this(8)), .integer(1)))
    writeWord(get(rest), to: this(8))
    let next = pointerVariable(reference(at(data, max(type.size, 1))))
    moveElements(type, count: rest, from: next, to: data)
  }
}
