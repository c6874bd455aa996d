import OwnershipIR

/// The members of a record as its declaration lists them: anonymous members are not flattened here, because
/// initialiser lists count them as one.
struct RecordLayout {
  struct Member {
    /// The field's declaration.
    var identity: UInt
    var name: StringID
    var offset: Int64
    var type: TypeID
    var isAnonymous: Bool
  }
  var members: [Member] = []
  /// False while the record was met behind pointers only.
  var isRead = false
}

extension TypeTable {
  /// Scalars in an object of the type. A union counts as more than its members can give, so that an initialiser
  /// list never seems to cover all of its bytes.
  func scalarCount(_ type: TypeID) -> Int64 {
    switch infos[type.int].kind {
    case .array(let element, let count): return (count ?? 0) * scalarCount(element)
    case .record(let index):
      if records[index].isUnion { return .max / 1024 }
      return layouts[index].members.reduce(0) { sum, member in
        let (total, overflows) = sum.addingReportingOverflow(scalarCount(member.type))
        return overflows ? .max / 1024 : total
      }
    default: return 1
    }
  }
}
