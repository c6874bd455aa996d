import OwnershipIR

/// Turns the exits of an analysis into a summary.
struct SummaryBuilder {
  let context: AnalysisContext
  let body: Body
  private var arena: ValueArena { context.arena }

  init(context: AnalysisContext, body: Body) {
    self.context = context
    self.body = body
  }

  func summary(of exits: [Exit], latent: [LatentFinding]) -> Summary {
    if context.incomplete.contains(.fuel), !context.touchesOwnership, latent.isEmpty {
      return Summary(
        outcomes: [], latent: [], incomplete: Incompleteness.allCases.filter(context.incomplete.contains),
        calledEntryValues: [], isTooLarge: true, hasUnfollowedCalls: context.hasUnfollowedCalls,
        losesTexts: context.losesTexts,
        usesIncomplete: context.usesIncomplete, startsThreads: context.startsThreads)
    }
    var positions: [Effect: Int] = [:]
    var groups: [(effect: Effect, states: [State])] = []
    for exit in exits {
      let effect = effect(of: exit)
      if let known = positions[effect] {
        groups[known].states.append(exit.state)
      } else {
        positions[effect] = groups.count
        groups.append((effect, [exit.state]))
      }
    }
    var states: [(effect: Effect, state: State)] = []
    for (effect, members) in groups {
      var members = members
      settleDoubts(&members)
      State.joinExactly(&members, in: arena)
      // Conditions that leave something out between them stay apart, as far as there is room.
      let room = context.budgets.apartConditions
      if members.count > room {
        for rest in members[room...] { members[room - 1].keepCommonFacts(with: rest) }
        members[room - 1].isApproximate = true
        members.removeSubrange(room...)
      }
      for state in members { states.append((effect, state)) }
    }
    // Exact ways first; then those that say least about the caller.
    var ordered = states.filter { !$0.effect.isApproximate } + states.filter(\.effect.isApproximate)
    let limit = context.limits.outcomes
    if ordered.count > limit {
      context.incomplete.insert(.outcomes)
      ordered = mostTelling(ordered.map { ($0.effect, $0.state) }, limit: limit)
    }
    let outcomes = ordered.map { outcome($0.effect, $0.state) }
    let called = context.calledEntryValues.sorted().map { value in
      var table = NodeTable(arena: arena, body: body)
      var outcome = Outcome()
      outcome.result = table.add(value)
      outcome.nodes = table.nodes
      return outcome
    }
    return Summary(
      outcomes: outcomes, latent: latent,
      incomplete: Incompleteness.allCases.filter(context.incomplete.contains), calledEntryValues: called,
      hasUnfollowedCalls: context.hasUnfollowedCalls, losesTexts: context.losesTexts,
      usesIncomplete: context.usesIncomplete, startsThreads: context.startsThreads,
      leavesFlawsOpen: context.leavesFlawsOpen)
  }

  /// What both ways of an undecided branch lead to is certain.
  private func settleDoubts(_ members: inout [State]) {
    let doubts = Set(members.map(\.doubt))
    for index in members.indices where members[index].doubt != 0 {
      if !doubts.contains(members[index].doubt ^ 1) { members[index].isApproximate = true }
      members[index].doubt = 0
    }
  }

  /// Over the cap: every way in which memory changes hands in turn, so that many ways to fail do not push out the one
  /// that succeeds.
  private func mostTelling(
    _ outcomes: [(effect: Effect, state: State)], limit: Int
  ) -> [(effect: Effect, state: State)] {
    var groups: [(ownership: [ValueID], members: [Int])] = []
    for (index, outcome) in outcomes.enumerated() {
      let key = ownership(of: outcome.effect)
      if let known = groups.firstIndex(where: { $0.ownership == key }) {
        groups[known].members.append(index)
      } else {
        groups.append((key, [index]))
      }
    }
    var kept: [Int] = []
    for turn in 0..<outcomes.count {
      for group in groups where turn < group.members.count && kept.count < limit {
        kept.append(group.members[turn])
      }
    }
    return kept.sorted().map { outcomes[$0] }
  }

  /// What is new or gone after a call, and whether it returns something: null, a number, or a pointer.
  private func ownership(of effect: Effect) -> [ValueID] {
    let root = effect.result.isNone ? ValueID.none : arena.root(effect.result)
    var key = [effect.result == .zero ? ValueID.zero : root.isNone ? .none : .one]
    for object in effect.objects
    where object.record.status != .live || object.record.ownership != .borrowed {
      key.append(object.record.base)
    }
    return key
  }

  // MARK: Effects

  /// What an exit changes, in values of the arena: exits with equal effects are one outcome.
  private struct Effect: Hashable {
    var cells: [Cell]
    var objects: [OutcomeObject]
    var result: ValueID
    var returned: [Cell]
    var isApproximate: Bool
    var isThrow: Bool
  }

