import Findings
import OwnershipIR

/// Reading and writing memory: validity of what is touched, entry values of the caller's memory, overwritten
/// references.
extension Executor {
  /// Touching memory at `place`. False when the path ends: a flaw was found, or the pointer cannot be valid here.
  func access(_ place: Place, _ instruction: Instruction, _ state: inout State) -> Bool {
    access(place, instruction.span, instruction.name, &state)
  }

  func access(_ place: Place, _ span: Span, _ name: StringID, _ state: inout State) -> Bool {
    let base = place.base
    let tag = arena[base].tag
    if tag == .global || tag == .string || tag == .function { return true }
    let (index, found) = state.objectPosition(base)
    if found {
      let record = state.objects[index]
      switch record.status {
      case .live:
        if record.ownership == .borrowed, !record.isAccessed { state.objects[index].isAccessed = true }
      case .freed:
        report(.useAfterFree, object: base, at: span, name: name, state)
        return false
      case .expired:
        reportExpired(base, at: span, name: name, state)
        return false
      }
    }
    if tag == .local { return true }
    if !found {
      let origin = events.append(
        PathEvent(
          kind: .accessed, module: UInt16(moduleIndex), depth: depth, span: span, name: name, object: base,
          parent: state.lastEvent))
      var record = ObjectRecord(
        base: base, status: .live, ownership: .borrowed, family: .unknown, origin: origin)
      record.isAccessed = true
      state.setObject(record)
    }
    if let fact = state.interval(of: base), fact.isNonZero { return true }
    guard state.assume(.notEqual, base, .zero, in: arena, isDirect: true) else { return false }
    state.markImplied(base)
    return true
  }

  /// What the cell at `place` holds; makes up the entry value when it was not written yet.
  func read(_ place: Place, type: TypeID, site: UInt32, _ state: inout State) -> ValueID {
    if let value = state.cell(place.base, place.element, place.offset) { return value }
    if let value = lastingValue(place) { return value }
    let range = state.cellRange(of: place.base)
    let shape = type == .unknown ? declaredShape(at: place) : shape(of: type)
    if !range.isEmpty, mayAlias(place, shape, range, state) {
      let aliases = range.filter { mayAlias(place, shape, $0..<$0 + 1, state) }
      // Any of these may be meant: whoever owns them may be released through this one.
      for index in aliases { escapeOwned(arena.root(state.cells[index].value), in: &state) }
      let mayBePointer =
        shape == .pointer
        || shape == .unknown && aliases.contains { [.pointer, .unknown].contains(state.cells[$0].shape) }
      // One site may read several places (a summary's conditions): what they hold need not be the same.
      let entry = arena.initial(base: place.base, element: place.element, offset: place.offset)
      let part = 1 << 44 + Int(entry.raw)
      guard mayBePointer else { return fresh(.picked, site: site, part: part, in: state) }
      context.hasGivenUp = true
      return fresh(.ambiguous, site: site, part: part, in: state)
    }
    let value = entryValue(place, type: type, state)
    state.setCell(place.base, place.element, place.offset, value, shape: shape)
    return value
  }

  /// Keeps the state for its names when a write is about to take a reference to owned memory away.
  private func rememberNames(before place: Place, _ state: State) {
    guard let old = state.cell(place.base, place.element, place.offset) else { return }
    let root = arena.root(old)
    if !root.isNone, state.object(root)?.isTracked == true { namingState = state }
  }

  func shape(of type: TypeID) -> CellShape {
    let info = types[type]
    if case .pointer = info.kind { return .pointer }
    return type == .unknown ? .unknown : CellShape(width: info.size)
  }

