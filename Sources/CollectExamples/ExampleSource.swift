/// A fixture's text as learners are to see it: without the notes for tests, and with no other case than theirs.
struct ExampleSource {
  private let text: String

  init(_ text: String) { self.text = text }

  /// The file as it stands, or a program that runs one case and shows its twin without the flaw; nil when there is no
  /// such case. Cases begin at the start of a line and end with a brace at the start of a line.
  func program(of topic: String?) -> String? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Self.withoutNotes)
    guard let topic else { return lines.joined(separator: "\n") }
    let wanted = ["bad_" + topic, "good_" + topic]
    var kept: [String] = []
    var isFound = false
    var isSkipping = false
    for line in lines {
      if let name = Self.caseName(line) {
        isSkipping = !wanted.contains(name)
        isFound = isFound || name == wanted[0]
        // What stands right above a case speaks of it.
        while isSkipping, let last = kept.last, last.hasPrefix("//") { kept.removeLast() }
      }
      if !isSkipping { kept.append(line) }
      if line.hasPrefix("}") { isSkipping = false }
    }
    guard isFound else { return nil }
    let program = Self.withoutEmptyRuns(kept + ["int main(void) {", "  \(wanted[0])();", "  return 0;", "}"])
    return program.joined(separator: "\n") + "\n"
  }

  private static func caseName(_ line: String) -> String? {
    guard let match = line.firstMatch(of: /^[a-z][\w \*]*?((?:bad|good)_\w+)\((?:void)?\) \{/) else {
      return nil
    }
    return String(match.1)
  }

  private static func withoutNotes(_ line: Substring) -> String {
    String(line.replacing(/\s*\/\/ (?:expect|missed|spurious|keep|oracle)\b.*$/, with: ""))
  }

  private static func withoutEmptyRuns(_ lines: [String]) -> [String] {
    var result: [String] = []
    for line in lines where !(line.isEmpty && result.last?.isEmpty == true) {
      if line.hasPrefix("int main("), result.last?.isEmpty == false { result.append("") }
      result.append(line)
    }
    return result
  }
}
