import LibraryModels
import OwnershipIR

/// Texts that `snprintf` and the like write: known where all arguments are, else a term of the arguments (`formatted`),
/// so that whoever knows more can work them out.
extension Executor {
  func writeFormatted(
    _ index: Int, format: Int, _ site: CallSite, _ state: inout State, calling number: UInt32
  ) {
    let text = formattedText(index, format: format, site, state, calling: number)
    fill(index, site, &state, calling: number, room: text.map { Int64($0.count) + 1 } ?? .max)
    guard let place = arena.place(site.arguments[index].value, 0), place.element.isNone else { return }
    if let text, text.count <= Self.longestCopiedText {
      writeText(text, at: place, size: .max, &state)
      return
    }
    let lost = fresh(.lost, site: site.site, part: 199, in: state)
    state.setCell(place.base, .none, place.offset, lost, shape: CellShape(width: 1))
    // What the lost text says is kept as the contents of the symbol that stands for it.
    if let term = formattedTerm(index, format: format, site, calling: number) {
      state.setCell(lost, .none, 0, term, shape: .hidden)
    }
  }

  private func formattedText(
    _ index: Int, format: Int, _ site: CallSite, _ state: State, calling number: UInt32
  ) -> [UInt8]? {
    guard let bytes = formatBytes(index, format: format, site, calling: number) else { return nil }
    var arguments: [ConstantCall.Argument] = []
    for argument in site.arguments[(format + 1)...] {
      guard argument.aggregate == .unknown, let constant = constantArgument(argument.value, state) else {
        return nil
      }
      arguments.append(constant)
    }
    guard let text = ConstantFormat(format: bytes, arguments: arguments).text else { return nil }
    if format - index < 2 { return text }
    guard let size = arena.integerValue(site.arguments[index + 1].value), size > 0 else { return nil }
    return Array(text.prefix(Int(clamping: size - 1)))
  }

  /// The format, where the function writes to an argument, and between the two there is the size, or nothing.
  private func formatBytes(_ index: Int, format: Int, _ site: CallSite, calling number: UInt32) -> [UInt8]? {
    guard format - index <= 2, index == 0, format < site.arguments.count,
      context.callee(number).writesText(through: index)
    else { return nil }
    return literalBytes(site.arguments[format].value)
  }

  private func literalBytes(_ value: ValueID) -> [UInt8]? {
    let node = arena[value]
    guard node.tag == .string else { return nil }
    return Array(program.modules[Int(node.a)].strings[Int(node.b)].utf8)
  }

  /// A text of numbers, as a term: the function applied to its format, the size of the buffer and the numbers.
  private func formattedTerm(_ index: Int, format: Int, _ site: CallSite, calling number: UInt32) -> ValueID? {
    guard let bytes = formatBytes(index, format: format, site, calling: number),
      ConstantFormat.lengths(of: bytes, size: .max) != nil
    else { return nil }
    let size = format - index == 2 ? site.arguments[index + 1].value : arena.integer(.max)
    guard arena.isInteger(size) else { return nil }
    let numbers = site.arguments[(format + 1)...]
    guard numbers.allSatisfy({ $0.aggregate == .unknown && !arena.isLost($0.value) }) else { return nil }
    return arena.pure(function: number, arguments: [site.arguments[format].value, size] + numbers.map(\.value))
  }

  /// What a text is known to be that `lost` stands for.
  func formattedTerm(of lost: ValueID, _ state: State) -> ValueID? { state.cell(lost, .none, 0) }

  /// What a term for a formatted text comes to.
  enum Formatted {
    case text([UInt8])
    /// Nobody knows the numbers yet; how many characters there are.
    case lengths(ClosedRange<Int64>)
    /// The numbers are known, but not what becomes of them.
    case unknown
  }

  /// Nil when the value is no such term.
  func formatted(_ term: ValueID) -> Formatted? {
    guard let (function, values) = arena.pureArguments(term), values.count >= 2,
      let model = context.callee(function).model, model.format != nil,
      let bytes = literalBytes(values[0]), let size = arena.integerValue(values[1]), size > 0
    else { return nil }
    let constants = values.dropFirst(2).map { arena.integerValue($0) }
    if constants.contains(where: { $0 == nil }) {
      return ConstantFormat.lengths(of: bytes, size: size).map { .lengths($0) } ?? .unknown
    }
    let arguments = constants.map { ConstantCall.Argument.number($0!) }
    guard let text = ConstantFormat(format: bytes, arguments: arguments).text else { return .unknown }
    return .text(Array(text.prefix(Int(clamping: size - 1))))
  }
}
