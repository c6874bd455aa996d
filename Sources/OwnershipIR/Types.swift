/// What the analysis must know of a type: its size, where its scalars lie, what a pointer points at.
package struct TypeInfo: Hashable, Sendable {
  package var kind: TypeKind
  /// In bytes; -1 when incomplete, dependent or variable.
  package var size: Int64
  /// As a user would write it.
  package var spelling: StringID

  package init(kind: TypeKind, size: Int64, spelling: StringID) {
    self.kind = kind
    self.size = size
    self.spelling = spelling
  }
}

package enum TypeKind: Hashable, Sendable {
  case unknown
  case void
  /// `_Bool`, characters, integers and enumerations alike.
  case integer(signed: Bool)
  case floating
  case pointer(to: TypeID, pointeeIsConst: Bool)
  /// nil count: incomplete or variable length.
  case array(of: TypeID, count: Int64?)
  /// Index into `Module.records`.
  case record(Int)
  case function(result: TypeID, parameters: [TypeID], isVariadic: Bool)
}

/// A struct, union or class: its members by byte offset.
package struct Record: Hashable, Sendable {
  package var usr: String
  package var name: StringID
  package var isUnion: Bool
  /// A layout of the library's: no user knows its fields by their names.
  package var isOpaque = false
  /// In declaration order; members of anonymous structs and unions are flattened in with their own offsets.
  package var fields: [Field]
  package init(usr: String, name: StringID, isUnion: Bool, isOpaque: Bool = false, fields: [Field]) {
    self.usr = usr
    self.name = name
    self.isUnion = isUnion
    self.isOpaque = isOpaque
    self.fields = fields
  }
}

package struct Field: Hashable, Sendable {
  package var name: StringID
  package var type: TypeID
  /// In bytes from the record's start; a bit-field has the offset of its storage unit plus its bit offset within
  /// it times 2^32, so that neighbours are different cells.
  package var offset: Int64
  package init(name: StringID, type: TypeID, offset: Int64) {
    self.name = name
    self.type = type
    self.offset = offset
  }
}
