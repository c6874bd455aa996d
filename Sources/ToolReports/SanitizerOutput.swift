import Findings

/// Reads what AddressSanitizer, LeakSanitizer and UndefinedBehaviorSanitizer of clang and gcc print.
package func readSanitizerOutput(_ text: String, endedByItself: Bool) -> ToolOutput {
  var reader = SanitizerReader()
  for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) { reader.read(line) }
  reader.finish()
  return ToolOutput(
    reports: reader.reports, hasCheckedLeaks: endedByItself && !reader.cannotCheckLeaks)
}

private struct SanitizerReader {
  var reports: [ToolReport] = []
  var cannotCheckLeaks = false

  private var current: ToolReport?
  private var stack: [ToolReport.Frame] = []
  private var isMain = true

  mutating func read(_ line: Substring) {
    if let frame = Self.frame(line) {
      stack.append(frame)
      return
    }
    endStack()
    if let match = line.firstMatch(of: /ERROR: AddressSanitizer: (.*)$/) {
      begin(.addressSanitizer, Self.kind(match.1), text: match.1)
    } else if let match = line.firstMatch(of: /AddressSanitizer: (hard rss limit exhausted.*)$/) {
      begin(.addressSanitizer, "out-of-memory", text: match.1)
    } else if let match = line.firstMatch(of: /^(Direct|Indirect) (leak of .*) allocated from:/) {
      begin(.leakSanitizer, "leak", text: match.2)
      current?.isIndirect = match.1 == "Indirect"
    } else if let match = line.firstMatch(of: /^(\S+?):(\d+):\d+: runtime error: (.*)$/) {
      begin(.undefinedBehaviorSanitizer, "runtime-error", text: match.3)
      current?.stack = [.init(function: "", file: String(match.1), line: Int(match.2))]
      finish()
    } else if line.hasPrefix("SUMMARY: ") {
      finish()
    } else if line.contains("LeakSanitizer has encountered a fatal error")
      || line.contains("LeakSanitizer does not work under ptrace")
    {
      cannotCheckLeaks = true
    }
  }

  private mutating func begin(_ tool: ToolReport.Tool, _ kind: String, text: Substring) {
    finish()
    current = ToolReport(tool: tool, kind: kind, rule: Self.rule(of: kind), text: String(text))
    isMain = true
  }

  private mutating func endStack() {
    guard !stack.isEmpty else { return }
    if current?.stack.isEmpty == true, isMain {
      current?.stack = stack
      isMain = false
    } else {
      current?.related.append(stack)
    }
    stack = []
  }

  mutating func finish() {
    endStack()
    guard var report = current else { return }
    if report.tool == .leakSanitizer { report.rule = leakRule(functions: report.stack.map(\.function)) }
    if report.kind == "SEGV", Self.isInsideRelease(report.stack) { report.rule = .invalidFree }
    reports.append(report)
    current = nil
  }

  /// `heap-use-after-free on address 0x…`, `attempting double-free on 0x… in thread T0`.
  private static func kind(_ headline: Substring) -> String {
    if headline.hasPrefix("attempting free on address which was not malloc") { return "bad-free" }
    let words = headline.split(separator: " ")
    if words.first == "attempting", words.count > 1 { return String(words[1]) }
    return words.first.map(String.init) ?? ""
  }

  private static func rule(of kind: String) -> Rule? {
    switch kind {
    case "double-free": .doubleFree
    case "heap-use-after-free": .useAfterFree
    case "bad-free": .invalidFree
    case "alloc-dealloc-mismatch": .mismatchedDeallocation
    case "stack-use-after-return", "stack-use-after-scope": .danglingPointer
    default: nil
    }
  }

  /// Whether the allocator came to grief over what it was to release: it looks in front of it, and there may be a
  /// literal's read-only page, or nothing. (It calls none of the program's functions.)
  private static func isInsideRelease(_ stack: [ToolReport.Frame]) -> Bool {
    stack.contains { isRelease($0.function) }
  }

  private static func isRelease(_ function: String) -> Bool {
    ["free", "cfree", "realloc", "__interceptor_free", "__interceptor_realloc"].contains(function)
      || function.hasPrefix("operator delete")
  }

  /// `    #1 0x55d in main /src/main.c:8:3` with or without a column; without data `(/box/prog+0x1234)`.
  private static func frame(_ line: Substring) -> ToolReport.Frame? {
    guard let match = line.firstMatch(of: /^\s+#\d+ 0x[0-9a-f]+(?: in (.+))?$/) else { return nil }
    let rest = match.1 ?? ""
    if let place = rest.firstMatch(of: /^(.*) (\S+?):(\d+)(?::\d+)?$/) {
      return .init(function: String(place.1), file: String(place.2), line: Int(place.3))
    }
    return .init(function: String(rest.prefix { $0 != " " }))
  }
}
