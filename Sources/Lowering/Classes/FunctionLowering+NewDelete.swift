import ClangFrontend
import OwnershipIR

/// `new` and `delete` in all forms.
extension FunctionLowering {
  /// Where the number of elements of an array is kept whose elements' ends run code: in front of the first.
  static let arrayCookie: Int64 = -8

  mutating func lowerNew(_ node: NodeID) -> Operand {
    let type = tree.type(node).canonical.pointee.canonical
    guard let form = module.unit.newForm(tree, node) else { return lowerUnfollowed(node) }
    var operands = expressionChildren(node)
    guard operands.count >= form.placementCount else { return lowerUnfollowed(node) }
    let placement = Array(operands.prefix(form.placementCount))
    operands.removeFirst(placement.count)
    hasEffects = true
    if let first = placement.first {
      if isNothrow(first) {
        let memory = pointerVariable(.integer(0))
        conditionalDepth += 1
        ifNotZero(opaque("enough memory", node)) { lowering in
          lowering.set(memory, lowering.lowerNew(operands, type, isArray: form.isArray, node))
        }
        conditionalDepth -= 1
        return get(memory)
      }
      if placement.count == 1, isPointer(first) {
        return constructInPlace(first, operands.last, type, node)
      }
      for argument in placement { lowerDiscarded(argument) }
      return constructed(opaque("allocated by other means", node), operands.last, type, node)
    }
    return lowerNew(operands, type, isArray: form.isArray, node)
  }

  private mutating func lowerNew(
    _ operands: [NodeID], _ type: ClangType, isArray: Bool, _ node: NodeID
  ) -> Operand {
    if isArray { return lowerNewArray(operands, type, node) }
    let name = text(node)
    if let function = allocationFunction("operator new", of: type) {
      let size = Operand.integer(max(type.size, 1))
      let memory = emitCall(function, [size], span: span(node)) ?? .unknown
      return constructed(memory, operands.last, type, node)
    }
    let register = newRegister()
    emit(
      .allocate(register, .new, size: .integer(max(type.size, 1)), type: module.typeID(type.unqualified)),
      span: span(node), name: name)
    let isUnfinished = operands.last.map { tree.kind(stripped($0)) == .call } ?? false
    let origin = current
    let added = isUnfinished && addUnfinished(.register(register), .new)
    let start = carried(.register(register), from: origin, type: module.addressType)
    var memory = constructed(start, operands.last, type, node)
    if added {
      let block = current
      removeUnfinished()
      memory = carried(memory, from: block, type: module.addressType)
    }
    return memory
  }

  private func isNothrow(_ node: NodeID) -> Bool {
    tree.type(node).canonical.unqualified.spelling.hasSuffix("nothrow_t")
  }

  private mutating func constructInPlace(
    _ place: NodeID, _ initializer: NodeID?, _ type: ClangType, _ node: NodeID
  ) -> Operand {
    let address = addressValue(lowerPointee(place))
    return constructed(address, initializer == place ? nil : initializer, type, node)
  }

  /// Runs the constructor on memory; the memory's address again.
  private mutating func constructed(
    _ memory: Operand, _ initializer: NodeID?, _ type: ClangType, _ node: NodeID
  ) -> Operand {
    guard let initializer else { return memory }
    let origin = current
    let target = Address(base: memory)
    var inner = stripped(initializer)
    while tree.kind(inner) == .wrapper, let child = tree.onlyChild(inner), tree.kind(child).isExpression,
      isAggregate(child)
    { inner = stripped(child) }
    if tree.kind(inner) == .call, let constructor = tree.referenced(inner), constructor.isConstructor {
      lowerConstruction(inner, constructor, into: target)
    } else {
      let id = module.typeID(type.unqualified)
      if module.types.isAggregate(id) || module.types.isArray(id) {
        let temporary = Address(base: .local(addTemporary(type: id, span: span(node))))
        initialize(temporary, type, with: initializer, name: .empty)
        emit(.copy(to: carried(target, from: origin), from: temporary, type: id), span: span(initializer))
      } else {
        let value = lowerValue(initializer)
        emit(.store(carried(target, from: origin), value, type: id), span: span(initializer))
      }
    }
    return carried(memory, from: origin, type: module.addressType)
  }

