/// The lesson's Markdown for a terminal: wrapped to 80 columns, headings and code set apart.
struct TerminalMarkdown {
  var usesColor: Bool

  private static let width = 80

  func render(_ markdown: String, subtitle: String) -> String {
    var output = ""
    var isCode = false
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isCode.toggle()
        // Behind the language stands the name of the file that commands of the article use.
        if let name = line.split(separator: " ").dropFirst().first { output += "  \(name):\n" }
      } else if isCode {
        output += line.isEmpty ? "\n" : "    \(line)\n"
      } else if line.hasPrefix("# ") {
        output += "\(bold(String(line.dropFirst(2)))) (\(subtitle))\n"
      } else if line.hasPrefix("#") {
        output += bold(String(line.drop { $0 == "#" || $0 == " " })) + "\n"
      } else if line.hasPrefix("- ") {
        output += wrap(plain(line.dropFirst(2)), first: "  - ", rest: "    ")
      } else if let mark = line.prefixMatch(of: #/\d+\. /#)?.output {
        output += wrap(
          plain(line.dropFirst(mark.count)), first: "  \(mark)",
          rest: String(repeating: " ", count: mark.count + 2))
      } else if line.hasPrefix("![") {
        output += wrap(plain(line.dropFirst()), first: "  [drawing: ", rest: "  ", last: "]")
      } else {
        output += wrap(plain(line), first: "", rest: "")
      }
    }
    return output
  }

  private func bold(_ text: String) -> String { usesColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  /// Without emphasis marks and link targets; code keeps its backquotes.
  private func plain(_ text: Substring) -> String {
    var output = ""
    var rest = text
    while let character = rest.first {
      if character == "`", let end = rest.dropFirst().firstIndex(of: "`") {
        output += rest[...end]
        rest = rest[rest.index(after: end)...]
      } else if rest.hasPrefix("**") {
        rest = rest.dropFirst(2)
      } else if character == "[", let end = rest.firstRange(of: "]("),
        let close = rest[end.upperBound...].firstIndex(of: ")")
      {
        output += rest[rest.index(after: rest.startIndex)..<end.lowerBound]
        rest = rest[rest.index(after: close)...]
      } else {
        output.append(character)
        rest = rest.dropFirst()
      }
    }
    return output
  }

  private func wrap(_ text: String, first: String, rest: String, last: String = "") -> String {
    var lines: [String] = []
    var line = first
    for word in text.split(separator: " ") {
      let isStart = line == first || line == rest
      if !isStart, line.count + 1 + word.count > Self.width {
        lines.append(line)
        line = rest + word
      } else {
        line += (isStart ? "" : " ") + word
      }
    }
    return (lines + [line + last]).joined(separator: "\n") + "\n"
  }
}
