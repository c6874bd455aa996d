import ClangFrontend
import OwnershipIR

/// Calls of functions of the program with objects at hand, each brought into the form that the parameter wants.
extension FunctionLowering {
  /// An argument that can be said again in another block.
  private enum Prepared {
    case address(BodyPlace)
    case value(BodyVariable)
    case aggregate(LocalID, TypeID)
    case unknown
  }

  /// Calls a constructor on the object at `place`.
  mutating func call(_ constructor: Declaration, at place: BodyPlace, _ sources: [BodySource]) {
    guard case .function(let id) = module.binding(constructor).entity else { return }
    callPrepared(.direct(id), this: place, sources, constructor.parameters.map(\.type), result: nil)
  }

  /// Calls a function; objects that had to be made for its reference parameters end afterwards.
  @discardableResult
  mutating func callPrepared(
    _ callee: Callee, this: BodyPlace?, _ sources: [BodySource], _ parameters: [ClangType], result: Address?,
    resultType: TypeID? = nil, through pointer: BodyVariable? = nil
  ) -> Operand? {
    var temporaries: [(LocalID, ClangType)] = []
    var prepared: [Prepared] = this.map { [.address($0)] } ?? []
    for (index, parameter) in parameters.enumerated() {
      guard index < sources.count else {
        prepared.append(.unknown)
        continue
      }
      prepared.append(prepare(sources[index], for: parameter, &temporaries))
    }
    let arguments = prepared.map { argument -> Argument in
      switch argument {
      case .address(let place): Argument(reference(address(place)))
      case .value(let variable): Argument(get(variable))
      case .aggregate(let local, let type): Argument(.local(local), aggregate: type)
      case .unknown: Argument(.unknown)
      }
    }
    // A pointer to a function is read where it is used.
    let callee = pointer.map { .indirect(get($0)) } ?? callee
    var type = resultType ?? .unknown
    var name = StringID.empty
    if case .direct(let id) = callee {
      type = resultType ?? module.functions[id.int].returnType
      name = module.functions[id.int].name
    }
    var call = Call(result: nil, callee: callee, arguments: addArguments(arguments), resultType: type)
    if module.types.isAggregate(type) {
      call.resultAddress = result ?? Address(base: .local(addHiddenVariable(type: type, span: .none)))
    } else if module.types.isScalar(type) {
      call.result = newRegister()
    }
    emit(.call(call), span: .none, name: name)
    hasEffects = true
    var value = call.result.map { Operand.register($0) }
    if !temporaries.isEmpty, let known = value {
      let kept = variable(known, type)
      end(temporaries)
      value = get(kept)
    } else {
      end(temporaries)
    }
    return value
  }

  private mutating func end(_ temporaries: [(LocalID, ClangType)]) {
    for (local, type) in temporaries.reversed() {
      emitDestroy(at: Address(base: .local(local)), type, span: .none)
    }
  }

  private mutating func prepare(
    _ source: BodySource, for parameter: ClangType, _ temporaries: inout [(LocalID, ClangType)]
  ) -> Prepared {
    let type = parameter.withoutReference.canonical.unqualified.canonical
    if parameter.isReference {
      if isSame(source.type, type)
        || (!type.isRecord && !source.type.isRecord && source.type.kind == type.kind)
      {
        return .address(source.place)
      }
      if let offset = isDerived(source.type, from: type) {
        return .address(source.place.advanced(by: offset))
      }
      let local = addHiddenVariable(type: module.typeID(type), span: .none)
      convert(source, to: .local(local, 0), type)
      if type.isRecord { temporaries.append((local, type)) }
      return .address(.local(local, 0))
    }
    let id = module.typeID(type)
    if module.types.isAggregate(id) {
      let local = addHiddenVariable(type: id, span: .none)
      convert(source, to: .local(local, 0), type)
      return .aggregate(local, id)
    }
    guard module.types.isAccessible(id), !module.types.isFloating(id) else { return .unknown }
    let variable = variable(id)
    convert(source, to: .local(variable.local, 0), type)
    return .value(variable)
  }
}
