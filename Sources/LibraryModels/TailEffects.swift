extension FunctionModel {
  /// What the variadic tail of a call is, given the text of its format: one effect for each argument that the
  /// format consumes, or nil when the row has no format or the format cannot be followed (`%1$s`).
  ///
  /// `printf("%p", p)` looks at a pointer, `printf("%s", p)` reads what it points at, and `sscanf(s, "%ms",
  /// &p)` allocates: the row alone cannot tell them apart.
  package func tailEffects(format text: String) -> [ArgumentEffect]? {
    guard format != nil else { return nil }
    var conversions = FormatConversions(text: Array(text.utf8), isInput: rest == .fill)
    return conversions.effects()
  }
}

/// Walks over the conversions of a `printf` or `scanf` format.
private struct FormatConversions {
  let text: [UInt8]
  let isInput: Bool
  var index = 0

  init(text: [UInt8], isInput: Bool) {
    self.text = text
    self.isInput = isInput
  }

  mutating func effects() -> [ArgumentEffect]? {
    var effects: [ArgumentEffect] = []
    while let percent = text[index...].firstIndex(of: UInt8(ascii: "%")) {
      index = percent + 1
      guard isInput ? inputConversion(&effects) : outputConversion(&effects) else { return nil }
    }
    return effects
  }

  private var here: UInt8 { index < text.count ? text[index] : 0 }

  private func stands(_ characters: StaticString) -> Bool {
    here != 0 && characters.withUTF8Buffer { $0.contains(here) }
  }

  private mutating func skip(_ characters: StaticString) {
    while stands(characters) { index += 1 }
  }

  /// `%[flags][width][.precision][length]conversion`; a `*` consumes an argument of its own.
  private mutating func outputConversion(_ effects: inout [ArgumentEffect]) -> Bool {
    skip("-+ #0'I")
    for part in 0..<2 {
      if part == 1 {
        guard here == UInt8(ascii: ".") else { break }
        index += 1
      }
      if here == UInt8(ascii: "*") {
        effects.append(.value)
        index += 1
      }
      skip("0123456789")
    }
    if here == UInt8(ascii: "$") { return false }
    skip("hlLqjzt")
    defer { index = min(index + 1, text.count) }
    switch here {
    case UInt8(ascii: "%"), UInt8(ascii: "m"): break
    case UInt8(ascii: "s"), UInt8(ascii: "S"), UInt8(ascii: "Q"), UInt8(ascii: "w"): effects.append(.borrow)
    case UInt8(ascii: "n"): effects.append(.fill)
    default:
      // A letter that only some library knows may even release its argument.
      effects.append(stands("diouxXcCeEfFgGaAp") ? .value : .escape)
    }
    return here != 0
  }

  /// `%[*][width][m][length]conversion`; `m` asks for memory, `*` for no argument.
  private mutating func inputConversion(_ effects: inout [ArgumentEffect]) -> Bool {
    let isSkipped = here == UInt8(ascii: "*")
    if isSkipped { index += 1 }
    skip("0123456789'")
    if here == UInt8(ascii: "$") { return false }
    let allocates = here == UInt8(ascii: "m")
    if allocates { index += 1 }
    skip("hlLqjzt")
    let conversion = here
    if conversion == 0 { return false }
    index += 1
    if conversion == UInt8(ascii: "%") { return true }
    if conversion == UInt8(ascii: "[") {
      if here == UInt8(ascii: "^") { index += 1 }
      if here == UInt8(ascii: "]") { index += 1 }
      while index < text.count, here != UInt8(ascii: "]") { index += 1 }
    }
    if !isSkipped { effects.append(allocates ? .allocateOut(family: "malloc", replaces: false) : .fill) }
    return true
  }
}
