import ClangFrontend
import OwnershipIR

/// `optional` and `variant`: storage, and behind it whether or what is in it.
extension FunctionLowering {
  // MARK: optional

  mutating func lowerOptional(_ special: SpecialMember, _ standard: StandardClass) {
    guard let type = standard.arguments.first?.canonical.unqualified.canonical else { return }
    let flag = type.size
    switch special {
    case .defaultConstructor: write(.integer(0), to: this(flag), module.byteType)
    case .copyConstructor, .moveConstructor:
      let engaged = variable(read(object(1, offset: flag), module.byteType), module.byteType)
      write(get(engaged), to: this(flag), module.byteType)
      ifNotZero(get(engaged)) { $0.lowerPart(special, type, 0) }
    case .copyAssignment, .moveAssignment:
      let source = BodySource(place: .object(1, 0), type: type, isMovable: special.isMove)
      let engaged = variable(read(object(1, offset: flag), module.byteType), module.byteType)
      ifNotZero(get(engaged)) {
        $0.assignOptional(source, type)
      } else: {
        $0.resetOptional(type)
      }
    case .destructor: resetOptional(type)
    }
  }

  private mutating func resetOptional(_ type: ClangType) {
    let flag = type.size
    ifNotZero(read(this(flag), module.byteType)) { lowering in
      lowering.write(.integer(0), to: lowering.this(flag), lowering.module.byteType)
      lowering.emitDestroy(at: lowering.this(), type, span: .none)
    }
  }

  private mutating func assignOptional(_ source: BodySource, _ type: ClangType) {
    ifNotZero(read(this(type.size), module.byteType)) { lowering in
      lowering.assign(source, to: .object(0, 0), type)
    } else: { lowering in
      lowering.convert(source, to: .object(0, 0), type)
      lowering.write(.integer(1), to: lowering.this(type.size), lowering.module.byteType)
    }
  }

  mutating func lowerOptional(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    guard let type = standard.arguments.first?.canonical.unqualified.canonical else { return false }
    let flag = type.size
    let given = call.standard(0)
    if call.isConstructor {
      if call.count == 0 || given?.kind == .empty && call.count == 1 {
        if given.map({ $0.type.declaration.name == "in_place_t" }) != true {
          write(.integer(0), to: this(flag), module.byteType)
          return true
        }
      }
      if given?.kind == .optional {
        guard call.count == 1 else { return false }
        return convertOptional(source(call, 0), given!, type)
      }
      construct(at: .object(0, 0), type, call, from: given?.kind == .empty ? 1 : 0)
      write(.integer(1), to: this(flag), module.byteType)
      return true
    }
    switch call.name {
    case "has_value", "operator T": finish(binary(.notEqual, read(this(flag), module.byteType), .integer(0)))
    case "value":
      ifZero(read(this(flag), module.byteType)) { $0.giveUpPath() }
      finishWithThis()
    case "operator*", "operator->": finishWithThis()
    case "reset": resetOptional(type)
    case "emplace":
      resetOptional(type)
      construct(at: .object(0, 0), type, call, from: 0)
      write(.integer(1), to: this(flag), module.byteType)
      finishWithThis()
    case "operator=":
      if given?.kind == .empty {
        resetOptional(type)
      } else if given?.kind == .optional {
        return false
      } else {
        assignOptional(source(call, 0), type)
      }
      finishWithThis()
    case "value_or":
      let place =
        returnSlot == nil
        ? BodyPlace.local(addHiddenVariable(type: module.typeID(type), span: .none), 0) : .result(0)
      ifNotZero(read(this(flag), module.byteType)) { lowering in
        let own = BodySource(place: .object(0, 0), type: type, isMovable: false)
        lowering.convert(own, to: place, type)
      } else: { lowering in
        lowering.convert(call, 0, to: place, type)
      }
      let id = module.typeID(type)
      if returnSlot == nil, module.types.isScalar(id) {
        finish(read(address(place), id))
      }
    case "swap": return swapObjects(standard.type)
    default: return false
    }
    return true
  }

  private mutating func convertOptional(_ source: BodySource, _ other: StandardClass, _ type: ClangType)
    -> Bool
  {
    guard let inner = other.arguments.first?.canonical.unqualified.canonical else { return false }
    write(.integer(0), to: this(type.size), module.byteType)
    let flag = address(source.place.advanced(by: inner.size))
    ifNotZero(read(flag, module.byteType)) { lowering in
      let value = BodySource(place: source.place, type: inner, isMovable: source.isMovable)
      lowering.convert(value, to: .object(0, 0), type)
      lowering.write(.integer(1), to: lowering.this(type.size), lowering.module.byteType)
    }
    return true
  }

