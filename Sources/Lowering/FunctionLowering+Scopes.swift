import ClangFrontend
import OwnershipIR

/// A block of the source with the variables declared in it so far.
struct Scope {
  /// Distinguishes scopes that are open at the same depth one after another.
  var identity: Int
  var locals: [ScopedLocal] = []
}

struct ScopedLocal {
  var local: LocalID
  /// `__attribute__((cleanup(f)))`: called with the variable's address when the scope is left.
  var cleanup: FunctionID?
}

extension FunctionLowering {
  mutating func openScope() {
    scopeCount += 1
    scopes.append(Scope(identity: scopeCount))
  }

  /// Falls off the end of the innermost scope, which is the node's.
  mutating func closeScope(of node: NodeID) {
    let scope = scopes.removeLast()
    if isOpen, !scope.locals.isEmpty { leave(scope.locals[...], span: closingBrace(of: node)) }
  }

  /// The ends of variables in the scopes that a jump leaves, innermost first.
  mutating func leaveScopes(downTo depth: Int, span: Span) {
    for index in stride(from: scopes.count - 1, through: depth, by: -1) {
      leave(scopes[index].locals[...], span: span)
    }
  }

  mutating func leave(_ locals: ArraySlice<ScopedLocal>, span: Span) {
    for scoped in locals.reversed() {
      if let cleanup = scoped.cleanup { callCleanup(cleanup, scoped.local, span: span) }
      emit(.storageDead(scoped.local), span: span)
    }
  }

  /// Cleanups alone: at `return` the whole frame goes at once.
  mutating func runCleanups(downTo depth: Int, span: Span) {
    for index in stride(from: scopes.count - 1, through: depth, by: -1) {
      for scoped in scopes[index].locals.reversed() {
        if let cleanup = scoped.cleanup { callCleanup(cleanup, scoped.local, span: span) }
      }
    }
  }

  private mutating func callCleanup(_ cleanup: FunctionID, _ local: LocalID, span: Span) {
    let argument = Argument(.local(local), name: locals[local.int].name, span: span)
    let resultType = module.functions[cleanup.int].returnType
    let call = Call(
      result: nil, callee: .direct(cleanup), arguments: addArguments([argument]), resultType: resultType)
    emit(.call(call), span: span, name: module.functions[cleanup.int].name)
  }

  /// The function that `__attribute__((cleanup(f)))` on the variable names.
  private mutating func cleanupFunction(_ node: NodeID) -> FunctionID? {
    for child in tree.children(node) where tree.kind(child) == .attribute {
      guard let attribute = module.unit.attribute(tree.declaration(child)), attribute.name == "cleanup",
        let name = attribute.arguments.first
      else { continue }
      return module.function(named: name)
    }
    return nil
  }

  // MARK: Declarations

  mutating func lowerDeclarations(_ node: NodeID) {
    for child in tree.children(node) where tree.kind(child) == .variable { lowerVariable(child) }
  }

  mutating func lowerVariable(_ node: NodeID) {
    let declaration = tree.declaration(node)
    switch declaration.storage {
    case .extern:
      _ = module.binding(declaration)
      return
    case .static:
      addStaticLocal(declaration, node)
      return
    case .none: break
    }
    guard isPlain(declaration.type) else {
      isAbandoned = true
      return
    }
    let name = module.intern(nameOf: declaration)
    let type = module.typeID(declaration.type)
    let span = module.nameSpan(declaration, name)
    let local = addLocal(name: name, type: type, kind: .variable, span: span)
    module.bind(declaration, to: Binding(entity: .local(local), type: type, name: name))
    let scoped = ScopedLocal(local: local, cleanup: cleanupFunction(node))
    if isOpen {
      evaluateBounds(node)
      emit(.storageLive(local), span: span)
      scopes[scopes.count - 1].locals.append(scoped)
      if let initializer = tree.initializer(ofVariable: node), !isConstruction(initializer) {
        initialize(local, type, name, initializer, node)
      }
    } else {
      scopes[scopes.count - 1].locals.append(scoped)
    }
  }

  private mutating func initialize(
    _ local: LocalID, _ type: TypeID, _ name: StringID, _ initializer: NodeID, _ node: NodeID
  ) {
    hasEffects = false
    let address = Address(base: .local(local))
    if module.types.isVoid(type) {
      // An error that the compiler reports.
      lowerDiscarded(initializer)
    } else if module.types.isAggregate(type) || module.types.isArray(type) {
      lowerInitializer(initializer, into: address, type, name: name)
    } else {
      let value = lowerValue(initializer)
      emit(.store(address, value, type: type), span: span(node), name: name)
    }
    endFullExpression(node)
  }

  /// Bounds of variable-length arrays are evaluated where the array is declared.
  private mutating func evaluateBounds(_ node: NodeID) {
    guard tree.type(node).canonical.kind == .variableArray else { return }
    for child in expressionChildren(node) { lowerDiscarded(child) }
  }
}
