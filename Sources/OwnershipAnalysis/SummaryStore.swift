import Synchronization

/// The summaries of the program, by function. Written once a function (once a round inside a recursive group),
/// read by all jobs.
final class SummaryStore: Sendable {
  private let summaries: Mutex<[Summary?]>

  init(count: Int) { summaries = Mutex(Array(repeating: nil, count: count)) }

  /// As they are now, whatever is written later.
  init(copying other: SummaryStore) { summaries = Mutex(other.summaries.withLock { $0 }) }

  subscript(_ function: UInt32) -> Summary? { summaries.withLock { $0[Int(function)] } }

  func set(_ summary: Summary?, for function: UInt32) { summaries.withLock { $0[Int(function)] = summary } }

  /// Makes room for functions that are new.
  func grow(to count: Int) {
    summaries.withLock { $0 += Array(repeating: nil, count: max(0, count - $0.count)) }
  }
}
