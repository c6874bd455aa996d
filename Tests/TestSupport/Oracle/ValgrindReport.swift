import Findings

/// Reads valgrind's report of one process, and the ledger's lines in it.
func readValgrindReport(_ report: String) -> ToolVerdict {
  var verdict = ToolVerdict()
  let lines = report.split(separator: "\n").map { $0.replacing(/^==\d+== ?/, with: "")[...] }
  for (index, line) in lines.enumerated() {
    let following = lines[(index + 1)...]
    if let match = line.firstMatch(of: /^ledger: (\S+)/), let rule = Rule(rawValue: String(match.1)) {
      verdict.rules.insert(rule)
    } else if line.hasPrefix("Invalid free()") {
      let isSecond = address(in: following).contains("free'd")
      verdict.rules.insert(isSecond ? .doubleFree : .invalidFree)
    } else if line.hasPrefix("Mismatched free()") {
      verdict.rules.insert(.mismatchedDeallocation)
    } else if line.hasPrefix("Invalid read") || line.hasPrefix("Invalid write") {
      if address(in: following).contains("free'd") {
        verdict.rules.insert(.useAfterFree)
      } else {
        verdict.others.append(String(line))
      }
    } else if line.contains("definitely lost in loss record") {
      verdict.rules.insert(leakRule(stack: following.prefix { $0.hasPrefix("   ") }.map { $0 }))
    } else if line.hasPrefix("Open "),
      !following.prefix(2).contains(where: { $0.contains("inherited") })
    {
      verdict.rules.insert(.resourceLeak)
    } else if line.hasPrefix("Conditional jump") || line.hasPrefix("Use of uninit")
      || line.hasPrefix("Process terminating")
    {
      verdict.others.append(String(line))
    }
  }
  if !lines.contains(where: { $0.hasPrefix("ERROR SUMMARY") }) {
    verdict.others.append("the case did not end")
  }
  return verdict
}

/// The line that says what an address is: `Address 0x… is 0 bytes inside a block of size 8 free'd`.
private func address(in lines: ArraySlice<Substring>) -> Substring {
  lines.prefix { !$0.isEmpty }.first { $0.contains("Address 0x") } ?? ""
}
