/// When a file is analysed after an edit: at once when the edit comes alone, and while somebody types, when the typing
/// pauses. How long a pause has to be hangs on what it costs to analyse the file again, so that a small file answers
/// every word and a large one does not work for nothing. (clangd debounces by the cost of a rebuild as well.)
package struct EditPacing: Sendable {
  /// Edits that are further apart than this are not a burst.
  static let loneGap: Duration = .milliseconds(150)
  static let shortestPause: Duration = .milliseconds(40)
  static let longestPause: Duration = .milliseconds(500)
  /// Somebody who types without a pause still gets an answer now and then.
  static let longestWait: Duration = .seconds(2)

  /// What the last rebuilds took, the latest counting most.
  private(set) var cost: Duration = .milliseconds(50)
  private var lastEdit: Duration?
  private var firstWaiting: Duration?
  /// When the analysis may begin; nil when nothing waits.
  private(set) var due: Duration?

  package init() {}

  /// An edit came in at `now` (on any clock that does not go back).
  package mutating func edited(at now: Duration) {
    let isLone = lastEdit.map { now - $0 > max(Self.loneGap, cost) } ?? true
    lastEdit = now
    let first = firstWaiting ?? now
    firstWaiting = first
    if isLone, due == nil {
      due = now
      return
    }
    let pause = min(max(cost, Self.shortestPause), Self.longestPause)
    due = min(now + pause, first + Self.longestWait)
  }

  /// The analysis of the current text begins.
  package mutating func started() {
    due = nil
    firstWaiting = nil
  }

  /// It took this long.
  package mutating func finished(taking time: Duration) { cost = (cost + time) / 2 }
}
