import Glibc
import Synchronization

/// Calls `body` once for each index in `order` on up to `jobs` threads and returns the results by index.
///
/// Plain threads rather than tasks: the work is long, blocks, and wants as many cores as the user said. Which
/// thread takes which index does not show in the result.
package func parallelMap<Result: Sendable>(
  count: Int, order: [Int]? = nil, jobs: Int, _ body: @escaping @Sendable (Int) -> Result
) -> [Result] {
  let order = order ?? Array(0..<count)
  let threads = max(1, min(jobs, count))
  if threads == 1 {
    var results = [Result?](repeating: nil, count: count)
    for index in order { results[index] = body(index) }
    return results.map { $0! }
  }
  let queue = WorkQueue<Result>(order: order)
  let handles = (0..<threads).compactMap { _ in
    spawn {
      while let index = queue.next() { queue.finish(index, body(index)) }
    }
  }
  // When no thread could be started the caller does the work itself.
  if handles.isEmpty { while let index = queue.next() { queue.finish(index, body(index)) } }
  for handle in handles { pthread_join(handle, nil) }
  return queue.results()
}

private final class WorkQueue<Result: Sendable>: Sendable {
  private struct State {
    var position = 0
    var results: [Result?]
  }
  private let order: [Int]
  private let state: Mutex<State>

  init(order: [Int]) {
    self.order = order
    state = Mutex(State(results: Array(repeating: nil, count: order.count)))
  }

  func next() -> Int? {
    state.withLock { state in
      guard state.position < order.count else { return nil }
      defer { state.position += 1 }
      return order[state.position]
    }
  }

  func finish(_ index: Int, _ result: Result) { state.withLock { $0.results[index] = result } }

  func results() -> [Result] { state.withLock { $0.results.map { $0! } } }
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func spawn(_ run: @escaping @Sendable () -> Void) -> pthread_t? {
  var handle = pthread_t()
  let context = Unmanaged.passRetained(ThreadBody(run))
  let code = pthread_create(
    &handle, nil,
    { argument in
      Unmanaged<ThreadBody>.fromOpaque(argument!).takeRetainedValue().run()
      return nil
    }, context.toOpaque())
  guard code == 0 else {
    context.release()
    return nil
  }
  return handle
}