  /// The class's own `operator new` or `operator delete`.
  mutating func allocationFunction(_ name: String, of type: ClangType) -> FunctionID? {
    guard type.kind == .record else { return nil }
    var declaration = type.declaration.definition ?? type.declaration
    for _ in 0..<8 {
      for member in declaration.children
      where member.isMethod && member.withName({ $0.elementsEqual(name.utf8) }) {
        guard member.parameters.count <= 2, case .function(let id) = module.binding(member).entity else {
          continue
        }
        if name.hasPrefix("operator new"), member.parameters.count != 1 { continue }
        return id
      }
      guard let base = declaration.bases.first?.type.canonical.declaration else { return nil }
      declaration = base.definition ?? base
    }
    return nil
  }

  // MARK: Arrays

  /// Memory for as many elements as `count` says. The number is kept in front of elements whose ends run code.
  mutating func allocateArray(of type: ClangType, count: Address, span: Span, name: StringID) -> Operand {
    let word = module.wordType
    let number = newRegister()
    emit(.load(number, count, type: word), span: span)
    let bytes = newRegister()
    emit(.binary(bytes, .multiply, .register(number), .integer(max(type.size, 1))), span: span)
    let hasCookie = !module.isTrivial(.destructor, type)
    var memory: Operand
    if let function = allocationFunction("operator new[]", of: type) {
      let whole = newRegister()
      let cookie = hasCookie ? -Self.arrayCookie : 0
      emit(.binary(whole, .add, .register(bytes), .integer(cookie)), span: span)
      memory = emitCall(function, [.register(whole)], span: span) ?? .unknown
      if hasCookie { memory = pointer(to: Address(base: memory, offset: cookie), span: span) }
    } else {
      let register = newRegister()
      let element = module.typeID(type.unqualified)
      emit(.allocate(register, .newArray, size: .register(bytes), type: element), span: span, name: name)
      memory = .register(register)
    }
    if hasCookie {
      emit(.store(Address(base: memory, offset: Self.arrayCookie), .register(number), type: word), span: span)
    }
    return memory
  }

  private mutating func lowerNewArray(_ operands: [NodeID], _ type: ClangType, _ node: NodeID) -> Operand {
    let element = module.typeID(type.unqualified)
    let size = max(module.types[element].size, 1)
    guard let bound = operands.first else { return lowerUnfollowed(node) }
    let word = module.wordType
    let count = lowerValue(bound)
    let counted = addHiddenVariable(type: word, span: span(node))
    let counter = Address(base: .local(counted))
    emit(.store(counter, count, type: word), span: span(node))
    var memory = allocateArray(of: type, count: counter, span: span(node), name: text(node))
    let begun = current
    let isUnfinished = module.types.isAggregate(element) && addUnfinished(memory, .newArray)
    memory = carried(memory, from: begun, type: module.addressType)
    let isListed = operands.count > 1 && isInitializerList(operands[1])
    if operands.count > 1, isListed || !module.types.isAggregate(element) {
      let origin = current
      memory = initializeElements(operands[1], count, of: memory, type, node)
      memory = carried(memory, from: origin, type: module.addressType)
    } else if !module.isTrivial(.defaultConstructor, type) {
      let origin = current
      emitForEach(memory, count: counter, stride: size, span: span(node)) { lowering, address in
        lowering.emitDefault(at: address, type, zeroes: false, span: lowering.span(node))
      }
      memory = carried(memory, from: origin, type: module.addressType)
    }
    if isUnfinished {
      let block = current
      removeUnfinished()
      memory = carried(memory, from: block, type: module.addressType)
    }
    return memory
  }

