import Foundation
import Synchronization

/// Maps on all cores, keeping the order. For work that waits for other programs: it must not block the threads of
/// Swift's own pool.
package func parallelMap<Element: Sendable, Result: Sendable>(
  _ elements: [Element], _ transform: @Sendable (Element) throws -> Result
) throws -> [Result] {
  let results = Mutex<[Int: Swift.Result<Result, any Error>]>([:])
  DispatchQueue.concurrentPerform(iterations: elements.count) { index in
    let result = Swift.Result { try transform(elements[index]) }
    results.withLock { $0[index] = result }
  }
  return try results.withLock { results in try elements.indices.map { try results[$0]!.get() } }
}
