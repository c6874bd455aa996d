/// When each thing that the analysis of a function can ask of the program last changed, as numbers of updates.
struct FactStamps: Sendable {
  /// One list an aspect, by function.
  private var functions: [[Int32]] = Array(repeating: [], count: 6)
  private var globals: [Int32] = []
  /// By module: its places, so what findings say of lines.
  private(set) var places: [Int32] = []

  /// Makes room for what is new, which has changed in update `now`.
  mutating func grow(functions count: Int, globals globalCount: Int, modules: Int, now: Int32) {
    for aspect in functions.indices { Self.grow(&functions[aspect], count, now) }
    Self.grow(&globals, globalCount, now)
    Self.grow(&places, modules, now)
  }

  private static func grow(_ list: inout [Int32], _ count: Int, _ now: Int32) {
    if list.count < count { list += Array(repeating: now, count: count - list.count) }
  }

  mutating func mark(_ function: Int, _ aspects: FunctionAspects, now: Int32) {
    for index in functions.indices where aspects.rawValue & 1 << UInt8(index) != 0 {
      functions[index][function] = now
    }
  }
  mutating func mark(global: Int, now: Int32) { globals[global] = now }
  mutating func mark(placesOf module: Int, now: Int32) { places[module] = now }

  func hasChanged(_ function: UInt32, _ aspects: FunctionAspects, since then: Int32) -> Bool {
    for index in functions.indices
    where aspects.rawValue & 1 << UInt8(index) != 0 && functions[index][Int(function)] > then {
      return true
    }
    return false
  }

  func hasChanged(_ dependencies: Dependencies, since then: Int32) -> Bool {
    dependencies.functions.contains { hasChanged($0.number, $0.aspects, since: then) }
      || dependencies.globals.contains { globals[Int($0)] > then }
  }

  /// Marks what a new version of the program answers otherwise than the one before.
  mutating func compare(
    _ new: Program, _ graph: CallGraph, with old: Program, _ oldGraph: CallGraph, now: Int32
  ) {
    for number in old.functions.indices {
      let (before, after) = (old.callees[number], new.callees[number])
      if !new.functions[number].isSame(as: old.functions[number]) { mark(number, .body, now: now) }
      if before !== after {
        // The places in it are part of it, and tables may have got new ones.
        if hasOtherBody(number, new, old) { mark(number, .body, now: now) }
        if !before.looksTheSame(as: after) { mark(number, .look, now: now) }
        if (before.instructionCount, before.blockCount) != (after.instructionCount, after.blockCount) {
          mark(number, .size, now: now)
        }
      }
      if oldGraph.isCalled[number] != graph.isCalled[number]
        || oldGraph.hasKnownCallers[number] != graph.hasKnownCallers[number]
      {
        mark(number, .callers, now: now)
      }
    }
    for number in old.globals.indices where !isSame(number, new, old) { mark(global: number, now: now) }
    for module in old.modules.indices where old.modules[module].files != new.modules[module].files {
      mark(placesOf: module, now: now)
    }
  }

  private func hasOtherBody(_ number: Int, _ new: Program, _ old: Program) -> Bool {
    let (before, after) = (old.functions[number], new.functions[number])
    guard before.isSame(as: after), after.module >= 0 else { return true }
    return old.modules[before.module].functions[before.index]
      != new.modules[after.module].functions[after.index]
  }

  private func isSame(_ number: Int, _ new: Program, _ old: Program) -> Bool {
    let (before, after) = (old.globals[number], new.globals[number])
    guard before.isSame(as: after) else { return false }
    return after.module < 0
      || old.modules[before.module].globals[before.index] == new.modules[after.module].globals[after.index]
  }
}
