import ClangFrontend
import OwnershipIR

/// The module's types. Each of clang's types is looked at once; equal ones share an entry.
struct TypeTable {
  private(set) var infos: [TypeInfo] = [TypeInfo(kind: .unknown, size: -1, spelling: .empty)]
  var records: [Record] = []
  /// Beside `records`.
  var layouts: [RecordLayout] = []
  /// Beside `records`; nil in C.
  var classes: [ClassFacts?] = []
  /// Beside `records`.
  var clangTypes: [ClangType?] = []
  /// What is known so far of special members, by record.
  var specialActions: [Int: [SpecialMember: ModuleBuilder.SpecialAction]] = [:]
  /// Floating point types of several numbers in one, which are not followed.
  var composites: Set<TypeID> = []
  /// The record behind `va_list`, once it is met.
  var variableArgumentRecord: Int?
  /// Some record has a `va_list` for a member.
  var recordsHoldVariableArguments = false
  private var isBooleanType: [Bool] = [false]
  private var byInfo: [TypeInfo: TypeID] = [:]
  private var byIdentity = PointerMap(minimumCapacity: 256)
  /// Record declaration → index in `records`.
  private var recordIndices = PointerMap()
  /// Field declaration → index in `fields`.
  private var fieldIndices = PointerMap(minimumCapacity: 256)
  private var fields: [FieldFacts] = []

  subscript(_ id: TypeID) -> TypeInfo { infos[id.int] }

  func known(_ type: ClangType) -> TypeID? { byIdentity[type.identity].map { TypeID(Int($0)) } }
  mutating func remember(_ type: ClangType, as id: TypeID) { byIdentity[type.identity] = Int32(id.index) }

  mutating func add(_ info: TypeInfo, isBoolean: Bool = false) -> TypeID {
    if !isBoolean, let known = byInfo[info] { return known }
    let id = TypeID(infos.count)
    infos.append(info)
    isBooleanType.append(isBoolean)
    if !isBoolean { byInfo[info] = id }
    return id
  }

  func recordIndex(_ declaration: Declaration) -> Int? { recordIndices[declaration.identity].map(Int.init) }
  mutating func addRecord(_ record: Record, for declaration: Declaration) -> Int {
    records.append(record)
    layouts.append(RecordLayout())
    classes.append(nil)
    clangTypes.append(nil)
    recordIndices[declaration.identity] = Int32(records.count - 1)
    return records.count - 1
  }

  func field(_ declaration: Declaration) -> FieldFacts? {
    fieldIndices[declaration.identity].map { fields[Int($0)] }
  }
  mutating func setField(_ identity: UInt, _ facts: FieldFacts) {
    fields.append(facts)
    fieldIndices[identity] = Int32(fields.count - 1)
  }
}

/// A field as seen from the outermost record that has a name.
struct FieldFacts {
  var offset: Int64
  var type: TypeID
  var name: StringID
  /// In bits, of a bit-field.
  var width: Int?
}

extension TypeTable {
  /// The class that a record type stands for.
  func clangType(of id: TypeID) -> ClangType? {
    guard case .record(let record) = infos[id.int].kind else { return nil }
    return clangTypes[record]
  }

  /// The member of reference type at an offset of a record.
  func reference(in type: TypeID, at offset: Int64) -> ClangType? {
    guard case .record(let record) = infos[type.int].kind, classes[record] != nil else { return nil }
    return layouts[record].members.first { $0.offset == offset && $0.clangType.isReference }?.clangType
  }
}

// MARK: - Questions that lowering asks

extension TypeTable {
  func isBoolean(_ id: TypeID) -> Bool { isBooleanType[id.int] }

  func isAggregate(_ id: TypeID) -> Bool {
    if case .record = infos[id.int].kind { true } else { false }
  }

  /// One floating point number, which is followed as its `RealNumber`.
  func isReal(_ id: TypeID) -> Bool { isFloating(id) && !composites.contains(id) }

  func isFloating(_ id: TypeID) -> Bool {
    if id != .unknown, case .floating = infos[id.int].kind { true } else { false }
  }

  func isVoid(_ id: TypeID) -> Bool {
    if case .void = infos[id.int].kind { true } else { false }
  }

  func isPointer(_ id: TypeID) -> Bool {
    if case .pointer = infos[id.int].kind { true } else { false }
  }

  func isInteger(_ id: TypeID) -> Bool {
    if case .integer = infos[id.int].kind { true } else { false }
  }

  func isUnsigned(_ id: TypeID) -> Bool {
    if case .integer(let isSigned) = infos[id.int].kind { !isSigned } else { false }
  }

  func isArray(_ id: TypeID) -> Bool {
    if case .array = infos[id.int].kind { true } else { false }
  }

  func isFunction(_ id: TypeID) -> Bool {
    if case .function = infos[id.int].kind { true } else { false }
  }

  /// A value that fits a register and is followed.
  func isScalar(_ id: TypeID) -> Bool {
    switch infos[id.int].kind {
    case .integer, .pointer: true
    default: false
    }
  }

  /// What a load or store may have for its type.
  func isAccessible(_ id: TypeID) -> Bool {
    switch infos[id.int].kind {
    case .integer, .pointer, .floating, .unknown: true
    case .void, .function, .record, .array: false
    }
  }

  /// Whether a conversion can alter the value or its meaning.
  func isLossy(_ from: TypeID, _ type: TypeID) -> Bool {
    if isPointer(from) != isPointer(type) { return true }
    return isInteger(from) && isInteger(type) && infos[type.int].size < infos[from.int].size
  }

  /// A `va_list`, an element of one, or a pointer to either.
  func concernsVariableArguments(_ id: TypeID) -> Bool {
    guard variableArgumentRecord != nil else { return false }
    switch infos[id.int].kind {
    case .record(let index): return index == variableArgumentRecord
    case .array(let element, _): return concernsVariableArguments(element)
    case .pointer(let pointee, _): return pointee != id && concernsVariableArguments(pointee)
    default: return false
    }
  }

  /// What a pointer points at or an array consists of.
  func pointee(_ id: TypeID) -> TypeID {
    switch infos[id.int].kind {
    case .pointer(let pointee, _): pointee
    case .array(let element, _): element
    default: .unknown
    }
  }

  /// Bytes from one element to the next; 1 for `void` and functions, as GNU C counts; nil when it varies.
  func stride(of element: TypeID) -> Int64? {
    switch infos[element.int].kind {
    case .void, .function: 1
    default: infos[element.int].size >= 0 ? infos[element.int].size : nil
    }
  }
}
