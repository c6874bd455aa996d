import ClangFrontend
import OwnershipIR

/// A `try` whose block is being lowered.
struct TryInWork {
  /// Scopes open around it.
  var scopeDepth: Int
  /// Where its handlers are chosen from.
  var dispatch: Int
  /// Variables that there are when it begins.
  var localCount: Int
  var isConstructor = false
}

/// Exceptions: `throw`, handlers, and what ends on the way out. Blocks say where their calls go when an exception
/// leaves them: to a landing pad, which ends one object and hands on to the next.
extension FunctionLowering {
  // MARK: throw

  mutating func lowerThrow(_ node: NodeID) {
    guard isOpen else { return }
    // They end on this way; another way of the same expression goes on with them.
    let others = temporaries
    defer { temporaries = others }
    var thrown: ClangType?
    if let value = tree.firstExpression(node) {
      thrown = tree.type(value).canonical
      if tree.type(value).canonical.kind == .pointer {
        let operand = lowerValue(value)
        emit(
          .escape(addArguments([Argument(operand, name: text(value), span: span(value))])), span: span(value))
      } else {
        lowerDiscarded(value)
      }
    }
    endTemporaries(since: 0, span: span(node))
    guard isOpen else { return }
    if unwinds {
      if let thrown {
        let place = Address(base: .global(module.thrownType()))
        let table = Operand.global(module.exceptionTable(of: thrown))
        emit(.store(place, table, type: module.addressType), span: span(node))
      }
      if let target = unwindTarget() {
        jump(to: target, span: span(node))
      } else {
        terminate(.resume, span: span(node))
      }
    } else {
      terminate(.unreachable, span: span(node))
    }
  }

  // MARK: Landing pads

  /// Where an exception goes from here; nil: out of the function.
  mutating func unwindTarget() -> Int? {
    guard unwinds else { return nil }
    let depth = tries.last?.scopeDepth ?? 0
    var target = tries.last?.dispatch
    for scope in scopes.indices where scope >= depth {
      for index in scopes[scope].locals.indices where scopes[scope].locals[index].destroyed != nil {
        if scopes[scope].locals[index].pad == nil {
          scopes[scope].locals[index].pad = landingPad(ending: scopes[scope].locals[index], then: target)
        }
        target = scopes[scope].locals[index].pad
      }
    }
    for index in temporaries.indices {
      if temporaries[index].pad == nil {
        temporaries[index].pad = landingPad(ending: temporaries[index], then: target)
      }
      target = temporaries[index].pad ?? target
    }
    return target
  }

  private mutating func landingPad(ending scoped: ScopedLocal, then next: Int?) -> Int {
    makePad(then: next) { lowering in
      guard let type = scoped.destroyed else { return }
      var address = Address(base: .local(scoped.local), offset: scoped.offset)
      if let offset = scoped.subobjectOffset {
        address = lowering.thisAddress(span: .none)
        address.offset += offset
      }
      lowering.emitDestroy(at: address, type, span: lowering.endSpan)
    }
  }

  private mutating func landingPad(ending object: TemporaryObject, then next: Int?) -> Int? {
    switch object.kind {
    case .memory(let form):
      return makePad(then: next) { lowering in
        let register = lowering.newRegister()
        lowering.emit(
          .load(register, Address(base: .local(object.local)), type: lowering.module.addressType), span: .none
        )
        lowering.emit(.deallocate(.register(register), form), span: lowering.endSpan)
      }
    case .object(let type):
      guard destroyedType(type) != nil else { return next }
      return makePad(then: next) { lowering in lowering.end([object], span: lowering.endSpan) }
    }
  }

  /// A block of its own, beside the one in work.
  private mutating func makePad(then next: Int?, _ body: (inout FunctionLowering) -> Void) -> Int {
    let pad = newBlock()
    let (savedInstructions, savedCurrent, wasOpen) = (instructions, current, isOpen)
    let wasInPad = isInPad
    instructions = []
    isInPad = true
    begin(pad)
    body(&self)
    if let next {
      jump(to: next)
    } else {
      terminate(isNoexcept ? .unreachable : .resume, span: endSpan)
    }
    isInPad = wasInPad
    (instructions, current, isOpen) = (savedInstructions, savedCurrent, wasOpen)
    isTargeted[pad] = true
    return pad
  }

