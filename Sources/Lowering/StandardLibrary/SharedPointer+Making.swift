import ClangFrontend
import OwnershipIR

/// First owners of objects: from a plain pointer, from a `unique_ptr`, from `make_shared`.
extension FunctionLowering {
  mutating func constructShared(_ call: StandardCall, to place: BodyPlace, _ standard: StandardClass) -> Bool
  {
    let first = source(call, 0)
    if let other = call.standard(0), other.kind == .sharedPointer, call.count == 2 {
      // The aliasing constructor: the other's object is kept alive, and something else is pointed at.
      takeCounted(first, other, to: place, standard, counted: .strong)
      let pointer = value(of: source(call, 1))
      writePointer(pointer, to: address(place))
      return true
    }
    if call.count >= 2, first.type.kind == .pointer {
      let pointee = first.type.pointee.isValid ? first.type.pointee.canonical : standard.pointee
      return own(value(of: first), pointee, to: place, standard, deleter: source(call, 1))
    }
    return makeShared(first, StandardClass(first.type), to: place, standard)
  }

  /// A `shared_ptr` from one other thing.
  mutating func makeShared(
    _ source: BodySource, _ other: StandardClass?, to place: BodyPlace, _ standard: StandardClass
  ) -> Bool {
    switch other?.kind {
    case .sharedPointer: takeCounted(source, other!, to: place, standard, counted: .strong)
    case .weakPointer: shareObserved(source, other!, to: place, standard)
    case .uniquePointer:
      let owned = pointerVariable(readPointer(address(source.place)))
      leaveEmpty(source.place)
      let type = other!.arguments.count > 1 ? other!.arguments[1].canonical : nil
      var deleter: BodySource?
      if let type, StandardClass(type)?.kind != .defaultDelete {
        deleter = BodySource(
          place: source.place.advanced(by: other!.storedDeleter == nil ? 0 : 8), type: type, isMovable: true)
      }
      return own(
        get(owned), other!.pointee, to: place, standard, isArray: other!.pointsAtArray, deleter: deleter)
    case nil where source.type.kind == .pointer:
      guard source.type.pointee.isValid else {
        emptyCounted(place)
        return true
      }
      return own(
        value(of: source), source.type.pointee.canonical, to: place, standard, isArray: standard.pointsAtArray
      )
    default: return false
    }
    return true
  }

  /// From a `weak_ptr` whose object is gone an exception is thrown.
  private mutating func shareObserved(
    _ source: BodySource, _ other: StandardClass, to place: BodyPlace, _ standard: StandardClass
  ) {
    let control = pointerVariable(readPointer(address(source.place.advanced(by: 8))))
    ifZero(get(control)) { $0.giveUpPath() }
    guard isOpen else { return }
    ifZero(readWord(at(control))) { $0.giveUpPath() }
    guard isOpen else { return }
    retain(control, .strong)
    let pointer = pointerVariable(readPointer(address(source.place)))
    writePointer(converted(pointer, from: other.pointee, to: standard.pointee), to: address(place))
    writePointer(get(control), to: address(place.advanced(by: 8)))
  }

  /// The first owner of the object at `pointer`; a null pointer from a `unique_ptr` is owned by nobody.
  private mutating func own(
    _ pointer: Operand, _ pointee: ClangType?, to place: BodyPlace, _ standard: StandardClass,
    isArray: Bool = false, deleter: BodySource? = nil
  ) -> Bool {
    guard let pointee = pointee?.unqualified.canonical else { return false }
    let owned = pointerVariable(pointer)
    let moved = converted(owned, from: pointee, to: standard.pointee)
    writePointer(moved, to: address(place))
    writePointer(.integer(0), to: address(place.advanced(by: 8)))
    ifNotZero(get(owned)) { lowering in
      let control = lowering.newControl(for: owned, pointee, isArray: isArray, deleter: deleter)
      lowering.writePointer(lowering.get(control), to: lowering.address(place.advanced(by: 8)))
      lowering.introduce(owned, pointee, control)
    }
    return true
  }