  private func entryValue(_ place: Place, type: TypeID, _ state: State) -> ValueID {
    if let record = state.object(place.base) {
      switch record.content {
      case .initial: break
      case .zero: return .zero
      case .token, .filled, .moved:
        if arena[record.token].tag == .string, place.element.isNone,
          let value = character(of: arena[record.token], at: place.offset)
        {
          return value
        }
        // Copied from a global: what stands there when the program starts.
        if arena[record.token].tag == .global, record.token != place.base {
          return entryValue(Place(base: record.token, element: place.element, offset: place.offset), type: type, state)
        }
        return arena.initial(base: record.token, element: place.element, offset: place.offset)
      }
    }
    let node = arena[place.base]
    if place.offset == HiddenCell.offsetToTop { return offsetToTop(ofTable: node) }
    if node.tag == .global, place.element.isNone,
      let value = initialValue(ofGlobal: node.a, offset: place.offset)
    {
      return value
    }
    if node.tag == .string, place.element.isNone, let value = character(of: node, at: place.offset) {
      return value
    }
    if let value = tableEntry(at: place, width: types[type].size, state) { return value }
    return arena.initial(base: place.base, element: place.element, offset: place.offset)
  }

  private func offsetToTop(ofTable node: ValueNode) -> ValueID {
    guard node.tag == .global else { return .zero }
    let global = context.global(node.a)
    let cells = program.modules[global.module].globals[global.index].initializer
    guard let cell = cells.first(where: { $0.offset == HiddenCell.offsetToTop }),
      case .integer(let value) = cell.value
    else { return .zero }
    return arena.integer(value)
  }

  /// What stands in a global whatever the program writes there. It needs no cell, which something could blur.
  private func lastingValue(_ place: Place) -> ValueID? {
    let node = arena[place.base]
    guard node.tag == .global, place.element.isNone else { return nil }
    let global = context.global(node.a)
    let cells = program.modules[global.module].globals[global.index].initializer
    guard let cell = cells.first(where: { $0.isLasting && $0.offset == place.offset }) else { return nil }
    return initialValue(cell, of: global)
  }

  /// What a global holds for good, or when the program starts.
  func initialValue(ofGlobal number: UInt32, offset: Int64) -> ValueID? {
    // Nothing was moved from before the program starts.
    if context.isProgramStart, HiddenCell.isMoved(offset) { return .zero }
    let global = context.global(number)
    let module = program.modules[global.module]
    let definition = module.globals[global.index]
    guard global.isDefined, definition.initializerIsComplete,
      !global.isWritten || definition.isConst || context.isProgramStart
    else { return nil }
    guard let cell = definition.initializer.first(where: { $0.offset == offset }) else { return .zero }
    return initialValue(cell, of: global)
  }

  private func initialValue(_ cell: InitialCell, of global: ProgramGlobal) -> ValueID? {
    switch cell.value {
    case .integer(let constant): return arena.integer(constant)
    case .global(let id): return arena.global(program.globalNumbers(of: global.module)[id.int])
    case .function(let id): return arena.function(program.functionNumbers(of: global.module)[id.int])
    case .string(let id): return arena.string(id, module: global.module)
    default: return nil
    }
  }

  func character(of node: ValueNode, at offset: Int64) -> ValueID? {
    let text = program.modules[Int(node.a)].strings[Int(node.b)].utf8
    guard offset >= 0, offset <= Int64(text.count) else { return nil }
    if offset == Int64(text.count) { return .zero }
    return arena.integer(Int64(text[text.index(text.startIndex, offsetBy: Int(offset))]))
  }

  /// Writes a scalar, and asks whether what was there before is lost.
  func write(
    _ value: ValueID, to place: Place, stride: Int64, type: TypeID, _ instruction: Instruction,
    _ path: inout Path, position: Int, in block: Int
  ) {
    let shape = shape(of: type)
    rememberNames(before: place, path.state)
    defer { namingState = nil }
    let old = path.state.setCell(place.base, place.element, place.offset, value, shape: shape)
    blurAliases(of: place, shape, site: site(block, position), &path.state)
    if shape == .pointer { blurUnlinked(writtenTo: place, &path.state, site: site(block, position)) }
    noteMove(place, value, at: instruction.span, instruction.name, &path.state)
    noteKept(value, at: place, instruction.span, instruction.name, &path.state)
    // A new value: what was moved from is an owner again, or empty by its own doing.
    if place.element.isNone, place.offset < HiddenCell.resource {
      path.state.removeCell(place.base, place.offset &+ HiddenCell.moved)
    }
    if context.measuresTexts { forgetLengths(of: place, size: 1, &path.state) }
    let root = arena.root(value)
    if !root.isNone, let record = path.state.object(root),
      record.ownership == .owned || record.status == .freed,
      arena.isPointerChain(value)
    {
      note(.aliased, instruction.span, instruction.name, object: root, holder: place.base, in: &path.state)
    }
    if let old, old != value, !arena.root(old).isNone {
      checkLeaks(
        [arena.root(old)], at: instruction.span, cause: .overwritten(instruction.name), &path,
        position: position, in: block)
    }
  }

