import LibraryModels
import OwnershipIR

/// Library functions that write bytes: what was there is gone, and what is known of the source is known of the target.
extension Executor {
  /// Bytes written through a pointer: numbers there are unknown now; pointers elsewhere in the object stay.
  func fill(
    _ index: Int, _ site: CallSite, _ state: inout State, calling number: UInt32, room: Int64 = .max
  ) {
    guard let place = arena.place(site.arguments[index].value, 0) else { return }
    var bytes = written(to: index, at: place, site, calling: number, state)
    bytes.room = min(bytes.room, room)
    for (ordinal, index) in cells(writtenAt: place, bytes, state).enumerated() {
      let root = arena.root(state.cells[index].value)
      if !root.isNone, state.object(root) != nil || arena[root].tag == .local { continue }
      state.cells[index].value = fresh(.havoc, site: site.site, part: 200 + ordinal, in: state)
    }
    let tag = arena[place.base].tag
    if tag == .local || arena.symbolKind(place.base) == .allocation, place.element.isNone {
      if state.cell(place.base, .none, place.offset) == nil {
        state.setCell(
          place.base, .none, place.offset, fresh(.havoc, site: site.site, part: 199, in: state),
          shape: bytes.isText ? CellShape(width: 1) : .unknown)
      }
    }
  }

  /// What a function may change that is given an argument to write to: it stays inside an array of characters, and
  /// what it writes through a `char *` is text.
  private func written(
    to index: Int, at place: Place, _ site: CallSite, calling number: UInt32, _ state: State
  ) -> WrittenBytes {
    if index >= context.callee(number).parameterCount {
      // What `scanf` reads is a text or one number.
      let (position, isKnown) = state.position(place.base, place.element, place.offset)
      let isNumber = isKnown && isOther(state.cells[position])
      return isNumber ? WrittenBytes(room: 1) : WrittenBytes(isText: true)
    }
    let isText = context.callee(number).writesText(through: index)
    let array =
      characterArray(ofArgument: index, site, asText: isText) ?? characterArray(at: place, asText: isText)
    return WrittenBytes(room: array?.room ?? .max, isText: isText)
  }

  /// No more bytes than this are looked at one scalar after the other.
  private static let longestCopy: Int64 = 512

  /// Texts up to this length are kept byte by byte where they are copied into the middle of something.
  static let longestCopiedText = 32

  /// `strcpy`: what stood there is gone, and the text is known where it was known before.
  func copyText(
    from source: CallArgument, to target: Int, _ site: CallSite, _ state: inout State, calling number: UInt32
  ) {
    let text = arena.place(source.value, 0).flatMap { self.text(at: $0, state) }
    fill(target, site, &state, calling: number, room: text.map { Int64($0.count) + 1 } ?? .max)
    guard let place = arena.place(site.arguments[target].value, 0) else { return }
    if let text, place.element.isNone {
      writeText(text, at: place, size: .max, &state)
    } else if arena[place.base].tag != .local {
      context.losesTexts = true
    }
  }

  /// `strcat`: the text is known where both parts were, and else nobody knows where it ends.
  func appendText(
    from source: CallArgument, to target: Int, _ site: CallSite, _ state: inout State, calling number: UInt32
  ) {
    let most = site.arguments.count > 2 ? arena.integerValue(site.arguments[2].value).map { Int(clamping: $0) } : nil
    guard var place = arena.place(site.arguments[target].value, 0), let start = text(at: place, state),
      let added = arena.place(source.value, 0).flatMap({ text(at: $0, state) })?.prefix(max(0, most ?? .max)),
      start.count + added.count <= Self.longestCopiedText
    else { return fill(target, site, &state, calling: number) }
    place.offset &+= Int64(start.count)
    writeText(Array(added), at: place, size: .max, &state)
  }

  func writeText(_ text: [UInt8], at place: Place, size: Int64, _ state: inout State) {
    guard text.count <= Self.longestCopiedText else { return }
    for (index, byte) in (text + [0]).enumerated() where Int64(index) < size {
      state.setCell(
        place.base, place.element, place.offset &+ Int64(index), arena.integer(Int64(byte)),
        shape: CellShape(width: 1))
    }
  }

