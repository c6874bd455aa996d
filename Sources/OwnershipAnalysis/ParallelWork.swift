import Dispatch
import Synchronization

/// `body` of each number below `count`, on up to `jobs` threads, in the order of the numbers. For much small work of the
/// same kind: a thread takes a slice of `least` numbers or more at a time.
func parallelResults<Result: Sendable>(
  _ count: Int, jobs: Int, least: Int = 1, _ body: @Sendable (Int) -> Result
) -> [Result] {
  let slices = min(jobs * 4, count / least)
  if jobs == 1 || slices < 2 { return (0..<count).map(body) }
  let parts = Mutex<[[Result]]>(Array(repeating: [], count: slices))
  let next = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: min(jobs, slices)) { _ in
    while true {
      let slice = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if slice >= slices { return }
      let results = (count * slice / slices..<count * (slice + 1) / slices).map(body)
      parts.withLock { $0[slice] = results }
    }
  }
  return parts.withLock { $0.flatMap { $0 } }
}
