/// A broken rule of the IR: where, and what.
package struct VerifierProblem: Hashable, Sendable, CustomStringConvertible {
  /// The function, as the text form spells it; empty for a problem of the module's tables.
  package var function: String
  /// `b3` with the instruction's text, or the table's entry.
  package var place: String
  package var text: String

  package var description: String {
    (function.isEmpty ? "" : "\(function): ") + (place.isEmpty ? "" : "\(place): ") + text
  }
}

/// Checks what the analysis takes for granted, so that a mistake of a lowering shows as a sentence and not as a
/// crash or a wrong finding far away.
struct Verifier {
  let module: Module
  var problems: [VerifierProblem] = []
  /// What the next problem is about.
  var function = ""
  var place = ""

  init(_ module: Module) { self.module = module }

  mutating func report(_ text: String) {
    problems.append(VerifierProblem(function: function, place: place, text: text))
  }

  /// Reports when `condition` does not hold.
  mutating func expect(_ condition: Bool, _ text: @autoclosure () -> String) {
    if !condition { report(text()) }
  }
}

extension Module {
  /// Every broken rule of the module, in the module's order; empty when it is well formed.
  package func verify() -> [VerifierProblem] {
    var verifier = Verifier(self)
    verifier.checkTables()
    for id in functions.indices { verifier.check(function: FunctionID(id)) }
    return verifier.problems
  }

  /// The broken rules of one function.
  package func verify(function: FunctionID) -> [VerifierProblem] {
    var verifier = Verifier(self)
    verifier.check(function: function)
    return verifier.problems
  }
}

// MARK: - Tables

extension Verifier {
  mutating func checkTables() {
    place = "strings"
    expect(module.strings.first == "", "string 0 is not the empty string")
    place = "types"
    expect(module.types.first?.kind == .unknown, "type 0 is not the unknown type")
    for (index, info) in module.types.enumerated() {
      place = "type #\(index)"
      check(info.spelling)
      switch info.kind {
      case .unknown, .void, .integer, .floating: break
      case .pointer(let pointee, _): check(pointee)
      case .array(let element, let count):
        check(element)
        expect((count ?? 0) >= 0, "an array of \(count ?? 0) elements")
      case .record(let record):
        expect(module.records.indices.contains(record), "record #\(record) does not exist")
      case .function(let result, let parameters, _):
        check(result)
        parameters.forEach { check($0) }
      }
    }
    for (index, record) in module.records.enumerated() {
      place = "record #\(index)"
      check(record.name)
      check(record.qualifiedName)
      check(record.span)
      for base in record.bases {
        expect(module.records.indices.contains(base), "record #\(base) does not exist")
      }
      for holding in record.holdings ?? [] { check(holding.type) }
      for field in record.fields {
        check(field.name)
        check(field.type)
        expect(field.offset >= 0, "a field at the negative offset \(field.offset)")
      }
    }
    for (index, global) in module.globals.enumerated() {
      place = "global #\(index)"
      if global.isVanished { continue }
      check(global.name)
      check(global.type)
      check(global.span)
      expect(!global.linkKey.isEmpty, "no key across modules")
      if let owner = global.ownerFunction {
        expect(module.functions.indices.contains(owner.int), "function #\(owner.index) does not exist")
      }
      for cell in global.initializer { checkInitial(cell.value) }
    }
    place = ""
  }

  /// An initial value exists before any code runs: no registers, no locals.
  private mutating func checkInitial(_ value: Operand) {
    switch value {
    case .register, .local: report("an initial value that only running code could know")
    case .integer, .global, .function, .string, .unknown: check(value, registers: nil, locals: 0)
    }
  }

  mutating func check(_ id: StringID) {
    expect(id.int < module.strings.count, "string #\(id.index) does not exist")
  }

  mutating func check(_ id: TypeID) {
    expect(id.int < module.types.count, "type #\(id.index) does not exist")
  }

  mutating func check(_ span: Span) {
    guard span != .none else { return }
    guard span.file.int < module.files.count else {
      report("file #\(span.file.index) does not exist")
      return
    }
    let (start, end) = module.files[span.file.int].place(of: span)
    expect(start <= end, "a span that ends before it starts")
  }
}