  func copyBytes(
    from source: CallArgument, to target: CallArgument, at index: Int? = nil, _ site: CallSite,
    _ path: inout Path
  ) {
    guard let from = arena.place(source.value, 0), let to = arena.place(target.value, 0) else { return }
    let bound = site.arguments.last.flatMap { most(of: $0.value, path.state) }
    let member = index.flatMap { self.member(from: source, to: $0, at: to, site, bound: bound) }
    let size = min(bound ?? .max, member ?? .max)
    let copied = text(at: from, path.state)
    let isLost =
      !from.element.isNone || !to.element.isNone || copied == nil && (to.offset != 0 || member != nil)
    if isLost, arena[to.base].tag != .local { context.losesTexts = true }
    if !from.element.isNone || !to.element.isNone || bound == nil && movesElements(from: from, to: to) {
      if let member {
        overwriteCharacters(at: to, WrittenBytes(room: member), &path.state, site: site.site)
        return
      }
      // Which elements go where is not known.
      for index in path.state.cellRange(of: from.base) {
        escapeOwned(arena.root(path.state.cells[index].value), in: &path.state)
      }
      for index in path.state.cellRange(of: to.base) {
        escapeOwned(arena.root(path.state.cells[index].value), in: &path.state)
      }
      // What the caller has there may be kept now, also what came from another block; of text nobody keeps anything.
      let origins = [from.base, movedFrom(from.base, path.state), movedFrom(to.base, path.state)]
      havocContents(of: to.base, in: &path.state, token: site.site, content: .filled)
      for origin in origins
      where arena.isFootprint(origin) && arena[origin].tag == .initial && mayHoldPointers(source, site) {
        havocContents(of: origin, in: &path.state, token: site.site, content: .filled)
      }
      return
    }
    readCopied(from: from, to: to, at: index, size: size, site, &path.state)
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
    if let copied, to.offset != 0 || member != nil { writeText(copied, at: to, size: size, &path.state) }
    if member == nil, from.offset == 0, to.offset == 0, arena[to.base].tag != .global {
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

  /// Whether elements of a block change places in it. In a structure other things stand beside them.
  private func movesElements(from: Place, to: Place) -> Bool {
    guard from.base == to.base, from.offset != to.offset else { return false }
    guard let (types, type, isPointee) = declaredType(of: to.base) else { return true }
    guard case .record = types[type].kind else { return true }
    // Whole structures.
    return isPointee && types[type].size > 0 && (to.offset &- from.offset) % types[type].size == 0
  }

  /// The block whose contents were moved into this one by `realloc`.
  private func movedFrom(_ base: ValueID, _ state: State) -> ValueID {
    guard let record = state.object(base), record.content == .moved else { return .none }
    return record.token
  }

  /// Looks at what is about to be copied over something that is known, or into a place for a pointer: nobody may have
  /// done so before.
  private func readCopied(
    from: Place, to: Place, at index: Int?, size: Int64, _ site: CallSite, _ state: inout State
  ) {
    guard size <= Self.longestCopy else { return }
    let range = state.cellRange(of: from.base)
    if range.contains(where: { !state.cells[$0].element.isNone }) { return }
    var offsets = state.cellRange(of: to.base).map { state.cells[$0] }
      .filter { $0.element.isNone && $0.offset < HiddenCell.resource }.map { $0.offset &- to.offset }
      .filter { $0 >= 0 && $0 < size }
    for offset in stride(from: 0, to: size &- 7, by: 8) {
      let target = Place(base: to.base, element: .none, offset: to.offset &+ offset)
      if declaredShape(at: target) == .pointer
        || index.map({ declaredShape(ofArgument: $0, at: offset, site) == .pointer }) ?? false
      {
        offsets.append(offset)
      }
    }
    for offset in offsets {
      let source = Place(base: from.base, element: .none, offset: from.offset &+ offset)
      if state.cell(source.base, .none, source.offset) != nil { continue }
      _ = read(source, type: .unknown, site: site.site, &state)
    }
  }

  /// Bytes from the target to the end of the array of characters, a member of something, that they are copied into.
  private func member(
    from source: CallArgument, to index: Int, at place: Place, _ site: CallSite, bound: Int64?
  ) -> Int64? {
    let position = site.arguments.firstIndex { $0.value == source.value && $0.span == source.span }
    let asText = position.map { pointsAtCharacters($0, site) } ?? false
    guard
      let array = characterArray(ofArgument: index, site, asText: asText)
        ?? characterArray(at: place, asText: asText),
      array.isMember, bound ?? 0 <= array.room
    else { return nil }
    return array.room
  }

  /// Characters are written somewhere in an array: what stood there is unknown, or nobody's any more.
  func overwriteCharacters(
    at place: Place, _ bytes: WrittenBytes, _ state: inout State, site: UInt32
  ) {
    for (ordinal, index) in cells(writtenAt: place, bytes, state).enumerated() {
      escapeOwned(arena.root(state.cells[index].value), in: &state)
      state.cells[index].value = fresh(.havoc, site: site, part: 500 + ordinal, in: state)
    }
    state.setCell(
      place.base, place.element, place.offset, fresh(.havoc, site: site, part: 499, in: state),
      shape: CellShape(width: 1))
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
    let isWhole = !isZero || zeroScalars(at: place, size: size, &path.state)
    if isZero, isWhole, place.offset == 0, place.element.isNone, arena[place.base].tag != .global {
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

  /// Sets the scalars to zero that the program has declared in these bytes. Whether the bytes may be all of the object.
  private func zeroScalars(at place: Place, size: Int64, _ state: inout State) -> Bool {
    guard place.element.isNone, let (types, type, isPointee) = declaredType(of: place.base),
      types[type].size > 1
    else { return true }
    let whole = types[type].size
    let isWhole = size >= whole
    let (scalars, isComplete) = scalars(of: type, in: types)
    let end = size == .max ? (isPointee ? place.offset : whole) : place.offset &+ size
    guard isComplete, place.offset >= 0, end <= whole * (isPointee ? Int64(Self.mostZeroed / max(1, scalars.count)) : 1)
    else { return isWhole }
    for start in stride(from: place.offset / whole * whole, to: end, by: Int(whole)) {
      for scalar in scalars where (place.offset..<end).contains(start + scalar.offset) {
        state.setCell(place.base, .none, start + scalar.offset, .zero, shape: scalar.shape)
      }
    }
    return isWhole
  }

  /// No more scalars than this are set to zero one by one.
  private static let mostZeroed = 64
}