  // MARK: variant

  /// Runs `body` for the alternative that the object at `place` holds.
  mutating func forAlternative(
    _ standard: StandardClass, of index: Int, _ body: (inout FunctionLowering, Int, ClangType) -> Void
  ) {
    let held = variable(
      read(object(index, offset: standard.indexOffset), module.byteType), module.byteType)
    for (number, type) in standard.arguments.enumerated() {
      ifEqual(get(held), .integer(Int64(number))) { body(&$0, number, type.canonical.unqualified.canonical) }
    }
  }

  mutating func lowerVariant(_ special: SpecialMember, _ standard: StandardClass) {
    let index = standard.indexOffset
    switch special {
    case .defaultConstructor:
      write(.integer(0), to: this(index), module.byteType)
      if let first = standard.arguments.first { emitDefault(at: this(), first, zeroes: true, span: .none) }
    case .copyConstructor, .moveConstructor:
      write(read(object(1, offset: index), module.byteType), to: this(index), module.byteType)
      forAlternative(standard, of: 1) { $0.lowerPart(special, $2, 0) }
    case .copyAssignment, .moveAssignment:
      let construction: SpecialMember = special.isMove ? .moveConstructor : .copyConstructor
      ifNotZero(binary(.notEqual, parameter(0), parameter(1))) { lowering in
        lowering.endVariant(standard)
        let held = lowering.read(lowering.object(1, offset: index), lowering.module.byteType)
        lowering.write(held, to: lowering.this(index), lowering.module.byteType)
        lowering.forAlternative(standard, of: 1) { $0.lowerPart(construction, $2, 0) }
      }
    case .destructor: endVariant(standard)
    }
  }

  private mutating func endVariant(_ standard: StandardClass) {
    forAlternative(standard, of: 0) { lowering, _, type in
      lowering.emitDestroy(at: lowering.this(), type, span: .none)
    }
  }

  /// The alternative that a value of the type becomes.
  func alternative(of standard: StandardClass, for type: ClangType) -> Int? {
    if let exact = standard.arguments.firstIndex(where: { isSame($0, type) }) { return exact }
    let isText = type.kind == .pointer || type.kind == .constantArray
    return standard.arguments.firstIndex { argument in
      let candidate = argument.canonical
      let kind = StandardClass(candidate)?.kind
      if isText, kind == .string { return true }
      if kind != nil, kind == StandardClass(type)?.kind { return true }
      return !candidate.isRecord && !type.isRecord && candidate.kind == type.kind
    }
  }

  mutating func lowerVariant(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    let place = standard.indexOffset
    switch call.name {
    case "index": finish(read(this(place), module.byteType))
    case "valueless_by_exception": finish(.integer(0))
    case "swap": return swapObjects(standard.type)
    default:
      guard call.isConstructor || call.name == "operator=", call.count == 1,
        let index = alternative(of: standard, for: call.type(0))
      else { return false }
      let type = standard.arguments[index].canonical.unqualified.canonical
      if call.isConstructor {
        convert(call, 0, to: .object(0, 0), type)
        write(.integer(Int64(index)), to: this(place), module.byteType)
        return true
      }
      ifEqual(read(this(place), module.byteType), .integer(Int64(index))) { lowering in
        lowering.assign(lowering.source(call, 0), to: .object(0, 0), type)
      } else: { lowering in
        lowering.endVariant(standard)
        lowering.convert(call, 0, to: .object(0, 0), type)
        lowering.write(.integer(Int64(index)), to: lowering.this(place), lowering.module.byteType)
      }
      finishWithThis()
    }
    return true
  }

  /// `get<T>(v)`, `get_if<T>(&v)`, `holds_alternative<T>(v)`: the alternative is the one that the result names.
  mutating func lowerVariantAccess(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    let held = variable(read(object(0, offset: standard.indexOffset), module.byteType), module.byteType)
    let named = call.name == "get_if" ? call.result.canonical.pointee : call.result.withoutReference
    guard let index = standard.arguments.firstIndex(where: { isSame($0, named) }) else { return false }
    if call.name == "get_if" {
      let found = pointerVariable(.integer(0))
      ifEqual(get(held), .integer(Int64(index))) { $0.set(found, $0.parameter(0)) }
      finish(get(found))
    } else {
      ifZero(binary(.equal, get(held), .integer(Int64(index)))) { $0.giveUpPath() }
      guard isOpen else { return true }
      finish(parameter(0))
    }
    return true
  }
}