  /// `make_shared`: the object in a block of its own beside the control block.
  mutating func lowerMakeShared(_ call: StandardCall, _ standard: StandardClass, from start: Int) -> Bool {
    guard let pointee = standard.pointee else { return false }
    let object: BodyVariable
    if standard.pointsAtArray {
      let count = wordVariable(parameter(call.local(start)))
      object = pointerVariable(newArray(of: pointee, count: count, isZeroed: true, name: "std::make_shared"))
    } else {
      object = pointerVariable(newObject(pointee, name: "std::make_shared"))
      let isUnfinished = addUnfinished(get(object), .new)
      construct(object, pointee, call, from: start)
      if isUnfinished { removeUnfinished() }
    }
    let control = newControl(for: object, pointee, isArray: standard.pointsAtArray)
    writePointer(get(object), to: result())
    writePointer(get(control), to: result(8))
    introduce(object, pointee, control)
    return true
  }

  // MARK: enable_shared_from_this

  /// Objects that can give owners of themselves are told their control block, those that have owners already are not.
  private mutating func introduce(_ object: BodyVariable, _ type: ClangType, _ control: BodyVariable) {
    guard let offset = sharedFromThisOffset(in: type) else { return }
    let known = pointerVariable(readPointer(at(object, offset + 8)))
    ifZero(get(known)) { lowering in
      lowering.tell(object, offset, control)
    } else: { lowering in
      lowering.ifZero(lowering.readWord(lowering.at(known, SharedControl.strong))) { lowering in
        lowering.release(known, .weak)
        lowering.tell(object, offset, control)
      }
    }
  }

  private mutating func tell(_ object: BodyVariable, _ offset: Int64, _ control: BodyVariable) {
    writePointer(get(object), to: at(object, offset))
    writePointer(get(control), to: at(object, offset + 8))
    retain(control, .weak)
  }

  private mutating func sharedFromThisOffset(in type: ClangType) -> Int64? {
    guard let facts = module.classFacts(type) else { return nil }
    for base in facts.bases {
      guard let offset = base.offset else { continue }
      if StandardClass(base.type)?.kind == .sharedFromThis { return offset }
      if let inner = sharedFromThisOffset(in: base.type) { return offset + inner }
    }
    return nil
  }

  mutating func lowerSharedFromThis(_ special: SpecialMember) {
    switch special {
    // A copy of an object has owners of its own.
    case .defaultConstructor, .copyConstructor, .moveConstructor: emptyCounted(.object(0, 0))
    case .copyAssignment, .moveAssignment: break
    case .destructor: release(pointerVariable(readPointer(this(8))), .weak)
    }
  }

  mutating func lowerSharedFromThis(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    if call.isConstructor {
      emptyCounted(.object(0, 0))
      return true
    }
    guard let result = StandardClass(call.result) else { return false }
    let own = BodySource(place: .object(0, 0), type: standard.type, isMovable: false)
    switch call.name {
    case "shared_from_this": shareObserved(own, standard, to: .result(0), result)
    case "weak_from_this": takeCounted(own, standard, to: .result(0), result, counted: .weak)
    default: return false
    }
    return true
  }

  // MARK: Casts

  /// `static_pointer_cast` and its like: another owner, or the same one handed on.
  mutating func lowerPointerCast(_ call: StandardCall) -> Bool {
    guard let from = call.standard(0), from.kind == .sharedPointer, let to = StandardClass(call.result) else {
      return false
    }
    let source = source(call, 0)
    let place = BodyPlace.result(0)
    guard call.name == "dynamic_pointer_cast", let offset = downcastOffset(from, to) else {
      takeCounted(source, from, to: place, to, counted: .strong)
      return true
    }
    // Whether the object is of the class is not known here.
    emptyCounted(place)
    let pointer = pointerVariable(readPointer(address(source.place)))
    ifNotZero(get(pointer)) { lowering in
      lowering.ifNotZero(lowering.unknowable()) { lowering in
        lowering.takeCounted(source, from, to: place, to, counted: .strong)
        let moved = lowering.reference(lowering.at(pointer, -offset))
        lowering.writePointer(moved, to: lowering.address(place))
      }
    }
    return true
  }

  private mutating func downcastOffset(_ from: StandardClass, _ to: StandardClass) -> Int64? {
    guard let base = from.pointee, let derived = to.pointee, let offset = isDerived(derived, from: base),
      !isSame(base, derived)
    else { return nil }
    return offset
  }
}
