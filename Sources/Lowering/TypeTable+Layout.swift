import ClangFrontend
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
    /// Of a bit-field.
    var width: Int?
    var clangType: ClangType
    var declaration: Declaration
    /// `int n = 3;`: what a constructor that does not name it gives it.
    var hasInitializer: Bool { declaration.hasMemberInitializer }
  }
  var members: [Member] = []
  /// False while the record was met behind pointers only.
  var isRead = false
}

/// A step from an object to a part of it.
enum PathStep {
  case member(StringID)
  case element(Int64)
}

extension TypeTable {
  /// What is written behind an object's name to get at the part of type `part` at `offset`: `.items[2].name`.
  func path(in type: TypeID, to offset: Int64, of part: TypeID) -> [PathStep] {
    var (type, offset) = (type, offset)
    var steps: [PathStep] = []
    while type != part || offset != 0 {
      switch infos[type.int].kind {
      case .record(let index):
        let members = layouts[index].members
        let covering = members.filter { $0.offset <= offset }
        // All members of a union are in the same place.
        let member =
          records[index].isUnion ? members.first { $0.type == part } ?? members.first : covering.last
        guard let member else { return steps }
        if !member.isAnonymous { steps.append(.member(member.name)) }
        (type, offset) = (member.type, offset - member.offset)
      case .array(let element, _):
        guard let stride = stride(of: element), stride > 0 else { return steps }
        steps.append(.element(offset / stride))
        (type, offset) = (element, offset % stride)
      default: return steps
      }
    }
    return steps
  }

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
