import OwnershipIR

/// Where the characters of a string are. They count as lying inside the object, as short ones do (`textOffset` from its
/// start), so that they end with it. A text that is certainly longer than fits there lies in a block of its own: when
/// the string gives that up for another one, whatever pointed at the characters points at a released block.
///
/// Only what is certain counts: of a string that was made from a literal or from a number it is known how long its text
/// is, and that there is room for just that, as libstdc++ has it, until the text changes.
extension Executor {
  /// Bytes from the start of a string object to its characters, and how many fit there beside the terminator.
  private static let textOffset: Int64 = 16
  private static let shortText: Int64 = 15
  /// The marks of a string whose characters are on the heap: nothing else is known; it is empty.
  private static let onHeap: Int64 = -1
  private static let emptyOnHeap: Int64 = -2

  /// Carries out a step; false when a flaw ends the path.
  func text(
    _ step: TextStep, at place: Place, _ operand: ValueID, _ instruction: Instruction, _ state: inout State,
    site: UInt32
  ) -> Bool {
    guard access(place, instruction, &state) else { return false }
    switch step {
    case .copied, .taken, .assigned, .exchanged:
      guard let other = arena.place(operand, 0) else {
        setText(unknownText, at: place, mark: nil, &state, site: site)
        return true
      }
      guard access(other, instruction, &state) else { return false }
      transferText(step, from: other, to: place, instruction, &state, site: site)
    default:
      let before = mark(of: place, state)
      let (after, givesUp) = Self.follow(step, before, amount: length(of: operand))
      if givesUp { giveUpText(at: place, instruction, &state, site: site) }
      let isMade = step == .made
      let word = isMade ? read(place, type: .unknown, site: site, &state) : unknownText
      setText(word, at: place, mark: after, &state, site: site)
    }
    return true
  }

  /// What is known after a step, and whether the characters have certainly left their place.
  private static func follow(_ step: TextStep, _ mark: Int64?, amount: Int64?) -> (Int64?, givesUp: Bool) {
    if step == .made { return (amount.map { $0 > shortText } == true ? amount : nil, false) }
    guard let mark else { return (nil, false) }
    switch step {
    case .grown: return (amount == 0 ? mark : onHeap, mark > 0 && amount.map { $0 > 0 } == true)
    case .replaced, .reserved:
      return (onHeap, mark > 0 && amount.map { $0 > mark } == true)
    case .cleared: return (emptyOnHeap, false)
    case .written: return (mark, false)
    case .shrunk:
      if mark > 0 { return (mark, false) }
      return (nil, mark == emptyOnHeap)
    default: return (onHeap, false)
    }
  }

  private func transferText(
    _ step: TextStep, from other: Place, to place: Place, _ instruction: Instruction, _ state: inout State,
    site: UInt32
  ) {
    let word = read(other, type: .unknown, site: site, &state)
    let (mine, others) = (mark(of: place, state), mark(of: other, state))
    switch step {
    case .copied: setText(word, at: place, mark: others.flatMap { $0 > 0 ? $0 : nil }, &state, site: site)
    case .taken:
      if others != nil {
        redirectText(of: other, to: characters(of: place), &state)
        setText(unknownText, at: other, mark: nil, &state, site: site)
      }
      setText(word, at: place, mark: others, &state, site: site)
    case .exchanged where others != nil:
      // The other one gets what was here, and gives it up in its turn.
      let passing = fresh(.unknown, site: site, part: 7, in: state)
      redirectText(of: other, to: arena.add(passing, Self.textOffset), &state)
      if mine != nil { redirectText(of: place, to: characters(of: other), &state) }
      redirectText(of: Place(base: passing, element: .none, offset: 0), to: characters(of: place), &state)
      setText(unknownText, at: other, mark: mine, &state, site: site)
      setText(word, at: place, mark: others, &state, site: site)
    default:
      if step == .assigned, let mine, mine > 0, let others, others > mine {
        giveUpText(at: place, instruction, &state, site: site)
      }
      setText(word, at: place, mark: mine == nil ? nil : Self.onHeap, &state, site: site)
    }
  }

  // MARK: What points at characters

  /// The string's characters go to another block, and the old one is released.
  private func giveUpText(
    at place: Place, _ instruction: Instruction, _ state: inout State, site: UInt32
  ) {
    let block = fresh(.allocation, site: site, part: 8, in: state)
    let family = program.families.id("new")
    let origin = state.lastEvent
    guard redirectText(of: place, to: block, &state) else { return }
    note(.freed, instruction.span, instruction.name, object: block, family: family, in: &state)
    state.setObject(
      ObjectRecord(
        base: block, status: .freed, ownership: .escaped, family: family, origin: origin, end: state.lastEvent
      ))
  }

  /// Strings with characters of their own on the heap go to another block by their bytes: the characters stay.
  func moveTexts(from old: ValueID, to new: ValueID, _ state: inout State) {
    for cell in state.cellRange(of: old).map({ state.cells[$0] })
    where cell.offset >= HiddenCell.text && cell.shape == .hidden && cell.element.isNone {
      let offset = cell.offset &- HiddenCell.text
      let place = Place(base: old, element: .none, offset: offset)
      redirectText(of: place, to: arena.add(new, offset &+ Self.textOffset), &state)
    }
  }

  private func characters(of place: Place) -> ValueID {
    arena.add(place.element.isNone ? place.base : place.element, place.offset &+ Self.textOffset)
  }

