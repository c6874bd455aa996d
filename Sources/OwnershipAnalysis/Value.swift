/// A symbolic value: an index into a `ValueArena`. Values never change; assignment changes which value a memory
/// cell holds. 0 means "no value".
struct ValueID: Hashable, Comparable, Sendable {
  var raw: UInt32
  static let none = ValueID(raw: 0)
  /// The integer 0 and the null pointer alike: always the arena's first node.
  static let zero = ValueID(raw: 1)
  static let one = ValueID(raw: 2)

  var isNone: Bool { raw == 0 }
  var int: Int { Int(raw) }
  static func < (a: ValueID, b: ValueID) -> Bool { a.raw < b.raw }
}

/// What a value is made of. Trivially copyable and hash-consed: equal nodes are one value.
struct ValueNode: Hashable, Sendable {
  enum Tag: UInt8, Sendable {
    case none
    /// `c`.
    case integer
    /// Address of local `b` in frame `a`.
    case local
    /// Address of global `a` of the program.
    case global
    /// Address of function `a` of the program.
    case function
    /// Address of string literal `b` of module `a`.
    case string
    /// What the cell (base `a`, element `b`, offset `c`) held before anything was written to it.
    case initial
    /// Something new: `op` is a `SymbolKind`, `a` the site, `b` the round of the loops around it, `c` tells apart
    /// several of one site.
    case symbol
    /// `a + b * c`: a pointer (or integer) advanced by a symbolic count.
    case element
    /// `a + c`.
    case sum
    /// Binary operator `op` on `a` and `b`.
    case binary
    /// Unary operator `op` on `a`.
    case unary
    /// Result of pure function `c` on argument `b`, after the earlier arguments in `a`.
    case pure
  }
  var tag: Tag
  var op: UInt8 = 0
  var a: UInt32 = 0
  var b: UInt32 = 0
  var c: Int64 = 0
}

/// Why a symbol came to be.
enum SymbolKind: UInt8, Sendable {
  /// Address (or handle) of a new heap object or resource.
  case allocation
  /// Result of something whose meaning is not known.
  case unknown
  /// What opaque code left in memory.
  case havoc
  /// What a function of the program left in memory that could not be followed to its end: other things that are known
  /// may contradict it.
  case lost
  /// Read from one of several cells, it is not known which.
  case ambiguous
  /// Stands for "any value" of a cell that a loop changes.
  case widened
  /// Address of an `alloca` block.
  case alloca
  /// A number that was read from one of several cells: a descriptor, perhaps.
  case picked
}

struct ValueFlags: OptionSet, Sendable {
  let rawValue: UInt8
  /// Reaches back to a parameter or a global: part of the caller's world.
  static let footprint = ValueFlags(rawValue: 1)
  /// Has operands: rewriting must look inside.
  static let term = ValueFlags(rawValue: 2)
}
