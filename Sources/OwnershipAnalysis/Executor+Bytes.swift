import OwnershipIR

/// Library functions that write bytes: what was there is gone, and what is known of the source is known of the target.
extension Executor {
  /// Bytes written through a pointer: numbers there are unknown now; pointers elsewhere in the object stay.
  func fill(_ argument: CallArgument, _ state: inout State, site: UInt32) {
    guard let place = arena.place(argument.value, 0) else { return }
    let range = state.cellRange(of: place.base)
    for (ordinal, index) in range.enumerated() {
      let cell = state.cells[index]
      if cell.element.isNone, cell.offset < place.offset { continue }
      let root = arena.root(cell.value)
      if !root.isNone, state.object(root) != nil || arena[root].tag == .local { continue }
      state.cells[index].value = fresh(.havoc, site: site, part: 200 + ordinal, in: state)
    }
    let tag = arena[place.base].tag
    if tag == .local || arena.symbolKind(place.base) == .allocation, place.element.isNone {
      if state.cell(place.base, .none, place.offset) == nil {
        state.setCell(
          place.base, .none, place.offset, fresh(.havoc, site: site, part: 199, in: state))
      }
    }
  }

  /// Texts up to this length are kept byte by byte where they are copied into the middle of something.
  private static let longestCopiedText = 24

  /// `strcpy`: what stood there is gone, and the text is known where it was known before.
  func copyText(
    from source: CallArgument, to target: CallArgument, _ site: CallSite, _ state: inout State
  ) {
    let text = arena.place(source.value, 0).flatMap { self.text(at: $0, state) }
    fill(target, &state, site: site.site)
    guard let place = arena.place(target.value, 0) else { return }
    if let text, place.element.isNone {
      writeText(text, at: place, size: .max, &state)
    } else if arena[place.base].tag != .local {
      context.losesTexts = true
    }
  }

  /// `snprintf`: what stands there now follows from the other arguments, by a way that is not followed.
  func noteFormatted(_ argument: CallArgument, _ state: inout State, site: UInt32) {
    guard let place = arena.place(argument.value, 0), place.element.isNone else { return }
    let text = fresh(.lost, site: site, part: 199, in: state)
    state.setCell(place.base, .none, place.offset, text, shape: CellShape(width: 1))
  }

  private func writeText(_ text: [UInt8], at place: Place, size: Int64, _ state: inout State) {
    guard text.count <= Self.longestCopiedText else { return }
    for (index, byte) in (text + [0]).enumerated() where Int64(index) < size {
      state.setCell(
        place.base, place.element, place.offset &+ Int64(index), arena.integer(Int64(byte)),
        shape: CellShape(width: 1))
    }
  }

