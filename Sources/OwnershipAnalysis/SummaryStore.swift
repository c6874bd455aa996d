import Synchronization

/// The summaries of the program, by function. Written once a function (once a round inside a recursive group),
/// read by all jobs.
final class SummaryStore: Sendable {
  private let summaries: Mutex<[UInt32: Summary]> = Mutex([:])

  subscript(_ function: UInt32) -> Summary? { summaries.withLock { $0[function] } }

  func set(_ summary: Summary, for function: UInt32) { summaries.withLock { $0[function] = summary } }
}
