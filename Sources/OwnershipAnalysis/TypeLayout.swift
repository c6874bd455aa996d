import OwnershipIR

/// The types of a module as paths ask for them, millions of times: flat, and without anything that is counted, so that
/// threads that look at one module do not wait for each other. Whoever uses it keeps the `TypeLayoutStorage` alive: the
/// program does, by its links.
struct TypeLayout: @unchecked Sendable {
  enum Kind: Equatable {
    case pointer(to: TypeID)
    case integer(signed: Bool)
    case floating
    /// Of a length that is known.
    case array(of: TypeID, count: Int64)
    case arrayOfAnyLength(of: TypeID)
    case record(Int)
    case function
    /// `void`, and what is not known.
    case nothing
  }

  struct Entry {
    var kind: Kind
    /// In bytes; -1 when incomplete or variable.
    var size: Int64
  }

  struct Member {
    var type: TypeID
    /// In bytes, as `Field` has it.
    var offset: Int64
    var size: Int64
  }

  fileprivate let types: UnsafePointer<Entry>
  fileprivate let members: UnsafePointer<Member>
  /// By record, where its members begin; one more for the end.
  fileprivate let starts: UnsafePointer<Int>
  fileprivate let globals: UnsafePointer<TypeID>

  @inline(__always) subscript(_ type: TypeID) -> Entry { types[Int(type.index)] }

  /// The members of a record in declaration order.
  @inline(__always) func members(of record: Int) -> UnsafeBufferPointer<Member> {
    UnsafeBufferPointer(start: members + starts[record], count: starts[record + 1] - starts[record])
  }

  @inline(__always) func type(ofGlobal index: Int) -> TypeID { globals[index] }
}

/// Owns what a `TypeLayout` looks at. It is never written after it was made.
final class TypeLayoutStorage: @unchecked Sendable {
  let layout: TypeLayout

  init(of module: Module) {
    func copied<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
      let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
      memory.initialize(from: elements, count: elements.count)
      return UnsafePointer(memory)
    }
    var members: [TypeLayout.Member] = []
    var starts = [0]
    for record in module.records {
      for field in record.fields {
        members.append(TypeLayout.Member(type: field.type, offset: field.offset, size: module[field.type].size))
      }
      starts.append(members.count)
    }
    layout = TypeLayout(
      types: copied(module.types.map { TypeLayout.Entry(kind: TypeLayout.Kind($0.kind), size: $0.size) }),
      members: copied(members), starts: copied(starts), globals: copied(module.globals.map(\.type)))
  }

  deinit {
    layout.types.deallocate()
    layout.members.deallocate()
    layout.starts.deallocate()
    layout.globals.deallocate()
  }
}

extension TypeLayout.Kind {
  init(_ kind: TypeKind) {
    switch kind {
    case .unknown, .void: self = .nothing
    case .integer(let signed): self = .integer(signed: signed)
    case .floating: self = .floating
    case .pointer(let pointee, _): self = .pointer(to: pointee)
    case .array(let element, let count?): self = .array(of: element, count: count)
    case .array(let element, nil): self = .arrayOfAnyLength(of: element)
    case .record(let record): self = .record(record)
    case .function: self = .function
    }
  }
}
