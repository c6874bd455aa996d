import Findings

/// What one tool saw of one case.
package struct ToolVerdict: Hashable, Sendable, Codable {
  package var rules: Set<Rule> = []
  /// Errors that are no rule of ours: an overflow, a crash, an uninitialised value.
  package var others: [String] = []

  package init(rules: Set<Rule> = [], others: [String] = []) {
    self.rules = rules
    self.others = others
  }
}

/// Reads AddressSanitizer's and LeakSanitizer's report.
func readSanitizerReport(_ result: CommandResult) -> ToolVerdict {
  var verdict = ToolVerdict()
  let lines = result.errors.split(separator: "\n")
  for line in lines {
    guard let match = line.firstMatch(of: /^SUMMARY: AddressSanitizer: (\S+)/) else { continue }
    switch match.1 {
    case "double-free": verdict.rules.insert(.doubleFree)
    case "heap-use-after-free": verdict.rules.insert(.useAfterFree)
    case "bad-free": verdict.rules.insert(.invalidFree)
    case "alloc-dealloc-mismatch": verdict.rules.insert(.mismatchedDeallocation)
    case "stack-use-after-return", "stack-use-after-scope": verdict.rules.insert(.danglingPointer)
    default:
      if line.contains("leaked") {
        verdict.rules.formUnion(leaks(in: lines))
      } else {
        verdict.others.append(String(line))
      }
    }
  }
  if verdict.rules.isEmpty, verdict.others.isEmpty, result.exitCode != 0 {
    verdict.others.append("the case ended with \(result.exitCode)")
  }
  return verdict
}

/// The rules of the blocks listed as lost: a block is a resource when a function that opens one asked for it.
private func leaks(in lines: [Substring]) -> Set<Rule> {
  var rules: Set<Rule> = []
  var stack: [Substring] = []
  var isDirect = false
  // Rings own each other: none of their blocks is lost directly.
  let isRing = !lines.contains { $0.hasPrefix("Direct leak") }
  for line in lines + [""] {
    if line.contains("#") && line.contains(" in ") {
      stack.append(line)
    } else {
      if isDirect, !stack.isEmpty { rules.insert(leakRule(stack: stack)) }
      stack = []
      isDirect =
        line.hasPrefix("Direct leak") || (isRing && line.hasPrefix("Indirect leak"))
        || (isDirect && !line.hasPrefix("Indirect leak"))
    }
  }
  return rules
}

/// `resource-leak` when the innermost functions of the allocation are the C library's openers.
func leakRule(stack: [Substring]) -> Rule {
  let openers = [
    "opendir", "fdopendir", "__alloc_dir", "fopen", "popen", "fmemopen", "tmpfile", "iconv_open", "dlopen",
  ]
  let isResource = stack.prefix(8).contains { frame in
    openers.contains { frame.contains(" \($0)") || frame.contains(": \($0)") }
  }
  return isResource ? .resourceLeak : .leak
}
