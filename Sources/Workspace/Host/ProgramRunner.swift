import ClangFrontend

/// A thread on which long work of a program runs that belongs to no single document.
actor ProgramRunner {
  private nonisolated let executor = LargeStackExecutor()
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  func run<Result: Sendable>(_ work: @Sendable () -> Result) -> Result { work() }
}
