/// How the text form spells the symbols of a module: `&free`, `@count`, `'struct node *'`.
///
/// A name that stands alone is printed as the user wrote it; a second symbol of the same name carries its index
/// (`@count#4`), and what is no identifier is quoted. So every spelling names one symbol, and printing twice
/// gives the same text.
struct SymbolNames {
  var functions: [String] = []
  var globals: [String] = []
  var types: [String] = []

  init(_ module: Module) {
    functions = Self.spell(module.functions.map { module[$0.qualifiedName] }, sigil: "&")
    globals = Self.spell(module.globals.map { module[$0.name] }, sigil: "@")
    let spellings = module.types.map { module[$0.spelling] }
    let counts = Self.counts(spellings)
    types = spellings.indices.map { index in
      if index == 0 { return "?" }
      let quoted = quote(spellings[index], with: "'")
      return spellings[index].isEmpty || counts[spellings[index]] != 1 ? "\(quoted)#\(index)" : quoted
    }
  }

  /// The locals of one body.
  static func locals(of body: Body, in module: Module) -> [String] {
    spell(body.locals.map { module[$0.name] }, sigil: "%")
  }

  private static func spell(_ names: [String], sigil: String) -> [String] {
    let counts = counts(names)
    return names.indices.map { index in
      let name = names[index]
      if name.isEmpty { return "\(sigil)#\(index)" }
      let shown = isIdentifier(name) ? name : quote(name, with: "\"")
      return counts[name] == 1 ? sigil + shown : "\(sigil)\(shown)#\(index)"
    }
  }

  private static func counts(_ names: [String]) -> [String: Int] {
    names.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  private static func isIdentifier(_ name: String) -> Bool {
    guard let first = name.utf8.first, isIdentifierHead(first) else { return false }
    return name.utf8.allSatisfy(isIdentifierByte)
  }
}

func isIdentifierHead(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
}

func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

func isIdentifierByte(_ byte: UInt8) -> Bool { isIdentifierHead(byte) || isDigit(byte) }

/// Text between `delimiter`s on one line: the delimiter, the backslash and control characters are escaped.
func quote(_ text: String, with delimiter: Character) -> String {
  var result = String(delimiter)
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    default:
      if Character(scalar) == delimiter {
        result += "\\\(delimiter)"
      } else if scalar.value < 0x20 || scalar.value == 0x7f {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }
  return result + String(delimiter)
}
