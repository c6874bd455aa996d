import Findings
import SourceText

/// A finding on one line of a file, with as much of a story as a test asks for.
func finding(
  _ rule: Rule = .leak, line: Int = 3, path: String = "/project/src/a.c", function: String = "f",
  functionKey: String = "c:@F@f", identity: [String] = ["p", "malloc"], allocatedAt allocationLine: Int? = nil
) -> Finding {
  Finding(
    rule: rule, severity: .error, message: "`p` is lost", range: range(line: line, path: path),
    events: allocationLine.map {
      [Event(role: .allocated, range: range(line: $0, path: path), text: "allocated here")]
    } ?? [], function: function, functionKey: functionKey, identity: identity)
}

func range(line: Int, path: String = "/project/src/a.c") -> SourceRange {
  SourceRange(
    path: path, startOffset: line * 100, endOffset: line * 100 + 4,
    start: TextPosition(line: line, column: 3),
    end: TextPosition(line: line, column: 7))
}
