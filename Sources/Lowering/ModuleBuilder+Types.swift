import ClangFrontend
import OwnershipIR

extension ModuleBuilder {
  mutating func typeID(_ type: ClangType) -> TypeID {
    if let known = types.known(type) { return known }
    guard type.isValid else { return .unknown }
    let id = makeType(type)
    types.remember(type, as: id)
    while let (index, record) = types.nextPendingRecord() { readFields(of: record, into: index) }
    return id
  }

  /// A parameter's type: arrays and functions are passed as pointers, whatever the declaration looks like.
  mutating func parameterType(_ declaration: Declaration) -> TypeID { decayedType(declaration.type) }

  /// The type of a value: libclang shows a parameter of array type, and its value, as the array that was written.
  mutating func decayedType(_ written: ClangType) -> TypeID {
    let type = typeID(written)
    switch types[type].kind {
    case .array(let element, _):
      let isConst = written.canonical.element.isConst
      let elementSpelling = (isConst ? "const " : "") + strings[types[element].spelling]
      return types.add(
        TypeInfo(
          kind: .pointer(to: element, pointeeIsConst: isConst), size: 8,
          spelling: strings.intern(Self.pointer(to: elementSpelling))))
    case .function:
      let spelling = strings[types[type].spelling]
      return types.add(
        TypeInfo(
          kind: .pointer(to: type, pointeeIsConst: false), size: 8,
          spelling: strings.intern(Self.pointer(to: spelling))))
    default: return type
    }
  }

  /// `int[3]` → `int (*)[3]`, `void (int)` → `void (*)(int)`, `char *` → `char **`.
  private static func pointer(to spelling: String) -> String {
    if spelling.hasSuffix("*") { return spelling + "*" }
    if spelling.hasSuffix(")"), let parameters = spelling.firstIndex(of: "(") {
      return spelling[..<parameters] + "(*)" + spelling[parameters...]
    }
    guard spelling.hasSuffix("]"), let bounds = spelling.firstIndex(of: "[") else { return spelling + " *" }
    return spelling[..<bounds] + " (*)" + spelling[bounds...]
  }

  private mutating func makeType(_ type: ClangType) -> TypeID {
    let type = type.unqualified
    if let known = types.known(type) { return known }
    let canonical = type.canonical
    let kind = canonical.kind
    var info = TypeInfo(kind: .unknown, size: -1, spelling: .empty)
    // `typeof (…)` says nothing to a reader.
    info.spelling = strings.intern(type.isWrittenAsTypeof ? canonical.spelling : type.spelling)
    switch kind {
    case .unknown: break
    case .void: info.kind = .void
    case .boolean, .unsignedInteger, .signedInteger:
      info.kind = .integer(signed: kind == .signedInteger)
      info.size = canonical.size
      return types.add(info, isBoolean: kind == .boolean)
    case .floating:
      info.kind = .floating
      info.size = canonical.size
    case .pointer, .reference:
      let pointee = type.kindIsPointer ? type.pointee : canonical.pointee
      info.kind = .pointer(
        to: pointee.isValid ? typeIDWithoutFields(pointee) : .unknown, pointeeIsConst: pointee.isConst)
      info.size = canonical.size
      if kind == .reference { info.size = 8 }
    case .constantArray, .incompleteArray, .variableArray:
      info.kind = .array(of: typeIDWithoutFields(canonical.element), count: canonical.elementCount)
      info.size = kind == .constantArray ? canonical.size : -1
    case .record:
      info.kind = .record(recordIndex(of: canonical.withoutAtomic.canonical))
      info.size = canonical.size
    case .function:
      info.kind = .function(
        result: typeIDWithoutFields(canonical.result),
        parameters: canonical.arguments.map { typeIDWithoutFields($0) }, isVariadic: canonical.isVariadic)
    }
    return types.add(info)
  }

  /// As `typeID`, but leaves the reading of new records' fields to the outermost call.
  private mutating func typeIDWithoutFields(_ type: ClangType) -> TypeID {
    if let known = types.known(type) { return known }
    guard type.isValid else { return .unknown }
    let id = makeType(type)
    types.remember(type, as: id)
    return id
  }

  private mutating func recordIndex(of type: ClangType) -> Int {
    let declaration = type.declaration.canonical
    if let known = types.recordIndex(declaration) { return known }
    let record = Record(
      usr: declaration.usr, name: intern(nameOf: declaration), isUnion: declaration.isUnion, fields: [])
    if strings[record.name] == "__va_list_tag" { types.variableArgumentRecord = types.records.count }
    return types.addRecord(record, for: declaration, type: type)
  }

  private mutating func readFields(of type: ClangType, into index: Int) {
    var fields: [Field] = []
    // Fields of an anonymous record are known by their offset in the record around it.
    let isAnonymous = type.declaration.isAnonymousRecord
    appendFields(of: type, at: 0, to: &fields, remembers: !isAnonymous)
    readLayout(of: type, into: index)
    types.records[index].fields = fields
  }

  private mutating func readLayout(of type: ClangType, into index: Int) {
    var layout = RecordLayout()
    for declaration in type.fields {
      guard let bits = declaration.fieldOffsetInBits else { continue }
      let fieldType = declaration.type
      let canonical = fieldType.canonical
      let isAnonymous = canonical.kind == .record && canonical.declaration.isAnonymousRecord
      if declaration.bitWidth != nil, declaration.name.isEmpty { continue }
      let id = typeIDWithoutFields(fieldType)
      layout.members.append(
        RecordLayout.Member(
          identity: declaration.identity, offset: byteOffset(bits, of: declaration, type: id), type: id,
          isAnonymous: isAnonymous))
    }
    types.layouts[index] = layout
    if layout.members.contains(where: { types.concernsVariableArguments($0.type) }) {
      types.recordsHoldVariableArguments = true
    }
  }

  /// A bit-field is told from its neighbours by its bit within the storage unit, above the offset's 32 bits.
  private func byteOffset(_ bits: Int64, of declaration: Declaration, type: TypeID) -> Int64 {
    guard declaration.bitWidth != nil else { return bits / 8 }
    let unit = max(types[type].size, 1) * 8
    return bits / unit * (unit / 8) + (bits % unit) << 32
  }

  /// Members of anonymous structs and unions count as members of the record around them.
  private mutating func appendFields(
    of type: ClangType, at base: Int64, to fields: inout [Field], remembers: Bool
  ) {
    for declaration in type.fields {
      guard let bits = declaration.fieldOffsetInBits else { continue }
      let fieldType = declaration.type
      let canonical = fieldType.canonical
      if canonical.kind == .record, canonical.declaration.isAnonymousRecord {
        appendFields(of: canonical, at: base + bits / 8, to: &fields, remembers: remembers)
        continue
      }
      let id = typeIDWithoutFields(fieldType)
      let offset = base + byteOffset(bits, of: declaration, type: id)
      let facts = FieldFacts(offset: offset, type: id, name: intern(nameOf: declaration))
      if remembers { types.setField(declaration, facts) }
      fields.append(Field(name: facts.name, type: id, offset: offset))
    }
  }

  /// The field's offset and type; its record is read when this is the first sight of it.
  mutating func fieldFacts(_ declaration: Declaration) -> FieldFacts? {
    if let known = types.field(declaration) { return known }
    var record = declaration.semanticParent
    while record.isAnonymousRecord { record = record.semanticParent }
    _ = typeID(record.type)
    return types.field(declaration)
  }
}
