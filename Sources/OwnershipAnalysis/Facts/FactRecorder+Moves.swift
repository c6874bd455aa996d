import OwnershipIR
import SourceText

/// Owners that give away what they hold: the library's functions leave a mark beside the pointer that they empty.
extension FactRecorder {
  struct MoveKey: Hashable {
    var span: Span
    var base: ValueID
    var offset: Int64
  }

  struct MoveRecord {
    var range: SourceRange
    var object: ObjectKey
    var from: String
    var to: [String]
    /// A temporary that it went into first: what is called with that has it in the end.
    var temporary: LocalID?
  }

  func recordMoves(_ point: Point) {
    guard case .call(let call) = point.instruction.operation else { return }
    completeMoves(call, point)
    for path in point.after {
      for cell in path.state.cells
      where cell.offset >= HiddenCell.moved && cell.offset < HiddenCell.offsetToTop {
        let offset = cell.offset &- HiddenCell.moved
        guard cell.value == .one, cell.element.isNone,
          point.before.state.cell(cell.base, .none, cell.offset) != .one,
          let held = point.before.state.cell(cell.base, .none, offset), held != .zero
        else { continue }
        recordMove(from: cell.base, offset, held, point, path.state)
      }
    }
  }

  private func recordMove(
    from base: ValueID, _ offset: Int64, _ held: ValueID, _ point: Point, _ state: State
  ) {
    let executor = point.executor
    let root = executor.arena.root(held)
    guard let key = key(of: root, executor, state),
      let from = executor.namedPlace(base, offset, point.before.state)?.text
    else { return }
    let moveKey = MoveKey(span: point.instruction.span, base: base, offset: offset)
    var record =
      moves[moveKey] ?? MoveRecord(range: point.range, object: key, from: from, to: [], temporary: nil)
    for cell in state.cells where executor.arena.root(cell.value) == root && cell.base != base {
      let node = executor.arena[cell.base]
      if let name = executor.namedPlace(cell.base, cell.offset, state), name.hold != .raw, !name.text.isEmpty
      {
        if !record.to.contains(name.text) { record.to.append(name.text) }
      } else if node.tag == .local, node.a == executor.frame, executor.body.returnSlot?.index == node.b {
        record.to = [OwnerMove.caller]
      } else if node.tag == .local, node.a == executor.frame {
        record.temporary = LocalID(Int(node.b))
      }
    }
    let name = executor.module[point.instruction.name]
    if record.to.isEmpty, record.temporary == nil, !name.hasPrefix("operator"),
      executor.hold(named: name) == .whole
    {
      record.to = [name]
    }
    moves[moveKey] = record
    add(.moved, of: key, point.range, record.to.first ?? "", point.order)
  }

  /// A temporary that was moved into is passed on: that is where the object went.
  private func completeMoves(_ call: Call, _ point: Point) {
    guard moves.values.contains(where: { $0.temporary != nil && $0.to.isEmpty }) else { return }
    let name = point.executor.module[point.instruction.name]
    guard !name.isEmpty, !name.hasPrefix("~") else { return }
    for argument in point.executor.body.arguments(call.arguments) {
      guard case .local(let local) = argument.operand else { continue }
      for (key, record) in moves where record.temporary == local && record.to.isEmpty {
        moves[key]!.to = [name]
      }
    }
  }

  /// Where the owner at a place gave its object away, on the path of a state; nil when it did not.
  func move(from base: ValueID, _ offset: Int64, _ executor: Executor, _ state: State) -> MoveRecord? {
    guard state.cell(base, .none, offset &+ HiddenCell.moved) == .one,
      state.cell(base, .none, offset) == .zero
    else { return nil }
    var current = state.lastEvent
    while !current.isNone {
      let event = executor.events[current]
      if event.kind == .called, event.depth == 0,
        let record = moves[MoveKey(span: event.span, base: base, offset: offset)]
      {
        return record
      }
      current = event.parent
    }
    return nil
  }
}
