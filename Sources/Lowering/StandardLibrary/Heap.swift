import ClangFrontend
import OwnershipIR

/// Objects that the library's functions allocate for their callers.
extension FunctionLowering {
  /// Room for one object.
  mutating func newObject(_ type: ClangType, name: String) -> Operand {
    allocate(.integer(max(type.canonical.size, 1)), module.typeID(type.canonical.unqualified), name: name)
  }

  /// `new T[count]` with its elements constructed, for the library function `name`.
  mutating func newArray(of element: ClangType, count: BodyVariable, isZeroed: Bool, name: String) -> Operand
  {
    let stride = max(element.canonical.size, 1)
    let array = pointerVariable(
      allocateArray(
        of: element.canonical, count: Address(base: .local(count.local)), span: .none,
        name: module.strings.intern(name)))
    if !element.isRecord {
      if isZeroed {
        zeroBytes(at: get(array), count: binary(.multiply, get(count), .integer(stride)))
      }
      return get(array)
    }
    if module.isTrivial(.defaultConstructor, element) { return get(array) }
    countUp(to: count) { lowering, index in
      let place = lowering.element(array, index, stride)
      lowering.emitDefault(at: place, element, zeroes: isZeroed, span: .none)
    }
    return get(array)
  }

  /// The place of an element in a block.
  mutating func element(_ block: BodyVariable, _ index: BodyVariable, _ stride: Int64) -> Address {
    Address(base: get(block), index: get(index), stride: stride)
  }

  /// Exchanges words of two objects.
  mutating func swapWords(_ a: Address, _ b: Address, count: Int) {
    for index in 0..<Int64(count) {
      var (first, second) = (a, b)
      first.offset += index * 8
      second.offset += index * 8
      let (old, new) = (readPointer(first), readPointer(second))
      writePointer(new, to: first)
      writePointer(old, to: second)
    }
  }

  /// A pointer to a derived class as one to its base; both known to be there.
  mutating func converted(_ pointer: BodyVariable, from: ClangType?, to: ClangType?) -> Operand {
    guard let from, let to, let source = module.recordIndex(from), let target = module.recordIndex(to),
      let offset = module.baseOffset(from: source, to: target), offset != 0
    else { return get(pointer) }
    return moved(pointer, by: offset)
  }

  /// The pointer with some bytes added, null when it is null.
  mutating func moved(_ pointer: BodyVariable, by offset: Int64) -> Operand {
    let moved = pointerVariable(.integer(0))
    ifNotZero(get(pointer)) { lowering in
      lowering.set(moved, lowering.reference(lowering.at(pointer, offset)))
    }
    return get(moved)
  }

  /// Hands a pointer to `pointee` to the deleter at the place: a function pointer stored there, or an object whose
  /// `operator()` is called.
  @discardableResult
  mutating func callDeleter(
    at place: Address, _ type: ClangType, _ pointer: Operand, to pointee: ClangType
  ) -> Operand? {
    let canonical = type.withoutReference.canonical
    if canonical.kind == .pointer || canonical.kind == .function {
      let target = canonical.kind == .pointer ? readPointer(place) : reference(place)
      let result = canonical.kind == .pointer ? canonical.pointee.canonical.result : canonical.result
      return callIndirectly(target, [pointer], resultType: module.typeID(result))
    }
    if let function = callOperator(of: canonical, withPointerTo: pointee) {
      return emitCall(function, [reference(place), pointer], span: .none)
    }
    let everything = [reference(place), pointer]
    emit(.escape(addArguments(everything.map { Argument($0) })), span: .none)
    hasEffects = true
    return anything()
  }

  @discardableResult
  mutating func callIndirectly(_ target: Operand, _ operands: [Operand], resultType: TypeID) -> Operand? {
    var call = Call(
      result: nil, callee: .indirect(target), arguments: addArguments(operands.map { Argument($0) }),
      resultType: resultType)
    if module.types.isAggregate(resultType) {
      call.resultAddress = Address(base: .local(addHiddenVariable(type: resultType, span: .none)))
    } else if module.types.isScalar(resultType) {
      call.result = newRegister()
    }
    emit(.call(call), span: .none)
    hasEffects = true
    return call.result.map { .register($0) }
  }

  /// The one `operator()` that a class declares, or the one among several and of templates that takes such a pointer.
  private mutating func callOperator(of type: ClangType, withPointerTo pointee: ClangType) -> FunctionID? {
    let declaration = type.declaration
    let shown = (declaration.definition ?? declaration).children.filter { $0.name == "operator()" }
    let called =
      shown.count == 1 && shown[0].isMethod ? shown[0] : module.callOperator(of: type, withPointerTo: pointee)
    guard let called, case .function(let id) = module.binding(called).entity else { return nil }
    return id
  }

  /// The same for an object that a function of the library calls: of a template (`[](auto &x) { … }`) the instance is
  /// the one that its body, or what that calls of the library, refers to.
  func callOperator(of type: ClangType, in declaration: Declaration) -> Declaration? {
    guard type.isRecord else { return nil }
    let owner = type.declaration
    let shown = (owner.definition ?? owner).children.filter { $0.name == "operator()" }
    guard shown.count == 1 else { return nil }
    if shown[0].isMethod { return shown[0] }
    return firstCallee(in: declaration) { callee in
      callee.isMethod && callee.name.hasPrefix("operator()") && isSame(callee.semanticParent.type, type)
    }
  }
}
