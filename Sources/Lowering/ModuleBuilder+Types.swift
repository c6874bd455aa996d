import ClangFrontend
import OwnershipIR

extension ModuleBuilder {
  mutating func typeID(_ type: ClangType) -> TypeID {
    if let known = types.known(type) { return known }
    guard type.isValid else { return .unknown }
    let id = makeType(type, readsFields: true)
    types.remember(type, as: id)
    return id
  }

  /// The type behind a pointer. The fields of a record are read only when an object of it, or a field, is met:
  /// headers declare many records that a file passes on as pointers, or not at all.
  mutating func pointeeTypeID(_ type: ClangType) -> TypeID {
    if let known = types.known(type) { return known }
    guard type.isValid else { return .unknown }
    let id = makeType(type, readsFields: false)
    if !types.isAggregate(id) { types.remember(type, as: id) }
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

  private mutating func makeType(_ type: ClangType, readsFields: Bool) -> TypeID {
    let type = type.unqualified
    if let known = types.known(type) { return known }
    let canonical = type.canonical
    let kind = canonical.kind
    var info = TypeInfo(kind: .unknown, size: -1, spelling: .empty)
    info.spelling = spelling(of: type, canonical)
    switch kind {
    case .unknown where canonical.isMemberFunctionPointer:
      info.kind = .pointer(to: typeID(canonical.pointee), pointeeIsConst: false)
      info.size = canonical.size
    case .unknown where canonical.isDataMemberPointer:
      info.kind = .integer(signed: true)
      info.size = canonical.size
    case .unknown: break
    case .void: info.kind = .void
    case .boolean, .unsignedInteger, .signedInteger:
      info.kind = .integer(signed: kind == .signedInteger)
      info.size = canonical.size
      return types.add(info, isBoolean: kind == .boolean)
    case .floating, .composite:
      info.kind = .floating
      info.size = canonical.size
      let id = types.add(info)
      if kind == .composite { types.composites.insert(id) }
      return id
    case .pointer, .reference:
      let pointee = type.kindIsPointer ? type.pointee : canonical.pointee
      info.kind = .pointer(
        to: pointee.isValid ? pointeeTypeID(pointee) : .unknown, pointeeIsConst: canonical.pointee.isConst)
      info.size = canonical.size
      if kind == .reference { info.size = 8 }
    case .constantArray, .incompleteArray, .variableArray:
      info.kind = .array(of: typeID(canonical.element), count: canonical.elementCount)
      info.size = kind == .constantArray ? canonical.size : -1
    case .record:
      info.kind = .record(recordIndex(of: canonical.withoutAtomic.canonical, readsFields: readsFields))
      info.size = canonical.size
    case .function:
      info.kind = .function(
        result: pointeeTypeID(canonical.result),
        parameters: canonical.arguments.map { pointeeTypeID($0) }, isVariadic: canonical.isVariadic)
    }
    return types.add(info)
  }

  private mutating func spelling(of type: ClangType, _ canonical: ClangType) -> StringID {
    // `typeof (…)` says nothing to a reader.
    let spelling = type.withSpelling { ClangType.mentionsTypeof($0) ? nil : strings.intern($0) }
    return spelling ?? canonical.withSpelling { strings.intern($0) }
  }

  private mutating func recordIndex(of type: ClangType, readsFields: Bool) -> Int {
    let declaration = type.declaration.canonical
    let index = types.recordIndex(declaration) ?? addRecord(declaration, type)
    if readsFields, !types.layouts[index].isRead { readFields(of: type, into: index) }
    return index
  }

  /// Reads the fields (and the class) of a record that was met behind pointers only so far.
  mutating func read(_ record: Int) {
    guard unit.isCPlusPlus, !types.layouts[record].isRead, let type = types.clangTypes[record] else { return }
    readFields(of: type, into: record)
  }

  private mutating func addRecord(_ declaration: Declaration, _ type: ClangType) -> Int {
    var usr = declaration.usr
    // Arguments that are pointers to members leave a blank.
    if usr.utf8.contains(UInt8(ascii: " ")) { usr += "#\(type.canonical.spelling)" }
    let record = Record(
      usr: usr, name: intern(nameOf: declaration), isUnion: declaration.isUnion, fields: [])
    if strings[record.name] == "__va_list_tag" { types.variableArgumentRecord = types.records.count }
    let index = types.addRecord(record, for: declaration)
    types.clangTypes[index] = type
    return index
  }

  private mutating func readFields(of type: ClangType, into index: Int) {
    types.layouts[index].isRead = true
    var layout = RecordLayout()
    layout.isRead = true
    describe(type, index)
    if unit.isCPlusPlus, let standard = StandardClass(type), var fields = standard.fields(&self) {
      readClass(type, into: index, ownFields: &fields)
      types.records[index].fields = fields
      types.records[index].isOpaque = true
      return
    }
    for declaration in type.fields {
      guard let bits = declaration.fieldOffsetInBits else { continue }
      let fieldType = declaration.type
      let name = intern(nameOf: declaration)
      let width = declaration.bitWidth
      let isBitField = width != nil
      if isBitField, name == .empty { continue }
      let id = typeID(fieldType)
      let isAnonymous = types.isAggregate(id) && fieldType.canonical.declaration.isAnonymousRecord
      layout.members.append(
        RecordLayout.Member(
          identity: declaration.identity, name: name,
          offset: isBitField ? bitFieldOffset(bits, type: id) : bits / 8, type: id, isAnonymous: isAnonymous,
          width: width, clangType: fieldType, declaration: declaration))
      if types.concernsVariableArguments(id) { types.recordsHoldVariableArguments = true }
    }
    types.layouts[index] = layout
    // Fields of an anonymous record are known by their offset in the record around it.
    var fields: [Field] = []
    appendFields(layout, of: index, at: 0, to: &fields, remembers: !type.declaration.isAnonymousRecord)
    readClass(type, into: index, ownFields: &fields)
    types.records[index].fields = fields
  }

  /// A bit-field is told from its neighbours by its bit within the storage unit, above the offset's 32 bits.
  private func bitFieldOffset(_ bits: Int64, type: TypeID) -> Int64 {
    let unit = max(types[type].size, 1) * 8
    return bits / unit * (unit / 8) + (bits % unit) << 32
  }

  /// Members of anonymous structs and unions count as members of the record around them.
  private mutating func appendFields(
    _ layout: RecordLayout, of record: Int, at base: Int64, to fields: inout [Field], remembers: Bool
  ) {
    for member in layout.members {
      let offset = base + member.offset
      if member.isAnonymous, case .record(let inner) = types[member.type].kind {
        appendFields(types.layouts[inner], of: record, at: offset, to: &fields, remembers: remembers)
        continue
      }
      if remembers {
        let facts = FieldFacts(offset: offset, type: member.type, name: member.name, width: member.width)
        types.setField(member.identity, facts)
      }
      let span = types.records[record].span == .none ? .none : nameSpan(member.declaration, member.name)
      fields.append(Field(name: member.name, type: member.type, offset: offset, span: span))
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
