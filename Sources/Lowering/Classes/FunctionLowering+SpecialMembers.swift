import ClangFrontend
import OwnershipIR

/// What runs in a constructor before its body, in a destructor after it, and the members that nobody wrote.
extension FunctionLowering {
  // MARK: this

  mutating func enterClass(of method: Declaration) {
    let type = method.semanticParent.type.canonical
    ownClass = type
    guard let record = module.recordIndex(type), let known = module.closures[record] else { return }
    captures = known
    if let this = known.first(where: { $0.kind == .this }) {
      ownClass = this.type.canonical.pointee.canonical
    }
  }

  mutating func ownClassType() -> TypeID {
    ownClass.map { module.typeID($0.unqualified) } ?? .unknown
  }

  /// The object that the method is called on: the first parameter, or what the closure captured.
  mutating func lowerThis(_ node: NodeID) -> Operand {
    guard let this = locals.first, this.kind == .parameter else { return opaque("this", node) }
    let register = newRegister()
    emit(
      .load(register, Address(base: .local(LocalID(0))), type: this.type), span: span(node), name: this.name)
    guard let capture = captures.first(where: { $0.kind == .this }) else { return .register(register) }
    let captured = newRegister()
    let name = module.strings.intern("this")
    emit(
      .load(captured, Address(base: .register(register), offset: capture.offset), type: module.addressType),
      span: span(node), name: name)
    return .register(captured)
  }

  mutating func thisAddress(span: Span) -> Address {
    let register = newRegister()
    emit(
      .load(register, Address(base: .local(LocalID(0))), type: locals[0].type), span: span,
      name: locals[0].name)
    return Address(base: .register(register))
  }

  /// Parameters that are objects end with the function: whoever called it has handed them over.
  mutating func adoptParameters(_ declaration: Declaration) {
    adoptParameters(
      declaration.parameters.map(\.type), from: declaration.isMethod && !declaration.isStaticMethod ? 1 : 0)
  }

  /// The same for parameters of these types, of which `first` is the first one's local.
  mutating func adoptParameters(_ types: [ClangType], from first: Int) {
    for (index, type) in types.enumerated() where index + first < locals.count {
      guard type.isRecord, let destroyed = destroyedType(type) else { continue }
      scopes[scopes.count - 1].locals.append(
        ScopedLocal(local: LocalID(index + first), destroyed: destroyed, isParameter: true))
    }
  }

  // MARK: Constructors

  /// What a written initialiser is for.
  struct WrittenInitializers {
    var delegate: NodeID?
    /// A base whose constructor gets the function's own arguments: see `lowerInherited`.
    var inherited: (record: Int, constructor: FunctionID)?
    var bases: [(record: Int, node: NodeID)] = []
    var members: [(field: Declaration, node: NodeID)] = []
  }

  /// Bases, then the table, then members in the order of their declaration, whatever order was written.
  mutating func lowerConstructorStart() {
    guard let type = ownClass, let record = module.recordIndex(type) else { return }
    let written = writtenInitializers(record)
    guard let delegate = written.delegate else { return constructParts(of: type, record, written) }
    let this = thisAddress(span: module.functions[function.int].span)
    lowerAggregate(delegate, into: this, module.typeID(type.unqualified))
    endFullExpression(delegate)
    // The object is whole once the constructor called has ended: what throws after that ends all of it.
    addSubobject(type, at: 0)
  }

  mutating func constructParts(of type: ClangType, _ record: Int, _ written: WrittenInitializers) {
    let span = module.functions[function.int].span
    for base in module.types.classes[record]?.bases ?? [] {
      guard let offset = base.offset else { continue }
      var target = thisAddress(span: span)
      target.offset += offset
      if let node = written.bases.first(where: { $0.record == base.record })?.node {
        constructBase(node, into: target, base.type)
        endFullExpression(node)
      } else if let inherited = written.inherited, inherited.record == base.record {
        emitInherited(inherited.constructor, at: target, span: span)
      } else {
        emitDefault(at: target, base.type, zeroes: false, span: span)
      }
      addSubobject(base.type, at: offset)
    }
    // Where an unknown base lies is not known either.
    let known = (module.types.classes[record]?.bases ?? []).map(\.record)
    for (base, node) in written.bases where !known.contains(base) { escapeOperands(of: node) }
    emitTablePointers(at: thisAddress(span: span), type, span: span)
    if module.types.records[record].isUnion {
      return initializeMembers(written.members.map { ($0.field, $0.node) })
    }
    var rest = written.members
    for member in module.types.layouts[record].members {
      if let index = rest.firstIndex(where: { $0.field.identity == member.declaration.identity }) {
        let entry = rest.remove(at: index)
        initializeMembers([(entry.field, entry.node)])
      } else {
        initializeUnnamed(member, span: span)
      }
      addSubobject(member.clangType, at: member.offset)
    }
    initializeMembers(rest.map { ($0.field, $0.node) })
  }

