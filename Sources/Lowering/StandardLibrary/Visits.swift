import ClangFrontend
import OwnershipIR

/// Calls with what is in variants and tuples: `visit` and `apply`.
extension FunctionLowering {
  /// `visit(callable, variants…)`: whatever alternatives they hold go to the `operator()` that takes them.
  mutating func lowerVisit(_ call: StandardCall) -> Bool {
    let variants = (1..<max(call.count, 1)).compactMap { call.standard($0) }
    guard (1...2).contains(variants.count), variants.count == call.count - 1,
      variants.allSatisfy({ $0.kind == .variant })
    else { return false }
    let returned = module.functions[function.int].returnType
    let answer = module.types.isScalar(returned) ? variable(returned) : nil
    visit(call, variants, [], answer)
    guard isOpen else { return true }
    finish(answer.map { get($0) })
    return true
  }

  /// Goes on with the next variant, or calls when there is none left.
  private mutating func visit(
    _ call: StandardCall, _ variants: [StandardClass], _ held: [BodySource], _ answer: BodyVariable?
  ) {
    guard held.count < variants.count else { return callVisitor(call, held, answer) }
    let index = held.count + 1
    forAlternative(variants[held.count], of: call.local(index)) { lowering, _, type in
      let place = BodyPlace.object(call.local(index), 0)
      lowering.visit(
        call, variants, held + [BodySource(place: place, type: type, isMovable: call.isMovable(index))], answer)
    }
  }

  private mutating func callVisitor(_ call: StandardCall, _ held: [BodySource], _ answer: BodyVariable?) {
    let visitor = source(call, 0)
    let slot = returnSlot == nil ? nil : result()
    let value: Operand?
    if visitor.type.isRecord {
      guard let (function, offset) = callOperator(of: visitor.type, taking: held.map(\.type), in: call.declaration),
        case .function(let id) = module.binding(function).entity
      else {
        emitUnknownChange(of: ([visitor] + held).map { address($0.place) }, span: .none)
        return
      }
      value = callPrepared(
        .direct(id), this: visitor.place.advanced(by: offset), held, function.parameters.map(\.type), result: slot)
    } else {
      value = invoke(visitor, held, result: slot)
    }
    guard let answer, isOpen else { return }
    set(answer, value ?? anything())
  }

  /// `apply(callable, tuple)`.
  mutating func lowerApply(_ call: StandardCall) -> Bool {
    guard call.count == 2, let standard = call.standard(1), standard.kind == .tuple || standard.kind == .pair,
      standard.arguments.allSatisfy({ !$0.isReference })
    else { return false }
    let elements = zip(standard.arguments, standard.elementOffsets).map { type, offset in
      BodySource(
        place: .object(call.local(1), offset), type: type.canonical.unqualified.canonical,
        isMovable: call.isMovable(1))
    }
    let returned = module.functions[function.int].returnType
    let answer = module.types.isScalar(returned) ? variable(returned) : nil
    callVisitor(call, elements, answer)
    guard isOpen else { return true }
    finish(answer.map { get($0) })
    return true
  }

  /// The `operator()` of a class that takes values of these types, its own or of a base class
  /// (`struct overloaded : Ts…`), and where that base lies. Of a template it is the instance that the library's
  /// `declaration` comes to.
  private mutating func callOperator(
    of type: ClangType, taking values: [ClangType], in declaration: Declaration
  ) -> (function: Declaration, offset: Int64)? {
    var owners = [type]
    var next = 0
    while next < owners.count {
      owners += bases(of: owners[next])
      next += 1
    }
    var candidates: [(Declaration, owner: ClangType)] = []
    for owner in owners {
      let shown = (owner.declaration.definition ?? owner.declaration).children
      candidates += shown.filter { $0.name == "operator()" }.map { ($0, owner) }
    }
    let plain = candidates.filter { $0.0.isMethod && $0.0.parameters.count == values.count }
    var found = plain.first { takes($0.0, values) }
    if found == nil, candidates.contains(where: { !$0.0.isMethod }) {
      found = firstCallee(in: declaration) { callee in
        callee.isMethod && callee.name.hasPrefix("operator()") && takes(callee, values)
          && owners.contains { isSame(callee.semanticParent.type, $0) }
      }.map { ($0, $0.semanticParent.type.canonical) }
    }
    // By a conversion: there is nothing else that could be called.
    if found == nil, candidates.count == 1, let only = plain.first { found = only }
    guard let found else { return nil }
    if isSame(found.owner, type) { return (found.0, 0) }
    guard let derived = module.recordIndex(type), let base = module.recordIndex(found.owner),
      let offset = module.baseOffset(from: derived, to: base)
    else { return nil }
    return (found.0, offset)
  }

  private func takes(_ function: Declaration, _ values: [ClangType]) -> Bool {
    let parameters = function.parameters
    return parameters.count == values.count
      && zip(parameters, values).allSatisfy { isSame($0.type.withoutReference.canonical.unqualified, $1) }
  }

  private mutating func bases(of type: ClangType) -> [ClangType] {
    guard let record = module.recordIndex(type), let facts = module.types.classes[record] else { return [] }
    return facts.bases.map(\.type)
  }
}
