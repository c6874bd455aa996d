import ClangFrontend
import OwnershipIR

/// Making vectors from counts, lists and ranges, and changing their length.
extension FunctionLowering {
  mutating func constructVector(_ call: StandardCall, _ type: ClangType) -> Bool {
    clearWords(.object(0, 0), 3)
    return fillVector(call, type, isNew: true)
  }

  mutating func refillVector(_ call: StandardCall, _ type: ClangType) -> Bool {
    fillVector(call, type, isNew: false)
  }

  /// Room for `count` elements that are still to be constructed; those that were there are destroyed. The block stays
  /// when it is large enough.
  mutating func startAgain(_ type: ClangType, count: BodyVariable) {
    destroyElements(
      type, to: wordVariable(readWord(this(8))), in: pointerVariable(readPointer(this())))
    ifNotZero(binary(.less, readWord(this(16)), get(count))) { lowering in
      let old = lowering.pointerVariable(lowering.readPointer(lowering.this()))
      lowering.ifNotZero(lowering.readWord(lowering.this(16))) {
        $0.deallocate($0.get(old), name: Self.vectorName)
      }
      lowering.startVector(type, count: count)
    }
    writeWord(get(count), to: this(8))
  }

  private mutating func fillVector(_ call: StandardCall, _ type: ClangType, isNew: Bool) -> Bool {
    guard call.count > 0 else { return true }
    func start(_ lowering: inout FunctionLowering, _ count: BodyVariable) {
      if isNew { lowering.startVector(type, count: count) } else { lowering.startAgain(type, count: count) }
    }
    if let list = call.standard(0), list.kind == .initializerList {
      let count = wordVariable(readWord(object(call.local(0), offset: 8)))
      let source = pointerVariable(readPointer(object(call.local(0))))
      start(&self, count)
      copyElements(type, count: count, from: source, to: pointerVariable(readPointer(this())))
      return true
    }
    if call.count == 1 || call.count == 2, !call.type(0).isRecord, call.type(0).kind != .pointer {
      let count = wordVariable(parameter(1))
      start(&self, count)
      fill(type, with: call.count == 2 ? call.local(1) : nil, from: .integer(0), to: count)
      return true
    }
    guard call.count == 2, let walk = walk(call, 0) else { return false }
    if !isNew {
      destroyElements(
        type, to: wordVariable(readWord(this(8))), in: pointerVariable(readPointer(this())))
      let data = pointerVariable(readPointer(this()))
      ifNotZero(get(data)) { $0.deallocate($0.get(data), name: Self.vectorName) }
      clearWords(.object(0, 0), 3)
    }
    return copyRange(walk, to: type)
  }

  /// New elements from the `start`th on: copies of what a parameter refers to, or without arguments.
  private mutating func fill(
    _ type: ClangType, with parameter: Int?, from start: Operand, to count: BodyVariable
  ) {
    let stride = max(type.size, 1)
    let first = wordVariable(start)
    let data = pointerVariable(readPointer(this()))
    if !type.isRecord, parameter == nil || type.kind != .pointer {
      ifNotZero(binary(.less, get(first), get(count))) { lowering in
        let length = lowering.binary(.subtract, lowering.get(count), lowering.get(first))
        let place = Address(base: lowering.get(data), index: lowering.get(first), stride: stride)
        lowering.callLibrary(
          "memset",
          [
            lowering.reference(place), parameter == nil ? .integer(0) : lowering.anything(),
            lowering.binary(.multiply, length, .integer(stride)),
          ])
      }
      return
    }
    countUp(from: get(first), to: count) { lowering, index in
      let place = lowering.element(data, index, stride)
      if let parameter {
        lowering.emitCopy(to: place, from: lowering.object(parameter), type, span: .none)
      } else {
        lowering.emitDefault(at: place, type, zeroes: true, span: .none)
      }
    }
  }

