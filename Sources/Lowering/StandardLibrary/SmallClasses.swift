import ClangFrontend
import OwnershipIR

/// Streams, atomics and references in objects.
extension FunctionLowering {
  /// Streams read what they are given and keep none of it.
  mutating func lowerStream(_ call: StandardCall) -> Bool {
    if call.isConstructor { return true }
    if call.name == "operator>>", call.count == 1, call.parameters[0].isLValueReference {
      let id = module.typeID(call.type(0))
      guard !module.types.isAggregate(id) else { return false }
      if module.types.isAccessible(id) { write(anything(), to: object(1), id) }
      finishWithThis()
      return true
    }
    for index in 0..<call.count
    where call.type(index).kind == .pointer && call.parameters[index].canonical.pointee.isConst {
      ifNotZero(parameter(call.local(index))) { $0.touch($0.parameter(call.local(index))) }
    }
    if call.name == "rdbuf" || call.result.canonical.kind == .pointer { return false }
    return lowerWithoutEffect(call)
  }

  mutating func lowerAtomic(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    guard let type = standard.arguments.first?.canonical else { return lowerWithoutEffect(call) }
    let id = module.typeID(type.unqualified)
    guard module.types.isScalar(id) else { return false }
    if call.isConstructor {
      if call.count > 0 { write(parameter(1), to: this(), id) }
      return true
    }
    switch call.name {
    case "load", "operator T": finish(read(this(), id))
    case "store": write(parameter(1), to: this(), id)
    case "operator=":
      write(parameter(1), to: this(), id)
      finish(parameter(1))
    case "exchange":
      let old = read(this(), id)
      write(parameter(1), to: this(), id)
      finish(old)
    case "fetch_add", "fetch_sub", "operator++", "operator--", "operator+=", "operator-=":
      let isPointer = module.types.isPointer(id)
      guard !isPointer else { return false }
      let isDown = call.name == "fetch_sub" || call.name == "operator--" || call.name == "operator-="
      let isStep = call.name == "operator++" || call.name == "operator--"
      let old = read(this(), id)
      let amount = isStep ? Operand.integer(1) : parameter(1)
      let new = binary(isDown ? .subtract : .add, old, amount)
      write(new, to: this(), id)
      let givesOld = call.name.hasPrefix("fetch") || (isStep && call.count > 0)
      finish(givesOld ? old : new)
    case "fetch_and", "fetch_or", "fetch_xor":
      let old = read(this(), id)
      write(anything(), to: this(), id)
      finish(old)
    case "compare_exchange_strong", "compare_exchange_weak":
      let current = variable(read(this(), id), id)
      let outcome = variable(.integer(0), module.intType)
      ifEqual(get(current), read(object(1), id)) { lowering in
        lowering.write(lowering.parameter(2), to: lowering.this(), id)
        lowering.set(outcome, .integer(1))
      } else: { lowering in
        lowering.write(lowering.get(current), to: lowering.object(1), id)
      }
      finish(get(outcome))
    default: return lowerWithoutEffect(call)
    }
    return true
  }

  mutating func lowerReferenceWrapper(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    if call.isConstructor {
      guard call.count == 1 else { return false }
      writePointer(
        call.standard(0)?.kind == .referenceWrapper ? readPointer(object(1)) : parameter(1), to: this())
      return true
    }
    switch call.name {
    case "get", "operator T": finish(readPointer(this()))
    default: return false
    }
    return true
  }
}
