/// Types: the table's lines, and what stands for a type elsewhere.
extension ModuleParser {
  /// `type #2 'int *' size 8 = pointer #1`, after the word `type`.
  mutating func parseType() throws(IRSyntaxError) {
    let index = try index()
    guard index == module.types.count else {
      throw error("types are numbered in order: #\(module.types.count) is next")
    }
    guard case .type(let spelling, nil) = token?.kind else { throw error("the type's spelling is missing") }
    position += 1
    guard accept(word: "size") else { throw error("'size' is missing before '\(self.spelling)'") }
    let size = try number()
    try expect("=")
    let kind = try typeKind()
    add(TypeInfo(kind: kind, size: size, spelling: intern(spelling)), spelling: spelling)
  }

  private mutating func typeKind() throws(IRSyntaxError) -> TypeKind {
    let word = try word()
    switch word {
    case "unknown": return .unknown
    case "void": return .void
    case "signed": return .integer(signed: true)
    case "unsigned": return .integer(signed: false)
    case "floating": return .floating
    case "pointer":
      let isConst = accept(word: "const")
      return .pointer(to: TypeID(try index()), pointeeIsConst: isConst)
    case "array":
      let element = TypeID(try index())
      return .array(of: element, count: accept(word: "x") ? try number() : nil)
    case "record": return .record(try index())
    case "function":
      let result = TypeID(try index())
      var parameters: [TypeID] = []
      var isVariadic = false
      try expect("(")
      while !accept(")") {
        if accept("...") { isVariadic = true } else { parameters.append(TypeID(try index())) }
        _ = accept(",")
      }
      return .function(result: result, parameters: parameters, isVariadic: isVariadic)
    default: throw error("'\(word)' is no kind of type")
    }
  }

  /// `'int *'`, `'int'#4` or `?`.
  mutating func type() throws(IRSyntaxError) -> TypeID {
    if accept("?") { return .unknown }
    guard case .type(let spelling, let index) = token?.kind else {
      throw error("a type is missing before '\(self.spelling)'")
    }
    position += 1
    if let index {
      guard index < module.types.count else { throw error("type #\(index) does not exist") }
      return TypeID(index)
    }
    return try type(spelled: spelling)
  }

  /// A type of the table, or one that its spelling tells completely.
  private mutating func type(spelled spelling: String) throws(IRSyntaxError) -> TypeID {
    if let known = typesBySpelling[spelling] { return known }
    let kind: TypeKind
    var size: Int64 = 8
    if let (builtin, bytes) = builtinTypes[spelling] {
      (kind, size) = (builtin, bytes)
    } else if spelling.hasSuffix("*") {
      var pointee = trimmed(spelling.dropLast())
      // `const` in front belongs to what stands first; behind a star it belongs to that pointer.
      let leads = pointee.hasPrefix("const ") && !pointee.contains("*")
      let isConst = leads || pointee.hasSuffix("*const")
      if leads { pointee = trimmed(pointee.dropFirst(6)) }
      if pointee.hasSuffix("*const") { pointee = trimmed(pointee.dropLast(5)) }
      kind = .pointer(to: try type(spelled: pointee), pointeeIsConst: isConst)
    } else if spelling.hasSuffix("]"), let open = spelling.firstIndex(of: "["),
      let count = Int64(spelling[spelling.index(after: open)...].prefix { $0 != "]" })
    {
      let element = try type(spelled: trimmed(spelling[..<open]))
      kind = .array(of: element, count: count)
      size = module[element].size * count
    } else if let record = record(named: spelling) {
      kind = .record(record)
      impliedRecordTypes.append(TypeID(module.types.count))
    } else {
      throw error("'\(spelling)' needs a `type` line")
    }
    return add(TypeInfo(kind: kind, size: size, spelling: intern(spelling)), spelling: spelling)
  }

  @discardableResult
  private mutating func add(_ info: TypeInfo, spelling: String) -> TypeID {
    let id = TypeID(module.types.count)
    module.types.append(info)
    if typesBySpelling[spelling] == nil { typesBySpelling[spelling] = id }
    return id
  }

  /// The record that `struct node`, `union value` or `node` means.
  private func record(named spelling: String) -> Int? {
    let name = spelling.split(separator: " ").last.map(String.init) ?? spelling
    return module.records.firstIndex { module[$0.name] == name }
  }

  /// Sizes of record types that no `type` line gave, smallest nesting first.
  mutating func sizeImpliedRecords() {
    for _ in impliedRecordTypes {
      for id in impliedRecordTypes {
        guard case .record(let record) = module[id].kind else { continue }
        let fields = module.records[record].fields
        let end = fields.map { $0.offset + max(module[$0.type].size, 0) }.max() ?? 0
        let alignment = fields.map { min(max(module[$0.type].size, 1), 8) }.max() ?? 1
        module.types[id.int].size = (end + alignment - 1) / alignment * alignment
      }
    }
  }
}

private func trimmed(_ text: some StringProtocol) -> String {
  String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
}

/// The arithmetic types of 64-bit Unix systems.
private let builtinTypes: [String: (TypeKind, Int64)] = [
  "void": (.void, 1), "_Bool": (.integer(signed: false), 1), "char": (.integer(signed: true), 1),
  "signed char": (.integer(signed: true), 1), "unsigned char": (.integer(signed: false), 1),
  "short": (.integer(signed: true), 2), "unsigned short": (.integer(signed: false), 2),
  "int": (.integer(signed: true), 4), "unsigned int": (.integer(signed: false), 4),
  "long": (.integer(signed: true), 8), "unsigned long": (.integer(signed: false), 8),
  "long long": (.integer(signed: true), 8), "unsigned long long": (.integer(signed: false), 8),
  "size_t": (.integer(signed: false), 8), "float": (.floating, 4), "double": (.floating, 8),
]
