import LibraryModels
import OwnershipIR

/// The text form of summaries and states, for `ownscope dump`.
struct ValueText {
  let program: Program
  let nodes: (ValueID) -> ValueNode
  /// The function whose parameters entry values speak of.
  let function: Function
  let module: Module

  func text(_ value: ValueID) -> String {
    if value.isNone { return "-" }
    let node = nodes(value)
    let a = ValueID(raw: node.a)
    let b = ValueID(raw: node.b)
    switch node.tag {
    case .none: return "-"
    case .integer: return "\(node.c)"
    case .local: return "&" + localName(node)
    case .global: return "&" + globalName(node.a)
    case .function: return program.name(of: node.a)
    case .string: return "\"\(program.modules[Int(node.a)].strings[Int(node.b)].prefix(24))\""
    case .initial:
      let base = nodes(a)
      if base.tag == .local, node.b == 0, node.c == 0 { return localName(base) }
      if base.tag == .global, node.b == 0, node.c == 0 { return globalName(base.a) }
      return "\(text(b.isNone ? a : b))->\(node.c)"
    case .symbol:
      let kind = SymbolKind(rawValue: node.op).map { "\($0)" } ?? "symbol"
      return "\(kind)#\(value.raw)"
    case .sum: return "(\(text(a)) + \(node.c))"
    case .element: return "(\(text(a)) + \(text(b)) * \(node.c))"
    case .binary: return "(\(text(a)) \(BinaryOperator(rawValue: node.op)!) \(text(b)))"
    case .unary: return "(\(UnaryOperator(rawValue: node.op)!) \(text(a)))"
    case .pure: return "\(program.name(of: UInt32(node.c)))(\(a.isNone ? "" : text(a) + ", ")\(text(b)))"
    }
  }

  private func localName(_ node: ValueNode) -> String {
    guard node.a == 0, let body = function.body, Int(node.b) < body.locals.count else {
      return "local\(node.a).\(node.b)"
    }
    let name = module[body.locals[Int(node.b)].name]
    return name.isEmpty ? "local\(node.b)" : name
  }

  private func globalName(_ number: UInt32) -> String {
    let global = program.globals[Int(number)]
    let module = program.modules[global.module]
    return module[module.globals[global.index].name]
  }

  func text(_ cell: Cell) -> String {
    "*(\(text(cell.element.isNone ? cell.base : cell.element)) + \(cell.offset)) = \(text(cell.value))"
  }

  func text(_ fact: IntervalFact) -> String {
    var parts: [String] = []
    if fact.low == fact.high {
      parts.append("== \(fact.low)")
    } else {
      if fact.low > .min { parts.append(">= \(fact.low)") }
      if fact.high < .max { parts.append("<= \(fact.high)") }
      if fact.isNonZero && fact.low <= 0 && fact.high >= 0 { parts.append("!= 0") }
      if fact.hasHole { parts.append("!= \(fact.hole)") }
    }
    return "\(text(fact.value)) \(parts.joined(separator: " && "))"
  }

  func text(_ relation: Relation) -> String {
    let op =
      switch relation.kind {
      case .atMost: "<="
      case .different: "!="
      case .equal: "=="
      }
    return "\(text(relation.first)) \(op) \(text(relation.second)) + \(relation.bound)"
  }

  func text(_ record: ObjectRecord) -> String {
    var words = ["\(record.ownership)", "\(record.status)"]
    if record.family != .unknown { words.append("family \(program.families.name(record.family))") }
    if record.isAccessed { words.append("accessed") }
    if record.content != .initial { words.append("content \(record.content)") }
    if record.releasedAt != 0 { words.append("released at \(record.releasedAt)") }
    return "\(text(record.base)): \(words.joined(separator: ", "))"
  }
}

/// The summaries of all functions of a program with bodies, as `dump summary` prints them: callees first.
package func dumpSummaries(_ program: Program, budgets: Budgets = Budgets(), only path: String? = nil)
  -> String
{
  let analyzer = Analyzer(program: program, budgets: budgets)
  _ = analyzer.run(jobs: 1)
  var lines: [String] = []
  for number in analyzer.graph.groups.joined() {
    let (function, module) = program.declaration(of: number)
    if let path, module.path != path { continue }
    guard let summary = analyzer.summaries[number] else { continue }
    lines += summary.lines(program, function, module)
  }
  return lines.joined(separator: "\n") + "\n"
}

/// The abstract states in which each function of a program may be left, as `dump states` prints them.
package func dumpStates(_ program: Program, budgets: Budgets = Budgets(), only path: String? = nil) -> String
{
  let analyzer = Analyzer(program: program, budgets: budgets)
  _ = analyzer.run(jobs: 1)
  var lines: [String] = []
  for number in analyzer.graph.groups.joined() {
    let (function, module) = program.declaration(of: number)
    if let path, module.path != path { continue }
    let (context, _, exits) = analyzer.follow(number)
    let text = ValueText(program: program, nodes: { context.arena[$0] }, function: function, module: module)
    lines.append(
      "function \(module[function.name]): \(exits.count) states at exit, fuel used \(context.startFuel - context.fuel)"
    )
    for (index, exit) in exits.enumerated() {
      lines.append(
        "  state \(index + 1): returns \(text.text(exit.value))\(exit.state.isApproximate ? ", approximate" : "")"
      )
      lines += exit.state.intervals.map { "    where \(text.text($0))" }
      lines += exit.state.relations.map { "    where \(text.text($0))" }
      lines += exit.state.objects.map { "    object \(text.text($0))" }
      lines += exit.state.cells.map { "    cell \(text.text($0))" }
    }
  }
  return lines.joined(separator: "\n") + "\n"
}

extension Summary {
  fileprivate func lines(_ program: Program, _ function: Function, _ module: Module) -> [String] {
    var lines = ["summary \(module[function.name])"]
    if !incomplete.isEmpty {
      lines.append("  incomplete: \(incomplete.map(\.rawValue).joined(separator: ", "))")
    }
    for (index, outcome) in outcomes.enumerated() {
      let text = ValueText(
        program: program, nodes: { outcome.nodes[$0.int] }, function: function, module: module)
      lines.append(
        "  outcome \(index + 1): returns \(text.text(outcome.result))\(outcome.isApproximate ? ", approximate" : "")"
      )
      lines += outcome.intervals.map { "    where \(text.text($0))" }
      lines += outcome.relations.map { "    where \(text.text($0))" }
      lines += outcome.objects.map { "    object \(text.text($0.record))" }
      lines += outcome.cells.map { "    sets \(text.text($0))" }
      lines += outcome.returned.map { "    returns at \($0.offset): \(text.text($0.value))" }
    }
    for latent in latent {
      let outcome = latent.condition
      let text = ValueText(
        program: program, nodes: { outcome.nodes[$0.int] }, function: function, module: module)
      let range = program.modules[latent.module].range(of: latent.span)
      lines.append("  latent \(latent.rule.rawValue) at line \(range.start.line)")
      lines += outcome.intervals.map { "    where \(text.text($0))" }
      lines += outcome.relations.map { "    where \(text.text($0))" }
    }
    return lines
  }
}
