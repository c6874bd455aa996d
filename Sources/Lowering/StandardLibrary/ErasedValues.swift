import ClangFrontend
import OwnershipIR

/// `function` and `any`: a heap copy of a value whose type is known to functions made for it.
extension FunctionLowering {
  /// {object, invoker, copier, destroyer} and {object, manager}.
  private static let invoker: Int64 = 8
  private static let copier: Int64 = 16
  private static let destroyer: Int64 = 24

  mutating func lowerErasedValue(_ special: SpecialMember, _ standard: StandardClass) {
    let words: Int64 = standard.kind == .any ? 2 : 4
    switch special {
    case .defaultConstructor: clearWords(.object(0, 0), Int(words))
    case .copyConstructor: copyErased(words)
    case .moveConstructor: takeWords(Int(words))
    case .copyAssignment:
      ifNotZero(binary(.notEqual, parameter(0), parameter(1))) { lowering in
        lowering.endErased(words)
        lowering.copyErased(words)
      }
    case .moveAssignment:
      ifNotZero(binary(.notEqual, parameter(0), parameter(1))) { lowering in
        lowering.endErased(words)
        lowering.takeWords(Int(words))
      }
    case .destructor: endErased(words)
    }
  }

  private mutating func copyErased(_ words: Int64) {
    guard words == 4 else {
      // What an `any` holds is not known here.
      clearWords(.object(0, 0), 2)
      ifNotZero(readPointer(object(1))) { lowering in
        lowering.emitUnknownChange(of: [lowering.object(1), lowering.this()], span: .none)
      }
      return
    }
    for index in 1..<words { writePointer(readPointer(object(1, offset: index * 8)), to: this(index * 8)) }
    writePointer(.integer(0), to: this())
    let object = pointerVariable(readPointer(self.object(1)))
    ifNotZero(get(object)) { lowering in
      let copier = lowering.readPointer(lowering.object(1, offset: Self.copier))
      let copy = lowering.callIndirectly(
        copier, [lowering.get(object)], resultType: lowering.module.addressType)
      lowering.writePointer(copy ?? .unknown, to: lowering.this())
    }
  }

  private mutating func endErased(_ words: Int64) {
    let object = pointerVariable(readPointer(this()))
    ifNotZero(get(object)) { lowering in
      let destroyer = lowering.readPointer(lowering.this((words - 1) * 8))
      lowering.callIndirectly(
        destroyer, [lowering.get(object)], resultType: lowering.module.typeID(ofVoid: ()))
    }
  }

  // MARK: function

  mutating func lowerFunctionObject(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    if call.isConstructor {
      guard call.count > 0 else {
        clearWords(.object(0, 0), 4)
        return true
      }
      return convertCallable(call, standard)
    }
    switch call.name {
    case "operator T": finish(binary(.notEqual, readPointer(this()), .integer(0)))
    case "swap": swapWords(this(), object(1), count: 4)
    case "operator=":
      endErased(4)
      guard call.count == 1, convertCallable(call, standard) else { return false }
      finishWithThis()
    case "operator()": return invoke(call, standard)
    default: return false
    }
    return true
  }

  private mutating func convertCallable(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    let source = source(call, 0)
    if source.type.kind == .pointer, source.type.pointee.canonical.kind != .function {
      clearWords(.object(0, 0), 4)
      return true
    }
    wrapCallable(source, to: .object(0, 0), standard)
    return true
  }

  /// The parameters go on to the invoker as they came.
  private mutating func invoke(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    let object = pointerVariable(readPointer(this()))
    ifZero(get(object)) { $0.giveUpPath() }
    guard isOpen else { return true }
    let target = readPointer(this(Self.invoker))
    var arguments = [Argument(get(object))]
    for index in 0..<call.count {
      let local = call.local(index)
      if module.types.isAggregate(locals[local].type) {
        arguments.append(Argument(.local(LocalID(local)), aggregate: locals[local].type))
      } else {
        arguments.append(Argument(parameter(local)))
      }
    }
    let type = module.functions[function.int].returnType
    var instruction = Call(
      result: nil, callee: .indirect(target), arguments: addArguments(arguments), resultType: type)
    if module.types.isAggregate(type) {
      instruction.resultAddress = result()
    } else if module.types.isScalar(type) {
      instruction.result = newRegister()
    }
    emit(.call(instruction), span: .none)
    hasEffects = true
    finish(instruction.result.map { .register($0) })
    return true
  }

  /// A heap copy of the callable, and the functions that know its type.
  mutating func wrapCallable(_ source: BodySource, to place: BodyPlace, _ standard: StandardClass) {
    let type = source.type.kind == .function ? nil : source.type
    guard let signature = standard.arguments.first?.canonical else { return }
    module.note(callable: source.type, in: standard.type)
    let object: BodyVariable
    let stored: ClangType
    if let type {
      object = pointerVariable(newObject(type, name: "std::function's callable"))
      convert(source, to: .pointer(object, 0), type)
      stored = type
    } else {
      object = pointerVariable(
        allocate(.integer(8), module.addressType, name: "std::function's callable"))
      writePointer(reference(address(source.place)), to: at(object))
      stored = source.type
    }
    let address = module.addressType
    let own = Parameter(name: module.strings.intern("callable"), type: address)
    var parameters = [own]
    for argument in signature.arguments {
      parameters.append(Parameter(name: .empty, type: module.typeID(argument)))
    }
    let invoker = module.ownFunction(
      "operator()", StandardClass(kind: .callableInvoker, type: stored, arguments: [stored, signature]),
      parameters: parameters, result: module.typeID(signature.result))
    writePointer(get(object), to: self.address(place))
    writePointer(.function(invoker), to: self.address(place.advanced(by: Self.invoker)))
    let copier = module.ownFunction(
      "copy", StandardClass(kind: .valueCopier, type: stored, arguments: [stored]), parameters: [own],
      result: address)
    writePointer(.function(copier), to: self.address(place.advanced(by: Self.copier)))
    writePointer(
      .function(valueDestroyer(of: stored)), to: self.address(place.advanced(by: Self.destroyer)))
  }

