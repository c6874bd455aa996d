import LibraryModels
import OwnershipIR

/// Library functions without effects: calls whose arguments are constants are worked out, others are terms that
/// are equal where what they read is equal.
extension Executor {
  /// What a pure function gives for arguments that are all known: the bounds of its result.
  func constantResult(_ model: FunctionModel, _ site: CallSite) -> ClosedRange<Int64>? {
    guard model.isPure, !site.arguments.isEmpty else { return nil }
    var constants: [ConstantCall.Argument] = []
    for argument in site.arguments {
      let (base, offset) = arena.linear(argument.value)
      if base.isNone {
        constants.append(.number(offset))
        continue
      }
      let node = arena[base]
      guard node.tag == .string, offset >= 0 else { return nil }
      let text = program.modules[Int(node.a)].strings[Int(node.b)].utf8
      guard offset <= text.count else { return nil }
      constants.append(.text(Array(text.dropFirst(Int(offset)))))
    }
    return ConstantCall(name: model.name, arguments: constants).result
  }

  /// One number for each argument that points at memory, different when what stands there was written in between:
  /// `strlen(s)` before and after `strcpy(s, …)` are two values.
  func contents(_ model: FunctionModel, _ site: CallSite, _ state: State) -> [ValueID] {
    var stamps: [ValueID] = []
    for (index, argument) in site.arguments.enumerated() {
      guard case .borrow = model.effect(onArgument: index) else { continue }
      let root = arena.root(argument.value)
      if root.isNone { continue }
      var hasher = StableHash()
      for position in state.cellRange(of: root) {
        let cell = state.cells[position]
        // Merely looked at.
        if arena[cell.value].tag == .initial { continue }
        hasher.combine(cell.element.raw)
        hasher.combine(UInt64(bitPattern: cell.offset))
        hasher.combine(cell.value.raw)
      }
      if let record = state.object(root), !record.token.isNone { hasher.combine(record.token.raw) }
      if hasher.isEmpty { continue }
      stamps.append(arena.integer(Int64(truncatingIfNeeded: hasher.value >> 1)))
    }
    return stamps
  }
}

extension ResultEffect {
  /// The bounds of a number; nil for everything else.
  var bounds: ClosedRange<Int64>? {
    if case .number(let low, let high) = self { return low...high }
    return nil
  }
}

/// FNV-1a: the same in every run, unlike `Hasher`.
private struct StableHash {
  var value: UInt64 = 14_695_981_039_346_656_037
  var isEmpty = true

  mutating func combine(_ word: some BinaryInteger) {
    isEmpty = false
    value = (value ^ UInt64(truncatingIfNeeded: word)) &* 1_099_511_628_211
  }
}
