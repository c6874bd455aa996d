/// Signatures, bodies and blocks.
extension ModulePrinter {
  func function(_ id: FunctionID) -> String {
    let function = module.functions[id.int]
    guard let body = function.body else { return "declare \(signature(id))" + comment(function.span) }
    let locals = SymbolNames.locals(of: body, in: module)
    var lines = ["function \(signature(id)) {" + comment(function.span)]
    for (index, local) in body.locals.enumerated()
    where local.kind != .parameter || index >= function.parameters.count {
      lines.append("  \(local.kind.keyword) \(locals[index]) \(typeName(local.type))" + comment(local.span))
    }
    if let slot = body.returnSlot { lines.append("  slot \(locals[slot.int])") }
    if body.hasErrors { lines.append("  errors") }
    if body.tracksUnwinding { lines.append("  unwinds") }
    for (index, block) in body.blocks.enumerated() {
      lines.append("b\(index):" + (block.unwind.map { " unwind b\($0.index)" } ?? ""))
      for instruction in block.instructions {
        lines.append(
          "  " + self.instruction(instruction, body: body, locals: locals) + comment(instruction.span))
      }
      lines.append("  " + terminator(block, locals: locals) + comment(block.terminatorSpan))
    }
    lines.append("}" + comment(body.endSpan))
    return lines.joined(separator: "\n")
  }

  /// `&make(%n 'int', ...) -> 'int *' [internal] usr "…"`.
  private func signature(_ id: FunctionID) -> String {
    let function = module.functions[id.int]
    let locals = function.body.map { SymbolNames.locals(of: $0, in: module) } ?? []
    var parameters = function.parameters.enumerated().map { index, parameter in
      let name =
        index < locals.count ? locals[index] : parameter.name == .empty ? "" : quoteName(parameter.name)
      return (name.isEmpty ? "" : name + " ") + typeName(parameter.type)
    }
    if function.attributes.isVariadic { parameters.append("...") }
    var line = "\(names.functions[id.int])(\(parameters.joined(separator: ", ")))"
    line += " -> \(typeName(function.returnType))"
    let words = attributes(function.attributes)
    if !words.isEmpty { line += " [\(words.joined(separator: ", "))]" }
    if function.name != function.qualifiedName { line += " name \(quoteName(function.name))" }
    return line
      + keys(usr: function.usr, linkKey: function.linkKey, default: "c:@F@" + module[function.qualifiedName])
  }

  /// Variadic stands in the parameter list.
  private func attributes(_ attributes: FunctionAttributes) -> [String] {
    var words: [String] = []
    if attributes.isInternal { words.append("internal") }
    if attributes.isNoReturn { words.append("noreturn") }
    if attributes.isPure { words.append("pure") }
    if attributes.isSystem { words.append("system") }
    if attributes.isReplaceable { words.append("replaceable") }
    if attributes.returnsNonNull { words.append("nonnull") }
    if attributes.returnsFresh { words.append("fresh") }
    for deallocator in attributes.deallocators {
      words.append("deallocator \(quoteText(deallocator.function)) \(deallocator.argument)")
    }
    if let family = attributes.ownershipReturns { words.append("returns \(quoteText(family))") }
    for taken in attributes.ownershipTakes {
      words.append("\(taken.holds ? "holds" : "takes") \(quoteText(taken.family)) \(taken.argument)")
    }
    for argument in attributes.lifetimeBound { words.append("bound \(argument)") }
    return words
  }

  func terminator(_ block: Block, locals: [String]) -> String {
    let text =
      switch block.terminator {
      case .goto(let target): "goto b\(target.index)"
      case .branch(let condition, let then, let otherwise):
        "branch \(operand(condition, locals: locals)), b\(then.index), b\(otherwise.index)"
      case .switch(let value, let cases, let otherwise):
        "switch \(operand(value, locals: locals)) { "
          + cases.map {
            ($0.low == $0.high ? "\($0.low)" : "\($0.low)...\($0.high)") + ": b\($0.target.index), "
          }
          .joined() + "default: b\(otherwise.index) }"
      case .return(let value): value.map { "return \(operand($0, locals: locals))" } ?? "return"
      case .resume: "resume"
      case .unreachable: "unreachable"
      case .unknown: "unknown"
      }
    return block.conditionName == .empty ? text : text + "  " + quoteName(block.conditionName)
  }
}

extension Local.Kind {
  /// The word that declares it in the text form.
  var keyword: String {
    switch self {
    case .parameter: "parameter"
    case .variable: "local"
    case .temporary: "temporary"
    }
  }
}