  /// Objects have come to be or have ended: calls from here on are left by another way.
  mutating func refreshUnwinding() {
    guard unwinds, isOpen, !isInPad else { return }
    let target = unwindTarget().map { BlockID($0) }
    guard blocks[current].unwind != target else { return }
    if !instructions.contains(where: { $0.operation.isCall }) {
      setUnwind(of: current, to: target?.int)
      return
    }
    let next = newBlock()
    jump(to: next)
    begin(next)
  }

  mutating func setUnwind(of block: Int, to target: Int?) {
    blocks[block].unwind = target.map { BlockID($0) }
    if let target { isTargeted[target] = true }
  }

  // MARK: try

  mutating func lowerTry(_ node: NodeID) { lowerTry(node, isConstructor: false) }

  /// A constructor's bases and members are made inside, and its handlers go on throwing.
  mutating func lowerTry(_ node: NodeID, isConstructor: Bool) {
    let children = Array(tree.children(node))
    guard let body = children.first(where: { tree.kind($0) == .compound }) else { return }
    guard unwinds else {
      if isConstructor { lowerConstructorStart() }
      return lowerStatement(body)
    }
    let (dispatch, end) = (newBlock(), newBlock())
    tries.append(
      TryInWork(
        scopeDepth: scopes.count, dispatch: dispatch, localCount: locals.count, isConstructor: isConstructor))
    refreshUnwinding()
    if isConstructor {
      openScope()
      lowerConstructorStart()
    }
    lowerStatement(body)
    if isConstructor { closeScope(of: body) }
    let finished = tries.removeLast()
    jump(to: end)
    if isTargeted[dispatch] {
      lowerDispatch(finished, children.filter { tree.kind($0) == .catchBlock }, end: end)
    }
    beginIfReached(end)
  }

  /// Chooses the handler by what the thrown type's table says of the caught one.
  private mutating func lowerDispatch(_ attempt: TryInWork, _ handlers: [NodeID], end: Int) {
    begin(attempt.dispatch)
    // What was declared inside is gone.
    let lost = handlers.first.map { span($0) } ?? endSpan
    for index in attempt.localCount..<locals.count
    where locals[index].kind == .variable && locals[index].name != .empty {
      emit(.storageDead(LocalID(index)), span: lost)
    }
    let blocksOfHandlers = handlers.map { _ in newBlock() }
    for (handler, block) in zip(handlers, blocksOfHandlers) {
      guard let caught = caughtType(handler) else {
        jump(to: block)
        break
      }
      let table = readPointer(Address(base: .global(module.thrownType())))
      let isCaught = readWord(Address(base: table, offset: module.exceptionOffset(of: caught)))
      let next = newBlock()
      terminate(.branch(isCaught, then: BlockID(block), else: BlockID(next)))
      begin(next)
    }
    if isOpen { jump(to: outward()) }
    for (handler, block) in zip(handlers, blocksOfHandlers) where isTargeted[block] {
      begin(block)
      lowerHandler(handler)
      if isOpen { jump(to: attempt.isConstructor ? outward() : end) }
    }
  }

  /// A block that goes on unwinding.
  private mutating func outward() -> Int {
    if let target = unwindTarget() { return target }
    return makePad(then: nil) { _ in }
  }

  /// nil for `catch (...)`.
  private func caughtType(_ handler: NodeID) -> ClangType? {
    tree.children(handler).first { tree.kind($0) == .variable }.map { tree.declaration($0).type }
  }

