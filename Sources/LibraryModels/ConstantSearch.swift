/// Where a function of the C library that searches a text stops, when the text is known (ISO C17 7.24.5).
package struct ConstantSearch: Hashable, Sendable {
  /// Bytes from the beginning of the text; nil when there is nothing: the function gives null.
  package var position: Int?
  /// Where a token ends that is cut off by a zero byte.
  package var cut: Int?
  /// Where the search for the next token begins; nil when the text is at its end.
  package var next: Int?

  /// Where a function that cuts a text into tokens keeps its place between two calls.
  package enum Tokens: Sendable {
    /// In the library (`strtok`), in the variable that the third argument points at (`strtok_r`), or in the one that
    /// the first does (`strsep`).
    case hidden, inVariable, fromVariable

    package init?(of name: String) {
      switch name {
      case "strtok": self = .hidden
      case "strtok_r", "__strtok_r": self = .inVariable
      case "strsep": self = .fromVariable
      default: return nil
      }
    }
  }

  /// Nil for functions that do not search, and where not all is known that it hangs on.
  package init?(name: String, arguments: [ConstantCall.Argument]) {
    guard arguments.count >= 2, case .text(let bytes) = arguments[0] else { return nil }
    let text = Array(bytes.prefix { $0 != 0 })
    switch (name, arguments[1]) {
    case ("strchr", .number(let wanted)), ("index", .number(let wanted)):
      position = wanted == 0 ? text.count : text.firstIndex(of: UInt8(truncatingIfNeeded: wanted))
    case ("strrchr", .number(let wanted)), ("rindex", .number(let wanted)):
      position = wanted == 0 ? text.count : text.lastIndex(of: UInt8(truncatingIfNeeded: wanted))
    case ("strchrnul", .number(let wanted)):
      position = text.firstIndex(of: UInt8(truncatingIfNeeded: wanted)) ?? text.count
    case ("strpbrk", .text(let set)): position = text.firstIndex(where: set.contains)
    case ("strstr", .text(let wanted)): position = Self.first(wanted, in: text)
    case ("strtok", .text(let separators)), ("strtok_r", .text(let separators)),
      ("__strtok_r", .text(let separators)):
      position = text.firstIndex { !separators.contains($0) }
      if let position { cut = text[position...].firstIndex(where: separators.contains) }
      next = cut.map { $0 + 1 } ?? text.count
    case ("strsep", .text(let separators)):
      position = 0
      cut = text.firstIndex(where: separators.contains)
      next = cut.map { $0 + 1 }
    default: return nil
    }
  }

  /// Whether the function would search a text that is known for what is wanted here.
  package static func isPossible(name: String, for wanted: ConstantCall.Argument) -> Bool {
    Self(name: name, arguments: [.text([]), wanted]) != nil
  }

  private static func first(_ wanted: [UInt8], in text: [UInt8]) -> Int? {
    guard wanted.count <= text.count else { return nil }
    return (0...text.count - wanted.count).first { text[$0..<$0 + wanted.count].elementsEqual(wanted) }
  }
}
