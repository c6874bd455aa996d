import OwnershipIR

/// Contents that go from one block to another as a whole: by `realloc`, by `memcpy` of a whole object, in this function
/// or in a callee.
extension Executor {
  /// What a block held: its cells, a text that begins it where that is known, and where the rest of it comes from.
  struct BlockContents {
    var cells: [Cell] = []
    var text: [UInt8]?
    var content: ObjectRecord.Content = .initial
    var token: ValueID = .none
  }

  /// Takes the contents out of a block that is about to be moved.
  func takeContents(of base: ValueID, _ state: inout State) -> BlockContents {
    if base.isNone { return BlockContents() }
    let record = state.object(base)
    if let record, record.status != .live { return BlockContents() }
    let contents = contents(of: base, state, isMoved: true)
    state.removeCells(of: base)
    return contents
  }

  private func contents(of base: ValueID, _ state: State, isMoved: Bool) -> BlockContents {
    var result = BlockContents(cells: state.cellRange(of: base).map { state.cells[$0] })
    if let record = state.object(base), record.content != .initial {
      result.content = record.content
      result.token = record.token
    } else if arena[base].tag != .symbol {
      // What nobody has looked at yet is what the caller left there.
      result.content = isMoved ? .moved : .filled
      result.token = base
    }
    return result
  }

  /// What lies in a block from some place in it on; of a text, its characters.
  private func contents(from start: ValueID, _ state: State) -> BlockContents? {
    guard let place = arena.place(start, 0), place.element.isNone else { return nil }
    var result = BlockContents(content: .filled, token: start)
    for index in state.cellRange(of: place.base) {
      var cell = state.cells[index]
      cell.offset &-= place.offset
      if cell.element.isNone, cell.offset >= 0, cell.offset < HiddenCell.resource { result.cells.append(cell) }
    }
    if result.cells.isEmpty { result.text = text(at: place, state) }
    return result
  }

  /// `moveContents`: what a block that is about to go holds lies in another one from here on. False when a flaw ends
  /// the path.
  func moveContents(
    from source: ValueID, to target: ValueID, _ instruction: Instruction, _ state: inout State, site: UInt32
  ) -> Bool {
    guard let old = arena.place(source, 0), let new = arena.place(target, 0) else { return true }
    guard access(old, instruction, &state), access(new, instruction, &state) else { return false }
    if arena.root(source) == source, arena.root(target) == target {
      if context.measuresTexts { moveTexts(from: old.base, to: new.base, &state) }
      put(takeContents(of: old.base, &state), into: new.base, &state)
    } else {
      // Which part goes where is not known.
      forget(reachableFrom: [old.base, new.base], in: &state, token: site)
    }
    return true
  }

  /// Puts contents into the block at `base`.
  func put(_ contents: BlockContents, into base: ValueID, _ state: inout State) {
    if let text = contents.text {
      writeText(text, at: Place(base: base, element: .none, offset: 0), size: .max, &state)
    }
    for cell in contents.cells {
      let pointer = cell.element.isNone ? base : arena.rewrite(cell.element, cell.base, base)
      guard let place = arena.place(pointer, cell.offset) else { continue }
      state.setCell(place.base, place.element, place.offset, cell.value, shape: cell.shape)
    }
    guard var record = state.object(base) else { return }
    record.content = contents.content
    record.token = contents.token
    state.setObject(record)
  }

  // MARK: Callees

  /// A callee has set `size` bytes to zero from here on (all there are, when it is not known how many). What the
  /// pointers there led to.
  func clear(_ pointer: ValueID, size: ValueID, in state: inout State) -> [ValueID] {
    let base = arena.root(pointer)
    guard !base.isNone, let place = arena.place(pointer, 0), place.element.isNone, place.base == base else {
      return []
    }
    let count = size.isNone ? Int64.max : arena.integerValue(size) ?? 0
    var lost: [ValueID] = []
    for index in state.cellRange(of: base) {
      let cell = state.cells[index]
      guard cell.element.isNone, cell.offset >= place.offset, cell.offset &- place.offset < count,
        cell.offset < HiddenCell.resource
      else { continue }
      let root = arena.root(cell.value)
      if !root.isNone { lost.append(root) }
      state.cells[index].value = .zero
    }
    // The callee may have seen a part of what is declared here.
    let isWhole = declaredType(of: base).map { count >= $0.types[$0.type].size } ?? true
    if place.offset == 0, isWhole, arena[base].tag != .global {
      var record =
        state.object(base)
        ?? ObjectRecord(base: base, status: .live, ownership: .borrowed, family: .unknown, origin: state.lastEvent)
      if record.status != .live { return lost }
      record.content = .zero
      record.token = size
      state.setObject(record)
    }
    return lost
  }

  /// A callee has written bytes from here on: what stood before, in the same object, is as it was, and so is what
  /// stands behind an array of characters.
  func refill(
    _ object: ValueID, of outcome: Outcome, by number: UInt32, _ values: [ValueID], _ site: CallSite,
    _ state: inout State
  ) {
    let pointer = values[object.int]
    let base = arena.root(pointer)
    if base.isNone { return }
    if let place = arena.place(pointer, 0), place.base == base,
      let array = characterArray(at: place, passedAs: outcome.nodes[object.int], outcome, number, site),
      array.isMember
    {
      return overwriteCharacters(at: place, WrittenBytes(room: array.room), &state, site: site.site)
    }
    let place = arena.place(pointer, 0)
    let start = place.flatMap { $0.element.isNone && $0.base == base ? $0.offset : nil } ?? 0
    for index in state.cellRange(of: base) where state.cells[index].offset >= start {
      escapeOwned(arena.root(state.cells[index].value), in: &state)
    }
    if start <= 0 { return havocContents(of: base, in: &state, token: site.site, content: .filled) }
    for index in state.cellRange(of: base).reversed() where state.cells[index].offset >= start {
      state.cells.remove(at: index)
    }
  }

  /// The array of characters that a callee was given the place of.
  private func characterArray(
    at place: Place, passedAs node: ValueNode, _ outcome: Outcome, _ number: UInt32, _ site: CallSite
  ) -> CharacterArray? {
    guard node.tag == .initial, node.b == 0, node.c == 0, outcome.nodes[Int(node.a)].tag == .local else {
      return characterArray(at: place, asText: false)
    }
    let parameter = Int(outcome.nodes[Int(node.a)].b)
    let isText = context.callee(number).writesText(through: parameter)
    return characterArray(ofArgument: parameter, site, asText: isText)
      ?? characterArray(at: place, asText: isText)
  }

  /// What a callee moves or copies from blocks of this path, by the node of the object it ends up in. Moved contents
  /// are taken out of their old place.
  func transfers(
    of outcome: Outcome, _ values: [ValueID], _ state: inout State
  ) -> [(target: ValueID, contents: BlockContents)] {
    var result: [(target: ValueID, contents: BlockContents)] = []
    for object in outcome.objects
    where object.record.content == .moved || object.record.content == .filled {
      if object.record.token.isNone { continue }
      let start = values[object.record.token.int]
      let source = arena.root(start)
      // A fresh value stands for contents that are not known.
      if outcome.nodes[object.record.token.int].tag == .symbol { continue }
      if object.record.content == .moved {
        result.append((object.record.base, takeContents(of: source, &state)))
      } else if source != start {
        if let contents = contents(from: start, state) { result.append((object.record.base, contents)) }
      } else if !source.isNone {
        result.append((object.record.base, contents(of: source, state, isMoved: false)))
      }
    }
    return result
  }
}
