/// Names of a body, and the body as far as it is read.
struct BodyScope {
  var body = Body()
  var locals: [String: LocalID] = [:]
}

extension ModuleParser {
  /// `&make(%n 'int', ...) -> 'int *' [internal]`; the parameters' names are returned for the body.
  mutating func parseSignature() throws(IRSyntaxError) -> (FunctionID, BodyScope) {
    guard let id = functions[try symbol("&").key] else { throw error("an unknown function") }
    var function = module.functions[id.int]
    var scope = BodyScope()
    try expect("(")
    while !accept(")") {
      if accept("...") {
        function.attributes.isVariadic = true
      } else if case .symbol("%", let name, let key) = token?.kind {
        let span = lineSpan
        position += 1
        let type = try type()
        function.parameters.append(Parameter(name: intern(name), type: type))
        scope.locals[key] = LocalID(scope.body.locals.count)
        scope.body.locals.append(Local(name: intern(name), type: type, kind: .parameter, span: span))
      } else {
        let name = optionalName()
        function.parameters.append(Parameter(name: name, type: try type()))
      }
      _ = accept(",")
    }
    try expect("->")
    function.returnType = try type()
    if accept("[") { try parseAttributes(&function.attributes) }
    if accept(word: "name") { function.name = optionalName() }
    try parseKeys(&function.usr, &function.linkKey)
    module.functions[id.int] = function
    return (id, scope)
  }

  private mutating func parseAttributes(_ attributes: inout FunctionAttributes) throws(IRSyntaxError) {
    while !accept("]") {
      let word = try word()
      switch word {
      case "internal": attributes.isInternal = true
      case "noreturn": attributes.isNoReturn = true
      case "pure": attributes.isPure = true
      case "system": attributes.isSystem = true
      case "replaceable": attributes.isReplaceable = true
      case "nonnull": attributes.returnsNonNull = true
      case "fresh": attributes.returnsFresh = true
      case "deallocator":
        let name = try text()
        attributes.deallocators.append(AttributeDeallocator(function: name, argument: Int(try number())))
      case "returns": attributes.ownershipReturns = try text()
      case "bound": attributes.lifetimeBound.append(Int(try number()))
      case "takes", "holds":
        let family = try text()
        attributes.ownershipTakes.append(
          AttributeOwnership(family: family, argument: Int(try number()), holds: word == "holds"))
      default: throw error("'\(word)' says nothing about a function")
      }
      _ = accept(",")
    }
  }

  /// A function with its body, after the word `function`.
  mutating func parseFunction() throws(IRSyntaxError) {
    var (id, scope) = try parseSignature()
    try expect("{")
    try endLine()
    while case .word(let keyword) = token?.kind, !isBlockLabel {
      position += 1
      switch keyword {
      case "slot": scope.body.returnSlot = try local(scope.locals)
      case "errors": scope.body.hasErrors = true
      case "unwinds": scope.body.tracksUnwinding = true
      default:
        guard let kind = Local.Kind.allCases.first(where: { $0.keyword == keyword }) else {
          throw error("'\(keyword)' declares nothing in a body")
        }
        let (name, key) = try symbol("%")
        guard scope.locals.updateValue(LocalID(scope.body.locals.count), forKey: key) == nil else {
          throw error("\(key) is declared twice")
        }
        scope.body.locals.append(Local(name: intern(name), type: try type(), kind: kind, span: lineSpan))
      }
      try endLine()
    }
    scope.body.parameterCount = scope.body.locals.count { $0.kind == .parameter }
    while isBlockLabel { try parseBlock(&scope) }
    scope.body.endSpan = lineSpan
    try expect("}")
    try endLine()
    module.functions[id.int].body = scope.body
  }

  private var isBlockLabel: Bool {
    guard line < lines.count, [2, 4].contains(lines[line].tokens.count), position == 0 else { return false }
    guard case .word(let label) = token?.kind, label.first == "b" else { return false }
    return lines[line].tokens[1].kind == .punctuation(":") && Int(label.dropFirst()) != nil
  }

  private mutating func parseBlock(_ scope: inout BodyScope) throws(IRSyntaxError) {
    guard try word() == "b\(scope.body.blocks.count)" else {
      throw error("blocks are numbered in order: b\(scope.body.blocks.count) is next")
    }
    try expect(":")
    var block = Block()
    if accept(word: "unwind") { block.unwind = try self.block() }
    try endLine()
    while true {
      block.terminatorSpan = lineSpan
      if let terminator = try self.terminator(scope.locals) {
        block.terminator = terminator
        block.conditionName = optionalName()
        try endLine()
        break
      }
      block.instructions.append(try instruction(&scope))
      try endLine()
    }
    scope.body.blocks.append(block)
  }

  /// The terminator that stands here, or nil for an instruction.
  private mutating func terminator(_ locals: [String: LocalID]) throws(IRSyntaxError) -> Terminator? {
    if accept(word: "goto") { return .goto(try block()) }
    if accept(word: "resume") { return .resume }
    if accept(word: "unreachable") { return .unreachable }
    if accept(word: "unknown") { return .unknown }
    if accept(word: "return") {
      if token == nil { return .return(nil) }
      return .return(try operand(locals: locals))
    }
    if accept(word: "branch") {
      let condition = try operand(locals: locals)
      try expect(",")
      let then = try block()
      try expect(",")
      return .branch(condition, then: then, else: try block())
    }
    guard accept(word: "switch") else { return nil }
    let value = try operand(locals: locals)
    var cases: [SwitchCase] = []
    try expect("{")
    while !accept(word: "default") {
      let low = try number()
      let high = accept("...") ? try number() : low
      try expect(":")
      cases.append(SwitchCase(low: low, high: high, target: try block()))
      try expect(",")
    }
    try expect(":")
    let otherwise = try block()
    try expect("}")
    return .switch(value, cases: cases, default: otherwise)
  }

  private mutating func block() throws(IRSyntaxError) -> BlockID {
    let label = try word()
    guard label.first == "b", let index = Int(label.dropFirst()) else {
      throw error("'\(label)' is no block")
    }
    return BlockID(index)
  }
}
