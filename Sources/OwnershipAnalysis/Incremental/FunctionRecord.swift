import Findings
import OwnershipIR

/// What is kept of the analysis of one function.
struct FunctionRecord: Sendable {
  var report: Analyzer.FunctionReport
  /// The update in which it was analysed.
  var analysedAt: Int32
  /// The functions that it was analysed together with, itself included.
  var group: [UInt32]
  /// What it tells, in the words of update `toldAt`.
  private(set) var told: [ToldFinding] = []
  private var toldAt: Int32 = -1
  /// The modules that the words take places from.
  private let modules: Set<Int>

  init(_ report: Analyzer.FunctionReport, of group: [UInt32], at now: Int32) {
    self.report = report
    self.group = group
    analysedAt = now
    modules = Set(report.flaws.flatMap(\.modules))
  }

  /// Whether results have something of it.
  var tells: Bool { !report.flaws.isEmpty || !report.incomplete.isEmpty }

  /// Whether lists of what tells, and of what is incomplete, are the same with another report.
  func tellsAsMuch(as other: Analyzer.FunctionReport) -> Bool {
    report.flaws.isEmpty == other.flaws.isEmpty && report.incomplete == other.incomplete
  }

  /// Finds words where there are none yet, or where lines have moved since.
  mutating func tell(_ teller: StoryTeller, _ stamps: FactStamps, now: Int32) {
    if toldAt >= 0, !modules.contains(where: { stamps.places[$0] > toldAt }) { return }
    told = report.flaws.map(teller.tell)
    toldAt = now
  }
}

extension FlawAccount {
  /// The modules in whose files it has places.
  fileprivate var modules: [Int] {
    let steps =
      path + [origin, end].compactMap { $0 } + ring.flatMap { [$0.made, $0.origin].compactMap { $0 } }
    return [module] + steps.map { Int($0.module) }
  }
}