  /// After a write through one name of an element, what other names of it may hold is unknown.
  func blurAliases(of place: Place, _ shape: CellShape, site: UInt32, _ state: inout State) {
    let range = state.cellRange(of: place.base)
    var stale: [Int] = []
    for index in range {
      let cell = state.cells[index]
      if cell.element == place.element || !cell.shape.mayAlias(shape) { continue }
      if areApart(place, cell, state) { continue }
      // A pointer that was written into the caller's memory, or the caller's own that was put somewhere, may or may
      // not be there still.
      if cell.shape == .pointer, arena.isFootprint(cell.base) || arena.isFootprint(arena.root(cell.value)),
        !isEntryCell(cell)
      {
        state.hasBlindEffect = true
      }
      let step = max(1, abs(arena[place.element.isNone ? cell.element : place.element].c))
      if abs(cell.offset &- place.offset) % step != 0 { continue }
      // A byte or short does not overwrite a pointer; members before an array are not its elements.
      if step < 8, !arena.root(cell.value).isNone { continue }
      if !place.element.isNone, cell.element.isNone, cell.offset < place.offset { continue }
      stale.append(index)
    }
    let isZeroElsewhere = state.object(place.base)?.content == .zero
    for index in stale.reversed() {
      escapeOwned(arena.root(state.cells[index].value), in: &state)
      let isPointer = state.cells[index].shape == .pointer
      if isPointer { context.hasGivenUp = true }
      let symbol = fresh(isPointer ? .ambiguous : .havoc, site: site, part: index, in: state)
      if isZeroElsewhere, state.cells[index].value == .zero {
        // Which of the two it is, is asked when it is read.
        state.cells.remove(at: index)
      } else if state.cells[index].element.isNone {
        state.cells[index].value = symbol
      } else {
        state.cells.remove(at: index)
      }
    }
  }

  /// `struct` assignment: every scalar of the type, entry values included.
  func copy(
    _ to: Address, _ from: Address, type: TypeID, _ instruction: Instruction, _ path: inout Path,
    position: Int,
    in block: Int
  ) -> Bool {
    let here = site(block, position)
    guard let source = place(of: from, path, in: block, site: here),
      let target = place(of: to, path, in: block, site: here)
    else { return true }
    guard access(source, instruction, &path.state), access(target, instruction, &path.state) else {
      return false
    }
    let size = types[type].size
    if arena[source.base].tag == .string, target.element.isNone, let text = text(at: source, path.state),
      text.count <= Self.longestCopiedText
    {
      // `char word[] = "…"`.
      writeText(text, at: target, size: size < 0 ? .max : size, &path.state)
      return true
    }
    copyCells(
      from: source, to: target, size: size, scalars: scalars(of: type), instruction, &path,
      position: position,
      in: block)
    moveOut(of: from, &path.state)
    return true
  }

