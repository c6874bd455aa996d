/// What a hover says at a point of a fixture. The caret stands under the point, on a line of its own below the code:
///
///     free(p);
///     //   ^ hover: "is released here" "line 5"
///     count++;
///     //^ hover: none
///
/// Each quoted part stands in the hover's plain text, in this order; `none` is a point at which ownership has nothing
/// to say. Several such lines below each other are about the same line of code.
package struct HoverMark: Hashable, Sendable {
  /// 1-based; columns are bytes.
  package var line: Int
  package var column: Int
  /// Empty for `none`.
  package var texts: [String]
  /// The line of the mark itself, for messages.
  package var markLine: Int

  package init(line: Int, column: Int, texts: [String], markLine: Int) {
    (self.line, self.column, self.texts, self.markLine) = (line, column, texts, markLine)
  }
}

extension HoverMark {
  /// The marks of a text.
  package static func parse(_ text: String, path: String) throws(FixtureProblem) -> [HoverMark] {
    var marks: [HoverMark] = []
    var code = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let match = line.firstMatch(of: /^(\s*\/\/\s*)\^ hover:\s*(.*?)\s*$/) else {
        code = index + 1
        continue
      }
      func problem(_ text: String) -> FixtureProblem {
        FixtureProblem(path: path, line: index + 1, text: text)
      }
      let texts = match.2.matches(of: /"([^"]*)"/).map { String($0.1) }
      let rest = match.2.replacing(/"[^"]*"/, with: "").filter { $0 != " " }
      if texts.isEmpty ? rest != "none" : !rest.isEmpty {
        throw problem("a hover mark has quoted texts, or says 'none'")
      }
      if code == 0 { throw problem("a hover mark stands below a line of code") }
      marks.append(
        HoverMark(line: code, column: match.1.utf8.count + 1, texts: texts, markLine: index + 1))
    }
    return marks
  }

  /// Whether a hover is what the mark says; nil when it is, else what is wrong.
  package func objection(to hover: String?) -> String? {
    guard let hover else { return texts.isEmpty ? nil : "nothing is said, expected \(texts)" }
    if texts.isEmpty { return "expected nothing, but it says:\n\(hover)" }
    var rest = hover[...]
    for text in texts {
      guard let found = rest.firstRange(of: text) else { return "expected \"\(text)\" in:\n\(hover)" }
      rest = rest[found.upperBound...]
    }
    return nil
  }
}
