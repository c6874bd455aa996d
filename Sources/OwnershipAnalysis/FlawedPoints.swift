import Findings

/// The points of a function at which every path that comes there goes wrong. Such a flaw hangs on no condition, however
/// the paths are told apart: a callee with many outcomes makes many paths of one.
struct FlawedPoints {
  /// A block and a position in it; the position behind the last instruction is the block's end.
  struct Point: Hashable, Comparable {
    var block: Int32
    var position: Int32

    static func < (a: Point, b: Point) -> Bool { (a.block, a.position) < (b.block, b.position) }
  }

  /// Where the analysed function itself stands, whatever it has called.
  private(set) var current = Point(block: -1, position: 0)
  private var passed: Set<Point> = []
  private var isLossReported = false

  mutating func begin(block: Int, position: Int) {
    current = Point(block: Int32(truncatingIfNeeded: block), position: Int32(truncatingIfNeeded: position))
    isLossReported = false
  }

  /// A flaw was seen at the current point, be it on a path that is known exactly or not.
  mutating func report(_ rule: Rule) {
    if rule == .leak || rule == .resourceLeak || rule == .referenceCycle { isLossReported = true }
  }

  /// The path `goesOn` from here. Losses do not end a path; where all that is lost is lost by this one step
  /// (`losesAll`), a path with a loss has not passed.
  mutating func end(goesOn: Bool, losesAll: Bool) {
    if goesOn, !(losesAll && isLossReported) { passed.insert(current) }
  }

  func passes(_ point: Point) -> Bool { passed.contains(point) }

  func isUnavoidable(_ point: Point) -> Bool { point.block >= 0 && !passes(point) }
}
