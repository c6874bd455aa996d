import LibraryModels
import OwnershipIR

/// Library functions without effects: calls whose arguments are constants are worked out, others are terms that
/// are equal where what they read is equal.
extension Executor {
  /// What a pure function gives for arguments that are all known: the bounds of its result.
  func constantResult(_ model: FunctionModel, _ arguments: [ValueID], _ state: State) -> ClosedRange<Int64>? {
    guard model.isPure, !arguments.isEmpty else { return nil }
    var constants: [ConstantCall.Argument] = []
    for argument in arguments {
      guard let constant = constantArgument(argument, state) else { return nil }
      constants.append(constant)
    }
    return ConstantCall(name: model.name, arguments: constants).result
  }

  /// A number that is known, or the text that an argument points at.
  func constantArgument(_ argument: ValueID, _ state: State) -> ConstantCall.Argument? {
    let (base, offset) = arena.linear(argument)
    if base.isNone { return .number(offset) }
    return arena.place(argument, 0).flatMap { text(at: $0, state) }.map { .text($0) }
  }

  /// The value that stands for a text of which it is lost what it says.
  private func lostText(at pointer: ValueID, _ state: State) -> ValueID? {
    guard let place = arena.place(pointer, 0),
      let text = state.cell(place.base, place.element, place.offset), arena.symbolKind(text) == .lost
    else { return nil }
    return text
  }

  /// Texts longer than this are not read from memory that the program has written.
  private static let longestText = 256

  /// The text that stands at a place: that of a literal, or bytes that were written there or copied from one.
  func text(at place: Place, _ state: State) -> [UInt8]? {
    guard place.element.isNone, place.offset >= 0 else { return nil }
    let node = arena[place.base]
    if node.tag == .string {
      let text = program.modules[Int(node.a)].strings[Int(node.b)].utf8
      return place.offset <= text.count ? Array(text.dropFirst(Int(place.offset))) : nil
    }
    let record = state.object(place.base)
    if let record, record.status != .live { return nil }
    let range = state.cellRange(of: place.base)
    if range.contains(where: { !state.cells[$0].element.isNone }) { return nil }
    var bytes: [UInt8] = []
    while bytes.count < Self.longestText {
      guard let value = byte(at: place.offset &+ Int64(bytes.count), of: place.base, record, state) else {
        return nil
      }
      if value == 0 { return bytes }
      bytes.append(value)
    }
    return nil
  }

  private func byte(at offset: Int64, of base: ValueID, _ record: ObjectRecord?, _ state: State) -> UInt8? {
    let (index, found) = state.position(base, .none, offset)
    if found {
      let cell = state.cells[index]
      guard cell.shape == .unknown || cell.shape == CellShape(width: 1) else { return nil }
      return arena.integerValue(cell.value).map { UInt8(truncatingIfNeeded: $0) }
    }
    guard let record else { return nil }
    switch record.content {
    case .zero: return 0
    case .filled where arena[record.token].tag == .string:
      return character(of: arena[record.token], at: offset).flatMap { arena.integerValue($0) }
        .map { UInt8(truncatingIfNeeded: $0) }
    default: return nil
    }
  }

  /// A callee's term for the result of a pure function, with what is known here of its arguments.
  func pureResult(_ value: ValueID, _ state: inout State) -> ValueID {
    guard let (function, arguments) = arena.pureArguments(value), let model = context.callee(function).model else {
      return value
    }
    if let known = formattedResult(function, arguments, &state) { return known }
    let parameters = context.callee(function).parameterCount
    guard arguments.count == parameters || ConstantCall.givesTable(model.name), !arguments[0].isNone else {
      return value
    }
    if let bounds = constantResult(model, arguments, state) { return give(bounds, for: value, &state) }
    guard let lost = arguments.compactMap({ lostText(at: $0, state) }).first else { return value }
    if arguments.count == 1, let term = formattedTerm(of: lost, state),
      let known = formattedResult(function, arguments + [term], &state)
    {
      return known
    }
    state.isApproximate = true
    return value
  }

