import ClangFrontend
import OwnershipIR

/// Functions that the compiler knows by itself.
extension FunctionLowering {
  /// The name of a builtin function that is called directly.
  mutating func builtinCallee(_ node: NodeID) -> String? {
    var node = stripped(node)
    while tree.kind(node) == .wrapper, let child = tree.onlyChild(node) { node = stripped(child) }
    guard tree.kind(node) == .name, let declaration = tree.referenced(node),
      case .function(let id) = module.binding(declaration).entity
    else { return nil }
    return module.builtinNames[id]
  }

  mutating func isExpectation(_ node: NodeID) -> Bool { expectedOperand(stripped(node)) != nil }

  /// `__builtin_expect(x, y)` → `x`.
  mutating func expectedOperand(_ node: NodeID) -> NodeID? {
    guard tree.kind(node) == .call, let callee = tree.firstChild(node),
      builtinCallee(callee) == "__builtin_expect"
    else { return nil }
    return tree.nextSibling(callee)
  }

  /// The value of a builtin that is not a call at all; nil to treat it as a call.
  mutating func lowerBuiltin(_ name: String, _ operands: [NodeID], _ node: NodeID) -> Operand? {
    switch name {
    case "__builtin_expect", "__builtin_expect_with_probability", "__builtin_assume_aligned":
      return operands.first.map { lowerValue($0) }
    case "__builtin_constant_p": return .integer(0)
    case "__builtin_unreachable", "__builtin_trap":
      terminate(.unreachable, span: span(node))
      return .unknown
    case "__builtin_va_start", "__builtin_va_end", "__builtin_va_copy", "__builtin_prefetch",
      "__builtin_assume":
      return .unknown
    case "__builtin_alloca", "__builtin_alloca_with_align":
      guard let size = operands.first else { return nil }
      let bytes = lowerValue(size)
      let register = newRegister()
      emit(
        .allocate(register, .alloca, size: bytes, type: .unknown), span: span(node),
        name: module.strings.intern("alloca"))
      return .register(register)
    default: return nil
    }
  }
}