  /// Whatever points at the string's characters points into `target` instead; whether anything does.
  @discardableResult
  private func redirectText(of place: Place, to target: ValueID, _ state: inout State) -> Bool {
    guard place.element.isNone else { return false }
    let start = place.offset &+ Self.textOffset
    var isAny = false
    for index in state.cells.indices {
      let value = state.cells[index].value
      guard arena.root(value) == place.base, let pointed = arena.place(value, 0), pointed.offset >= start,
        pointed.offset <= start &+ Self.shortText
      else { continue }
      let distance = pointed.offset &- start
      if pointed.element.isNone {
        state.cells[index].value = arena.add(target, distance)
      } else {
        let element = arena[pointed.element]
        guard element.tag == .element, element.c == 1, element.a == place.base.raw else { continue }
        let moved = arena.element(target, ValueID(raw: element.b), stride: 1)
        state.cells[index].value = arena.add(moved, distance)
      }
      isAny = true
    }
    return isAny
  }

  // MARK: Marks

  private var unknownText: ValueID {
    context.hasGivenUp = true
    return arena.unary(.literal, .zero)
  }

  private func mark(of place: Place, _ state: State) -> Int64? {
    guard context.measuresTexts else { return nil }
    return state.cell(place.base, place.element, place.offset &+ HiddenCell.text).flatMap {
      arena.integerValue($0)
    }
  }

  private func setText(_ word: ValueID, at place: Place, mark: Int64?, _ state: inout State, site: UInt32) {
    state.setCell(place.base, place.element, place.offset, word, shape: .pointer)
    blurAliases(of: place, .pointer, site: site, &state)
    forgetCharacters(of: place, &state, site: site)
    if let mark {
      context.measuresTexts = true
      state.setCell(
        place.base, place.element, place.offset &+ HiddenCell.text, arena.integer(mark), shape: .hidden)
    } else if context.measuresTexts {
      forgetLengths(of: place, size: 1, &state)
    }
  }

  /// Other characters stand there than those that were looked at before. Callers have to know that too: they see it in
  /// the first one.
  private func forgetCharacters(of place: Place, _ state: inout State, site: UInt32) {
    let start = place.offset &+ Self.textOffset
    let isAtElement = !place.element.isNone
    for index in state.cellRange(of: place.base) {
      let cell = state.cells[index]
      guard cell.shape == Self.character || cell.shape == .unknown, cell.offset >= start,
        cell.offset <= start &+ Self.shortText,
        isAtElement ? cell.element == place.element : cell.element.isNone || arena[cell.element].c == 1
      else { continue }
      state.cells[index].value = fresh(.havoc, site: site, part: 600 + index, in: state)
    }
    guard arena.isFootprint(place.base) else { return }
    let first = fresh(.havoc, site: site, part: 599, in: state)
    state.setCell(place.base, place.element, start, first, shape: Self.character)
  }

  private static let character = CellShape(width: 1)

  /// The strings in `size` bytes at `place` are others now.
  func forgetLengths(of place: Place, size: Int64, _ state: inout State) {
    let start = place.offset &+ HiddenCell.text
    let first = state.position(place.base, place.element, start).index
    var end = first
    while end < state.cells.count, state.cells[end].base == place.base,
      state.cells[end].element == place.element, state.cells[end].offset < start &+ max(1, size)
    {
      end += 1
    }
    if end > first { state.cells.removeSubrange(first..<end) }
  }

  /// The value of an operator; how long a literal is shows only here, where its text is at hand.
  func unary(_ op: UnaryOperator, _ operand: ValueID, _ state: State, site: UInt32, part: Int = 0) -> ValueID {
    if op == .literal { context.hasGivenUp = true }
    guard op == .length else { return arena.unary(op, operand) }
    if !arena.isInteger(operand), let length = length(of: operand) { return arena.integer(length) }
    // Of two texts that are not known nobody can say that they are of one length.
    return arena.isLost(operand) || arena.isInteger(operand)
      ? fresh(.havoc, site: site, part: part, in: state) : arena.unary(op, operand)
  }

  /// The value of an operator; texts are compared where both are known.
  func binary(
    _ op: BinaryOperator, _ a: ValueID, _ b: ValueID, _ state: State, site: UInt32, part: Int = 0
  ) -> ValueID {
    guard op == .compareTexts else { return arena.binary(op, a, b) }
    if let first = knownText(a, state), let second = knownText(b, state) {
      return arena.integer(first == second ? 0 : first.lexicographicallyPrecedes(second) ? -1 : 1)
    }
    // What a caller may know; of other characters nobody says that they stay what they are.
    let isLasting = [a, b].allSatisfy { [.initial, .string].contains(arena[$0].tag) }
    return isLasting ? arena.binary(op, a, b) : fresh(.unknown, site: site, part: part, in: state)
  }

  private func knownText(_ value: ValueID, _ state: State) -> [UInt8]? {
    arena.place(value, 0).flatMap { text(at: $0, state) }.map { Array($0.prefix { $0 != 0 }) }
  }

  /// Characters in a text or a number of them, where it is known.
  private func length(of operand: ValueID) -> Int64? {
    if let number = arena.integerValue(operand) { return number >= 0 ? number : nil }
    guard let place = arena.place(operand, 0), arena[place.base].tag == .string, place.element.isNone else {
      return nil
    }
    let node = arena[place.base]
    let length = program.modules[Int(node.a)].strings[Int(node.b)].utf8.prefix { $0 != 0 }.count
    return place.offset >= 0 && place.offset <= length ? Int64(length) - place.offset : nil
  }

  /// Whether a function of the library is given a string whose length is known, or a text that is longer than fits
  /// into a string object.
  func knowsLength(_ site: CallSite, _ state: State) -> Bool {
    site.arguments.contains { argument in
      guard argument.aggregate == .unknown, let place = arena.place(argument.value, 0) else { return false }
      if arena[place.base].tag == .string {
        return length(of: argument.value).map { $0 > Self.shortText } == true
      }
      return context.measuresTexts && mark(of: place, state) != nil
    }
  }
}
