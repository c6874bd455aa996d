import ClangFrontend
import OwnershipIR

/// `vector`: {data, size, capacity}. It grows as the library at hand does (from nothing to one, then twofold), so
/// that what pointed into the old block is stale exactly when it is.
extension FunctionLowering {
  static let vectorName = "std::vector's elements"

  mutating func lowerVector(_ special: SpecialMember, _ standard: StandardClass) {
    guard let type = standard.arguments.first?.canonical else { return }
    switch special {
    case .defaultConstructor: clearWords(.object(0, 0), 3)
    case .copyConstructor:
      let count = wordVariable(readWord(object(1, offset: 8)))
      let source = pointerVariable(readPointer(object(1)))
      startVector(type, count: count)
      copyElements(type, count: count, from: source, to: pointerVariable(readPointer(this())))
    case .moveConstructor:
      takeWords(3)
    case .copyAssignment:
      ifNotZero(binary(.notEqual, parameter(0), parameter(1))) { lowering in
        let count = lowering.wordVariable(lowering.readWord(lowering.object(1, offset: 8)))
        let source = lowering.pointerVariable(lowering.readPointer(lowering.object(1)))
        lowering.startAgain(type, count: count)
        let target = lowering.pointerVariable(lowering.readPointer(lowering.this()))
        lowering.copyElements(type, count: count, from: source, to: target)
      }
    case .moveAssignment:
      ifNotZero(binary(.notEqual, parameter(0), parameter(1))) { lowering in
        lowering.endVector(type)
        lowering.takeWords(3)
      }
    case .destructor: endVector(type)
    }
  }

  mutating func lowerVector(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    guard let type = standard.arguments.first?.canonical else { return false }
    if call.isConstructor { return constructVector(call, type) }
    let stride = max(type.size, 1)
    switch call.name {
    case "size": finish(readWord(this(8)))
    case "capacity": finish(readWord(this(16)))
    case "empty": finish(isZero(readWord(this(8))))
    case "data", "front": finish(readPointer(this()))
    case "operator[]", "at":
      let index = parameter(1)
      finish(reference(Address(base: readPointer(this()), index: index, stride: stride)))
    case "back":
      let size = readWord(this(8))
      finish(reference(Address(base: readPointer(this()), offset: -stride, index: size, stride: stride)))
    case "begin", "cbegin", "rend", "crend": writePointer(readPointer(this()), to: result())
    case "end", "cend", "rbegin", "crbegin":
      let size = readWord(this(8))
      writePointer(reference(Address(base: readPointer(this()), index: size, stride: stride)), to: result())
    case "push_back", "emplace_back": pushBack(call, type)
    case "pop_back":
      let size = wordVariable(binary(.subtract, readWord(this(8)), .integer(1)))
      writeWord(get(size), to: this(8))
      let last = Address(base: readPointer(this()), index: get(size), stride: stride)
      emitDestroy(at: last, type, span: .none)
      // The bytes stay, but nothing is there any more that leads to what a pointer led to.
      if type.kind == .pointer { writePointer(.integer(0), to: last) }
    case "clear":
      destroyElements(type, to: wordVariable(readWord(this(8))), in: pointerVariable(readPointer(this())))
      writeWord(.integer(0), to: this(8))
    case "reserve":
      let wanted = wordVariable(parameter(1))
      ifNotZero(binary(.less, readWord(this(16)), get(wanted))) { $0.growVector(type, to: wanted) }
    case "shrink_to_fit":
      let size = wordVariable(readWord(this(8)))
      ifNotZero(binary(.less, get(size), readWord(this(16)))) { lowering in
        lowering.ifNotZero(
          lowering.get(size), { $0.growVector(type, to: size) },
          else: { lowering in
            lowering.deallocate(lowering.readPointer(lowering.this()), name: Self.vectorName)
            lowering.clearWords(.object(0, 0), 3)
          })
      }
    case "resize": resizeVector(call, type)
    case "swap": swapWords(this(), object(1), count: 3)
    case "assign":
      guard call.count > 0 else { return false }
      return refillVector(call, type)
    case "operator=":
      guard call.standard(0)?.kind == .initializerList else { return false }
      guard refillVector(call, type) else { return false }
      finishWithThis()
    case "insert", "emplace": return insertIntoVector(call, type)
    case "erase": eraseFromVector(call, type)
    case "max_size": finishWithAnything()
    default: return false
    }
    return true
  }

