import ClangFrontend
import OwnershipIR

/// `pair`, `tuple` and `array`: objects side by side.
extension FunctionLowering {
  /// Special members of `pair` and `tuple`: one element after another.
  mutating func lowerElements(_ special: SpecialMember, _ standard: StandardClass) {
    let elements = Array(zip(standard.arguments, standard.elementOffsets))
    for (type, offset) in special == .destructor ? elements.reversed() : elements {
      if type.isReference {
        if special.isConstructor, special.hasSource {
          writePointer(readPointer(object(1, offset: offset)), to: this(offset))
        }
        continue
      }
      lowerPart(special, type, offset)
    }
  }

  /// The special member of a part of the object.
  mutating func lowerPart(_ special: SpecialMember, _ type: ClangType, _ offset: Int64) {
    switch special {
    case .defaultConstructor: emitDefault(at: this(offset), type, zeroes: true, span: .none)
    case .destructor: emitDestroy(at: this(offset), type, span: .none)
    default:
      emitTransfer(
        special, to: this(offset), from: object(1, offset: offset), type.canonical.unqualified.canonical,
        span: .none)
    }
  }

  mutating func lowerPair(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    if call.isConstructor {
      guard call.standard(0)?.kind != .empty else { return false }
      return constructElements(call, standard, at: .object(0, 0))
    }
    switch call.name {
    case "swap": return swapObjects(standard.type)
    case "operator=":
      guard let other = call.standard(0), other.kind == .pair, other.arguments.count == 2 else {
        return false
      }
      assignElements(source(call, 0), other, standard)
      finishWithThis()
      return true
    default: return false
    }
  }

  mutating func lowerTuple(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    if call.isConstructor { return constructElements(call, standard, at: .object(0, 0)) }
    switch call.name {
    case "swap": return swapObjects(standard.type)
    case "operator=":
      guard let other = call.standard(0), other.kind == .pair || other.kind == .tuple,
        other.arguments.count == standard.arguments.count
      else { return false }
      assignElements(source(call, 0), other, standard)
      finishWithThis()
      return true
    default: return false
    }
  }

  /// Each element from an argument, or from the element of another pair.
  mutating func constructElements(_ call: StandardCall, _ standard: StandardClass, at place: BodyPlace)
    -> Bool
  {
    let offsets = standard.elementOffsets
    if call.count == 1, offsets.count > 1 || isElementwise(call.standard(0), standard) {
      guard let other = call.standard(0), other.arguments.count == offsets.count else { return false }
      let sources = parts(of: source(call, 0), other)
      for index in offsets.indices {
        convert(sources[index], to: place.advanced(by: offsets[index]), standard.arguments[index])
      }
      return true
    }
    guard call.count == offsets.count else { return false }
    for index in offsets.indices {
      let target = place.advanced(by: offsets[index])
      if standard.arguments[index].isReference {
        writePointer(parameter(call.local(index)), to: address(target))
      } else {
        convert(call, index, to: target, standard.arguments[index])
      }
    }
    return true
  }

  private func isElementwise(_ other: StandardClass?, _ standard: StandardClass) -> Bool {
    other?.kind == standard.kind && other?.arguments.count == standard.arguments.count
  }

  private mutating func parts(of source: BodySource, _ standard: StandardClass) -> [BodySource] {
    zip(standard.arguments, standard.elementOffsets).map { argument, offset in
      var place = source.place.advanced(by: offset)
      if argument.isReference { place = .pointer(pointerVariable(readPointer(address(place))), 0) }
      return BodySource(
        place: place, type: argument.withoutReference.canonical.unqualified.canonical,
        isMovable: source.isMovable && !argument.isLValueReference)
    }
  }

  private mutating func assignElements(
    _ source: BodySource, _ other: StandardClass, _ standard: StandardClass
  ) {
    let sources = parts(of: source, other)
    let own = BodySource(place: .object(0, 0), type: standard.type, isMovable: false)
    let targets = parts(of: own, standard)
    for (target, source) in zip(targets, sources) { assign(source, to: target.place, target.type) }
  }

  /// `target = source`.
  mutating func assign(_ source: BodySource, to place: BodyPlace, _ type: ClangType) {
    if isSame(source.type, type) {
      let to = address(place)
      emitTransfer(
        source.isMovable ? .moveAssignment : .copyAssignment, to: to, from: address(source.place), type,
        span: .none)
      return
    }
    guard type.isRecord else { return convert(source, to: place, type) }
    // By way of a new object, so that the old one goes after it is known.
    let local = addHiddenVariable(type: module.typeID(type.unqualified), span: .none)
    convert(source, to: .local(local, 0), type)
    emitMoveAssignment(to: address(place), from: Address(base: .local(local)), type, span: .none)
    emitDestroy(at: Address(base: .local(local)), type, span: .none)
  }

  // MARK: array

  mutating func lowerArray(_ special: SpecialMember, _ standard: StandardClass) {
    // Its one field is a plain array.
    guard let elements = standard.type.fields.first?.type, elements.canonical.kind == .constantArray else {
      return
    }
    lowerPart(special, elements, 0)
  }

  mutating func lowerArray(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    guard let element = standard.arguments.first else { return false }
    let stride = max(element.size, 1)
    let count = max(standard.type.size, 0) / stride
    switch call.name {
    case "operator[]", "at":
      let index = parameter(1)
      finish(reference(Address(base: parameter(0), index: index, stride: stride)))
    case "front", "data", "begin", "cbegin": finish(parameter(0))
    case "back": finish(reference(this((count - 1) * stride)))
    case "end", "cend": finish(reference(this(count * stride)))
    case "size", "max_size": finish(.integer(count))
    case "empty": finish(.integer(count == 0 ? 1 : 0))
    case "fill":
      for index in 0..<min(count, 64) {
        assign(source(call, 0), to: .object(0, index * stride), element.canonical.unqualified.canonical)
      }
    case "swap": return swapObjects(standard.type)
    default: return false
    }
    return true
  }

  mutating func lowerInitializerListMember(_ call: StandardCall) -> Bool {
    switch call.name {
    case "begin": finish(readPointer(this()))
    case "end":
      guard let element = StandardClass(call.declaration.semanticParent.type)?.arguments.first else {
        return false
      }
      let length = readWord(this(8))
      finish(reference(Address(base: readPointer(this()), index: length, stride: max(element.size, 1))))
    case "size": finish(readWord(this(8)))
    default: return call.isConstructor
    }
    return true
  }

  // MARK: Exchanging

  /// The objects behind the first two parameters, by way of a third.
  mutating func swapObjects(_ type: ClangType) -> Bool {
    let type = type.canonical.unqualified.canonical
    let id = module.typeID(type)
    let local = addHiddenVariable(type: id, span: .none)
    let third = Address(base: .local(local))
    if !type.isRecord {
      guard module.types.isAccessible(id) else { return false }
      let (a, b) = (read(object(0), id), read(object(1), id))
      write(b, to: object(0), id)
      write(a, to: object(1), id)
      return true
    }
    emitMove(to: third, from: object(0), type, span: .none)
    emitMoveAssignment(to: object(0), from: object(1), type, span: .none)
    emitMoveAssignment(to: object(1), from: third, type, span: .none)
    emitDestroy(at: third, type, span: .none)
    return true
  }
}