  /// A part is made: from here on an exception ends it.
  private mutating func addSubobject(_ type: ClangType, at offset: Int64) {
    guard unwinds, let destroyed = destroyedType(type) else { return }
    scopes[scopes.count - 1].locals.append(
      ScopedLocal(local: LocalID(0), destroyed: destroyed, subobjectOffset: offset))
    refreshUnwinding()
  }

  private mutating func constructBase(_ node: NodeID, into target: Address, _ type: ClangType) {
    let id = module.typeID(type.unqualified)
    var inner = stripped(node)
    while tree.kind(inner) == .wrapper, let child = tree.onlyChild(inner), tree.kind(child).isExpression {
      inner = stripped(child)
    }
    if tree.kind(inner) == .call, let constructor = tree.referenced(inner), constructor.isConstructor {
      lowerConstruction(inner, constructor, into: target)
    } else {
      lowerAggregate(node, into: target, id)
    }
  }

  /// A member that no initialiser names: its own initialiser, or its default constructor.
  private mutating func initializeUnnamed(_ member: RecordLayout.Member, span: Span) {
    if member.isAnonymous, case .record(let inner) = module.types[member.type].kind,
      module.types.records[inner].isUnion
    {
      return
    }
    if let initializer = member.declaration.memberInitializer {
      initialize(member, from: initializer, span: span)
      return
    }
    guard module.types.isAggregate(member.type) || module.types.isArray(member.type),
      !module.isTrivial(.defaultConstructor, member.clangType)
    else { return }
    var target = thisAddress(span: span)
    target.offset += member.offset
    emitDefault(at: target, member.clangType, zeroes: false, span: span)
  }

  private mutating func initialize(_ member: RecordLayout.Member, from initializer: Declaration, span: Span) {
    withTree(of: initializer) { lowering in
      let mark = lowering.temporaries.count
      var target = lowering.thisAddress(span: span)
      target.offset += member.offset
      lowering.initializeMember(target, member.clangType, lowering.tree.root, name: member.name)
      lowering.endTemporaries(since: mark, span: span)
    }
  }

  private mutating func initializeMembers(_ members: [(Declaration, NodeID)]) {
    for (field, node) in members {
      guard let facts = module.fieldFacts(field) else { continue }
      let mark = temporaries.count
      var target = thisAddress(span: span(node))
      target.offset += facts.offset
      initializeMember(target, field.type, node, name: facts.name)
      endTemporaries(since: mark, span: span(node))
    }
  }

  /// The target is behind a register: what may branch is built beside it and moved there.
  private mutating func initializeMember(_ target: Address, _ type: ClangType, _ node: NodeID, name: StringID)
  {
    let id = module.typeID(type.unqualified)
    guard !type.isReference, module.types.isAggregate(id) || module.types.isArray(id) else {
      return initialize(target, type, with: node, name: name)
    }
    var inner = stripped(node)
    while tree.kind(inner) == .wrapper, let child = tree.onlyChild(inner), tree.kind(child).isExpression,
      isAggregate(child)
    { inner = stripped(child) }
    if tree.kind(inner) == .call, let constructor = tree.referenced(inner), constructor.isConstructor {
      return lowerConstruction(inner, constructor, into: target)
    }
    let origin = current
    let temporary = Address(base: .local(addTemporary(type: id, span: span(node))))
    initialize(temporary, type, with: node, name: name)
    emit(.copy(to: carried(target, from: origin), from: temporary, type: id), span: span(node), name: name)
  }

  private mutating func writtenInitializers(_ record: Int) -> WrittenInitializers {
    var written = WrittenInitializers()
    var field: Declaration?
    for child in tree.children(tree.root) {
      switch tree.kind(child) {
      case .memberReference: field = tree.referenced(child)
      case .typeReference: field = nil
      case .compound, .tryBlock: return written
      case let kind where kind.isExpression:
        if let named = field {
          // Arguments of a template that the type is written with come before the initialiser.
          if named.type.isRecord, tree.kind(child) != .initializerList, !tree.type(child).isRecord {
            continue
          }
          written.members.append((named, child))
          field = nil
        } else if let of = module.recordIndex(tree.type(child)) {
          if of == record { written.delegate = child } else { written.bases.append((of, child)) }
        }
      default: break
      }
    }
    return written
  }

  // MARK: Destructors

  mutating func lowerDestructorStart() {
    isDestructor = true
    guard let type = ownClass else { return }
    let span = module.functions[function.int].span
    emitTablePointers(at: thisAddress(span: span), type, span: span)
  }

  /// Everything that a return does besides giving a value.
  mutating func leaveFrame(span: Span, except kept: LocalID? = nil) {
    runCleanups(downTo: 0, span: span, except: kept)
    if isDestructor, let type = ownClass { destroyParts(of: type, span: span) }
  }