  private mutating func valueDestroyer(of type: ClangType) -> FunctionID {
    module.ownFunction(
      "destroy", StandardClass(kind: .valueDestroyer, type: type, arguments: [type]),
      parameters: [Parameter(name: module.strings.intern("object"), type: module.addressType)],
      result: module.typeID(ofVoid: ()))
  }

  mutating func lowerValueDestroyer(_ standard: StandardClass) {
    emitDestroy(at: object(0), standard.type, span: .none)
    deallocate(parameter(0), name: "std::function's callable")
  }

  mutating func lowerValueCopier(_ standard: StandardClass) {
    if standard.type.kind == .function {
      let copy = pointerVariable(allocate(.integer(8), module.addressType, name: "std::function's callable"))
      writePointer(readPointer(object(0)), to: at(copy))
      return finish(get(copy))
    }
    let copy = pointerVariable(newObject(standard.type, name: "std::function's callable"))
    emitCopy(to: at(copy), from: object(0), standard.type, span: .none)
    finish(get(copy))
  }

  /// Calls the callable with the arguments of the signature.
  mutating func lowerInvoker(_ standard: StandardClass) {
    let (type, signature) = (standard.arguments[0], standard.arguments[1])
    adoptParameters(signature.arguments, from: 1)
    let sources = signature.arguments.enumerated().map { index, argument -> BodySource in
      let bare = argument.withoutReference.canonical.unqualified.canonical
      let isObject = argument.isReference || module.types.isAggregate(locals[index + 1].type)
      return BodySource(
        place: isObject ? .object(index + 1, 0) : .local(LocalID(index + 1), 0), type: bare,
        isMovable: !argument.isLValueReference)
    }
    let slot = returnSlot == nil ? nil : result()
    let returned = module.functions[function.int].returnType
    let value: Operand?
    if type.kind == .function {
      // Kept as a pointer.
      let pointer = pointerVariable(readPointer(object(0)))
      value = callPrepared(
        .indirect(.unknown), this: nil, sources, type.arguments, result: slot,
        resultType: module.typeID(type.result), through: pointer)
    } else {
      let callable = BodySource(place: .object(0, 0), type: type, isMovable: false)
      value = self.invoke(callable, sources, result: slot)
    }
    guard !module.types.isAggregate(returned), !module.types.isVoid(returned) else { return finish() }
    finish(value ?? anything())
  }

  // MARK: any

  mutating func lowerAny(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    if call.isConstructor {
      guard call.count == 1 else { return false }
      wrapValue(source(call, 0), to: .object(0, 0))
      return true
    }
    switch call.name {
    case "has_value": finish(binary(.notEqual, readPointer(this()), .integer(0)))
    case "reset":
      endErased(2)
      clearWords(.object(0, 0), 2)
    case "swap": swapWords(this(), object(1), count: 2)
    case "operator=":
      endErased(2)
      wrapValue(source(call, 0), to: .object(0, 0))
      finishWithThis()
    default: return false
    }
    return true
  }

  mutating func wrapValue(_ source: BodySource, to place: BodyPlace) {
    let object = pointerVariable(newObject(source.type, name: "std::any's value"))
    convert(source, to: .pointer(object, 0), source.type)
    writePointer(get(object), to: address(place))
    writePointer(.function(valueDestroyer(of: source.type)), to: address(place.advanced(by: 8)))
  }

  /// `any_cast<T>(&a)`: the object when its type is T. Others throw.
  mutating func lowerAnyCast(_ call: StandardCall) -> Bool {
    let isPointer = call.parameters.first?.canonical.kind == .pointer
    let type = (isPointer ? call.result.canonical.pointee : call.result.withoutReference)
      .canonical.unqualified.canonical
    let expected = Operand.function(valueDestroyer(of: type))
    let found = pointerVariable(.integer(0))
    ifEqual(readPointer(object(0, offset: 8)), expected) { lowering in
      lowering.set(found, lowering.readPointer(lowering.object(0)))
    }
    if isPointer || call.result.isReference {
      if !isPointer { ifZero(get(found)) { $0.giveUpPath() } }
      if isOpen { finish(get(found)) }
      return true
    }
    ifZero(get(found)) { $0.giveUpPath() }
    guard isOpen else { return true }
    let value = BodySource(place: .pointer(found, 0), type: type, isMovable: false)
    if returnSlot != nil {
      convert(value, to: .result(0), type)
    } else {
      finish(self.value(of: value))
    }
    return true
  }
}