  func copyBytes(
    from source: CallArgument, to target: CallArgument, _ site: CallSite, _ path: inout Path
  ) {
    guard let from = arena.place(source.value, 0), let to = arena.place(target.value, 0) else { return }
    let size = site.arguments.last.flatMap { most(of: $0.value, path.state) } ?? .max
    let copied = text(at: from, path.state)
    let isLost = !from.element.isNone || !to.element.isNone || copied == nil && to.offset != 0
    if isLost, arena[to.base].tag != .local { context.losesTexts = true }
    if !from.element.isNone || !to.element.isNone {
      // Which elements go where is not known.
      for index in path.state.cellRange(of: from.base) {
        escapeOwned(arena.root(path.state.cells[index].value), in: &path.state)
      }
      for index in path.state.cellRange(of: to.base) {
        escapeOwned(arena.root(path.state.cells[index].value), in: &path.state)
      }
      havocContents(of: to.base, in: &path.state, token: site.site, content: .filled)
      // What the caller has there may be kept now; of text nobody keeps anything.
      if arena.isFootprint(from.base), arena[from.base].tag == .initial, mayHoldPointers(source, site) {
        havocContents(of: from.base, in: &path.state, token: site.site, content: .filled)
      }
      return
    }
    let cells = path.state.cellRange(of: from.base).map { path.state.cells[$0] }
    var lost: [ValueID] = []
    let targetCells = path.state.cellRange(of: to.base).map { path.state.cells[$0] }
    for cell in targetCells
    where cell.element.isNone && cell.offset >= to.offset && cell.offset &- to.offset < size {
      if size == .max, !arena.root(cell.value).isNone { continue }
      lost.append(arena.root(cell.value))
      let fresh = fresh(.havoc, site: site.site, part: 300 + Int(cell.offset & 0xFFFF), in: path.state)
      path.state.setCell(cell.base, cell.element, cell.offset, fresh)
    }
    for cell in cells where cell.element.isNone {
      let offset = cell.offset &- from.offset
      if offset >= 0, offset < size, cell.offset < HiddenCell.resource {
        path.state.setCell(to.base, to.element, to.offset &+ offset, cell.value, shape: cell.shape)
      }
    }
    if let copied, to.offset != 0 { writeText(copied, at: to, size: size, &path.state) }
    if from.offset == 0, to.offset == 0, from.element.isNone, to.element.isNone, arena[to.base].tag != .global
    {
      var record =
        path.state.object(to.base)
        ?? ObjectRecord(
          base: to.base, status: .live, ownership: .borrowed, family: .unknown, origin: path.state.lastEvent)
      let sourceRecord = path.state.object(from.base)
      if sourceRecord?.content == .zero {
        record.content = .zero
      } else {
        record.content = .filled
        record.token =
          sourceRecord?.token.isNone == false && sourceRecord?.content != .initial
          ? sourceRecord!.token : from.base
      }
      path.state.setObject(record)
    }
    checkLeaks(
      lost.filter { !$0.isNone }, at: site.instruction.span, cause: .overwritten(target.name), &path,
      position: site.position, in: site.block)
  }

  /// The largest number of bytes that it can be; nil when there is no bound.
  private func most(of size: ValueID, _ state: State) -> Int64? {
    if let constant = arena.integerValue(size) { return constant }
    let bound = state.bounds(of: size, in: arena).upperBound
    return bound < 1 << 20 ? bound : nil
  }

  /// Whether an argument may point at pointers, by the type it had before it became `void *`.
  private func mayHoldPointers(_ argument: CallArgument, _ site: CallSite) -> Bool {
    guard let position = site.arguments.firstIndex(where: { $0.value == argument.value }),
      case .register(let register) = body.arguments(site.call.arguments)[
        Int(site.call.arguments.start) + position
      ].operand
    else { return true }
    for instruction in body.blocks[site.block].instructions[..<site.position] {
      guard case .load(register, _, let type) = instruction.operation,
        case .pointer(let pointee, _) = module[type].kind, case .integer = module[pointee].kind
      else { continue }
      return false
    }
    return true
  }

  func setBytes(_ argument: CallArgument, to value: ValueID?, _ site: CallSite, _ path: inout Path) {
    guard let place = arena.place(argument.value, 0) else { return }
    let size = site.arguments.last.flatMap { arena.integerValue($0.value) } ?? .max
    let isZero = value == nil || value == .zero
    var lost: [ValueID] = []
    for cell in path.state.cellRange(of: place.base).map({ path.state.cells[$0] })
    where cell.element.isNone && cell.offset >= place.offset && cell.offset &- place.offset < size {
      let root = arena.root(cell.value)
      if !root.isNone { lost.append(root) }
      let filler = isZero ? ValueID.zero : fresh(.havoc, site: site.site, part: 400, in: path.state)
      path.state.setCell(cell.base, cell.element, cell.offset, filler)
    }
    if isZero, place.offset == 0, place.element.isNone, arena[place.base].tag != .global {
      var record =
        path.state.object(place.base)
        ?? ObjectRecord(
          base: place.base, status: .live, ownership: .borrowed, family: .unknown,
          origin: path.state.lastEvent)
      record.content = .zero
      record.token = size == .max ? .none : arena.integer(size)
      path.state.setObject(record)
    }
    checkLeaks(
      lost, at: site.instruction.span, cause: .overwritten(argument.name), &path, position: site.position,
      in: site.block)
  }
}
