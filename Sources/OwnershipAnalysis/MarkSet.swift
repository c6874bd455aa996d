/// A set of values that is emptied in constant time: a stamp for each value, valid for one generation.
///
/// For the many small reachability walks of the analysis, where hashing costs more than the walk.
final class MarkSet {
  private var stamps: [UInt32] = []
  private var generation: UInt32 = 0

  /// Starts an empty set for an arena with `count` values.
  func begin(count: Int) {
    if stamps.count < count { stamps.append(contentsOf: repeatElement(0, count: count * 2 - stamps.count)) }
    generation &+= 1
  }

  /// Adds a value; true when it was not there.
  @inline(__always) func insert(_ value: ValueID) -> Bool {
    if value.int >= stamps.count {
      stamps.append(contentsOf: repeatElement(0, count: value.int + 64 - stamps.count))
    }
    if stamps[value.int] == generation { return false }
    stamps[value.int] = generation
    return true
  }

  @inline(__always) func contains(_ value: ValueID) -> Bool {
    value.int < stamps.count && stamps[value.int] == generation
  }
}
