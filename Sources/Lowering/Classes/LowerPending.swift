import ClangFrontend
import OwnershipIR

/// Bodies beyond those that the file writes at its top: instances of templates, closures, members that the language
/// supplies, functions of the standard library. Each may need more of them.
extension FunctionLowering {
  /// Instances of templates can go on for ever; a file that needs more than this has something else in mind.
  private static let mostPending = 20_000

  mutating func lowerPending() {
    var next = 0
    while next < module.pending.count, next < Self.mostPending {
      let (id, body) = module.pending[next]
      next += 1
      guard module.functions[id.int].body == nil else { continue }
      switch body {
      case .written(let declaration):
        if lowerDefaulted(declaration, id) { continue }
        lowerFunction(declaration, id)
      case .special(let special, let type): lowerSpecial(special, type, id)
      case .inherited(let type, let parameters): lowerInherited(type, parameters, id)
      case .standard(let standard, let declaration, let isRead):
        beginSynthesized(id)
        if lowerStandardFunction(declaration, standard, isRead: isRead) { finishSynthesized(id) }
      case .standardSpecial(let standard, let special):
        beginSynthesized(id)
        if lowerStandardSpecial(standard, special) { finishSynthesized(id) }
      case .invoker(let function): lowerInvoker(id, of: function)
      case .thunk(let function, let offset): lowerThunk(id, to: function, offset: offset)
      case .dispatcher(let function, let slot): lowerDispatcher(id, to: function, slot: slot)
      }
    }
    module.pending.removeAll()
  }

  private mutating func finishSynthesized(_ id: FunctionID) {
    if isOpen { terminate(.return(nil), span: endSpan) }
    module.functions[id.int].body = finishBody()
  }

  /// `T::T() = default;` in a file of its own.
  mutating func lowerDefaulted(_ declaration: Declaration, _ id: FunctionID) -> Bool {
    guard declaration.isDefaulted, let special = SpecialMember(declaration) else { return false }
    lowerSpecial(special, declaration.semanticParent.type.canonical, id)
    return true
  }
}