  private func effect(of exit: Exit) -> Effect {
    let state = exit.state
    let slot = body.returnSlot.map { arena.local($0, frame: 0) }
    let kept = visible(in: exit, slot: slot)
    var cells: [Cell] = []
    var returned: [Cell] = []
    for cell in state.cells {
      if cell.base == slot {
        returned.append(cell)
      } else if arena.isFootprint(cell.base) || kept.contains(cell.base) {
        if isEntryValue(cell, state) { continue }
        if arena[cell.base].tag == .global, isUnchanged(cell) { continue }
        cells.append(cell)
      }
    }
    var objects: [OutcomeObject] = []
    for record in state.objects where arena.isFootprint(record.base) || kept.contains(record.base) {
      objects.append(
        OutcomeObject(
          record: record, origin: record.origin.isNone ? nil : context.events[record.origin],
          end: record.end.isNone ? nil : context.events[record.end]))
    }
    // What was read from one of several cells and kept: the cell it came from is not known.
    let isAmbiguous = (cells + returned).contains { arena.symbolKind(arena.root($0.value)) == .ambiguous }
    return Effect(
      cells: cells, objects: objects, result: exit.value, returned: returned,
      isApproximate: state.isApproximate || state.hasBlindEffect || isAmbiguous, isThrow: exit.isThrow)
  }

  /// The cell still holds what it held on entry, perhaps known to be a constant by now.
  private func isEntryValue(_ cell: Cell, _ state: State) -> Bool {
    let entry = arena.initial(base: cell.base, element: cell.element, offset: cell.offset)
    if cell.value == entry { return true }
    guard let constant = arena.integerValue(cell.value), let fact = state.interval(of: entry) else {
      return false
    }
    return fact.low == constant && fact.high == constant
  }

  /// A constant global's cell merely repeats its initialiser.
  private func isUnchanged(_ cell: Cell) -> Bool {
    let global = context.global(arena[cell.base].a)
    return !global.isWritten
  }

  /// Objects that are not the caller's but that it can reach after the call.
  private func visible(in exit: Exit, slot: ValueID?) -> Set<ValueID> {
    var seen: Set<ValueID> = []
    var work: [ValueID] = []
    func mark(_ value: ValueID) {
      if value.isNone { return }
      let root = arena.root(value)
      if !root.isNone, seen.insert(root).inserted { work.append(root) }
    }
    mark(exit.value)
    for cell in exit.state.cells where cell.base == slot || arena.isFootprint(cell.base) { mark(cell.value) }
    while let base = work.popLast() {
      for index in exit.state.cellRange(of: base) { mark(exit.state.cells[index].value) }
    }
    return seen
  }

  // MARK: Outcomes

  private func outcome(_ effect: Effect, _ state: State) -> Outcome {
    var table = NodeTable(arena: arena, body: body)
    var outcome = Outcome()
    outcome.isApproximate = effect.isApproximate || state.isApproximate
    outcome.isWidened = state.isWidened
    outcome.hasPicked = state.hasPicked
    outcome.isThrow = effect.isThrow
    outcome.result = effect.result.isNone ? .none : table.add(effect.result)
    outcome.returned = effect.returned.map { table.translate($0) }
    outcome.cells = effect.cells.map { table.translate($0) }
    outcome.objects = effect.objects.map { object in
      var object = object
      object.record.base = table.add(object.record.base)
      if !object.record.token.isNone { object.record.token = table.add(object.record.token) }
      object.record.origin = .none
      object.record.end = .none
      return object
    }
    addFacts(of: state, to: &outcome, &table)
    outcome.nodes = table.nodes
    return outcome
  }

  /// Conditions over what the caller knows, or over what the outcome mentions.
  func addFacts(of state: State, to outcome: inout Outcome, _ table: inout NodeTable) {
    for fact in state.intervals where arena.isFootprint(fact.value) || table.contains(fact.value) {
      var fact = fact
      fact.value = table.add(fact.value)
      outcome.intervals.append(fact)
    }
    for relation in state.relations
    where (arena.isKnownToCallers(relation.first) || table.contains(relation.first))
      && (arena.isKnownToCallers(relation.second) || table.contains(relation.second))
    {
      var relation = relation
      relation.first = table.add(relation.first)
      relation.second = table.add(relation.second)
      outcome.relations.append(relation)
    }
  }
}

/// Copies values of an arena into a table of their own, operands first.
struct NodeTable {
  private let arena: ValueArena
  private let parameterCount: Int
  private(set) var nodes: [ValueNode] = [ValueNode(tag: .none)]
  private var numbers: [ValueID: UInt32] = [:]

  init(arena: ValueArena, body: Body) {
    self.arena = arena
    parameterCount = body.parameterCount
  }

  func contains(_ value: ValueID) -> Bool { numbers[value] != nil }

  mutating func add(_ value: ValueID) -> ValueID {
    if value.isNone { return value }
    if let known = numbers[value] { return ValueID(raw: known) }
    var node = arena[value]
    switch node.tag {
    case .initial, .element, .binary, .pure:
      node.a = add(ValueID(raw: node.a)).raw
      node.b = add(ValueID(raw: node.b)).raw
    case .sum, .unary: node.a = add(ValueID(raw: node.a)).raw
    case .local where node.a != 0 || Int(node.b) >= parameterCount:
      // A frame that is gone: only that it is an address.
      node = ValueNode(tag: .symbol, op: SymbolKind.unknown.rawValue, a: node.a, b: node.b, c: -1)
    default: break
    }
    let number = UInt32(nodes.count)
    nodes.append(node)
    numbers[value] = number
    return ValueID(raw: number)
  }

  mutating func translate(_ cell: Cell) -> Cell {
    Cell(
      base: add(cell.base), element: add(cell.element), offset: cell.offset, value: add(cell.value),
      shape: cell.shape)
  }
}