  mutating func resizeVector(_ call: StandardCall, _ type: ClangType) {
    let wanted = wordVariable(parameter(1))
    let size = wordVariable(readWord(this(8)))
    ifNotZero(binary(.less, get(size), get(wanted))) { lowering in
      lowering.ifNotZero(lowering.binary(.less, lowering.readWord(lowering.this(16)), lowering.get(wanted))) {
        $0.growVector(type, to: wanted)
      }
      lowering.fill(
        type, with: call.count > 1 ? call.local(1) : nil, from: lowering.get(size), to: wanted)
    } else: { lowering in
      let data = lowering.pointerVariable(lowering.readPointer(lowering.this()))
      lowering.destroyElements(type, from: lowering.get(wanted), to: size, in: data)
    }
    writeWord(get(wanted), to: this(8))
  }

  /// Elements of another container, one by one.
  private mutating func copyRange(_ walk: RangeWalk, to type: ClangType) -> Bool {
    if !walk.isAlongNodes, isSame(walk.element, type) {
      let bytes = binary(.subtract, get(walk.end), get(walk.cursor))
      let count = wordVariable(binary(.divide, bytes, .integer(max(type.size, 1))))
      startVector(type, count: count)
      copyElements(type, count: count, from: walk.cursor, to: pointerVariable(readPointer(this())))
      return true
    }
    forEach(walk) { lowering, source in
      lowering.appendElement(type) { $0.convert(source, to: $1, type) }
    }
    return true
  }

  /// Appends one element, made by `make` at the place that it is given.
  mutating func appendElement(
    _ type: ClangType, _ make: (inout FunctionLowering, BodyPlace) -> Void
  ) {
    ifEqual(readWord(this(8)), readWord(this(16))) { lowering in
      let capacity = lowering.nextCapacity()
      lowering.growVector(type, to: capacity)
    }
    let size = readWord(this(8))
    let place = pointerVariable(
      reference(Address(base: readPointer(this()), index: size, stride: max(type.size, 1))))
    make(&self, .pointer(place, 0))
    writeWord(binary(.add, readWord(this(8)), .integer(1)), to: this(8))
  }

  // MARK: In the middle

  /// `insert(position, …)` and `emplace`: what stood there moves up.
  mutating func insertIntoVector(_ call: StandardCall, _ type: ClangType) -> Bool {
    guard call.count >= 2 else { return false }
    let isList = call.standard(1)?.kind == .initializerList
    let isRange = call.count == 3 && call.name == "insert"
    if isRange, !call.type(1).isRecord, call.type(1).kind != .pointer { return insertCopies(call, type) }
    if isRange || isList { return insertMany(call, type) }
    let stride = max(type.size, 1)
    let position = pointerVariable(readPointer(object(1)))
    let index = distance(to: position, stride)
    // The new element waits elsewhere: it may be made from one that moves.
    let waiting = addHiddenVariable(type: module.typeID(type.unqualified), span: .none)
    construct(at: .local(waiting, 0), type, call, from: 1)
    openGap(type, at: index, count: wordVariable(.integer(1)))
    let place = element(pointerVariable(readPointer(this())), index, stride)
    emitMove(to: place, from: Address(base: .local(waiting)), type, span: .none)
    emitDestroy(at: Address(base: .local(waiting)), type, span: .none)
    finishAt(index, stride)
    return true
  }

  private mutating func insertMany(_ call: StandardCall, _ type: ClangType) -> Bool {
    let stride = max(type.size, 1)
    let position = pointerVariable(readPointer(object(1)))
    let index = distance(to: position, stride)
    let source: BodyVariable
    let count: BodyVariable
    if call.standard(1)?.kind == .initializerList {
      source = pointerVariable(readPointer(object(2)))
      count = wordVariable(readWord(object(2, offset: 8)))
    } else if let walk = walk(call, 1), !walk.isAlongNodes, isSame(walk.element, type) {
      source = walk.cursor
      let bytes = binary(.subtract, get(walk.end), get(walk.cursor))
      count = wordVariable(binary(.divide, bytes, .integer(stride)))
    } else {
      return false
    }
    openGap(type, at: index, count: count)
    let target = pointerVariable(reference(element(pointerVariable(readPointer(this())), index, stride)))
    copyElements(type, count: count, from: source, to: target)
    finishAt(index, stride)
    return true
  }

