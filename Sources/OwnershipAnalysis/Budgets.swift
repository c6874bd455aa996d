import OwnershipIR

/// The limits of the analysis, all in one place. Hitting one drops paths (never invents them), marks the function
/// as incomplete in `dump summary`, and so costs a missed finding at worst, never a false alarm.
package struct Budgets: Sendable, Hashable {
  /// How far each effort goes.
  package var brief = EffortLimits(
    statesPerPoint: 4, mergeAbove: 1, outcomes: 4, exactRounds: 1, mixedRounds: 2, plainRounds: 2,
    decidedRounds: 4)
  package var quick = EffortLimits(
    statesPerPoint: 10, mergeAbove: 2, outcomes: 8, exactRounds: 2, mixedRounds: 4, plainRounds: 18,
    decidedRounds: 70)
  package var thorough = EffortLimits(
    statesPerPoint: 32, mergeAbove: 12, outcomes: 24, exactRounds: 2, mixedRounds: 12, plainRounds: 18,
    decidedRounds: 70)
  /// Instructions of a program, and of a function in it, from which on it is worth to look briefly whether the
  /// function owns anything before its paths are followed one by one.
  package var briefInPrograms = 1_000
  package var briefInFunctions = 30
  /// Instructions executed in the quick analysis of one function, all paths and inlined callees together:
  /// `smallestFuel`, and `fuelPerInstruction` for each of its instructions.
  package var smallestFuel = 300
  package var fuelPerInstruction = 6
  package var largestQuickFuel = 8_000
  /// The same for the thorough analysis: at most `fuel`, and `sharedFuel` among all functions of a program.
  package var fuel = 40_000
  package var sharedFuel = 250_000
  /// Instructions up to which a program has all of it.
  package var smallProgram = 900
  /// Fuel below which a thorough analysis is not begun: the program is too large for it.
  package var leastThoroughFuel = 2_000

  /// For one function that somebody looks at, quickly and thoroughly: no other function has to wait.
  package var quickFactsFuel = 30_000
  package var thoroughFactsFuel = 2_500

  /// How much more there is for functions of C++: they take far longer to parse, and much of what they do is in small
  /// functions that they call.
  package var cPlusPlusFactor = 5

  func factor(_ language: Language) -> Int { language == .cpp ? cPlusPlusFactor : 1 }

  func quickFuel(forInstructions count: Int) -> Int {
    min(largestQuickFuel, smallestFuel + fuelPerInstruction * count)
  }

  func briefFuel(forInstructions count: Int) -> Int {
    min(largestQuickFuel, (smallestFuel + fuelPerInstruction * count) / 4)
  }

  /// The larger a program, the less is left for each of its functions. Sizes count in steps of a sixteenth or so: what
  /// an edit changes of them should rarely matter.
  func thoroughFuel(functions: Int, instructions: Int) -> Int {
    let (functions, instructions) = (Self.rounded(functions), Self.rounded(instructions))
    let shared = instructions <= smallProgram ? sharedFuel : sharedFuel * smallProgram / instructions
    return min(fuel, shared / max(1, functions))
  }

  /// Down to a number of at most five binary digits before its zeros.
  private static func rounded(_ count: Int) -> Int {
    let digits = Int.bitWidth - count.leadingZeroBitCount
    return digits <= 5 ? count : (count >> (digits - 5)) << (digits - 5)
  }

  /// Conditions under which one and the same happens that are kept apart rather than joined to their hull.
  package var apartConditions = 4
  /// Conditions that are remembered of one flaw while a function is followed.
  package var draftsOfOneFlaw = 24
  /// Rounds over a group of mutually recursive functions.
  package var recursionRounds = 3
  /// Calls inlined into one another when a summary cannot say what the arguments need; those of the library, which are
  /// small and many deep, count only towards the second.
  package var inlineDepth = 4
  package var inlineDepthWithLibrary = 10
  /// The same for a function inlined into itself.
  package var recursionDepth = 8
  /// Blocks of a callee above which it is never inlined.
  package var inlineBlocks = 60
  /// Different functions in a table that are all followed when the index is not known, and entries that are looked at.
  package var tableFunctions = 8
  package var tableEntries = 64
  /// Elements under other indices that a pointer read from an array may be, each followed on a path of its own.
  package var aliasedElements = 4
  /// Depth of a symbolic term; deeper ones become opaque.
  package var termDepth: UInt8 = 10

  package init() {}
}

/// How far one effort goes.
package struct EffortLimits: Sendable, Hashable {
  /// States kept at one program point; beyond it the rest is dropped.
  package var statesPerPoint: Int
  /// States with equal ownership above which their differing values are merged.
  package var mergeAbove: Int
  /// Outcomes kept in a summary.
  package var outcomes: Int
  /// Exact rounds of a loop whose length is not known, before values that change are widened.
  package var exactRounds: Int
  /// Rounds of a loop that is counted and has other ways out that are not decided, such as an allocation that fails.
  package var mixedRounds: Int
  /// Rounds of a loop whose exit conditions are all decided by constants and that neither calls anything nor stores
  /// pointers.
  package var plainRounds: Int
  /// The same for all other loops.
  package var decidedRounds: Int
}

/// How hard a function is looked at.
enum Effort: Sendable {
  /// States that differ in anything but ownership are one: enough for a large function that owns nothing.
  case brief
  /// States that differ in numbers only are soon one.
  case quick
  /// For functions in which memory is allocated or released and of which the quick look did not see everything.
  case thorough
}

/// What the analysis of each function depends on of the size of the program.
struct ProgramScale: Hashable, Sendable {
  /// Fuel of the thorough analysis of a function of C; 0 when that is never begun.
  let thoroughFuel: Int
  /// Large functions are looked at briefly first.
  let takesBriefLooks: Bool
  /// All functions are worth a thorough analysis.
  let isSmall: Bool

  init(of program: Program, _ budgets: Budgets) {
    let fuel = budgets.thoroughFuel(functions: program.definedCount, instructions: program.instructionCount)
    thoroughFuel = fuel * max(1, budgets.cPlusPlusFactor) < budgets.leastThoroughFuel ? 0 : fuel
    takesBriefLooks = program.instructionCount >= budgets.briefInPrograms
    isSmall = program.instructionCount <= budgets.smallProgram
  }
}
