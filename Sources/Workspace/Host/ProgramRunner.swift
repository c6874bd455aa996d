import ClangFrontend
import Glibc

/// A thread on which long work of a program runs that belongs to no single document.
actor ProgramRunner {
  private nonisolated let executor = LargeStackExecutor()
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
  /// As `nice` counts: what nobody waits for leaves the processors to others.
  private let niceness: Int32
  private var isNice = false

  init(niceness: Int32 = 0) { self.niceness = niceness }

  func run<Result: Sendable>(_ work: @Sendable () -> Result) -> Result {
    if niceness > 0, !isNice {
      isNice = true
      // On Linux this is the calling thread alone.
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
    }
    return work()
  }
}
