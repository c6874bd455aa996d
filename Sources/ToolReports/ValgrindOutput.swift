import Findings

/// Reads what valgrind's memcheck prints about one process (`--leak-check=full`).
package func readValgrindOutput(_ text: String) -> ToolOutput {
  var reports: [ToolReport] = []
  var paragraph: [Substring] = []
  var hasSummary = false
  for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
    guard let match = line.firstMatch(of: /^==\d+== ?(.*)$/) else { continue }
    if match.1.hasPrefix("HEAP SUMMARY") || match.1.hasPrefix("ERROR SUMMARY") { hasSummary = true }
    // The first open handle stands right below this headline.
    if match.1.hasPrefix("FILE DESCRIPTORS") { continue }
    if match.1.isEmpty {
      if let report = read(paragraph) { reports.append(report) }
      paragraph = []
    } else {
      paragraph.append(match.1)
    }
  }
  if let report = read(paragraph) { reports.append(report) }
  return ToolOutput(reports: reports, hasCheckedLeaks: hasSummary)
}

/// A paragraph: a headline, the stack where it happened, then what is known of the address with stacks of its own.
private func read(_ lines: [Substring]) -> ToolReport? {
  guard let headline = lines.first, var report = begin(headline) else { return nil }
  var stacks: [(title: Substring, frames: [ToolReport.Frame])] = [(headline, [])]
  for line in lines.dropFirst() {
    if let frame = frame(line) {
      stacks[stacks.count - 1].frames.append(frame)
    } else {
      stacks.append((line, []))
    }
  }
  report.stack = stacks[0].frames
  report.related = stacks.dropFirst().map(\.frames).filter { !$0.isEmpty }
  let address = stacks.dropFirst().first { $0.title.contains("Address 0x") }?.title ?? ""
  switch report.kind {
  case "Invalid free": report.rule = address.contains("free'd") ? .doubleFree : .invalidFree
  case "Invalid read", "Invalid write": report.rule = address.contains("free'd") ? .useAfterFree : nil
  case "leak": report.rule = leakRule(functions: report.stack.map(\.function))
  default: break
  }
  return report
}

private func begin(_ headline: Substring) -> ToolReport? {
  func report(_ kind: String, _ rule: Rule? = nil) -> ToolReport {
    ToolReport(tool: .valgrind, kind: kind, rule: rule, text: String(headline))
  }
  if headline.hasPrefix("Invalid free()") { return report("Invalid free") }
  if headline.hasPrefix("Mismatched free()") { return report("Mismatched free", .mismatchedDeallocation) }
  if headline.hasPrefix("Invalid read") { return report("Invalid read") }
  if headline.hasPrefix("Invalid write") { return report("Invalid write") }
  if headline.hasPrefix("Conditional jump") || headline.hasPrefix("Use of uninit") {
    return report("uninitialised")
  }
  if headline.hasPrefix("Process terminating") { return report("crash") }
  if headline.hasPrefix("Open "), !headline.contains("inherited") {
    return report("open handle", .resourceLeak)
  }
  if headline.contains("definitely lost in loss record") { return report("leak") }
  if headline.contains("indirectly lost in loss record") {
    var lost = report("leak")
    lost.isIndirect = true
    return lost
  }
  return nil
}

/// `   at 0x109166: main (main.c:8)`, `   by 0x…: f (in /box/prog)`.
private func frame(_ line: Substring) -> ToolReport.Frame? {
  guard let match = line.firstMatch(of: /^ +(?:at|by) 0x[0-9A-F]+: (.*?)(?: \((?:in )?([^()]*)\))?$/) else {
    return nil
  }
  let function = String(match.1)
  guard let place = match.2, let colon = place.lastIndex(of: ":"),
    let number = Int(place[place.index(after: colon)...])
  else { return .init(function: function) }
  return .init(function: function, file: String(place[..<colon]), line: number)
}
