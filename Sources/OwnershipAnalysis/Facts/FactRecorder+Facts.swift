import Findings
import LibraryModels
import OwnershipIR
import SourceText

/// From what was written down to plain values in the order of the source.
extension FactRecorder {
  func facts(_ context: AnalysisContext, _ executor: Executor, range: SourceRange) -> FunctionFacts {
    var facts = FunctionFacts(function: executor.module[executor.declaration.name], range: range)
    facts.isComplete = context.incomplete.isEmpty
    if context.incomplete.contains(.fuel) || context.incomplete.contains(.unknownControl) {
      facts.isTooLarge = context.incomplete.contains(.fuel)
      return facts
    }
    recordLosses(context, executor)
    let order = orderedObjects(executor.program).filter(isSpokenOf)
    let numbers = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    facts.objects = order.enumerated().map { object($1, id: $0, executor) }
    facts.mentions = mentions.map { mention($0, $1, numbers, executor) }.filter { mention in
      (mention.before + mention.after).contains { $0.status != .untracked }
    }.sorted {
      ($0.range, $0.role, $0.name, $0.hold.rawValue) < ($1.range, $1.role, $1.name, $1.hold.rawValue)
    }
    facts.lives = lives.filter { numbers[$0.key.object] != nil }.map { key, order in
      LifeStep(object: numbers[key.object]!, role: key.role, range: key.range, text: key.text, order: order)
    }.sorted {
      ($0.range, $0.order, $0.object, $0.role.rawValue, $0.text)
        < ($1.range, $1.order, $1.object, $1.role.rawValue, $1.text)
    }
    facts.scopeEnds = scopeEnds.flatMap { key, record in
      record.released.map { object, count in
        ScopeEnd(
          range: key.range, object: numbers[object]!, place: key.place, isCertain: count == record.paths)
      }
    }.sorted { ($0.range, $0.object, $0.place) < ($1.range, $1.object, $1.place) }
    facts.moves = moves.values.map {
      OwnerMove(range: $0.range, object: numbers[$0.object]!, from: $0.from, to: $0.to.sorted())
    }.sorted { ($0.range, $0.object, $0.from) < ($1.range, $1.object, $1.from) }
    facts.pictures = pictures.map { picture($0, $1, numbers, executor) }.sorted {
      ($0.path, $0.line) < ($1.path, $1.line)
    }
    return facts
  }

  /// Where the analysis told that the last reference went.
  private func recordLosses(_ context: AnalysisContext, _ executor: Executor) {
    for draft in context.drafts
    where draft.depth == 0 && draft.module == executor.moduleIndex && draft.span != .none {
      guard [.leak, .resourceLeak, .referenceCycle].contains(draft.rule),
        let key = key(of: draft.object, executor, draft.state)
      else { continue }
      add(.lost, of: key, executor.module.range(of: draft.span), draft.holderName ?? "", .max)
    }
  }

  /// Temporaries without a name are left out unless a place refers to them.
  private func isSpokenOf(_ key: ObjectKey) -> Bool {
    guard let description = objects[key], description.kind == .stack, description.name.isEmpty else {
      return true
    }
    return mentions.values.contains { record in
      record.before.contains { $0.key == key } || record.after.contains { $0.key == key }
    }
  }

  /// By where they were made or declared, variables without a place last.
  private func orderedObjects(_ program: Program) -> [ObjectKey] {
    let all = objects.map { key, description in (key, description, Self.sortText(key, program)) }
    return all.sorted { a, b in
      switch (a.1.call ?? a.1.allocation, b.1.call ?? b.1.allocation) {
      case (let x?, let y?) where x != y: x < y
      case (.some, nil): true
      case (nil, .some): false
      default:
        if let x = a.1.allocation, let y = b.1.allocation, x != y { x < y } else { (a.1.name, a.2) < (b.1.name, b.2) }
      }
    }.map(\.0)
  }

  /// Without numbers of the program's, which depend on what it was like before.
  private static func sortText(_ key: ObjectKey, _ program: Program) -> String {
    switch key {
    case .global(let number): program.globals[Int(number)].linkKey
    case .literal(let module, let text): program.modules[Int(module)][StringID(Int(text))]
    case .made(_, _, _, _, let family): "\(family)"
    default: "\(key)"
    }
  }