  // MARK: Parts

  mutating func clearWords(_ place: BodyPlace, _ count: Int) {
    for index in 0..<Int64(count) { writePointer(.integer(0), to: address(place.advanced(by: index * 8))) }
  }

  /// The other object's words become this one's; the other is left empty.
  mutating func takeWords(_ count: Int) {
    for index in 0..<Int64(count) {
      let word = readPointer(object(1, offset: index * 8))
      writePointer(.integer(0), to: object(1, offset: index * 8))
      writePointer(word, to: this(index * 8))
    }
  }

  /// A block for `count` elements that are still to be constructed; none for none.
  mutating func startVector(_ type: ClangType, count: BodyVariable) {
    clearWords(.object(0, 0), 3)
    ifNotZero(get(count)) { lowering in
      let data = lowering.newElements(type, count: count)
      lowering.writePointer(lowering.get(data), to: lowering.this())
      lowering.writeWord(lowering.get(count), to: lowering.this(8))
      lowering.writeWord(lowering.get(count), to: lowering.this(16))
    }
  }

  mutating func newElements(_ type: ClangType, count: BodyVariable) -> BodyVariable {
    let bytes = binary(.multiply, get(count), .integer(max(type.size, 1)))
    return pointerVariable(
      allocate(bytes, module.typeID(type.unqualified), name: Self.vectorName))
  }

  /// Destroys the elements and gives the block back.
  mutating func endVector(_ type: ClangType) {
    let data = pointerVariable(readPointer(this()))
    destroyElements(type, to: wordVariable(readWord(this(8))), in: data)
    ifNotZero(get(data)) { $0.deallocate($0.get(data), name: Self.vectorName) }
  }

  /// The elements go to a block of another capacity.
  mutating func growVector(_ type: ClangType, to capacity: BodyVariable) {
    let fresh = newElements(type, count: capacity)
    replaceBlock(type, by: fresh, capacity: capacity)
  }

  mutating func replaceBlock(_ type: ClangType, by fresh: BodyVariable, capacity: BodyVariable) {
    // There is an old block exactly when there is room for something.
    ifNotZero(readWord(this(16))) { lowering in
      let old = lowering.pointerVariable(lowering.readPointer(lowering.this()))
      if lowering.module.isRelocatable(type) {
        lowering.moveContents(to: lowering.get(fresh), from: lowering.get(old))
      } else {
        let size = lowering.wordVariable(lowering.readWord(lowering.this(8)))
        lowering.relocate(type, count: size, from: old, to: fresh)
      }
      lowering.deallocate(lowering.get(old), name: Self.vectorName)
    }
    writePointer(get(fresh), to: this())
    writeWord(get(capacity), to: this(16))
  }

  /// Twice the capacity, at least one.
  mutating func nextCapacity() -> BodyVariable {
    let next = wordVariable(.integer(1))
    let capacity = wordVariable(readWord(this(16)))
    ifNotZero(get(capacity)) { $0.set(next, $0.binary(.multiply, $0.get(capacity), .integer(2))) }
    return next
  }

  /// The new element is constructed before the old ones move: it may be made from one of them.
  private mutating func pushBack(_ call: StandardCall, _ type: ClangType) {
    let stride = max(type.size, 1)
    let place = variable(module.addressType)
    ifEqual(readWord(this(8)), readWord(this(16))) { lowering in
      let capacity = lowering.nextCapacity()
      let fresh = lowering.newElements(type, count: capacity)
      let size = lowering.readWord(lowering.this(8))
      lowering.set(
        place, lowering.reference(Address(base: lowering.get(fresh), index: size, stride: stride)))
      lowering.construct(place, type, call, from: 0)
      lowering.replaceBlock(type, by: fresh, capacity: capacity)
    } else: { lowering in
      let size = lowering.readWord(lowering.this(8))
      let data = lowering.readPointer(lowering.this())
      lowering.set(place, lowering.reference(Address(base: data, index: size, stride: stride)))
      lowering.construct(place, type, call, from: 0)
    }
    guard isOpen else { return }
    writeWord(binary(.add, readWord(this(8)), .integer(1)), to: this(8))
    if call.name == "emplace_back", call.result.isReference { finish(get(place)) }
  }
}
