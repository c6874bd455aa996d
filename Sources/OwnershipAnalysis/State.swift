/// One abstract state: what memory holds, who owns what, and what is known about values, along one set of paths.
///
/// Flat arrays of trivially copyable cells, each sorted by its key: forking copies four references, the first
/// write copies one small array. No strings, no class references, no dictionaries (measured in the plan: an order
/// of magnitude faster to fork than persistent maps at this size).
struct State: Sendable {
  var cells: [Cell] = []
  var objects: [ObjectRecord] = []
  var intervals: [IntervalFact] = []
  var relations: [Relation] = []
  var loops: [LoopRecord] = []
  /// Threads that this frame has started and not joined.
  var threads: [ThreadRecord] = []
  /// Substitutions since the current block began, for the registers that are not part of the state.
  var rewrites: [Rewrite] = []
  /// The last step of the path, in the event arena.
  var lastEvent: EventID = .none
  /// Values were widened or forgotten on this path: what follows from "no other way" is not certain.
  var isApproximate = false
  /// Which way of a branch that nobody can decide this path went: what happens on one way only is not certain, what
  /// happens on both is. A number of the branch and, in the last bit, the way; 0 when there was none.
  var doubt: UInt32 = 0
  /// A loop was left after rounds that were not followed one by one.
  var isWidened = false
  /// Something of the caller's was released or overwritten of which it is not known what it is.
  var hasBlindEffect = false
  /// A way was taken by a number that was read from one of several cells: whoever knows which may know better.
  var hasPicked = false
  /// A call has just been left by an exception; only until that has found its way.
  var isUnwinding = false
}

/// A scalar in memory: what is at `base + element + offset`.
struct Cell: Sendable, Hashable {
  /// The object: an address, an allocation, or the pointer value that points at it.
  var base: ValueID
  /// The symbolic part of the offset (an `element` value), `.none` for a constant offset.
  var element: ValueID
  var offset: Int64
  var value: ValueID
  /// What kind of scalar was read or written there: elements of an array never alias a scalar of another shape.
  var shape: CellShape = .unknown

  var place: Place { Place(base: base, element: element, offset: offset) }

  @inline(__always) func isBefore(_ base: ValueID, _ element: ValueID, _ offset: Int64) -> Bool {
    if self.base != base { return self.base < base }
    if self.element != element { return self.element < element }
    return self.offset < offset
  }
}

/// Width and kind of a scalar.
struct CellShape: Sendable, Hashable {
  var raw: UInt8
  static let unknown = CellShape(raw: 0)
  static let pointer = CellShape(raw: 0x88)
  /// What stands in no byte of the object.
  static let hidden = CellShape(raw: 0x90)

  init(raw: UInt8) { self.raw = raw }
  init(width: Int64) { raw = UInt8(clamping: max(0, min(width, 127))) }

  func mayAlias(_ other: CellShape) -> Bool { self == .unknown || other == .unknown || self == other }
}

/// What is known about an object beyond its contents. Objects without a record are live and nobody's concern.
struct ObjectRecord: Sendable, Hashable {
  enum Status: UInt8, Sendable { case live, freed, expired }
  enum Ownership: UInt8, Sendable {
    /// The caller's or the world's: entry memory of parameters and globals, results of unknown calls.
    case borrowed
    /// Allocated on this path: somebody must release it.
    case owned
    /// Allocated on this path, but code that is not seen may hold it.
    case escaped
  }
  /// Where contents that were not written since come from: entry memory, zeros, something unknown that opaque code
  /// (`token`: it may also have kept or released what it reached) or a plain write of bytes (`filled`) left, or the
  /// block that became this one (`moved`).
  enum Content: UInt8, Sendable { case initial, zero, token, filled, moved }

