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
  /// An object whose end runs code.
  var destroyed: ClangType?
  /// Where in the storage it is: elements of an initialiser list share one.
  var offset: Int64 = 0
  /// Part of the object that a constructor is making: ends on the way out by an exception only.
  var subobjectOffset: Int64?
  /// Ends it and goes on unwinding.
  var pad: Int?
  /// Its storage goes with something else: the frame, or the first element of its list.
  var isParameter = false
}

extension FunctionLowering {
  mutating func openScope() {
    scopeCount += 1
    scopes.append(Scope(identity: scopeCount))
  }

  /// Falls off the end of the innermost scope, which is the node's.
  mutating func closeScope(of node: NodeID) {
    let scope = scopes.removeLast()
    guard isOpen, !scope.locals.isEmpty else { return }
    leave(scope.locals[...], span: closingBrace(of: node))
    if scope.locals.contains(where: { $0.destroyed != nil }) { refreshUnwinding() }
  }

  /// The ends of variables in the scopes that a jump leaves, innermost first.
  mutating func leaveScopes(downTo depth: Int, span: Span) {
    for index in stride(from: scopes.count - 1, through: depth, by: -1) {
      leave(scopes[index].locals[...], span: span)
    }
  }

  mutating func leave(_ locals: ArraySlice<ScopedLocal>, span: Span) {
    for scoped in locals.reversed() where scoped.subobjectOffset == nil {
      endObject(scoped, span: span)
      if !scoped.isParameter { emit(.storageDead(scoped.local), span: span) }
    }
  }

  private mutating func endObject(_ scoped: ScopedLocal, span: Span) {
    if let cleanup = scoped.cleanup { callCleanup(cleanup, scoped.local, span: span) }
    if let type = scoped.destroyed {
      emitDestroy(at: Address(base: .local(scoped.local), offset: scoped.offset), type, span: span)
    }
  }

  /// Cleanups alone: at `return` the whole frame goes at once.
  mutating func runCleanups(downTo depth: Int, span: Span, except kept: LocalID? = nil) {
    for index in stride(from: scopes.count - 1, through: depth, by: -1) {
      for scoped in scopes[index].locals.reversed()
      where scoped.local != kept && scoped.subobjectOffset == nil { endObject(scoped, span: span) }
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
      guard let attribute = module.unit.attribute(tree.declaration(child)), attribute.name == "cleanup" else {
        continue
      }
      if let name = attribute.arguments.first, let function = module.function(named: name) { return function }
      // Macros made the name.
      guard let name = tree.declaration(node).cleanupFunctionName else { continue }
      return module.function(named: name) ?? module.undeclaredCleanup(named: name)
    }
    return nil
  }

  // MARK: Declarations

  mutating func lowerDeclarations(_ node: NodeID) {
    for child in tree.children(node) {
      switch tree.kind(child) {
      case .variable: lowerVariable(child)
      case .otherDeclaration where module.unit.isCPlusPlus && isOpen: lowerStructuredBinding(child)
      default: break
      }
    }
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
    let local = declare(declaration)
    let (name, type, span) = (locals[local.int].name, locals[local.int].type, locals[local.int].span)
    let isReference = isReference(declaration)
    var scoped = ScopedLocal(local: local, cleanup: cleanupFunction(node))
    if module.unit.isCPlusPlus, !isReference { scoped.destroyed = destroyedType(declaration.type) }
    if isOpen {
      evaluateBounds(node)
      emit(.storageLive(local), span: span)
      if module.unit.isCPlusPlus {
        initialize(declaration, local, name, node)
        scopes[scopes.count - 1].locals.append(scoped)
        if scoped.destroyed != nil { refreshUnwinding() }
        return
      }
      scopes[scopes.count - 1].locals.append(scoped)
      if let initializer = tree.initializer(ofVariable: node) {
        initialize(local, type, name, initializer, node)
      }
    } else {
      scopes[scopes.count - 1].locals.append(scoped)
    }
  }

  /// A variable of C++: constructed, or bound to what it refers to.
  private mutating func initialize(
    _ declaration: Declaration, _ local: LocalID, _ name: StringID, _ node: NodeID
  ) {
    guard let initializer = tree.initializer(ofVariable: node) else { return }
    hasEffects = false
    let target = Address(base: .local(local))
    let type = declaration.type
    if type.isReference {
      let value = lowerReference(initializer, to: type, isExtended: true)
      emit(.store(target, value, type: locals[local.int].type), span: span(node), name: name)
    } else if module.types.isVoid(locals[local.int].type) {
      lowerDiscarded(initializer)
    } else if type.canonical.kind == .constantArray, tree.kind(stripped(initializer)) == .call {
      emitDefault(at: target, type, zeroes: false, span: span(node))
    } else if module.types.isAggregate(locals[local.int].type) || module.types.isArray(locals[local.int].type)
    {
      extendsLists = isInitializerList(initializer) && StandardClass(type.canonical)?.kind == .initializerList
      lowerInitializer(initializer, into: target, locals[local.int].type, name: name)
    } else {
      let value = lowerValue(initializer)
      emit(.store(target, value, type: locals[local.int].type), span: span(node), name: name)
    }
    endFullExpression(node)
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
