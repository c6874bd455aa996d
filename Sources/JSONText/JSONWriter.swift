extension JSONValue {
  /// The value as text: two spaces of indentation, members in their own order, ASCII escapes for control
  /// characters only. Ends without a newline.
  package func text(indented: Bool = true) -> String {
    var output = ""
    write(to: &output, indent: indented ? 0 : nil)
    return output
  }

  private func write(to output: inout String, indent: Int?) {
    switch self {
    case .null: output += "null"
    case .bool(let flag): output += flag ? "true" : "false"
    case .integer(let number): output += String(number)
    case .number(let number): output += number.isFinite ? String(number) : "null"
    case .string(let text): Self.write(text, to: &output)
    case .array(let elements):
      Self.writeList(elements, open: "[", close: "]", indent: indent, to: &output) { element, inner, output in
        element.write(to: &output, indent: inner)
      }
    case .object(let members):
      Self.writeList(members, open: "{", close: "}", indent: indent, to: &output) { member, inner, output in
        Self.write(member.name, to: &output)
        output += inner == nil ? ":" : ": "
        member.value.write(to: &output, indent: inner)
      }
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], open: String, close: String, indent: Int?, to output: inout String,
    body: (Element, Int?, inout String) -> Void
  ) {
    guard !elements.isEmpty else {
      output += open + close
      return
    }
    let inner = indent.map { $0 + 2 }
    output += open
    for (position, element) in elements.enumerated() {
      if position > 0 { output += "," }
      if let inner { output += "\n" + String(repeating: " ", count: inner) }
      body(element, inner, &output)
    }
    if let indent { output += "\n" + String(repeating: " ", count: indent) }
    output += close
  }

  private static func write(_ text: String, to output: inout String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case _
      where scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x2028 || scalar.value == 0x2029:
        let hex = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}
