import ClangFrontend
import OwnershipIR

extension ModuleBuilder {
  /// Whether an object can go to another place by its bytes, the old place being forgotten: moving it and destroying
  /// the old one comes to the same.
  mutating func isRelocatable(_ type: ClangType, depth: Int = 0) -> Bool {
    let type = type.canonical.unqualified.canonical
    switch type.kind {
    case .constantArray: return isRelocatable(type.element, depth: depth)
    case .record: break
    default: return true
    }
    if isTrivial(.moveConstructor, type), isTrivial(.destructor, type) { return true }
    guard depth < 8, let facts = classFacts(type), let record = recordIndex(type) else { return false }
    if let standard = facts.standard {
      switch standard.kind {
      case .pair, .tuple, .optional, .variant, .array, .uniquePointer:
        return standard.arguments.allSatisfy { !$0.isValid || isRelocatable($0, depth: depth + 1) }
      default: return true
      }
    }
    let members = facts.members
    let written = members.declared.filter { !$0.value.isDefaulted && $0.key != .defaultConstructor }
    guard written.isEmpty, members.inTemplate.isDisjoint(with: [.copyConstructor, .moveConstructor, .destructor]),
      !facts.isPolymorphic, !types.records[record].isUnion
    else { return false }
    return facts.bases.allSatisfy { $0.offset != nil && isRelocatable($0.type, depth: depth + 1) }
      && types.layouts[record].members.allSatisfy { isRelocatable($0.clangType, depth: depth + 1) }
  }

  /// Whether growing a vector moves its elements: what may throw while being moved is copied.
  mutating func movesWhenGrowing(_ type: ClangType) -> Bool {
    guard let members = classFacts(type)?.members, let move = members.declared[.moveConstructor] else { return true }
    if let copy = members.declared[.copyConstructor], !copy.isDeleted { return move.isDefaulted || move.isNoexcept }
    return true
  }
}

extension FunctionLowering {
  /// The elements of a block go to another one; the old ones are gone afterwards.
  mutating func relocate(
    _ type: ClangType, count: BodyVariable, from source: BodyVariable, to target: BodyVariable
  ) {
    let stride = max(type.canonical.size, 1)
    if module.isRelocatable(type) {
      ifNotZero(get(count)) { lowering in
        let bytes = lowering.binary(.multiply, lowering.get(count), .integer(stride))
        lowering.moveBytes(to: lowering.get(target), from: lowering.get(source), count: bytes)
      }
      return
    }
    let moves = module.movesWhenGrowing(type)
    countUp(to: count) { lowering, index in
      let from = lowering.element(source, index, stride)
      let to = lowering.element(target, index, stride)
      if moves {
        lowering.emitMove(to: to, from: from, type, span: .none)
      } else {
        lowering.emitCopy(to: to, from: from, type, span: .none)
      }
      lowering.emitDestroy(at: lowering.element(source, index, stride), type, span: .none)
    }
  }

  /// Copies of the elements of a block are constructed in another one.
  mutating func copyElements(
    _ type: ClangType, count: BodyVariable, from source: BodyVariable, to target: BodyVariable
  ) {
    let stride = max(type.canonical.size, 1)
    if module.isTrivial(.copyConstructor, type) {
      ifNotZero(get(count)) { lowering in
        let bytes = lowering.binary(.multiply, lowering.get(count), .integer(stride))
        lowering.moveBytes(to: lowering.get(target), from: lowering.get(source), count: bytes)
      }
      return
    }
    countUp(to: count) { lowering, index in
      let from = lowering.element(source, index, stride)
      let to = lowering.element(target, index, stride)
      lowering.emitCopy(to: to, from: from, type, span: .none)
    }
  }

  mutating func destroyElements(
    _ type: ClangType, from start: Operand = .integer(0), to count: BodyVariable, in block: BodyVariable
  ) {
    guard !module.isTrivial(.destructor, type) else { return }
    countUp(from: start, to: count) { lowering, index in
      let place = lowering.element(block, index, max(type.canonical.size, 1))
      lowering.emitDestroy(at: place, type, span: .none)
    }
  }
}
