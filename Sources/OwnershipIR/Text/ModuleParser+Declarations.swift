/// The module's header, records, globals and signatures.
extension ModuleParser {
  /// First pass: every symbol gets its place, so that text may use what it declares later.
  mutating func declareSymbols() throws(IRSyntaxError) {
    for index in lines.indices {
      (line, position) = (index, 0)
      guard case .word(let keyword) = token?.kind else { continue }
      position += 1
      switch keyword {
      case "type": try parseType()
      case "record": try declareRecord()
      case "global":
        let (name, key) = try symbol("@")
        guard globals.updateValue(GlobalID(module.globals.count), forKey: key) == nil else {
          throw error("\(key) is declared twice")
        }
        let usr = "c:@" + name
        module.globals.append(
          Global(
            usr: usr, linkKey: usr, name: intern(name), type: .unknown, span: lineSpan, isInternal: false,
            isConst: false, isDefined: false))
      case "function", "declare":
        let (name, key) = try symbol("&")
        guard functions.updateValue(FunctionID(module.functions.count), forKey: key) == nil else {
          throw error("\(key) is declared twice")
        }
        let usr = "c:@F@" + name
        module.functions.append(
          Function(
            usr: usr, linkKey: usr, name: intern(name), qualifiedName: intern(name), span: lineSpan,
            parameters: [], returnType: .unknown, attributes: FunctionAttributes()))
      default: break
      }
    }
  }

  /// Second pass: everything else, in order.
  mutating func parseDeclarations() throws(IRSyntaxError) {
    (line, position) = (0, 0)
    while line < lines.count {
      let keyword = try word()
      switch keyword {
      case "module":
        module.path = try text()
        module.files[0].path = module.path
        guard let language = Language(rawValue: try word()) else { throw error("a language is 'c' or 'cpp'") }
        module.language = language
        try endLine()
      case "type": (line, position) = (line + 1, 0)
      case "record": try parseFields()
      case "global": try parseGlobal()
      case "declare":
        _ = try parseSignature()
        try endLine()
      case "function": try parseFunction()
      default: throw error("'\(keyword)' starts no declaration")
      }
    }
  }

  /// `record #0 struct `node` usr "…" {`, after the word `record`.
  private mutating func declareRecord() throws(IRSyntaxError) {
    let index = try index()
    guard index == module.records.count else { throw error("records are numbered in order") }
    let isOpaque = accept(word: "opaque")
    let kind = try word()
    guard kind == "struct" || kind == "union" else {
      throw error("a record is a struct or a union, no '\(kind)'")
    }
    let name = optionalName()
    let qualifiedName = accept(word: "as") ? optionalName() : .empty
    let usr = accept(word: "usr") ? try text() : "c:@S@" + module[name]
    var record = Record(usr: usr, name: name, isUnion: kind == "union", isOpaque: isOpaque, fields: [])
    record.qualifiedName = qualifiedName
    if accept(word: "bases") {
      repeat { record.bases.append(try self.index()) } while accept(",")
    }
    if accept(word: "destructor") { record.destructor = try text() }
    if accept(word: "library") { record.holdings = [] } else { record.span = lineSpan }
    module.records.append(record)
  }

  private mutating func parseFields() throws(IRSyntaxError) {
    let record = try index()
    (line, position) = (line + 1, 0)
    while !accept("}") {
      if accept(word: "holds") {
        let name = try word()
        guard let kind = HoldKind.allCases.first(where: { "\($0)" == name }) else {
          throw error("'\(name)' is no way to hold something")
        }
        let type = try type()
        module.records[record].holdings?.append(Holding(kind: kind, type: type))
        try endLine()
        continue
      }
      let span = lineSpan
      let offset = try number()
      try expect(":")
      let type = try type()
      module.records[record].fields.append(
        Field(name: optionalName(), type: type, offset: offset, span: span))
      try endLine()
    }
    try endLine()
  }

  private mutating func parseGlobal() throws(IRSyntaxError) {
    guard let id = globals[try symbol("@").key] else { throw error("an unknown global") }
    var global = module.globals[id.int]
    global.type = try type()
    if accept("[") {
      while !accept("]") {
        let flag = try word()
        switch flag {
        case "internal": global.isInternal = true
        case "const": global.isConst = true
        case "defined": global.isDefined = true
        case "threadlocal": global.isThreadLocal = true
        case "incomplete": global.initializerIsComplete = false
        default: throw error("'\(flag)' says nothing about a global")
        }
        _ = accept(",")
      }
    }
    try parseKeys(&global.usr, &global.linkKey)
    if accept(word: "in") {
      guard let owner = functions[try symbol("&").key] else { throw error("an unknown function") }
      global.ownerFunction = owner
    }
    if accept("=") {
      try expect("{")
      while !accept("}") {
        let offset = try number()
        try expect(":")
        let value = try operand(locals: [:])
        global.initializer.append(
          InitialCell(offset: offset, value: value, isLasting: accept(word: "lasting")))
        _ = accept(",")
      }
    }
    module.globals[id.int] = global
    try endLine()
  }

  /// `usr "…" key "…"`, where they stand.
  mutating func parseKeys(_ usr: inout String, _ linkKey: inout String) throws(IRSyntaxError) {
    if accept(word: "usr") {
      usr = try text()
      linkKey = usr
    }
    if accept(word: "key") { linkKey = try text() }
  }
}