  /// `new int[3]{1, 2, 3}` and `new int[n]()`.
  private mutating func initializeElements(
    _ list: NodeID, _ count: Operand, of memory: Operand, _ type: ClangType, _ node: NodeID
  ) -> Operand {
    let inner = withoutWrappers(list)
    guard tree.kind(inner) == .initializerList else { return memory }
    let stride = max(type.size, 1)
    let id = module.typeID(type.unqualified)
    var address = Address(base: memory)
    let items = expressionChildren(inner)
    var number = items.count
    if case .integer(let given) = count, module.types.isAggregate(id) { number = max(number, Int(clamping: given)) }
    for index in 0..<min(number, 64) {
      let origin = current
      if index >= items.count {
        emitDefault(at: address, type, zeroes: true, span: span(node))
        address = carried(address, from: origin)
        address.offset += stride
        continue
      }
      let item = items[index]
      if module.types.isAggregate(id) {
        lowerInitializer(item, into: address, id, name: .empty)
        address = carried(address, from: origin)
      } else {
        let value = lowerValue(item)
        address = carried(address, from: origin)
        emit(.store(address, value, type: id), span: span(item))
      }
      address.offset += stride
    }
    address.offset = 0
    return address.base
  }

  /// A loop over the elements of an array whose number is in `count`. The address is good for the current block.
  mutating func emitForEach(
    _ memory: Operand, count: Address, stride: Int64, isReversed: Bool = false, span: Span,
    _ body: (inout FunctionLowering, Address) -> Void
  ) {
    let word = module.wordType
    let base = addHiddenVariable(type: module.addressType, span: span)
    let index = addHiddenVariable(type: word, span: span)
    emit(.store(Address(base: .local(base)), memory, type: module.addressType), span: span)
    let position = Address(base: .local(index))
    if isReversed {
      let number = newRegister()
      emit(.load(number, count, type: word), span: span)
      emit(.store(position, .register(number), type: word), span: span)
    } else {
      emit(.store(position, .integer(0), type: word), span: span)
    }
    let (head, inside, end) = (newBlock(), newBlock(), newBlock())
    jump(to: head)
    begin(head)
    let at = newRegister()
    emit(.load(at, position, type: word), span: span)
    let condition = newRegister()
    if isReversed {
      emit(.binary(condition, .greater, .register(at), .integer(0)), span: span)
    } else {
      let limit = newRegister()
      emit(.load(limit, count, type: word), span: span)
      emit(.binary(condition, .less, .register(at), .register(limit)), span: span)
    }
    terminate(.branch(.register(condition), then: BlockID(inside), else: BlockID(end)), span: span)
    begin(inside)
    if isReversed { step(position, by: -1, span: span) }
    let start = newRegister()
    emit(.load(start, Address(base: .local(base)), type: module.addressType), span: span)
    let here = newRegister()
    emit(.load(here, position, type: word), span: span)
    body(&self, Address(base: .register(start), index: .register(here), stride: stride))
    if !isReversed { step(position, by: 1, span: span) }
    jump(to: head)
    begin(end)
  }

  private mutating func step(_ position: Address, by amount: Int64, span: Span) {
    let old = newRegister()
    emit(.load(old, position, type: module.wordType), span: span)
    let new = newRegister()
    emit(.binary(new, .add, .register(old), .integer(amount)), span: span)
    emit(.store(position, .register(new), type: module.wordType), span: span)
  }

  // MARK: delete

  mutating func lowerDelete(_ node: NodeID) {
    guard let operand = tree.firstExpression(node) else { return }
    let pointee = tree.type(operand).canonical.pointee.canonical
    guard let isArray = module.unit.isArrayDelete(tree, node), pointee.isValid else {
      escapeOperands(of: node)
      return
    }
    let value = lowerValue(operand)
    emitDelete(value, pointee: pointee, isArray: isArray, span: span(node), name: text(operand))
  }

