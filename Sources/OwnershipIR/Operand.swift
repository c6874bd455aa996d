/// What an instruction reads: a register or something known without executing anything.
package enum Operand: Hashable, Sendable {
  /// The value of a register of this block.
  case register(Register)
  /// An integer constant, folded: literals, enumerators, `sizeof`, character constants. The null pointer is 0.
  case integer(Int64)
  /// The address of a local's storage.
  case local(LocalID)
  /// The address of a global's storage.
  case global(GlobalID)
  /// The address of a function.
  case function(FunctionID)
  /// The address of a string literal's storage.
  case string(StringID)
  /// A value about which nothing is known (floating point, an expression the lowering does not follow).
  case unknown
}

/// A memory address: `base + offset + index * stride`, all in bytes.
///
/// Byte offsets make one mechanism of fields, nested structs, unions (one cell, several names), casts between
/// structs that share a first member, arrays of structs and `container_of`.
package struct Address: Hashable, Sendable {
  package var base: Operand
  package var offset: Int64
  /// A subscript whose value is not a constant of the lowering; `.integer(0)` when there is none.
  package var index: Operand
  package var stride: Int64

  package init(base: Operand, offset: Int64 = 0, index: Operand = .integer(0), stride: Int64 = 0) {
    self.base = base
    self.offset = offset
    self.index = index
    self.stride = stride
  }

  /// Whether a subscript takes part.
  package var isIndexed: Bool { stride != 0 && index != .integer(0) }
}