  private func object(_ key: ObjectKey, id: Int, _ executor: Executor) -> FactObject {
    let description = objects[key]!
    var object = FactObject(id: id, kind: description.kind, name: description.name)
    object.allocation = description.allocation
    object.call = description.call
    object.callee = description.callee
    object.allocator = description.allocator
    object.smartPointer = description.smartPointer
    guard description.family != .unknown, description.kind == .heap || description.kind == .lent else {
      return object
    }
    object.family = String(executor.program.families.name(description.family))
    if let family = executor.program.families.family(description.family) {
      object.releasedBy = family.releasedBy
      object.noun = family.noun
      object.acquiredVerb = family.acquiredVerb
      object.releasedVerb = family.releasedVerb
    }
    return object
  }

  private func mention(
    _ key: MentionKey, _ record: MentionRecord, _ numbers: [ObjectKey: Int], _ executor: Executor
  ) -> Mention {
    func statuses(_ seen: Set<Observation>) -> [PlaceStatus] {
      Set(
        seen.map {
          PlaceStatus(
            object: $0.key.flatMap { numbers[$0] }, status: completed($0.status, $0.key),
            otherNames: $0.names, mayBeNull: $0.mayBeNull)
        }
      ).sorted(by: PlaceStatus.precedes)
    }
    return Mention(
      range: executor.module.range(of: key.span), role: key.role, name: key.name, hold: key.hold,
      before: statuses(record.before), after: statuses(record.after), isApproximate: record.isApproximate)
  }

  /// Where a moved object went may have shown later than the move.
  private func completed(_ status: OwnershipStatus, _ key: ObjectKey?) -> OwnershipStatus {
    guard case .moved(_, let range) = status else { return status }
    let targets = moves.values.filter { $0.range == range && $0.object == key }.flatMap(\.to)
    return .moved(to: Set(targets).sorted(), at: range)
  }

  private func picture(
    _ key: PictureKey, _ record: PictureRecord, _ numbers: [ObjectKey: Int], _ executor: Executor
  ) -> HeapPicture {
    HeapPicture(
      path: executor.module.files[key.file.int].path, line: key.line,
      objects: record.statuses.filter { numbers[$0.key] != nil }.map { key, statuses in
        ObjectPicture(object: numbers[key]!, statuses: statuses.sorted(by: OwnershipStatus.precedes))
      }.sorted { $0.object < $1.object },
      edges: record.edges.filter { numbers[$0.key.from] != nil && numbers[$0.key.to] != nil }.map {
        edge, count in
        HeapEdge(
          from: numbers[edge.from]!, place: edge.place, to: numbers[edge.to]!, hold: edge.hold,
          isCertain: count == record.paths)
      }.sorted { ($0.from, $0.place, $0.to, $0.hold.rawValue) < ($1.from, $1.place, $1.to, $1.hold.rawValue) }
    )
  }
}

extension PlaceStatus {
  /// An order that hangs on nothing but the values.
  static func precedes(_ a: PlaceStatus, _ b: PlaceStatus) -> Bool {
    let (x, y) = (a.object ?? .max, b.object ?? .max)
    if x != y { return x < y }
    if a.status != b.status { return OwnershipStatus.precedes(a.status, b.status) }
    if a.mayBeNull != b.mayBeNull { return b.mayBeNull }
    return a.otherNames.joined(separator: ",") < b.otherNames.joined(separator: ",")
  }
}

extension OwnershipStatus {
  static func precedes(_ a: OwnershipStatus, _ b: OwnershipStatus) -> Bool {
    a.rank != b.rank ? a.rank < b.rank : a.line != b.line ? a.line < b.line : "\(a)" < "\(b)"
  }

  private var rank: Int {
    switch self {
    case .owned: 0
    case .shared: 1
    case .counted: 2
    case .moved: 3
    case .released: 4
    case .ended: 5
    case .escaped: 6
    case .borrowed: 7
    case .storage: 8
    case .null: 9
    case .untracked: 10
    }
  }

  private var line: Int {
    switch self {
    case .moved(_, let range), .released(let range, _): range.startOffset
    default: 0
    }
  }
}
