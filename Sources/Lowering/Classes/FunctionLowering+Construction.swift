import ClangFrontend
import OwnershipIR

/// Constructor calls, wherever they are written or implied.
extension FunctionLowering {
  /// Builds the object that a constructor call makes at `target`.
  mutating func lowerConstruction(_ node: NodeID, _ constructor: Declaration, into target: Address) {
    let origin = current
    let type = tree.type(node).canonical
    let arguments = tree.callArguments(node)
    if type.kind == .constantArray || type.kind == .incompleteArray {
      return emitDefault(at: target, type, zeroes: false, span: span(node))
    }
    if let special = SpecialMember(constructor), arguments.count <= 1 || constructor.isDefaulted {
      switch module.action(special, type) {
      case .trivial:
        return constructTrivially(special, node, type, arguments, into: target, from: origin)
      case .call(let function) where constructor.isDefaulted:
        return constructImplicitly(special, function, node, type, arguments, into: target, from: origin)
      default: break
      }
    }
    guard case .function(let function) = module.binding(constructor).entity else {
      return escapeOperands(of: node)
    }
    if isValueInitialization(node), !module.hasOwnConstructor(type) {
      emit(.zero(target, type: module.typeID(type.unqualified)), span: span(node))
    }
    var operands = OperandsInWork(block: current)
    for (index, argument) in arguments.enumerated() {
      let parameter = parameter(index, of: constructor)
      add(argument, for: parameter, default: (constructor, index), to: &operands)
    }
    let this = pointer(to: carried(target, from: origin), span: span(node))
    let values = [Argument(this, name: name(of: target), span: span(node))] + operands.values
    emitCall(
      .direct(function), values, resultType: module.typeID(ofVoid: ()), node,
      name: module.functions[function.int].name)
  }

  private func name(of target: Address) -> StringID {
    if case .local(let local) = target.base { return locals[local.int].name }
    return .empty
  }

  private mutating func constructTrivially(
    _ special: SpecialMember, _ node: NodeID, _ type: ClangType, _ arguments: [NodeID], into target: Address,
    from origin: Int
  ) {
    let id = module.typeID(type.unqualified)
    guard special.hasSource, let source = arguments.first else {
      if isValueInitialization(node) { emit(.zero(target, type: id), span: span(node)) }
      return
    }
    let place = lowerReferenced(source, type)
    hasEffects = true
    let carriedTarget = carried(target, from: origin)
    if let step = textStep(special, type.canonical) {
      return emit(.text(step, carriedTarget, pointer(to: place.address, span: span(node))), span: place.span)
    }
    emit(.copy(to: carriedTarget, from: place.address, type: id), span: place.span, name: place.name)
  }

  private mutating func constructImplicitly(
    _ special: SpecialMember, _ function: FunctionID, _ node: NodeID, _ type: ClangType,
    _ arguments: [NodeID],
    into target: Address, from origin: Int
  ) {
    guard special.hasSource, let source = arguments.first else {
      if isValueInitialization(node) {
        emit(.zero(target, type: module.typeID(type.unqualified)), span: span(node))
      }
      emitMemberCall(function, [carried(target, from: origin)], span: span(node))
      return
    }
    let place = lowerReferenced(source, type)
    let from = pointer(to: place.address, span: place.span, name: place.name)
    let this = pointer(to: carried(target, from: origin), span: span(node))
    let values = [
      Argument(this, name: name(of: target), span: span(node)),
      Argument(from, name: place.name, span: place.span),
    ]
    emitCall(
      .direct(function), values, resultType: module.typeID(ofVoid: ()), node,
      name: module.functions[function.int].name)
  }

  /// `T()`, `T{}`, `new T()`: an object without a constructor of its own becomes zero.
  func isValueInitialization(_ node: NodeID) -> Bool {
    let range = module.unit.range(tree, node)
    guard range.isValid, range.end > range.start else { return false }
    let last = module.unit.files[Int(range.file)].contents[Int(range.end) - 1]
    return last == UInt8(ascii: ")") || last == UInt8(ascii: "}")
  }

  // MARK: Initialisers of any kind

  /// Initialises storage that an expression (or nothing) is given for.
  mutating func initialize(_ target: Address, _ type: ClangType, with node: NodeID, name: StringID) {
    let id = module.typeID(type.unqualified)
    let origin = current
    if type.isReference {
      let value = lowerReference(node, to: type, isExtended: true)
      return emit(
        .store(carried(target, from: origin), value, type: module.typeID(type)), span: span(node), name: name)
    }
    if module.types.isClass(id), convertsIntoClass(node, id) {
      constructFromBraces(items: [node], node, into: target, id)
    } else if module.types.isAggregate(id) {
      lowerAggregate(node, into: target, id)
    } else if module.types.isArray(id) {
      lowerInitializer(node, into: target, id, name: name)
    } else {
      let value = lowerValue(node)
      emit(.store(carried(target, from: origin), value, type: id), span: span(node), name: name)
    }
  }

  /// A closure: its captures become its fields.
  mutating func lowerLambda(_ node: NodeID, into target: Address) {
    let type = tree.type(node).canonical
    guard let record = module.recordIndex(type) else { return escapeOperands(of: node) }
    let members = module.types.layouts[record].members
    let known = captures(of: node, record)
    let copies = expressionChildren(node)
    var nextCopy = 0
    for (index, member) in members.enumerated() {
      guard index < known.count else { break }
      let capture = known[index]
      var field = target
      field.offset += member.offset
      switch capture.kind {
      case .this:
        let value = lowerThis(node)
        emit(.store(field, value, type: member.type), span: span(node))
      case .reference:
        guard let place = capturedPlace(capture) else { continue }
        let value = addressValue(place)
        emit(.store(field, value, type: module.addressType), span: span(node), name: place.name)
      case .copy:
        // The copy's constructor is not shown, only what it copies.
        if let initializer = capture.variable?.variableInitializer, isInitCapture(capture) {
          withTree(of: initializer) { lowering in
            lowering.initialize(field, member.clangType, with: lowering.tree.root, name: capture.name)
          }
        } else if let place = capturedPlace(capture), module.types.isAggregate(member.type) {
          emitCopy(to: field, from: place.address, member.clangType, span: span(node))
        } else if nextCopy < copies.count {
          initialize(field, member.clangType, with: copies[nextCopy], name: capture.name)
        }
        nextCopy += 1
      }
    }
    hasEffects = true
  }
}
