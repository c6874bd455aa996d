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
}

/// Exceptions: `throw`, handlers, and what ends on the way out. Blocks say where their calls go when an exception
/// leaves them: to a landing pad, which ends one object and hands on to the next.
extension FunctionLowering {
  // MARK: throw

  mutating func lowerThrow(_ node: NodeID) {
    guard isOpen else { return }
    var type = TypeID.unknown
    if let value = tree.firstExpression(node) {
      type = module.typeID(tree.type(value).canonical.unqualified)
      if module.types.isPointer(type) {
        let operand = lowerValue(value)
        emit(.escape(addArguments([Argument(operand, name: text(value), span: span(value))])), span: span(value))
      } else {
        lowerDiscarded(value)
      }
    }
    endTemporaries(since: 0, span: span(node))
    guard isOpen else { return }
    if unwinds {
      if tree.firstExpression(node) != nil {
        let place = Address(base: .global(module.thrownType()))
        emit(.store(place, .integer(module.exceptionNumber(type)), type: module.wordType), span: span(node))
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
      if temporaries[index].pad == nil { temporaries[index].pad = landingPad(ending: temporaries[index], then: target) }
      target = temporaries[index].pad ?? target
    }
    return target
  }

  private mutating func landingPad(ending scoped: ScopedLocal, then next: Int?) -> Int {
    makePad(then: next) { lowering in
      guard let type = scoped.destroyed else { return }
      var address = Address(base: .local(scoped.local), offset: 0)
      if let offset = scoped.subobjectOffset {
        address = lowering.thisAddress(span: .none)
        address.offset += offset
      }
      lowering.emitDestroy(at: address, type, span: lowering.endSpan)
    }
  }

  private mutating func landingPad(ending object: TemporaryObject, then next: Int?) -> Int? {
    if let form = object.memory {
      return makePad(then: next) { lowering in
        let register = lowering.newRegister()
        lowering.emit(
          .load(register, Address(base: .local(object.local)), type: lowering.module.addressType), span: .none)
        lowering.emit(.deallocate(.register(register), form), span: lowering.endSpan)
      }
    }
    guard destroyedType(object.type) != nil else { return next }
    return makePad(then: next) { lowering in
      var copy = object
      copy.pad = nil
      lowering.end([copy], span: lowering.endSpan)
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

  mutating func lowerTry(_ node: NodeID) {
    let children = Array(tree.children(node))
    guard let body = children.first(where: { tree.kind($0) == .compound }) else { return }
    guard unwinds else { return lowerStatement(body) }
    let (dispatch, end) = (newBlock(), newBlock())
    tries.append(TryInWork(scopeDepth: scopes.count, dispatch: dispatch, localCount: locals.count))
    refreshUnwinding()
    lowerStatement(body)
    let finished = tries.removeLast()
    jump(to: end)
    if isTargeted[dispatch] { lowerDispatch(finished, children.filter { tree.kind($0) == .catchBlock }, end: end) }
    beginIfReached(end)
  }

  /// Chooses the handler by the number of the type that was thrown.
  private mutating func lowerDispatch(_ attempt: TryInWork, _ handlers: [NodeID], end: Int) {
    begin(attempt.dispatch)
    // What was declared inside is gone.
    let lost = handlers.first.map { span($0) } ?? endSpan
    for index in attempt.localCount..<locals.count where locals[index].kind == .variable && locals[index].name != .empty {
      emit(.storageDead(LocalID(index)), span: lost)
    }
    let blocksOfHandlers = handlers.map { _ in newBlock() }
    let register = newRegister()
    emit(.load(register, Address(base: .global(module.thrownType())), type: module.wordType), span: .none)
    var cases: [SwitchCase] = []
    var otherwise: Int?
    for (handler, block) in zip(handlers, blocksOfHandlers) {
      guard let caught = caughtType(handler) else {
        otherwise = block
        break
      }
      for number in numbers(caughtBy: caught) where !cases.contains(where: { $0.low == number }) {
        cases.append(SwitchCase(low: number, high: number, target: BlockID(block)))
      }
    }
    let rest = otherwise ?? outward()
    terminate(.switch(.register(register), cases: cases, default: BlockID(rest)))
    for (handler, block) in zip(handlers, blocksOfHandlers) where isTargeted[block] {
      begin(block)
      lowerHandler(handler)
      jump(to: end)
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

  /// The type itself, and every class of the file that derives from it.
  private mutating func numbers(caughtBy type: ClangType) -> [Int64] {
    let id = module.typeID(type.withoutReference.canonical.unqualified)
    var found = [module.exceptionNumber(id)]
    guard case .record(let base) = module.types[id].kind else { return found }
    for derived in module.types.classes.indices where derived != base {
      guard module.baseOffset(from: derived, to: base) != nil, let own = module.types.clangTypes[derived] else { continue }
      found.append(module.exceptionNumber(module.typeID(own.unqualified)))
    }
    return found
  }

  private mutating func lowerHandler(_ handler: NodeID) {
    openScope()
    if let node = tree.children(handler).first(where: { tree.kind($0) == .variable }) {
      let declaration = tree.declaration(node)
      let name = module.intern(nameOf: declaration)
      let type = module.typeID(declaration.type)
      let span = module.nameSpan(declaration, name)
      let local = addLocal(name: name, type: type, kind: .variable, span: span)
      let isReference = isReference(declaration)
      module.bind(
        declaration, to: Binding(entity: .local(local), type: type, name: name, isReference: isReference))
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
  /// A variable that no source declares: which type the exception on its way has.
  mutating func thrownType() -> GlobalID {
    let key = "ownscope@thrown type"
    if let known = globalsByKey[key] { return known }
    let id = GlobalID(globals.count)
    globalsByKey[key] = id
    globals.append(
      Global(
        usr: key, linkKey: key, name: strings.intern("exception"), type: wordType, span: .none, isInternal: false,
        isConst: false, isDefined: true, isThreadLocal: true))
    return id
  }

  /// The same in every file: made of the type's name (FNV-1a), and never 0.
  func exceptionNumber(_ type: TypeID) -> Int64 {
    var name = strings[types[type].spelling]
    if case .record(let record) = types[type].kind { name = types.records[record].usr }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int64(hash >> 2) | 1
  }
}
