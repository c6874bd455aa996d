import ClangFrontend
import Testing

@Suite struct LargeStackTests {
  private struct Failure: Error, Equatable {}

  @Test("results and errors come back, and calls nest") func results() throws {
    #expect(runOnLargeStack { runOnLargeStack { 1 } + 1 } == 2)
    #expect(throws: Failure()) { try runOnLargeStack { throw Failure() } }
  }

  @Test("far deeper than a usual stack") func depth() {
    func sum(_ n: Int) -> Int { n == 0 ? 0 : n + sum(n - 1) }
    #expect(runOnLargeStack { sum(1_000_000) } == 500_000_500_000)
  }
}