  private mutating func lowerHandler(_ handler: NodeID) {
    openScope()
    if let node = tree.children(handler).first(where: { tree.kind($0) == .variable }) {
      let declaration = tree.declaration(node)
      let local = declare(declaration)
      let (name, type, span) = (locals[local.int].name, locals[local.int].type, locals[local.int].span)
      emit(.storageLive(local), span: span)
      if !module.types.isAggregate(type), !module.types.isArray(type), module.types.isAccessible(type) {
        let value = opaque("exception", node)
        emit(.store(Address(base: .local(local)), value, type: type), span: span, name: name)
      }
      scopes[scopes.count - 1].locals.append(ScopedLocal(local: local))
    }
    for child in tree.children(handler) where tree.kind(child) == .compound { lowerStatement(child) }
    closeScope(of: handler)
  }
}

extension Operation {
  var isCall: Bool {
    if case .call = self { true } else { false }
  }
}

extension ModuleBuilder {
  /// A variable that no source declares: the table of the type of the exception on its way.
  mutating func thrownType() -> GlobalID {
    let key = "ownscope@thrown type"
    if let known = globalsByKey[key] { return known }
    let id = GlobalID(globals.count)
    globalsByKey[key] = id
    globals.append(
      Global(
        usr: key, linkKey: key, name: strings.intern("exception"), type: addressType, span: .none,
        isInternal: false,
        isConst: false, isDefined: true, isThreadLocal: true))
    return id
  }

  /// A constant in which 1 stands for the type and for each class that it derives from: who throws knows them all,
  /// who catches need not have seen the derived ones.
  mutating func exceptionTable(of type: ClangType) -> GlobalID {
    let key = "ownscope@exception \(exceptionName(type))"
    if let known = globalsByKey[key] { return known }
    let caught = exceptionNames(of: type)
    let id = GlobalID(globals.count)
    globalsByKey[key] = id
    globals.append(
      Global(
        usr: key, linkKey: key, name: strings.intern("exception type"), type: wordType, span: .none,
        isInternal: false, isConst: true, isDefined: true))
    let offsets = Set(caught.map(Self.exceptionOffset))
    globals[id.int].initializer = offsets.sorted().map { InitialCell(offset: $0, value: .integer(1)) }
    globals[id.int].initializerIsComplete = true
    return id
  }

  /// The types that catch it: itself and its bases; of a pointer, pointers to those, and to anything.
  private mutating func exceptionNames(of type: ClangType) -> [String] {
    let thrown = type.withoutReference.canonical
    if let pointee = exceptionPointee(of: thrown) {
      return [exceptionName(thrown), "* void"] + baseNames(of: pointee).map { "* \($0)" }
    }
    return [exceptionName(thrown)] + baseNames(of: thrown)
  }

  private mutating func baseNames(of type: ClangType) -> [String] {
    var names: [String] = []
    var work = classFacts(type)?.bases.map(\.type) ?? []
    while let base = work.popLast() {
      names.append(exceptionName(base))
      work += classFacts(base)?.bases.map(\.type) ?? []
    }
    return names
  }

  /// Where tables speak of the type: the same in every file.
  mutating func exceptionOffset(of type: ClangType) -> Int64 { Self.exceptionOffset(exceptionName(type)) }

  private static func exceptionOffset(_ name: String) -> Int64 {
    var hasher = StableHasher()
    hasher.combine(name)
    return Int64(hasher.value & 0xff_ffff) * 8
  }

  /// Qualifiers do not count, and arrays are thrown as pointers.
  private mutating func exceptionName(_ type: ClangType) -> String {
    let bare = type.withoutReference.canonical.unqualified.canonical
    if let record = recordIndex(bare) { return types.records[record].usr }
    if let pointee = exceptionPointee(of: bare) { return "* \(exceptionName(pointee))" }
    return bare.spelling
  }

  private func exceptionPointee(of type: ClangType) -> ClangType? {
    switch type.kind {
    case .pointer where type.pointee.isValid: type.pointee.canonical.unqualified.canonical
    case .constantArray, .incompleteArray: type.element.canonical.unqualified.canonical
    default: nil
    }
  }
}
