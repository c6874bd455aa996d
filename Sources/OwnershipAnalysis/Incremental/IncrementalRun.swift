import Synchronization

/// The memory of an incremental analysis, for all jobs.
final class SharedMemory: Sendable {
  let value = Mutex(AnalysisMemory())
}

/// One update: visits all groups of the call graph, callees first, and follows those for which something has changed.
struct IncrementalRun: Sendable {
  let analyzer: Analyzer
  let memory: SharedMemory

  struct Outcome: Sendable {
    var analysed = 0
    var reused = 0
    var isCancelled = false
  }

  func run(jobs: Int, isCancelled: @Sendable () -> Bool) -> Outcome {
    let (graph, program) = (analyzer.graph, analyzer.program)
    let outcome = Mutex(Outcome())
    // Threads are worth their while only where there is much to do.
    let stale = memory.value.withLock { memory in
      graph.groups.reduce(0) { $0 + (memory.isStale($1, graph) ? 1 : 0) }
    }
    CalleesFirst(graph).forEach(jobs: stale > 64 ? max(1, jobs) : 1) { group in
      let members = graph.groups[group]
      let (effectsAreStale, isStale) = memory.value.withLock {
        ($0.hasStaleEffects(members, program), $0.isStale(members, graph))
      }
      let goesOn = outcome.withLock { outcome in
        if !outcome.isCancelled, effectsAreStale || isStale { outcome.isCancelled = isCancelled() }
        return !outcome.isCancelled
      }
      guard goesOn else { return }
      if effectsAreStale { findEffects(of: members) }
      // The effects may be what a member has asked for.
      let hasToFollow = isStale || effectsAreStale && memory.value.withLock { $0.isStale(members, graph) }
      if hasToFollow { follow(group) }
      outcome.withLock { outcome in
        if hasToFollow { outcome.analysed += members.count } else { outcome.reused += members.count }
      }
    }
    return outcome.withLock { $0 }
  }

  private func findEffects(of members: [UInt32]) {
    let store = analyzer.parameterEffects
    let old = members.map { store[$0] }
    for member in members { store[member] = nil }
    analyzer.findParameterEffects(members)
    let isChanged = zip(members, old).map { store[$0] != $1 }
    memory.value.withLock { $0.keepEffects(members, isChanged: isChanged) }
  }

  private func follow(_ group: Int) {
    let members = analyzer.graph.groups[group]
    let summaries = analyzer.summaries
    let old = members.map { summaries[$0] }
    for member in members { summaries.set(nil, for: member) }
    let results = analyzer.followGroup(group)
    // Callers that know the old one need no other.
    let isChanged = zip(members, old).map { member, before in
      guard let before, let summary = summaries[member], before.isIdentical(to: summary) else { return true }
      summaries.set(before, for: member)
      return false
    }
    memory.value.withLock { $0.keep(results, of: members, isChanged: isChanged) }
  }
}