  func copyCells(
    from source: Place, to target: Place, size: Int64, scalars: [Scalar], _ instruction: Instruction,
    _ path: inout Path, position: Int, in block: Int
  ) {
    let here = site(block, position)
    var values: [(offset: Int64, value: ValueID, shape: CellShape)] = []
    for scalar in scalars {
      let place = Place(
        base: source.base, element: source.element, offset: source.offset &+ scalar.offset)
      values.append((scalar.offset, read(place, type: .unknown, site: here, &path.state), scalar.shape))
    }
    // Cells that lie between the scalars the type names (unions, opaque arrays).
    for index in path.state.cellRange(of: source.base) {
      let cell = path.state.cells[index]
      let offset = cell.offset &- source.offset
      if cell.element == source.element, offset >= 0, size < 0 || offset < size,
        !values.contains(where: { $0.offset == offset })
      {
        values.append((offset, cell.value, cell.shape))
      }
    }
    var lost: [ValueID] = []
    for (offset, _, _) in values where namingState == nil {
      rememberNames(
        before: Place(base: target.base, element: target.element, offset: target.offset &+ offset), path.state
      )
    }
    defer { namingState = nil }
    for (offset, value, shape) in values {
      let old = path.state.setCell(
        target.base, target.element, target.offset &+ offset, value, shape: shape)
      if let old, old != value, !arena.root(old).isNone { lost.append(arena.root(old)) }
      let root = arena.root(value)
      if !root.isNone, let record = path.state.object(root), record.ownership == .owned {
        note(.copied, instruction.span, instruction.name, object: root, holder: target.base, in: &path.state)
      }
    }
    if context.measuresTexts { forgetLengths(of: target, size: size, &path.state) }
    if !lost.isEmpty {
      checkLeaks(
        lost, at: instruction.span, cause: .overwritten(instruction.name), &path, position: position,
        in: block)
    }
  }

  /// Sets an object, or the scalars of a part of one, to zero.
  func zero(_ place: Place, type: TypeID, _ state: inout State) {
    let node = arena[place.base]
    if place.element.isNone, place.offset == 0, node.tag == .local, node.a == frame,
      body.locals[Int(node.b)].type == type
    {
      zeroWhole(place.base, &state)
      return
    }
    for scalar in scalars(of: type) {
      state.setCell(place.base, place.element, place.offset &+ scalar.offset, .zero, shape: scalar.shape)
    }
  }

  /// All of an object becomes zero (`calloc`, `= {0}`).
  func zeroWhole(_ base: ValueID, _ state: inout State) {
    state.removeCells(of: base)
    var record =
      state.object(base)
      ?? ObjectRecord(
        base: base, status: .live, ownership: .borrowed, family: .unknown, origin: state.lastEvent)
    record.content = .zero
    state.setObject(record)
  }

  /// A scalar within a larger type.
  struct Scalar {
    /// In bytes from the start.
    var offset: Int64
    var shape: CellShape
  }

  /// The scalars in a type, at most 64.
  func scalars(of type: TypeID) -> [Scalar] { scalars(of: type, in: types).list }

  /// The same by the types of some module, and whether that is all that stands there but for characters in a row.
  func scalars(of type: TypeID, in types: TypeLayout) -> (list: [Scalar], isComplete: Bool) {
    var result: [Scalar] = []
    var isComplete = true
    func visit(_ type: TypeID, at offset: Int64) {
      guard result.count < 64 else {
        isComplete = false
        return
      }
      switch types[type].kind {
      case .record(let index):
        for field in types.members(of: index) { visit(field.type, at: offset &+ field.offset) }
      case .array(let element, let count):
        let size = types[element].size
        guard size > 1, count <= 32 else {
          if size > 1 { isComplete = false }
          return
        }
        for index in 0..<count { visit(element, at: offset &+ index &* size) }
      case .nothing, .function, .arrayOfAnyLength: break
      case .integer, .floating, .pointer:
        // Only pointers: numbers are read under other names than they were written (counts, flags, unions).
        let shape: CellShape = if case .pointer = types[type].kind { .pointer } else { .unknown }
        if let known = result.firstIndex(where: { $0.offset == offset }) {
          // A union: it may be either.
          if result[known].shape != shape { result[known].shape = .unknown }
        } else {
          result.append(Scalar(offset: offset, shape: shape))
        }
      }
    }
    visit(type, at: 0)
    return (result, isComplete)
  }
}
