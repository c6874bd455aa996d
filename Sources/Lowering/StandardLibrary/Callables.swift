import ClangFrontend
import OwnershipIR

/// Calls of whatever can be called: a function or a pointer to one, a pointer to a member function with its object in
/// front, an object with one `operator()`.
extension FunctionLowering {
  /// `std::invoke(callable, arguments…)`.
  mutating func lowerInvoke(_ call: StandardCall) -> Bool {
    guard call.count > 0, isCallable(call.type(0)) else { return false }
    let arguments = (1..<call.count).map { source(call, $0) }
    finish(invoking: source(call, 0), arguments)
    return true
  }

  /// `std::mem_fn(&Class::member)`: what it gives keeps the pointer and nothing else.
  mutating func lowerMemberFunctionAdaptor(_ call: StandardCall) -> Bool {
    guard call.count == 1, call.type(0).isMemberFunctionPointer, returnSlot != nil else { return false }
    writePointer(value(of: source(call, 0)), to: result())
    return true
  }

  mutating func lowerMemberFunction(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    guard call.name == "operator()", let type = standard.arguments.first?.canonical,
      type.isMemberFunctionPointer
    else { return false }
    let callable = BodySource(place: .object(0, 0), type: type, isMovable: false)
    finish(invoking: callable, (0..<call.count).map { source(call, $0) })
    return true
  }

  func isCallable(_ type: ClangType) -> Bool {
    type.isRecord || type.isMemberFunctionPointer || type.kind == .function
      || type.kind == .pointer && type.pointee.canonical.kind == .function
  }

  private mutating func finish(invoking callable: BodySource, _ arguments: [BodySource]) {
    let returned = module.functions[function.int].returnType
    let slot = returnSlot == nil ? nil : result()
    let value = invoke(callable, arguments, result: slot)
    guard !module.types.isAggregate(returned), !module.types.isVoid(returned) else { return finish() }
    finish(value ?? anything())
  }

  /// What the call gives where that is a scalar. What cannot be called from here may do anything with what it is
  /// given.
  mutating func invoke(_ callable: BodySource, _ arguments: [BodySource], result: Address?) -> Operand? {
    let type = callable.type
    if type.isRecord {
      let declaration = type.declaration
      let operators = (declaration.definition ?? declaration).children.filter {
        $0.isMethod && $0.name == "operator()"
      }
      guard operators.count == 1, case .function(let id) = module.binding(operators[0]).entity else {
        return giveUp(callable, arguments)
      }
      return callPrepared(
        .direct(id), this: callable.place, arguments, operators[0].parameters.map(\.type), result: result)
    }
    if type.isMemberFunctionPointer { return invokeMember(callable, arguments, result: result) }
    let target = type.kind == .pointer ? type.pointee.canonical : type
    let pointer = pointerVariable(
      type.kind == .function ? reference(address(callable.place)) : readPointer(address(callable.place)))
    return callPrepared(
      .indirect(.unknown), this: nil, arguments, target.arguments, result: result,
      resultType: module.typeID(target.result), through: pointer)
  }

  private mutating func invokeMember(
    _ callable: BodySource, _ arguments: [BodySource], result: Address?
  ) -> Operand? {
    guard let first = arguments.first, let object = receiver(first, of: callable.type.classOfMember) else {
      return giveUp(callable, arguments)
    }
    let signature = callable.type.pointee.canonical
    let pointer = pointerVariable(readPointer(address(callable.place)))
    return callPrepared(
      .indirect(.unknown), this: object, Array(arguments.dropFirst()), signature.arguments, result: result,
      resultType: module.typeID(signature.result), through: pointer)
  }

  /// The object that a member function is called on: itself, or behind a pointer or an owner.
  private mutating func receiver(_ source: BodySource, of owner: ClangType) -> BodyPlace? {
    var place = source.place
    var type = source.type
    switch StandardClass(type)?.kind {
    case .uniquePointer, .sharedPointer, .referenceWrapper:
      guard let object = StandardClass(type)?.arguments.first?.canonical else { return nil }
      place = .pointer(pointerVariable(readPointer(address(place))), 0)
      type = object
    default:
      guard type.kind == .pointer else { break }
      place = .pointer(pointerVariable(readPointer(address(place))), 0)
      type = type.pointee.canonical
    }
    guard let derived = module.recordIndex(type), let base = module.recordIndex(owner),
      let offset = module.baseOffset(from: derived, to: base)
    else { return nil }
    return place.advanced(by: offset)
  }

  private mutating func giveUp(_ callable: BodySource, _ arguments: [BodySource]) -> Operand? {
    emitUnknownChange(of: ([callable] + arguments).map { address($0.place) }, span: .none)
    return nil
  }
}