  /// What a function of one text gives for one that was made of numbers: they may be known now. Where the text stands
  /// does not matter. Nil when the second argument is no such text.
  func formattedResult(_ function: UInt32, _ arguments: [ValueID], _ state: inout State) -> ValueID? {
    guard arguments.count == 2, let text = formatted(arguments[1]), let model = context.callee(function).model else {
      return nil
    }
    let value = arena.pure(function: function, arguments: [.zero, arguments[1]])
    var bounds: ClosedRange<Int64>?
    switch text {
    case .text(let bytes): bounds = ConstantCall(name: model.name, arguments: [.text(bytes)]).result
    case .lengths(let lengths):
      guard model.name == "strlen" else { return value }
      bounds = lengths
    case .unknown: break
    }
    if let bounds { return give(bounds, for: value, &state) }
    state.isApproximate = true
    return value
  }

  private func give(_ bounds: ClosedRange<Int64>, for value: ValueID, _ state: inout State) -> ValueID {
    if bounds.lowerBound == bounds.upperBound { return arena.integer(bounds.lowerBound) }
    // `strcmp` of different texts: only the sign is known.
    var fact = IntervalFact(value: value, low: bounds.lowerBound, high: bounds.upperBound)
    fact.isNonZero = bounds.lowerBound > 0 || bounds.upperBound < 0
    _ = state.setInterval(fact)
    return value
  }

  /// What stands in a table of the library's at the end of `place`: a pure function of the index.
  func tableEntry(at place: Place, width: Int64, _ state: State) -> ValueID? {
    let table = arena[place.base]
    guard table.tag == .initial, table.b == 0, table.c == 0, width > 0 else { return nil }
    let source = arena[ValueID(raw: table.a)]
    guard source.tag == .pure, source.a == 0, source.b == 0,
      let model = context.callee(UInt32(source.c)).model, ConstantCall.givesTable(model.name)
    else { return nil }
    var index = arena.integer(place.offset / width)
    if !place.element.isNone {
      let element = arena[place.element]
      guard element.tag == .element, element.c == width, ValueID(raw: element.a) == place.base else {
        return nil
      }
      index = arena.add(ValueID(raw: element.b), place.offset / width)
    }
    if let bounds = constantResult(model, [index], state), bounds.lowerBound == bounds.upperBound {
      return arena.integer(bounds.lowerBound)
    }
    return arena.pure(function: UInt32(source.c), arguments: [index])
  }

  /// One number for each argument that points at memory, different when what stands there was written in between:
  /// `strlen(s)` before and after `strcpy(s, …)` are two values.
  func contents(_ model: FunctionModel, _ site: CallSite, _ state: State) -> [ValueID] {
    var stamps: [ValueID] = []
    for (index, argument) in site.arguments.enumerated() {
      guard case .borrow = model.effect(onArgument: index) else { continue }
      let root = arena.root(argument.value)
      if root.isNone { continue }
      var hasher = StableHash()
      for position in state.cellRange(of: root) {
        let cell = state.cells[position]
        // Merely looked at.
        if arena[cell.value].tag == .initial { continue }
        hasher.combine(cell.element.raw)
        hasher.combine(UInt64(bitPattern: cell.offset))
        hasher.combine(cell.value.raw)
      }
      if let text = lostText(at: argument.value, state) {
        // All that is known of it: what it was made of.
        if let term = formattedTerm(of: text, state) { return [term] }
        context.hasGivenUp = true
        stamps.append(text)
      }
      if let record = state.object(root), !record.token.isNone { hasher.combine(record.token.raw) }
      if hasher.isEmpty { continue }
      stamps.append(arena.integer(Int64(truncatingIfNeeded: hasher.value >> 1)))
    }
    return stamps
  }
}

extension ResultEffect {
  /// The bounds of a number; nil for everything else.
  var bounds: ClosedRange<Int64>? {
    if case .number(let low, let high) = self { return low...high }
    return nil
  }
}

/// FNV-1a: the same in every run, unlike `Hasher`.
private struct StableHash {
  var value: UInt64 = 14_695_981_039_346_656_037
  var isEmpty = true

  mutating func combine(_ word: some BinaryInteger) {
    isEmpty = false
    value = (value ^ UInt64(truncatingIfNeeded: word)) &* 1_099_511_628_211
  }
}
