import OwnershipIR
import SourceText

extension FactRecorder {
  /// What a place refers to on one path.
  struct Observation: Hashable {
    var key: ObjectKey?
    var status: OwnershipStatus
    var names: [String] = []
    var mayBeNull = false
    static let untracked = Observation(key: nil, status: .untracked)
  }

  /// Offsets in the block behind the owners of a shared object, as the lowering lays it out.
  enum SharedBlock {
    static let owners: Int64 = 0
    /// Observers, and one for all owners together.
    static let observers: Int64 = 8
    static let object: Int64 = 16
  }

  /// What a value says of whose memory it leads to; `untracked` where nothing is known.
  func observe(_ value: ValueID, named name: String, _ executor: Executor, _ state: State) -> Observation {
    if value == .zero { return Observation(key: nil, status: .null) }
    let root = executor.arena.root(value)
    guard !value.isNone, !root.isNone, let key = key(of: root, executor, state),
      let status = status(of: root, executor, state)
    else { return .untracked }
    var observation = Observation(key: key, status: status)
    observation.names = names(of: root, executor, state).filter { $0 != name }
    if case .owned = status, root == value, case .made(_, _, _, _, let family) = key,
      !executor.program.families.isDescriptor(family)
    {
      observation.mayBeNull = state.truth(of: value, in: executor.arena) == nil
    }
    return observation
  }

  func status(of root: ValueID, _ executor: Executor, _ state: State) -> OwnershipStatus? {
    let record = state.object(root)
    switch executor.arena[root].tag {
    case .local:
      return record?.status == .expired ? .ended(at: placeOfEnd(record!, executor)?.range) : .storage
    case .global, .string: return .storage
    case .function: return nil
    default: break
    }
    guard let record else { return executor.arena.isFootprint(root) ? .borrowed : nil }
    switch record.status {
    case .expired: return .ended(at: placeOfEnd(record, executor)?.range)
    case .freed: return placeOfEnd(record, executor).map { .released(at: $0.range, by: $0.by) }
    case .live: break
    }
    switch record.ownership {
    case .escaped: return .escaped
    case .owned: return ownedStatus(root, record, executor, state)
    case .borrowed:
      if executor.arena.symbolKind(root) == .alloca { return .storage }
      if record.family == .borrowed || record.isShared || executor.arena.isFootprint(root) {
        return .borrowed
      }
      return nil
    }
  }

  private func ownedStatus(
    _ root: ValueID, _ record: ObjectRecord, _ executor: Executor, _ state: State
  ) -> OwnershipStatus {
    if record.references > 0 || executor.program.families.isCounted(record.family) {
      return .counted(references: Int(record.references) + 1)
    }
    if let block = controlBlock(of: root, executor, state) {
      noteSmartPointer(.strong, root, executor, state)
      func number(_ offset: Int64) -> Int? {
        state.cell(block, .none, offset).flatMap { executor.arena.integerValue($0) }.map(Int.init)
      }
      let owners = number(SharedBlock.owners)
      let observers = number(SharedBlock.observers).map { $0 - (owners == 0 ? 0 : 1) }
      return .shared(owners: owners, observers: observers)
    }
    let owner = owner(of: root, executor, state)
    if let owner, owner.hold != .raw { noteSmartPointer(owner.hold, root, executor, state) }
    return .owned(by: owner)
  }

  private func noteSmartPointer(_ hold: Hold, _ root: ValueID, _ executor: Executor, _ state: State) {
    guard let key = key(of: root, executor, state) else { return }
    objects[key]?.smartPointer = hold
  }

  /// The block that counts the owners of an object.
  private func controlBlock(of root: ValueID, _ executor: Executor, _ state: State) -> ValueID? {
    state.cells.first {
      $0.offset == SharedBlock.object && $0.element.isNone && executor.arena.root($0.value) == root
        && isControl($0.base, executor, state)
    }?.base
  }

  /// The place whose type, or whose life beyond the function, makes it the owner.
  private func owner(of root: ValueID, _ executor: Executor, _ state: State) -> Owner? {
    var best: Owner?
    for cell in state.cells where executor.arena.root(cell.value) == root && cell.base != root {
      let isBeyond = isBeyond(cell.base, executor, state)
      let named = cell.element.isNone ? executor.namedPlace(cell.base, cell.offset, state) : nil
      guard let named, !named.text.isEmpty, isBeyond || named.hold == .sole || named.hold == .whole else {
        continue
      }
      let owner = Owner(place: named.text, hold: named.hold, isBeyond: isBeyond)
      if named.hold == .sole { return owner }
      if best == nil || best!.hold == .raw && named.hold == .whole { best = owner }
    }
    return best
  }

  /// Whether memory lives on when the function is left.
  func isBeyond(_ base: ValueID, _ executor: Executor, _ state: State) -> Bool {
    let node = executor.arena[base]
    switch node.tag {
    case .global: return true
    case .initial: return executor.arena.isFootprint(base)
    default: return false
    }
  }

  /// What the places are called that refer to an object, at most four, in the order of memory.
  private func names(of root: ValueID, _ executor: Executor, _ state: State) -> [String] {
    var names: [String] = []
    for cell in state.cells where cell.element.isNone && executor.arena.root(cell.value) == root {
      if isControl(cell.base, executor, state) || state.object(cell.base)?.status == .freed { continue }
      guard names.count < 4, let name = executor.namedPlace(cell.base, cell.offset, state)?.text,
        !name.isEmpty, !names.contains(name)
      else { continue }
      names.append(name)
    }
    return names
  }

  /// Where an object was released, or its scope ended, as this function sees it: its own line, and what it called.
  func placeOfEnd(_ record: ObjectRecord, _ executor: Executor) -> (range: SourceRange, by: String)? {
    guard !record.end.isNone else { return nil }
    let end = executor.events[record.end]
    if let outer = outermostCall(of: end, executor.events) {
      return outer.span == .none ? nil : (range(of: outer, executor), name(ofCall: outer, executor))
    }
    guard end.span != .none else { return nil }
    let by =
      end.function > 0
      ? executor.program.name(of: end.function - 1) : end.kind == .freed ? releaser(end, executor) : ""
    return (range(of: end, executor), by)
  }

  private func releaser(_ end: PathEvent, _ executor: Executor) -> String {
    executor.program.families.family(end.family)?.releasedBy.first ?? ""
  }
}