  /// Ends what the pointer points at and gives its memory back; nothing for null.
  mutating func emitDelete(_ value: Operand, pointee: ClangType, isArray: Bool, span: Span, name: StringID) {
    hasEffects = true
    let form: AllocationForm = isArray ? .newArray : .new
    let release = allocationFunction(isArray ? "operator delete[]" : "operator delete", of: pointee)
    let hasCookie = isArray && !module.isTrivial(.destructor, pointee)
    guard !module.isTrivial(.destructor, pointee) || release != nil else {
      return emit(.deallocate(value, form), span: span, name: name)
    }
    let pointer = addHiddenVariable(type: module.addressType, span: span)
    let place = Address(base: .local(pointer))
    emit(.store(place, value, type: module.addressType), span: span, name: name)
    let (inside, end) = (newBlock(), newBlock())
    let tested = loadPointer(place, span: span)
    terminate(.branch(tested, then: BlockID(inside), else: BlockID(end)), span: span)
    begin(inside)
    emit(.releasing(loadPointer(place, span: span), form), span: span, name: name)
    // Where the memory begins: it has to be known before the end of the object, which takes its table along.
    let start = addHiddenVariable(type: module.addressType, span: span)
    let memory = Address(base: .local(start))
    let first =
      isArray
      ? loadPointer(place, span: span) : startOfObject(loadPointer(place, span: span), pointee, span: span)
    emit(.store(memory, first, type: module.addressType), span: span, name: name)
    if hasCookie {
      let element = loadPointer(place, span: span)
      let count = addHiddenVariable(type: module.wordType, span: span)
      let number = newRegister()
      emit(.load(number, Address(base: element, offset: Self.arrayCookie), type: module.wordType), span: span)
      emit(.store(Address(base: .local(count)), .register(number), type: module.wordType), span: span)
      emitForEach(
        loadPointer(place, span: span), count: Address(base: .local(count)), stride: max(pointee.size, 1),
        isReversed: true, span: span
      ) { lowering, address in lowering.emitDestroy(at: address, pointee, span: span) }
    } else if !isArray {
      emitDynamicDestroy(loadPointer(place, span: span), pointee, span: span, name: name)
    }
    let last = loadPointer(memory, span: span)
    if let release {
      let offset = hasCookie ? Self.arrayCookie : 0
      emitCall(release, [self.pointer(to: Address(base: last, offset: offset), span: span)], span: span)
    } else {
      emit(.deallocate(last, form), span: span, name: name)
    }
    jump(to: end)
    begin(end)
  }

  /// Ends the object behind a pointer, whatever class derived from `type` it is of.
  mutating func emitDynamicDestroy(_ object: Operand, _ type: ClangType, span: Span, name: StringID) {
    if let record = module.recordIndex(type), module.hasVirtualDestructor(record) {
      emitVirtualDestroy(object, record, span: span, name: name)
    } else {
      emitDestroy(at: Address(base: object), type, span: span)
    }
  }

  private mutating func loadPointer(_ place: Address, span: Span) -> Operand {
    let register = newRegister()
    emit(.load(register, place, type: module.addressType), span: span)
    return .register(register)
  }

  /// The object around a base subobject: its table knows how far back it starts.
  private mutating func startOfObject(_ pointer: Operand, _ type: ClangType, span: Span) -> Operand {
    guard let record = module.recordIndex(type), module.hasVirtualDestructor(record) else { return pointer }
    let table = newRegister()
    emit(.load(table, Address(base: pointer), type: module.addressType), span: span)
    let distance = newRegister()
    emit(
      .load(distance, Address(base: .register(table), offset: HiddenCell.offsetToTop), type: module.wordType),
      span: span)
    let start = newRegister()
    emit(.address(start, Address(base: pointer, index: .register(distance), stride: 1)), span: span)
    return .register(start)
  }
}
