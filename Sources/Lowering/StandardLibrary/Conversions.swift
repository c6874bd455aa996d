import ClangFrontend
import OwnershipIR

/// Making an object of one type from an object of another, as overload resolution would have it.
extension FunctionLowering {
  mutating func convert(_ call: StandardCall, _ index: Int, to place: BodyPlace, _ type: ClangType) {
    convert(source(call, index), to: place, type)
  }

  /// Constructs an object of `type`. What is not known escapes.
  mutating func convert(_ source: BodySource, to place: BodyPlace, _ type: ClangType) {
    let target = type.canonical.unqualified.canonical
    if target.isReference {
      return writePointer(reference(address(source.place)), to: address(place))
    }
    guard target.isRecord else { return convertScalar(source, to: place, target) }
    if isSame(source.type, target) { return transfer(source, to: place, target) }
    if let standard = StandardClass(target), convertToStandard(source, to: place, standard) { return }
    if let constructor = chooseConstructor(of: target, [source]) {
      return call(constructor, at: place, [source])
    }
    if isDerived(source.type, from: target) != nil { return transfer(source, to: place, target) }
    emitUnknownChange(of: [address(source.place), address(place)], span: .none)
  }

  private mutating func convertScalar(_ source: BodySource, to place: BodyPlace, _ target: ClangType) {
    let type = module.typeID(target)
    guard module.types.isAccessible(type) else { return }
    if source.type.isRecord { return write(anything(), to: address(place), type) }
    guard target.kind == .pointer, source.type.kind == .pointer,
      module.recordIndex(source.type.pointee) != nil, !isSame(source.type, target)
    else {
      let value = value(of: source)
      return write(value, to: address(place), type)
    }
    let pointer = pointerVariable(value(of: source))
    let value = converted(pointer, from: source.type.pointee.canonical, to: target.pointee.canonical)
    write(value, to: address(place), type)
  }

  private mutating func transfer(_ source: BodySource, to place: BodyPlace, _ type: ClangType) {
    let target = address(place)
    if source.isMovable {
      emitMove(to: target, from: address(source.place), type, span: .none)
    } else {
      emitCopy(to: target, from: address(source.place), type, span: .none)
    }
  }

  /// Into a class of the standard library from something else than itself.
  private mutating func convertToStandard(
    _ source: BodySource, to place: BodyPlace, _ standard: StandardClass
  ) -> Bool {
    let other = StandardClass(source.type)
    switch (standard.kind, other?.kind) {
    case (.uniquePointer, .uniquePointer):
      takeUnique(from: source.place, other!, to: place, standard)
    case (.uniquePointer, _) where source.type.kind == .pointer:
      let pointer = pointerVariable(value(of: source))
      writePointer(
        converted(pointer, from: source.type.pointee.canonical, to: standard.pointee), to: address(place))
      if let deleter = standard.storedDeleter {
        emitDefault(at: address(place.advanced(by: 8)), deleter, zeroes: true, span: .none)
      }
    case (.sharedPointer, _): return makeShared(source, other, to: place, standard)
    case (.weakPointer, .sharedPointer), (.weakPointer, .weakPointer):
      takeCounted(source, other!, to: place, standard, counted: .weak)
    case (.string, _): makeString(from: source, to: place)
    case (.stringView, _): makeView(from: source, to: place)
    case (.function, _):
      if other?.kind == .empty
        || source.type.isRecord == false && source.type.kind == .pointer
          && source.type.pointee.canonical.kind != .function
      {
        emit(.zero(address(place), type: module.typeID(standard.type)), span: .none)
      } else {
        wrapCallable(source, to: place, standard)
      }
    case (.optional, _):
      guard let value = standard.arguments.first else { return false }
      let engaged = place.advanced(by: value.canonical.size)
      if other?.kind == .empty {
        write(.integer(0), to: address(engaged), module.byteType)
      } else if other?.kind == .optional {
        return false
      } else {
        convert(source, to: place, value)
        write(.integer(1), to: address(engaged), module.byteType)
      }
    case (.pair, .pair):
      guard standard.arguments.count == 2, other!.arguments.count == 2 else { return false }
      for index in 0..<2 {
        let part = BodySource(
          place: source.place.advanced(by: other!.elementOffsets[index]),
          type: other!.arguments[index].withoutReference.canonical.unqualified.canonical,
          isMovable: source.isMovable)
        convert(part, to: place.advanced(by: standard.elementOffsets[index]), standard.arguments[index])
      }
    case (.variant, _):
      guard let index = alternative(of: standard, for: source.type) else { return false }
      convert(source, to: place, standard.arguments[index])
      write(.integer(Int64(index)), to: address(place.advanced(by: standard.indexOffset)), module.byteType)
    case (.any, _): wrapValue(source, to: place)
    case (.referenceWrapper, _):
      writePointer(reference(address(source.place)), to: address(place))
    case (.nodeIterator, .nodeIterator), (.pointerIterator, .pointerIterator):
      writePointer(readPointer(address(source.place)), to: address(place))
    case (.pointerIterator, _) where source.type.kind == .pointer:
      writePointer(value(of: source), to: address(place))
    case (.atomic, _) where !source.type.isRecord:
      guard let value = standard.arguments.first else { return false }
      convert(source, to: place, value)
    default: return false
    }
    return true
  }

  // MARK: Questions

  func isSame(_ a: ClangType, _ b: ClangType) -> Bool {
    a.canonical.unqualified.canonical.identity == b.canonical.unqualified.canonical.identity
  }

  /// Bytes from an object of the class to its base.
  mutating func isDerived(_ type: ClangType, from base: ClangType) -> Int64? {
    guard type.isRecord, base.isRecord, let derived = module.recordIndex(type),
      let record = module.recordIndex(base)
    else { return nil }
    return module.baseOffset(from: derived, to: record)
  }
}
