import Synchronization

/// The summaries of the program, by function. Written once a function (once a round inside a recursive group),
/// read by all jobs.
final class SummaryStore: Sendable {
  private let summaries: Mutex<[Summary?]>

  init(count: Int) { summaries = Mutex(Array(repeating: nil, count: count)) }

  subscript(_ function: UInt32) -> Summary? { summaries.withLock { $0[Int(function)] } }

  func set(_ summary: Summary, for function: UInt32) { summaries.withLock { $0[Int(function)] = summary } }
}
