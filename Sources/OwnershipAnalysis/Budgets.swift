/// The limits of the analysis, all in one place. Hitting one drops paths (never invents them), marks the function
/// as incomplete in `dump summary`, and so costs a missed finding at worst, never a false alarm.
package struct Budgets: Sendable, Hashable {
  /// States kept at one program point; beyond it states with equal ownership merge, then the rest is dropped.
  package var statesPerPoint = 32
  /// States with equal ownership above which their differing integers are merged before the cap is reached.
  package var equalOwnershipStates = 8
  /// Instructions executed in the quick analysis of one function, all paths and inlined callees together:
  /// `smallestFuel`, and `fuelPerInstruction` for each of its instructions.
  package var smallestFuel = 300
  package var fuelPerInstruction = 6
  package var largestQuickFuel = 8_000
  /// The same for the thorough analysis: at most `fuel`, and `sharedFuel` among all functions of a program.
  package var fuel = 40_000
  package var sharedFuel = 150_000
  /// Fuel below which a thorough analysis is not begun: the program is too large for it.
  package var leastThoroughFuel = 2_000
  /// States kept at one point by the quick analysis, and those above which it joins what nobody's ownership hangs on.
  package var quickStatesPerPoint = 10
  package var joinAbove = 2
  /// Outcomes kept in a summary by the quick analysis.
  package var quickOutcomes = 8

  func quickFuel(forInstructions count: Int) -> Int {
    min(largestQuickFuel, smallestFuel + fuelPerInstruction * count)
  }

  func thoroughFuel(functions: Int) -> Int { min(fuel, sharedFuel / max(1, functions)) }

  /// Rounds of a loop whose exit conditions are all decided by constants.
  package var decidedRounds = 70
  /// The same for loops that neither call anything nor store pointers.
  package var plainRounds = 18
  /// Exact rounds of a loop whose length is not known, before values that change are widened.
  package var exactRounds = 2
  /// Conditions under which one and the same happens that are kept apart rather than joined to their hull.
  package var apartConditions = 4
  /// Outcomes kept in a summary.
  package var outcomes = 24
  /// Rounds over a group of mutually recursive functions.
  package var recursionRounds = 3
  /// Calls inlined into one another when a summary cannot say what the arguments need.
  package var inlineDepth = 4
  /// The same for a function inlined into itself.
  package var recursionDepth = 8
  /// Blocks of a callee above which it is never inlined.
  package var inlineBlocks = 60
  /// Candidates of an indirect call that are all followed.
  package var indirectCandidates = 4
  /// Depth of a symbolic term; deeper ones become opaque.
  package var termDepth: UInt8 = 10

  package init() {}
}
