/// Dense small integers that name the parts of a module. All of them are indices into an array of the module or
/// of the function, so a lookup is one load and a set of them is a flat array.

/// A virtual register: holds one value, defined and used inside one basic block only (the verifier checks it).
/// What must live across blocks goes through a local, temporaries included; so an abstract state has no registers.
package struct Register: Hashable, Sendable {
  package var index: UInt32
  package init(_ index: Int) { self.index = UInt32(index) }
}

/// A parameter, a local variable or a temporary of the function: index into `Function.locals`.
package struct LocalID: Hashable, Sendable {
  package var index: UInt32
  package init(_ index: Int) { self.index = UInt32(index) }
}

/// Index into `Module.globals` (globals, static members, static locals).
package struct GlobalID: Hashable, Sendable {
  package var index: UInt32
  package init(_ index: Int) { self.index = UInt32(index) }
}

/// Index into `Module.functions` (defined and merely declared ones alike).
package struct FunctionID: Hashable, Sendable {
  package var index: UInt32
  package init(_ index: Int) { self.index = UInt32(index) }
}

/// Index into `Function.blocks`.
package struct BlockID: Hashable, Sendable {
  package var index: UInt32
  package init(_ index: Int) { self.index = UInt32(index) }
}

/// Index into `Module.strings`: names as the user wrote them, string literals, reasons. 0 is the empty string.
package struct StringID: Hashable, Sendable {
  package var index: UInt32
  package init(_ index: Int) { self.index = UInt32(index) }
  package static let empty = StringID(0)
}

/// Index into `Module.types`. 0 is the unknown type.
package struct TypeID: Hashable, Sendable {
  package var index: UInt32
  package init(_ index: Int) { self.index = UInt32(index) }
  package static let unknown = TypeID(0)
}

/// Index into `Module.files`.
package struct FileID: Hashable, Sendable {
  package var index: UInt16
  package init(_ index: Int) { self.index = UInt16(index) }
}

extension Register { package var int: Int { Int(index) } }
extension LocalID { package var int: Int { Int(index) } }
extension GlobalID { package var int: Int { Int(index) } }
extension FunctionID { package var int: Int { Int(index) } }
extension BlockID { package var int: Int { Int(index) } }
extension StringID { package var int: Int { Int(index) } }
extension TypeID { package var int: Int { Int(index) } }
extension FileID { package var int: Int { Int(index) } }

/// A stretch of source text as byte offsets into one file of the module, end exclusive. What the user sees:
/// for code that a macro made, the place of the macro's use.
package struct Span: Hashable, Sendable {
  package var file: FileID
  package var start: UInt32
  package var end: UInt32
  package init(file: FileID, start: UInt32, end: UInt32) {
    self.file = file
    self.start = start
    self.end = end
  }
  package static let none = Span(file: FileID(0), start: 0, end: 0)
}
