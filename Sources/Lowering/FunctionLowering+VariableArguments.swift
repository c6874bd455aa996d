import ClangFrontend
import OwnershipIR

/// What happens to a `va_list` as a whole.
enum ArgumentListStep: Hashable {
  case start, copy
}

/// Arguments past the last parameter. A function that takes such has a parameter more than it declares: an array with a
/// word for each of them. A `va_list` has a pointer into that array, at its beginning first, and `va_arg` reads there
/// and moves on; so lists can be handed on and read in loops like anything else.
extension FunctionLowering {
  /// More arguments than this are nobody's.
  private static let longestTail: Int64 = 32
  private static let word: Int64 = 8

  mutating func addArgumentTail(_ declaration: Declaration) {
    let type = module.types.add(
      TypeInfo(
        kind: .array(of: module.addressType, count: Self.longestTail), size: Self.longestTail * Self.word,
        spelling: module.strings.intern("...")))
    argumentTail = addLocal(
      name: module.strings.intern("..."), type: type, kind: .parameter,
      span: module.functions[function.int].span)
  }

  mutating func lowerArgumentList(_ step: ArgumentListStep, _ operands: [NodeID], _ node: NodeID) -> Operand? {
    guard let list = operands.first.flatMap({ lowerList($0) }) else { return .unknown }
    switch step {
    case .start:
      guard let argumentTail else { return .unknown }
      store(.local(argumentTail), to: list, span: span(node))
    case .copy:
      guard operands.count == 2, let source = lowerList(operands[1]) else { return .unknown }
      store(load(source), to: list, span: span(node))
    }
    return .unknown
  }

  /// `va_arg(list, type)`, which looks like a conversion of the list.
  mutating func lowerNextArgument(of list: NodeID, _ node: NodeID) -> Operand {
    let type = typeID(node)
    guard module.types.isScalar(type), let place = lowerList(list) else {
      return opaque("va_arg", node)
    }
    let position = load(place)
    let argument = load(Place(address: Address(base: position), type: type, name: text(node), span: span(node)))
    let next = addressValue(
      Place(address: Address(base: position, offset: Self.word), type: type, name: .empty, span: span(node)))
    store(next, to: place, span: span(node))
    return argument
  }

  /// Where a list has its position; nil where it is nothing that an address leads to.
  private mutating func lowerList(_ node: NodeID) -> Place? {
    // As a parameter it is a pointer to somebody else's.
    func lowered() -> Operand {
      guard isPlace(node) else { return lowerValue(node) }
      let place = lowerPlace(node)
      return module.types.isPointer(place.type) ? load(place) : addressValue(place)
    }
    let list = lowered()
    if case .unknown = list { return nil }
    return Place(
      address: Address(base: list, offset: HiddenCell.position), type: module.addressType, name: text(node),
      span: span(node))
  }
}
