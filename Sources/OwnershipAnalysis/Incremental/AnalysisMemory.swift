import Findings
import OwnershipIR

/// What is known from one update to the next: a record a function, and when each answer that it rests on last changed.
struct AnalysisMemory: Sendable {
  private(set) var stamps = FactStamps()
  private var records: [FunctionRecord?] = []
  /// The update in which each function's effects on its parameters were found.
  private var effectsAt: [Int32] = []
  private var changedModules: [Bool] = []
  private(set) var now: Int32 = 0
  /// What was analysed before this update is not valid any more.
  private var epoch: Int32 = 0
  /// The functions that have something to tell, in the order of results; nil when that is not known.
  private var telling: [UInt32]?
  private var incomplete: [(function: String, reasons: [String])] = []
  /// Processor time of this update.
  private var spent: [(function: UInt32, nanoseconds: Int64)] = []

  /// Begins an update; returns its number.
  mutating func begin() -> Int32 {
    now += 1
    spent = []
    return now
  }

  mutating func follow(
    _ program: Program, _ graph: CallGraph, after old: (program: Program, graph: CallGraph)?
  ) {
    let count = program.functions.count
    stamps.grow(functions: count, globals: program.globals.count, modules: program.modules.count, now: now)
    records += Array(repeating: nil, count: max(0, count - records.count))
    effectsAt += Array(repeating: -1, count: max(0, count - effectsAt.count))
    changedModules = Array(repeating: true, count: program.modules.count)
    if let old {
      stamps.compare(program, graph, with: old.program, old.graph, now: now)
      for module in old.program.modules.indices {
        changedModules[module] = old.program.modules[module] != program.modules[module]
      }
    }
    for number in records.indices where records[number] != nil && !program.functions[number].isDefined {
      records[number] = nil
      telling = nil
    }
  }

  func isChanged(module: Int) -> Bool { changedModules[module] }

  mutating func forgetAll() { epoch = now }

  /// Whether a group of the call graph has to be analysed again.
  func isStale(_ members: [UInt32], _ graph: CallGraph) -> Bool {
    members.contains { member in
      guard let record = records[Int(member)], let dependencies = record.report.dependencies else {
        return true
      }
      return record.group != members
        || !holds(dependencies, of: member, since: record.analysedAt, graph)
    }
  }

  /// Whether everything that `member` asked for has the answers that it had in update `then`.
  func holds(_ dependencies: Dependencies, of member: UInt32, since then: Int32, _ graph: CallGraph) -> Bool {
    then >= epoch && !stamps.hasChanged(dependencies, since: then)
      && dependencies.clusters.allSatisfy {
        (graph.clusterOf[Int($0.number)] == graph.clusterOf[Int(member)]) == $0.isInOneCluster
      }
  }

  func hasStaleEffects(_ members: [UInt32], _ program: Program) -> Bool {
    members.contains { member in
      let then = effectsAt[Int(member)]
      if then < epoch || then < 0 || stamps.hasChanged(member, .body, since: then) { return true }
      if let group = records[Int(member)]?.group, group != members { return true }
      let calls = program.references(of: Int(member))?.calls ?? []
      return calls.contains { stamps.hasChanged($0, [.look, .effects], since: then) }
    }
  }

  mutating func keepEffects(_ members: [UInt32], isChanged: [Bool]) {
    for (member, isChanged) in zip(members, isChanged) {
      effectsAt[Int(member)] = now
      if isChanged { stamps.mark(Int(member), .effects, now: now) }
    }
  }

  mutating func keep(
    _ results: [(UInt32, Analyzer.FunctionReport)], of members: [UInt32], isChanged: [Bool]
  ) {
    for (member, isChanged) in zip(members, isChanged) where isChanged {
      stamps.mark(Int(member), .summary, now: now)
    }
    for (function, report) in results {
      spent.append((function, report.nanoseconds))
      if records[Int(function)]?.tellsAsMuch(as: report) != true { telling = nil }
      records[Int(function)] = FunctionRecord(report, of: members, at: now)
    }
  }

  /// What all functions together give.
  mutating func result(_ program: Program) -> AnalysisResult {
    if telling == nil {
      telling = program.ordered((0..<UInt32(records.count)).filter { records[Int($0)]?.tells == true })
      incomplete = Analyzer.incomplete(
        telling!.map { ($0, records[Int($0)]!.report.incomplete) }.filter { !$0.1.isEmpty }, in: program)
    }
    let teller = StoryTeller(program: program)
    var told: [ToldFinding] = []
    for number in telling! where records[Int(number)]?.report.flaws.isEmpty == false {
      records[Int(number)]!.tell(teller, stamps, now: now)
      told += records[Int(number)]!.told
    }
    var nanoseconds = Array(repeating: Int64(0), count: program.modules.count)
    for (function, time) in spent { nanoseconds[program.functions[Int(function)].module] += time }
    return AnalysisResult(
      findings: ToldFinding.select(told), incomplete: incomplete,
      nanoseconds: program.moduleOrder.map { (program.modules[$0].path, nanoseconds[$0]) })
  }
}
