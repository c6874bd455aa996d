import Dispatch
import Synchronization

/// Visits the groups of a call graph, each after all that it calls into; what does not depend on each other runs side
/// by side.
struct CalleesFirst: Sendable {
  private let graph: CallGraph

  init(_ graph: CallGraph) { self.graph = graph }

  private struct Progress: Sendable {
    /// Groups whose callees are done, the next one last.
    var ready: [Int]
    /// For each group, the callees that are not done.
    var missing: [Int]
    var left: Int
  }

  func forEach(jobs: Int, _ body: @Sendable (Int) -> Void) {
    // The graph lists callees before callers.
    if jobs == 1 || graph.groups.count < 2 {
      for group in graph.groups.indices { body(group) }
      return
    }
    let first = graph.groups.indices.reversed().filter { graph.calleeCounts[$0] == 0 }
    let progress = Mutex(Progress(ready: first, missing: graph.calleeCounts, left: graph.groups.count))
    // A semaphore may not end below where it began.
    let available = DispatchSemaphore(value: 0)
    for _ in first { available.signal() }
    let workers = min(jobs, graph.groups.count)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        available.wait()
        guard let group = progress.withLock({ $0.ready.popLast() }) else { return }
        body(group)
        let (added, isDone) = progress.withLock { progress in
          var added = 0
          for caller in graph.callers[group] {
            progress.missing[caller] -= 1
            if progress.missing[caller] == 0 {
              progress.ready.append(caller)
              added += 1
            }
          }
          progress.left -= 1
          return (added, progress.left == 0)
        }
        // The last one wakes everybody up to find nothing.
        for _ in 0..<(isDone ? workers : added) { available.signal() }
      }
    }
  }
}
