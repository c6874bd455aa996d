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
  /// With scope and template arguments (`app::Box<int>`); empty when that is no more than `name`.
  package var qualifiedName: StringID = .empty
  /// The class's name where it is defined; `.none` for what is not the program's, and for what is only declared.
  package var span: Span = .none
  package var isUnion: Bool
  /// A layout of the library's: no user knows its fields by their names.
  package var isOpaque = false
  /// In declaration order; members of anonymous structs and unions are flattened in with their own offsets.
  package var fields: [Field]
  /// Direct base classes, virtual ones included: indices into `Module.records`.
  package var bases: [Int] = []
  /// Link key of the destructor that the program wrote for it; empty when the language supplies it.
  package var destructor = ""
  /// What an object of a library's class has hold of, by the meaning of the class: `shared_ptr<T>` is an owner of
  /// `T`. Nil for a class of the program: that has hold of what its fields have.
  package var holdings: [Holding]?

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
  /// The field's name in the source; `.none` outside of the program.
  package var span: Span
  package init(name: StringID, type: TypeID, offset: Int64, span: Span = .none) {
    self.name = name
    self.type = type
    self.offset = offset
    self.span = span
  }
}

/// One thing that an object has hold of.
package struct Holding: Hashable, Sendable {
  package var kind: HoldKind
  /// What is held: the class, not a pointer to it.
  package var type: TypeID
  package init(kind: HoldKind, type: TypeID) {
    self.kind = kind
    self.type = type
  }
}

/// How something has hold of an object, from the closest to the loosest.
package enum HoldKind: UInt8, Hashable, Sendable, CaseIterable, Comparable {
  /// The object is a part of it: a member, an element of a container.
  case part
  /// It is the only owner.
  case sole
  /// One of several owners that are counted.
  case strong
  /// Knows a counted object, keeps nothing alive.
  case weak
  /// A pointer or reference to what is somebody else's.
  case borrowed

  package static func < (a: HoldKind, b: HoldKind) -> Bool { a.rawValue < b.rawValue }

  /// Whether what is held lives on because of it.
  package var isOwning: Bool { self <= .strong }

  /// How something has hold of what is held by `next`, which it has hold of itself: the loosest link decides.
  package func through(_ next: HoldKind) -> HoldKind { max(self, next) }
}