  /// Members in reverse, then bases in reverse.
  private mutating func destroyParts(of type: ClangType, span: Span) {
    guard let record = module.recordIndex(type), !module.types.records[record].isUnion else { return }
    for member in module.types.layouts[record].members.reversed()
    where !module.isTrivial(.destructor, member.clangType) {
      var target = thisAddress(span: span)
      target.offset += member.offset
      emitDestroy(at: target, member.clangType, span: span)
    }
    for base in (module.types.classes[record]?.bases ?? []).reversed() {
      guard let offset = base.offset, !module.isTrivial(.destructor, base.type) else { continue }
      var target = thisAddress(span: span)
      target.offset += offset
      emitDestroy(at: target, base.type, span: span)
    }
  }

  // MARK: Members that nobody wrote

  mutating func lowerSpecial(_ special: SpecialMember, _ type: ClangType, _ id: FunctionID) {
    guard let record = module.recordIndex(type) else { return }
    beginSynthesized(id)
    ownClass = type
    // What the destructor that nobody wrote does, happens where the object ends.
    if special == .destructor { endSpan = .none }
    let span = endSpan
    switch special {
    case .destructor:
      destroyParts(of: type, span: span)
      terminate(.return(nil), span: span)
    case .defaultConstructor:
      constructParts(of: type, record, WrittenInitializers())
      terminate(.return(nil), span: span)
    default:
      transferParts(special, type, record, span: span)
      let result = special.isAssignment ? thisAddress(span: span).base : nil
      terminate(.return(result), span: span)
    }
    module.functions[id.int].body = finishBody()
  }

  private mutating func transferParts(_ special: SpecialMember, _ type: ClangType, _ record: Int, span: Span)
  {
    if module.types.records[record].isUnion {
      let to = thisAddress(span: span)
      let from = otherAddress(span: span)
      return emit(.copy(to: to, from: from, type: module.typeID(type.unqualified)), span: span)
    }
    for base in module.types.classes[record]?.bases ?? [] {
      guard let offset = base.offset, base.type.size > 0 else { continue }
      transfer(special, base.type, at: offset, span: span)
    }
    if special.isConstructor { emitTablePointers(at: thisAddress(span: span), type, span: span) }
    for member in module.types.layouts[record].members {
      transfer(special, member.clangType, at: member.offset, name: member.name, span: span)
    }
  }

  private mutating func transfer(
    _ special: SpecialMember, _ type: ClangType, at offset: Int64, name: StringID = .empty, span: Span
  ) {
    var to = thisAddress(span: span)
    var from = otherAddress(span: span)
    to.offset += offset
    from.offset += offset
    emitTransfer(special, to: to, from: from, type, span: span)
    if special.isConstructor { addSubobject(type, at: offset) }
  }

  private mutating func otherAddress(span: Span) -> Address {
    let register = newRegister()
    emit(
      .load(register, Address(base: .local(LocalID(1))), type: locals[1].type), span: span,
      name: locals[1].name)
    return Address(base: .register(register))
  }

  /// A function without a source: its parameters, and a block to begin with.
  mutating func beginSynthesized(_ id: FunctionID) {
    reset(id)
    for parameter in module.functions[id.int].parameters {
      _ = addLocal(
        name: parameter.name, type: parameter.type, kind: .parameter, span: module.functions[id.int].span)
    }
    addReturnSlot(id)
    endSpan = module.functions[id.int].span
    begin(newBlock())
    openScope()
  }

  mutating func lowerThunk(_ id: FunctionID, to function: FunctionID, offset: Int64) {
    beginSynthesized(id)
    var values = module.functions[id.int].parameters.indices.map { forwarded($0) }
    values[0].operand = pointer(
      to: Address(base: values[0].operand, offset: -offset), span: module.functions[id.int].span)
    lowerForwarding(id, to: function, .direct(function), values)
  }

  /// A parameter as it came.
  mutating func forwarded(_ index: Int) -> Argument {
    let span = module.functions[function.int].span
    let (type, name) = (locals[index].type, locals[index].name)
    let local = Operand.local(LocalID(index))
    if module.types.isAggregate(type) { return Argument(local, aggregate: type, name: name, span: span) }
    let register = newRegister()
    emit(.load(register, Address(base: local), type: type), span: span)
    return Argument(.register(register), name: name, span: span)
  }

  /// The rest of a body that calls another function and returns what that returns.
  mutating func lowerForwarding(
    _ id: FunctionID, to function: FunctionID, _ reached: Callee, _ values: [Argument]
  ) {
    let span = module.functions[id.int].span
    let resultType = module.functions[function.int].returnType
    var call = Call(
      result: nil, callee: reached, arguments: addArguments(values), resultType: resultType)
    if let returnSlot {
      call.resultAddress = Address(base: .local(returnSlot))
    } else if module.types.isScalar(resultType) {
      call.result = newRegister()
    }
    emit(.call(call), span: span, name: module.functions[function.int].name)
    terminate(.return(call.result.map { .register($0) }), span: span)
    module.functions[id.int].body = finishBody()
  }
}