  /// `insert(position, count, value)`. The value may be one of the elements: it waits elsewhere.
  private mutating func insertCopies(_ call: StandardCall, _ type: ClangType) -> Bool {
    let stride = max(type.size, 1)
    let position = pointerVariable(readPointer(object(1)))
    let index = distance(to: position, stride)
    let count = wordVariable(parameter(2))
    if !type.isRecord, type.kind != .pointer {
      openGap(type, at: index, count: count)
      let end = wordVariable(binary(.add, get(index), get(count)))
      fill(type, with: call.local(2), from: get(index), to: end)
      finishAt(index, stride)
      return true
    }
    let waiting = addHiddenVariable(type: module.typeID(type.unqualified), span: .none)
    emitCopy(to: Address(base: .local(waiting)), from: object(3), type, span: .none)
    openGap(type, at: index, count: count)
    let end = wordVariable(binary(.add, get(index), get(count)))
    let data = pointerVariable(readPointer(this()))
    countUp(from: get(index), to: end) { lowering, index in
      let place = lowering.element(data, index, stride)
      lowering.emitCopy(to: place, from: Address(base: .local(waiting)), type, span: .none)
    }
    emitDestroy(at: Address(base: .local(waiting)), type, span: .none)
    finishAt(index, stride)
    return true
  }

  /// Elements between the start and a pointer.
  private mutating func distance(to position: BodyVariable, _ stride: Int64) -> BodyVariable {
    let bytes = binary(.subtract, get(position), readPointer(this()))
    return wordVariable(binary(.divide, bytes, .integer(stride)))
  }

  private mutating func finishAt(_ index: BodyVariable, _ stride: Int64) {
    let place = element(pointerVariable(readPointer(this())), index, stride)
    writePointer(reference(place), to: result())
  }

  /// Room for `count` elements at `index`; the block may be another one afterwards.
  private mutating func openGap(_ type: ClangType, at index: BodyVariable, count: BodyVariable) {
    let stride = max(type.size, 1)
    let needed = wordVariable(binary(.add, readWord(this(8)), get(count)))
    ifNotZero(binary(.less, readWord(this(16)), get(needed))) { lowering in
      let next = lowering.nextCapacity()
      lowering.ifNotZero(lowering.binary(.less, lowering.get(next), lowering.get(needed))) {
        $0.set(next, $0.get(needed))
      }
      lowering.growVector(type, to: next)
    }
    let data = pointerVariable(readPointer(this()))
    let from = pointerVariable(reference(element(data, index, stride)))
    let tail = wordVariable(binary(.subtract, readWord(this(8)), get(index)))
    let to = pointerVariable(reference(element(from, count, stride)))
    moveElements(type, count: tail, from: from, to: to, isBackward: true)
    writeWord(get(needed), to: this(8))
  }

  /// `erase(position)` and `erase(first, last)`: what stands behind moves down.
  mutating func eraseFromVector(_ call: StandardCall, _ type: ClangType) {
    let stride = max(type.size, 1)
    let first = pointerVariable(readPointer(object(1)))
    let last: BodyVariable
    if call.count > 1 {
      last = pointerVariable(readPointer(object(2)))
    } else {
      last = pointerVariable(reference(at(first, stride)))
    }
    let gap = binary(.subtract, get(last), get(first))
    let count = wordVariable(binary(.divide, gap, .integer(stride)))
    destroyElements(type, to: count, in: first)
    ifNotZero(get(count)) { lowering in
      let size = lowering.readWord(lowering.this(8))
      let end = lowering.reference(
        Address(base: lowering.readPointer(lowering.this()), index: size, stride: stride))
      let bytes = lowering.binary(.subtract, end, lowering.get(last))
      let rest = lowering.wordVariable(lowering.binary(.divide, bytes, .integer(stride)))
      lowering.moveElements(type, count: rest, from: last, to: first)
      lowering.writeWord(
        lowering.binary(.subtract, lowering.readWord(lowering.this(8)), lowering.get(count)),
        to: lowering.this(8))
    }
    writePointer(get(first), to: result())
  }
}