  var base: ValueID
  var status: Status
  var ownership: Ownership
  var content: Content = .initial
  /// Read or written through on this path (borrowed objects): the caller must pass live memory.
  var isAccessed = false
  /// The family it was allocated from, or was released as; `FamilyTable.unknown` when not known.
  var family: FamilyID
  /// What contents that were not written since come from, when `content` is `.token`, `.filled` or `.moved`.
  var token: ValueID = .none
  /// The offset at which a borrowed object was released (`free(p - 16)`).
  var releasedAt: Int64 = 0
  /// It was released so many bytes from where the pointer leads that only whoever counted them knows.
  static let somewhere = Int64.min
  /// References to a counted object beyond the usual: of an owned one those after the first, of a borrowed one those
  /// that were added (or, when negative, given back) on this path.
  var references: Int16 = 0
  /// A counted object of which others hold references of their own: it outlives ours.
  var isShared = false
  /// Where it was allocated (owned) or first accessed (borrowed).
  var origin: EventID
  /// Where it was released, or went out of scope.
  var end: EventID = .none

  var isTracked: Bool { ownership == .owned && status == .live }

  /// Equality of what matters for the future: not where it happened.
  func hasSameState(as other: ObjectRecord) -> Bool {
    base == other.base && status == other.status && ownership == other.ownership && content == other.content
      && isAccessed == other.isAccessed && family == other.family && token == other.token
      && releasedAt == other.releasedAt && references == other.references && isShared == other.isShared
  }
}

/// What is known of an integer or pointer value by itself.
struct IntervalFact: Sendable, Hashable {
  /// Never a sum or an integer.
  var value: ValueID
  var low: Int64
  var high: Int64
  /// A value inside the interval that is excluded, when `hasHole`.
  var hole: Int64 = 0
  var hasHole = false
  var isNonZero = false
  /// Learned from a test in the analysed function itself, not from a callee.
  var isDirect = true
  /// Known because the code goes through the pointer, not because it was tested.
  var isImplied = false
  /// The hull of several paths: its ends were reached, what lies between them perhaps not.
  var hasGap = false

  var isTrivial: Bool { low == .min && high == .max && !hasHole && !isNonZero && !hasGap }
}

/// `first - second <= bound`, `first != second + bound`, or `first == second + bound`.
struct Relation: Sendable, Hashable {
  /// `equal` is only a memory of a substitution, for the summary: two values of the caller's that must coincide.
  enum Kind: UInt8, Sendable { case atMost, different, equal }
  var kind: Kind
  var first: ValueID
  var second: ValueID
  var bound: Int64
  var isDirect = true
}

/// A value that turned out to be another.
struct Rewrite: Sendable, Hashable {
  var old: ValueID
  var new: ValueID
}

/// How often this path has come to the head of a loop it is still in.
struct LoopRecord: Sendable, Hashable {
  /// Frame and block of the head.
  var frame: UInt32
  var head: UInt32
  var rounds: UInt32
  /// An exit condition could have gone either way.
  var isUndecided: Bool
  /// In this round a way out was seen whose condition was constant: a counted loop, perhaps with other ways out.
  var hasDecidedExit = false
  /// The state at the previous arrival: index into the executor's snapshots.
  var snapshot: Int32
  /// The last event before the loop began.
  var entry: EventID = .none
  /// The round at which values were widened; 0 before that.
  var widenedAt: UInt32 = 0
  /// The guard must hold once more before the loop may be left at its head.
  var mustRunAgain = false
  /// The loop may only be left at its head.
  var mustLeave = false
  /// Once more through the loop, and then the same.
  var isLastRound = false
}

/// A thread that was started with a function of the program.
struct ThreadRecord: Sendable, Hashable {
  var frame: UInt32
  var handle: ValueID
  var function: UInt32
  var argument: ValueID
  /// The state when it was started, or when another one ended: index into the executor's snapshots.
  var snapshot: Int32
  /// The state when it was started, and before what it can reach was forgotten.
  var started: Int32
  var before: Int32
  /// What it finds, and so what it does, is not known any more.
  var isDisturbed = false
}

/// An index into an `EventArena`.
struct EventID: Hashable, Sendable {
  var raw: UInt32
  static let none = EventID(raw: 0)
  var isNone: Bool { raw == 0 }
  var int: Int { Int(raw) }
}

/// An allocation family as a small integer of the run's `FamilyTable`.
struct FamilyID: Hashable, Sendable, Comparable {
  var raw: UInt16
  static let unknown = FamilyID(raw: 0)
  /// Memory of the library's own, that nobody else may release (`getenv`).
  static let borrowed = FamilyID(raw: .max)
  static func < (a: FamilyID, b: FamilyID) -> Bool { a.raw < b.raw }
}
