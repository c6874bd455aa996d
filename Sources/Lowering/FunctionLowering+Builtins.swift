import ClangFrontend
import OwnershipIR

/// Functions that the compiler knows by itself.
extension FunctionLowering {
  mutating func isExpectation(_ node: NodeID) -> Bool { expectedOperand(stripped(node)) != nil }

  /// `__builtin_expect(x, y)` → `x`.
  mutating func expectedOperand(_ node: NodeID) -> NodeID? {
    guard tree.kind(node) == .call, let callee = tree.firstChild(node), let id = directCallee(callee),
      module.builtins[id.int] == .firstArgument
    else { return nil }
    return tree.nextSibling(callee)
  }

  /// The value of a builtin that is not a call at all; nil to treat it as a call.
  mutating func lowerBuiltin(_ builtin: Builtin, _ operands: [NodeID], _ node: NodeID) -> Operand? {
    switch builtin {
    case .library: return nil
    case .firstArgument: return operands.first.map { lowerValue($0) }
    case .zero: return .integer(0)
    case .unreachable:
      terminate(.unreachable, span: span(node))
      return .unknown
    case .nothing: return .unknown
    case .argumentList(let step): return lowerArgumentList(step, operands, node)
    case .alloca:
      guard let size = operands.first else { return nil }
      let bytes = lowerValue(size)
      let register = newRegister()
      let name = module.strings.intern("alloca")
      emit(.allocate(register, .alloca, size: bytes, type: .unknown), span: span(node), name: name)
      return .register(register)
    case .overflow: return lowerOverflow(operands, node)
    case .number: return lowerNumber(operands, node)
    case .atomic(let operation): return lowerAtomic(operation, operands, node)
    }
  }

  /// The result is stored through the last argument; whether it overflowed is not known.
  private mutating func lowerOverflow(_ operands: [NodeID], _ node: NodeID) -> Operand? {
    guard operands.count == 3 else { return nil }
    lowerDiscarded(operands[0])
    lowerDiscarded(operands[1])
    let place = lowerPointee(operands[2])
    let result = opaque("arithmetic with overflow", node)
    store(result, to: place, span: span(node))
    return opaque("overflow", node)
  }

  /// Constants are folded; anything else is a number about which nothing is known. Pointers make it a call.
  private mutating func lowerNumber(_ operands: [NodeID], _ node: NodeID) -> Operand? {
    if let value = tree.integerValue(node) { return .integer(value) }
    for operand in operands where isPointer(operand) { return nil }
    for operand in operands { lowerDiscarded(operand) }
    let type = typeID(node)
    return module.types.isFloating(type) || module.types.isVoid(type) ? .unknown : opaque("builtin", node)
  }
}
