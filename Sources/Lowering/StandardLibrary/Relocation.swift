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
    guard written.isEmpty,
      members.inTemplate.isDisjoint(with: [.copyConstructor, .moveConstructor, .destructor]),
      !facts.isPolymorphic, !types.records[record].isUnion
    else { return false }
    return facts.bases.allSatisfy { $0.offset != nil && isRelocatable($0.type, depth: depth + 1) }
      && types.layouts[record].members.allSatisfy { isRelocatable($0.clangType, depth: depth + 1) }
  }

  /// Whether growing a vector moves its elements: what may throw while being moved is copied.
  mutating func movesWhenGrowing(_ type: ClangType) -> Bool {
    guard let members = classFacts(type)?.members, let move = members.declared[.moveConstructor] else {
      return true
    }
    if let copy = members.declared[.copyConstructor], !copy.isDeleted {
      return move.isDefaulted || move.isNoexcept
    }
    return true
  }
}

extension TypeTable {
  /// Whether an object of the type can hold an address.
  func holdsPointers(_ id: TypeID) -> Bool {
    switch infos[id.int].kind {
    case .pointer: true
    case .array(let element, _): holdsPointers(element)
    case .record(let index): records[index].fields.contains { holdsPointers($0.type) }
    case .unknown: true
    case .void, .integer, .floating, .function: false
    }
  }
}

extension FunctionLowering {
  /// The elements of a block go to another one; the old ones are gone afterwards.
  mutating func relocate(
    _ type: ClangType, count: BodyVariable, from source: BodyVariable, to target: BodyVariable
  ) {
    let stride = max(type.canonical.size, 1)
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
    if module.isTrivial(.copyConstructor, type) {
      return moveElements(type, count: count, from: source, to: target)
    }
    let stride = max(type.canonical.size, 1)
    countUp(to: count) { lowering, index in
      let from = lowering.element(source, index, stride)
      let to = lowering.element(target, index, stride)
      lowering.emitCopy(to: to, from: from, type, span: .none)
    }
  }

  /// Elements by their bytes. Numbers go all at once; what can hold an address goes one by one, so that each is
  /// known by its place.
  mutating func moveElements(
    _ type: ClangType, count: BodyVariable, from source: BodyVariable, to target: BodyVariable,
    isBackward: Bool = false
  ) {
    let stride = max(type.canonical.size, 1)
    let id = module.typeID(type.canonical.unqualified)
    guard module.types.holdsPointers(id) else {
      ifNotZero(get(count)) { lowering in
        let bytes = lowering.binary(.multiply, lowering.get(count), .integer(stride))
        lowering.moveBytes(to: lowering.get(target), from: lowering.get(source), count: bytes)
      }
      return
    }
    let step = { (lowering: inout FunctionLowering, index: BodyVariable) in
      let from = lowering.element(source, index, stride)
      let to = lowering.element(target, index, stride)
      if lowering.module.types.isAggregate(id) {
        lowering.emit(.copy(to: to, from: from, type: id), span: .none)
      } else {
        let value = lowering.read(from, id)
        lowering.write(value, to: to, id)
      }
    }
    guard isBackward else { return countUp(to: count, step) }
    let index = wordVariable(get(count))
    whileNotZero({ $0.binary(.less, .integer(0), $0.get(index)) }) { lowering in
      lowering.set(index, lowering.binary(.subtract, lowering.get(index), .integer(1)))
      step(&lowering, index)
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
