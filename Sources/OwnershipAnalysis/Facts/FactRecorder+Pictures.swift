import OwnershipIR
import SourceText

/// Stack and heap line by line.
extension FactRecorder {
  struct PictureKey: Hashable {
    var file: FileID
    var line: Int
  }

  struct PictureRecord {
    /// The last instruction of the line that was seen.
    var order: Int
    var paths = 0
    var edges: [Edge: Int] = [:]
    var statuses: [ObjectKey: Set<OwnershipStatus>] = [:]

    struct Edge: Hashable {
      var from: ObjectKey
      var place: String
      var to: ObjectKey
      var hold: Hold
    }
  }

  /// Whether the next thing that is done stands on another line.
  func isLastOfLine(_ point: Point) -> Bool {
    let executor = point.executor
    let span = point.instruction.span
    guard span != .none, executor.flow.order.count > 0 else { return false }
    let instructions = executor.body.blocks[point.block].instructions
    guard let next = instructions[(point.position + 1)...].first(where: { $0.span != .none }) else {
      return true
    }
    return next.span.file != span.file || line(of: next.span, executor) != line(of: span, executor)
  }

  private func line(of span: Span, _ executor: Executor) -> Int {
    executor.module.range(of: span).start.line
  }

  func recordPicture(_ point: Point, _ state: State) {
    let executor = point.executor
    let span = point.instruction.span
    let key = PictureKey(file: span.file, line: line(of: span, executor))
    var record = pictures[key] ?? PictureRecord(order: point.order)
    if point.order < record.order { return }
    if point.order > record.order { record = PictureRecord(order: point.order) }
    record.paths += 1
    for edge in edges(executor, state) { record.edges[edge, default: 0] += 1 }
    for object in state.objects where !isControl(object.base, executor, state) {
      if let key = self.key(of: object.base, executor, state),
        let status = status(of: object.base, executor, state)
      {
        record.statuses[key, default: []].insert(status)
      }
    }
    pictures[key] = record
  }

  /// Who has hold of whom: variables with names, and objects that are known.
  private func edges(_ executor: Executor, _ state: State) -> Set<PictureRecord.Edge> {
    var edges: Set<PictureRecord.Edge> = []
    for cell in state.cells where cell.offset < HiddenCell.resource {
      let root = executor.arena.root(cell.value)
      guard !root.isNone, executor.arena[root].tag != .function, root != cell.base,
        !isControl(cell.base, executor, state), !isControl(root, executor, state),
        state.object(cell.base)?.status != .freed,
        let to = key(of: root, executor, state), let from = key(of: cell.base, executor, state),
        let named = executor.namedPlace(cell.base, cell.offset, state), !named.text.isEmpty
      else { continue }
      if case .local(let local) = from, executor.body.locals[local.int].name == .empty { continue }
      let isElement = !cell.element.isNone
      edges.insert(
        .init(from: from, place: isElement ? named.text + "[…]" : named.text, to: to, hold: named.hold))
      if edges.count >= 64 { break }
    }
    return edges
  }
}
