import ClangFrontend
import OwnershipIR

/// `unique_ptr`: {pointer, deleter where it is more than code}.
extension FunctionLowering {
  mutating func lowerUniquePointer(_ special: SpecialMember, _ standard: StandardClass) {
    switch special {
    case .defaultConstructor:
      writePointer(.integer(0), to: this())
      if let deleter = standard.storedDeleter { emitDefault(at: this(8), deleter, zeroes: true, span: .none) }
    case .moveConstructor: takeUnique(from: .object(1, 0), standard, to: .object(0, 0), standard)
    case .moveAssignment: assignUnique(from: standard, to: standard)
    case .destructor:
      callDeleter(pointerVariable(readPointer(this())), standard)
      if let deleter = standard.storedDeleter { emitDestroy(at: this(8), deleter, span: .none) }
    case .copyConstructor, .copyAssignment: break
    }
  }

  mutating func lowerUniquePointer(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    if call.isConstructor { return constructUnique(call, standard) }
    switch call.name {
    case "get", "operator->":
      finish(readPointer(this()))
    case "operator*": finish(readPointer(this()))
    case "operator[]":
      guard let element = standard.pointee else { return false }
      let index = parameter(1)
      finish(reference(Address(base: readPointer(this()), index: index, stride: max(element.size, 1))))
    case "operator T":
      finish(binary(.notEqual, readPointer(this()), .integer(0)))
    case "release":
      let old = readPointer(this())
      writePointer(.integer(0), to: this())
      finish(old)
    case "reset":
      let old = pointerVariable(readPointer(this()))
      let new: Operand = call.count > 0 && call.type(0).kind == .pointer ? parameter(1) : .integer(0)
      writePointer(new, to: this())
      callDeleter(old, standard)
    case "swap":
      swapWords(this(), object(1), count: standard.storedDeleter == nil ? 1 : 2)
    case "operator=":
      guard call.count == 1 else { return false }
      if let source = call.standard(0), source.kind == .uniquePointer {
        assignUnique(from: source, to: standard)
      } else {
        let old = pointerVariable(readPointer(this()))
        writePointer(.integer(0), to: this())
        callDeleter(old, standard)
      }
      finishWithThis()
    case "get_deleter": finish(reference(this(8)))
    default: return false
    }
    return true
  }

  /// `unique_ptr(p)`, `(p, deleter)`, `(nullptr)`, and from one of a derived class.
  private mutating func constructUnique(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    guard call.count > 0 else {
      lowerUniquePointer(.defaultConstructor, standard)
      return true
    }
    if let source = call.standard(0), source.kind == .uniquePointer {
      takeUnique(from: .object(1, 0), source, to: .object(0, 0), standard)
      return true
    }
    guard call.type(0).kind == .pointer else { return false }
    let pointer = call.parameters[0].isReference ? readPointer(object(1)) : parameter(1)
    writePointer(pointer, to: this())
    guard let deleter = standard.storedDeleter else { return true }
    if call.count > 1 {
      convert(call, 1, to: .object(0, 8), deleter)
    } else {
      emitDefault(at: this(8), deleter, zeroes: true, span: .none)
    }
    return true
  }

  /// The owner at the place has given away what it held in its first words.
  mutating func leaveEmpty(_ owner: BodyPlace, words: Int = 1) {
    for index in 0..<Int64(words) { writePointer(.integer(0), to: address(owner.advanced(by: index * 8))) }
    writeWord(.integer(1), to: address(owner.advanced(by: HiddenCell.moved)))
  }

  /// Constructs from the pointer and the deleter of another one, which is left empty.
  mutating func takeUnique(
    from other: BodyPlace, _ source: StandardClass, to place: BodyPlace, _ standard: StandardClass
  ) {
    let pointer = pointerVariable(readPointer(address(other)))
    leaveEmpty(other)
    let value = converted(pointer, from: source.pointee, to: standard.pointee)
    writePointer(value, to: address(place))
    guard let deleter = standard.storedDeleter else { return }
    let target = address(place.advanced(by: 8))
    if source.storedDeleter != nil {
      emitMove(to: target, from: address(other.advanced(by: 8)), deleter, span: .none)
    } else {
      emitDefault(at: target, deleter, zeroes: true, span: .none)
    }
  }

  private mutating func assignUnique(from source: StandardClass, to standard: StandardClass) {
    let other = pointerVariable(parameter(1))
    let pointer = pointerVariable(readPointer(at(other)))
    leaveEmpty(.pointer(other, 0))
    let old = pointerVariable(readPointer(this()))
    writePointer(converted(pointer, from: source.pointee, to: standard.pointee), to: this())
    callDeleter(old, standard)
    if let deleter = standard.storedDeleter, source.storedDeleter != nil {
      emitMoveAssignment(to: this(8), from: at(other, 8), deleter, span: .none)
    }
  }

  /// What is done with a pointer that its `unique_ptr` gives up; nothing when it is null.
  private mutating func callDeleter(_ pointer: BodyVariable, _ standard: StandardClass) {
    guard let pointee = standard.pointee else { return }
    let deleter = standard.arguments.count > 1 ? standard.arguments[1].canonical : nil
    ifNotZero(get(pointer)) { lowering in
      if let deleter, StandardClass(deleter)?.kind != .defaultDelete {
        let place = lowering.this(standard.storedDeleter == nil ? 0 : 8)
        lowering.callDeleter(at: place, deleter, lowering.get(pointer), to: pointee)
      } else {
        lowering.emitDelete(
          lowering.get(pointer), pointee: pointee, isArray: standard.pointsAtArray, span: .none, name: .empty)
      }
    }
  }

  mutating func lowerDefaultDelete(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    if call.isConstructor { return true }
    guard call.name == "operator()", let pointee = standard.pointee else { return false }
    emitDelete(parameter(1), pointee: pointee, isArray: standard.pointsAtArray, span: .none, name: .empty)
    return true
  }

  /// `make_unique<T>(…)`: `new T(…)`, or a new array whose elements are zero.
  mutating func lowerMakeUnique(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    guard let pointee = standard.pointee else { return false }
    let isForOverwrite = call.name.hasSuffix("for_overwrite")
    if standard.pointsAtArray {
      let count = wordVariable(parameter(call.local(0)))
      let pointer = pointerVariable(
        newArray(of: pointee, count: count, isZeroed: !isForOverwrite, name: "std::make_unique"))
      writePointer(get(pointer), to: result())
      return true
    }
    let pointer = pointerVariable(newObject(pointee, name: "std::make_unique"))
    let isUnfinished = addUnfinished(get(pointer), .new)
    construct(pointer, pointee, call, from: 0)
    if isUnfinished { removeUnfinished() }
    writePointer(get(pointer), to: result())
    return true
  }
}

extension StandardClass {
  /// What a smart pointer points at: `T` of both `T` and `T[]`.
  var pointee: ClangType? {
    guard let argument = arguments.first?.canonical, argument.isValid else { return nil }
    return pointsAtArray ? argument.element.canonical : argument.unqualified.canonical
  }

  var pointsAtArray: Bool {
    switch arguments.first?.canonical.kind {
    case .incompleteArray, .constantArray: true
    default: false
    }
  }
}
