/// What a pure function of the C library gives for constant arguments, in the "C" locale (ISO C17 7.4, 7.22, 7.24).
package struct ConstantCall {
  package enum Argument: Sendable, Hashable {
    case number(Int64)
    /// The bytes of a string literal, without the terminating null.
    case text([UInt8])
  }

  package var name: String
  package var arguments: [Argument]

  package init(name: String, arguments: [Argument]) {
    self.name = name
    self.arguments = arguments
  }

  /// The bounds of the result: one number, or a sign where the standard fixes no more. Nil when the function is not
  /// one of those known here, or when the arguments do not suit it.
  package var result: ClosedRange<Int64>? {
    switch name {
    case "strlen":
      guard let text = text(0) else { return nil }
      return exactly(Int64(text.count))
    case "strspn", "strcspn":
      guard let searched = text(0), let set = text(1) else { return nil }
      return exactly(Int64(searched.prefix { set.contains($0) == (name == "strspn") }.count))
    case "strcmp", "strcoll": return compare(count: nil) { $0 }
    case "strncmp": return number(2).flatMap { $0 < 0 ? nil : compare(count: Int($0)) { $0 } }
    case "strcasecmp": return compare(count: nil, lowered)
    case "strncasecmp": return number(2).flatMap { $0 < 0 ? nil : compare(count: Int($0), lowered) }
    case "memcmp", "bcmp": return number(2).flatMap(compareBytes)
    case "atoi", "atol", "atoll": return leadingNumber.map(exactly)
    case "abs", "labs", "llabs": return number(0).flatMap { $0 == .min ? nil : exactly(abs($0)) }
    case "toupper": return number(0).map { exactly(isLower($0) ? $0 - 32 : $0) }
    case "tolower": return number(0).map { exactly(isUpper($0) ? $0 + 32 : $0) }
    case "isdigit": return holds { (48...57).contains($0) }
    case "isupper": return holds(isUpper)
    case "islower": return holds(isLower)
    case "isalpha": return holds { isUpper($0) || isLower($0) }
    case "isalnum": return holds { isUpper($0) || isLower($0) || (48...57).contains($0) }
    case "isspace": return holds { $0 == 32 || (9...13).contains($0) }
    case "isblank": return holds { $0 == 32 || $0 == 9 }
    case "iscntrl": return holds(isControl)
    case "isprint": return holds { (32...126).contains($0) }
    case "isgraph": return holds { (33...126).contains($0) }
    case "ispunct": return holds(isPunctuation)
    case "isxdigit": return holds(isHexadecimal)
    case "isascii": return holds { (0...127).contains($0) }
    case "__ctype_b_loc": return number(0).flatMap { (0...127).contains($0) ? exactly(classes(of: $0)) : nil }
    case "__ctype_tolower_loc": return number(0).map { exactly(isUpper($0) ? $0 + 32 : $0) }
    case "__ctype_toupper_loc": return number(0).map { exactly(isLower($0) ? $0 - 32 : $0) }
    default: return nil
    }
  }

  private func text(_ index: Int) -> [UInt8]? {
    guard index < arguments.count, case .text(let bytes) = arguments[index] else { return nil }
    // Functions on strings stop at a null inside the literal.
    return Array(bytes.prefix { $0 != 0 })
  }

  private func number(_ index: Int) -> Int64? {
    guard index < arguments.count, case .number(let value) = arguments[index] else { return nil }
    return value
  }

  private func exactly(_ value: Int64) -> ClosedRange<Int64> { value...value }

  /// Whether the function gives (the address of the address of) a table that never changes: what stands there at an
  /// index is the result of a call with that index. The macros of `<ctype.h>` read such tables.
  package static func givesTable(_ name: String) -> Bool {
    name == "__ctype_b_loc" || name == "__ctype_tolower_loc" || name == "__ctype_toupper_loc"
  }

  /// The bits that glibc's `<ctype.h>` gives a character of ASCII, on a little-endian machine.
  private func classes(of value: Int64) -> Int64 {
    let isDigit = (48...57).contains(value)
    let isLetter = isUpper(value) || isLower(value)
    let bits: [(Bool, Int64)] = [
      (isUpper(value), 1 << 8), (isLower(value), 1 << 9), (isLetter, 1 << 10), (isDigit, 1 << 11),
      (isHexadecimal(value), 1 << 12), (value == 32 || (9...13).contains(value), 1 << 13),
      ((32...126).contains(value), 1 << 14), ((33...126).contains(value), 1 << 15),
      (value == 32 || value == 9, 1 << 0), (isControl(value), 1 << 1), (isPunctuation(value), 1 << 2),
      (isDigit || isLetter, 1 << 3),
    ]
    return bits.reduce(0) { $1.0 ? $0 | $1.1 : $0 }
  }

  private func isControl(_ value: Int64) -> Bool { (0...31).contains(value) || value == 127 }
  private func isHexadecimal(_ value: Int64) -> Bool {
    (48...57).contains(value) || (65...70).contains(value) || (97...102).contains(value)
  }
  private func isPunctuation(_ value: Int64) -> Bool {
    (33...126).contains(value) && !isUpper(value) && !isLower(value) && !(48...57).contains(value)
  }
  private func isUpper(_ value: Int64) -> Bool { (65...90).contains(value) }
  private func isLower(_ value: Int64) -> Bool { (97...122).contains(value) }
  private func lowered(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }

  private func holds(_ test: (Int64) -> Bool) -> ClosedRange<Int64>? {
    number(0).map { test($0) ? 1...Int64(Int32.max) : 0...0 }
  }

  private func compare(count: Int?, _ map: (UInt8) -> UInt8) -> ClosedRange<Int64>? {
    guard let left = text(0), let right = text(1) else { return nil }
    let a = left.prefix(count ?? left.count).map(map)
    let b = right.prefix(count ?? right.count).map(map)
    if a == b { return 0...0 }
    return a.lexicographicallyPrecedes(b) ? -Int64(Int32.max)...(-1) : 1...Int64(Int32.max)
  }

  /// The first bytes, the null at the end of a text among them; nil when they reach beyond it before they differ.
  private func compareBytes(count: Int64) -> ClosedRange<Int64>? {
    guard arguments.count > 1, case .text(let left) = arguments[0], case .text(let right) = arguments[1] else {
      return nil
    }
    for (a, b) in zip(left + [0], right + [0]).prefix(Int(clamping: max(count, 0))) where a != b {
      return a < b ? -Int64(Int32.max)...(-1) : 1...Int64(Int32.max)
    }
    return count <= min(left.count, right.count) + 1 ? 0...0 : nil
  }

  /// Blanks, a sign, digits; nil when the number does not fit into an `int`.
  private var leadingNumber: Int64? {
    guard let text = text(0) else { return nil }
    var rest = text.drop { $0 == 32 || (9...13).contains($0) }
    let isNegative = rest.first == 45
    if isNegative || rest.first == 43 { rest = rest.dropFirst() }
    var value: Int64 = 0
    for digit in rest.prefix(while: { (48...57).contains($0) }) {
      value = value * 10 + Int64(digit - 48)
      if value > Int64(Int32.max) { return nil }
    }
    return isNegative ? -value : value
  }
}
