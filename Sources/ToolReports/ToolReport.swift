import Findings

/// One thing that a tool saw go wrong in a run of a program.
package struct ToolReport: Sendable, Hashable {
  package enum Tool: String, Sendable, Hashable {
    case addressSanitizer = "AddressSanitizer"
    case leakSanitizer = "LeakSanitizer"
    case undefinedBehaviorSanitizer = "UndefinedBehaviorSanitizer"
    case valgrind = "Valgrind"
  }

  /// A place in the program, innermost first in a stack.
  package struct Frame: Sendable, Hashable {
    package var function: String
    /// As the debugger's data have it; nil where there are none.
    package var file: String?
    package var line: Int?

    package init(function: String, file: String? = nil, line: Int? = nil) {
      self.function = function
      self.file = file
      self.line = line
    }
  }

  package var tool: Tool
  /// The tool's own name for it: `heap-use-after-free`, `Invalid read`.
  package var kind: String
  /// The rule of ours that speaks of the same kind of flaw; nil for overflows, crashes and the like.
  package var rule: Rule?
  /// The tool's headline.
  package var text: String
  /// Where it happened; of a leak, where the memory came from.
  package var stack: [Frame] = []
  /// Where the memory came from and where it was released.
  package var related: [[Frame]] = []
  /// Of a leak: nothing points at it but other lost memory.
  package var isIndirect = false

  package init(tool: Tool, kind: String, rule: Rule?, text: String) {
    self.tool = tool
    self.kind = kind
    self.rule = rule
    self.text = text
  }

  /// The lines of a source file in the main stack, innermost first.
  package func lines(in file: String) -> [Int] { Self.lines(of: stack, in: file) }

  /// The lines of a source file in all its stacks.
  package func allLines(in file: String) -> [Int] {
    ([stack] + related).flatMap { Self.lines(of: $0, in: file) }
  }

  private static func lines(of stack: [Frame], in file: String) -> [Int] {
    stack.filter { frame in frame.file.map { $0 == file || $0.hasSuffix("/" + file) } ?? false }.compactMap(
      \.line)
  }
}

/// What a tool left behind of one run.
package struct ToolOutput: Sendable, Hashable {
  package var reports: [ToolReport] = []
  /// Whether the tool has looked for lost memory: it may have been unable to, or the program did not come to its end.
  package var hasCheckedLeaks = false

  package init(reports: [ToolReport] = [], hasCheckedLeaks: Bool = false) {
    self.reports = reports
    self.hasCheckedLeaks = hasCheckedLeaks
  }
}

/// The rule of memory that nobody released: `resource-leak` when the innermost functions that asked for it are the
/// C library's openers.
package func leakRule(functions: some Sequence<String>) -> Rule {
  let openers = [
    "opendir", "fdopendir", "__alloc_dir", "fopen", "popen", "fmemopen", "tmpfile", "iconv_open", "dlopen",
  ]
  let isResource = functions.prefix(8).contains { function in openers.contains { function.hasPrefix($0) } }
  return isResource ? .resourceLeak : .leak
}
