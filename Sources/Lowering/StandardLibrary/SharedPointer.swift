import ClangFrontend
import OwnershipIR

/// `shared_ptr` and `weak_ptr`: {pointer, control block}.
extension FunctionLowering {
  mutating func lowerCounted(_ special: SpecialMember, _ standard: StandardClass) {
    guard standard.type.size >= 16 else { return }
    let counted: Counted = standard.kind == .weakPointer ? .weak : .strong
    let other = BodySource(place: .object(1, 0), type: standard.type, isMovable: special.isMove)
    switch special {
    case .defaultConstructor: emptyCounted(.object(0, 0))
    case .copyConstructor, .moveConstructor:
      takeCounted(other, standard, to: .object(0, 0), standard, counted: counted)
    case .copyAssignment, .moveAssignment: assignCounted(other, standard, standard, counted: counted)
    case .destructor: release(pointerVariable(readPointer(this(8))), counted)
    }
  }

  mutating func lowerSharedPointer(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    if call.isConstructor {
      guard call.count > 0 else {
        emptyCounted(.object(0, 0))
        return true
      }
      return constructShared(call, to: .object(0, 0), standard)
    }
    switch call.name {
    case "get", "operator->", "operator*": finish(readPointer(this()))
    case "operator[]":
      guard let element = standard.pointee else { return false }
      let index = parameter(1)
      finish(reference(Address(base: readPointer(this()), index: index, stride: max(element.size, 1))))
    case "operator T": finish(binary(.notEqual, readPointer(this()), .integer(0)))
    case "use_count", "unique":
      let count = wordVariable(.integer(0))
      let control = pointerVariable(readPointer(this(8)))
      ifNotZero(get(control)) { $0.set(count, $0.readWord($0.at(control))) }
      finish(call.name == "unique" ? binary(.equal, get(count), .integer(1)) : get(count))
    case "reset":
      let old = pointerVariable(readPointer(this(8)))
      if call.count == 0 {
        emptyCounted(.object(0, 0))
      } else if !constructShared(call, to: .object(0, 0), standard) {
        return false
      }
      release(old, .strong)
    case "swap": swapWords(this(), object(1), count: 2)
    case "owner_before": finishWithAnything()
    case "operator=":
      guard call.count == 1 else { return false }
      if let source = call.standard(0), source.kind == .sharedPointer {
        assignCounted(self.source(call, 0), source, standard, counted: .strong)
      } else {
        let old = pointerVariable(readPointer(this(8)))
        guard constructShared(call, to: .object(0, 0), standard) else { return false }
        release(old, .strong)
      }
      finishWithThis()
    default: return false
    }
    return true
  }

  mutating func lowerWeakPointer(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    if call.isConstructor {
      guard call.count == 1, let source = call.standard(0) else { return false }
      takeCounted(self.source(call, 0), source, to: .object(0, 0), standard, counted: .weak)
      return true
    }
    switch call.name {
    case "lock":
      emptyCounted(.result(0))
      let control = pointerVariable(readPointer(this(8)))
      ifNotZero(get(control)) { lowering in
        lowering.ifNotZero(lowering.readWord(lowering.at(control))) { lowering in
          lowering.retain(control, .strong)
          lowering.writePointer(lowering.readPointer(lowering.this()), to: lowering.result())
          lowering.writePointer(lowering.get(control), to: lowering.result(8))
        }
      }
    case "expired", "use_count":
      let count = wordVariable(.integer(0))
      let control = pointerVariable(readPointer(this(8)))
      ifNotZero(get(control)) { $0.set(count, $0.readWord($0.at(control))) }
      finish(call.name == "expired" ? isZero(get(count)) : get(count))
    case "reset":
      let old = pointerVariable(readPointer(this(8)))
      emptyCounted(.object(0, 0))
      release(old, .weak)
    case "swap": swapWords(this(), object(1), count: 2)
    case "owner_before": finishWithAnything()
    case "operator=":
      guard call.count == 1, let source = call.standard(0) else { return false }
      assignCounted(self.source(call, 0), source, standard, counted: .weak)
      finishWithThis()
    default: return false
    }
    return true
  }

  // MARK: Parts

  mutating func emptyCounted(_ place: BodyPlace) {
    writePointer(.integer(0), to: address(place))
    writePointer(.integer(0), to: address(place.advanced(by: 8)))
  }

  /// Constructs from another `shared_ptr` or `weak_ptr`: shared with it, or taken over from it where it is of the
  /// same kind and about to go.
  mutating func takeCounted(
    _ source: BodySource, _ other: StandardClass, to place: BodyPlace, _ standard: StandardClass,
    counted: Counted
  ) {
    let pointer = pointerVariable(readPointer(address(source.place)))
    let control = pointerVariable(readPointer(address(source.place.advanced(by: 8))))
    let isTakeover = source.isMovable && (other.kind == .weakPointer) == (standard.kind == .weakPointer)
    if isTakeover {
      leaveEmpty(source.place, words: 2)
    } else {
      ifNotZero(get(control)) { $0.retain(control, counted) }
    }
    let value = converted(pointer, from: other.pointee, to: standard.pointee)
    writePointer(value, to: address(place))
    writePointer(get(control), to: address(place.advanced(by: 8)))
  }

  /// The new owner is counted before the old one goes, so that assigning a pointer to itself changes nothing.
  private mutating func assignCounted(
    _ source: BodySource, _ other: StandardClass, _ standard: StandardClass, counted: Counted
  ) {
    let old = pointerVariable(readPointer(this(8)))
    if source.isMovable, isSame(other.type, standard.type) {
      // Taken over from itself it would be empty before the old owner is known.
      let pointer = pointerVariable(readPointer(address(source.place)))
      let control = pointerVariable(readPointer(address(source.place.advanced(by: 8))))
      leaveEmpty(source.place, words: 2)
      set(old, readPointer(this(8)))
      writePointer(get(pointer), to: this())
      writePointer(get(control), to: this(8))
    } else {
      takeCounted(source, other, to: .object(0, 0), standard, counted: counted)
    }
    release(old, counted)
  }
}
