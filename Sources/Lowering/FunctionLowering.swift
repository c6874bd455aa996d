import ClangFrontend
import OwnershipIR

/// Lowers one function at a time. The state of the function in work is here; the ways of lowering statements
/// and expressions are in the extensions, one file a topic.
struct FunctionLowering {
  var module: ModuleBuilder
  var tree = SyntaxTree()

  // MARK: The function in work

  var function = FunctionID(0)
  var locals: [Local] = []
  var returnSlot: LocalID?
  var arguments: [Argument] = []
  var registerCount = 0
  var hasErrors = false
  /// The compiler found errors in the text of the function.
  var isBroken = false
  /// A `va_list` is in sight, so that `va_arg` has to be told from a conversion.
  var usesVariableArguments = false
  /// The arguments past the last parameter, a word each; nil where there are none.
  var argumentTail: LocalID?
  /// Something that the lowering cannot follow at all: the function is left without a body.
  var isAbandoned = false
  /// Expressions and statements that go deeper than the stack are not followed: the function has no body then.
  let stackBound = StackBound()
  var endSpan = Span.none

  // MARK: Blocks

  var blocks: [Block] = []
  /// Whether some terminator goes to the block.
  var isTargeted: [Bool] = []
  /// Blocks in the order in which they were begun: the order of the source.
  var placement: [Int] = []
  /// The block that instructions go to.
  var current = 0
  /// The instructions of `current` so far; they move to the block when it ends.
  var instructions: [Instruction] = []
  /// False after a terminator: what follows is not reached unless it has a label.
  var isOpen = false
  /// A call or a store was made since the statement began.
  var hasEffects = false

  // MARK: Where we are

  var scopes: [Scope] = []
  /// Objects that the full expression in work made and that end with it, in the order of their making.
  var temporaries: [TemporaryObject] = []
  /// Storage of arguments that the function called ends: objects with a destructor, passed by value.
  var handedOver: Set<LocalID> = []
  /// Say whether conditional temporaries were made; they start as "no".
  var flagsToClear: [LocalID] = []
  /// The next `std::initializer_list` that is made lives as long as a variable does.
  var extendsLists = false
  /// Inside an operand that may not be evaluated: `b` in `a && b`.
  var conditionalDepth = 0
  /// The class whose method is in work.
  var ownClass: ClangType?
  /// The captures of the closure whose body is in work.
  var captures: [Capture] = []
  var isDestructor = false
  /// The file throws or catches, so that ways out by exceptions matter.
  var unwinds = false
  var isNoexcept = false
  var tries: [TryInWork] = []
  /// A landing pad is being made.
  var isInPad = false
  /// The declared result of the function in work; nil for what nobody wrote.
  var returnedType: ClangType?
  var loops: [LoopTargets] = []
  var switches: [SwitchInWork] = []
  var labels: [UInt: LabelInWork] = [:]
  var statementExpressionDepth = 0
  /// See `lowerErrorNumber`.
  var setsErrorNumber = false
  var scopeCount = 0
  /// See `binding(ofName:)`.
  var lastBinding: (node: NodeID, binding: Binding, declaration: Declaration)?
  /// The name lowered last: what is said about it comes right after.
  var lastName: (node: NodeID, range: FileRange, text: StringID) = (-1, .none, .empty)
  /// See `range`.
  var lastRange: (node: NodeID, range: FileRange) = (-1, .none)
  /// The call that gives a reference from which a value is being read.
  var readCall: NodeID = -1
  var staticLocalCount = 0

  init(module: ModuleBuilder) { self.module = module }

  mutating func lowerFunction(_ declaration: Declaration, _ id: FunctionID) {
    fillTree(from: declaration)
    reset(id)
    isBroken = module.hasErrors && module.hasErrors(in: module.unit.range(declaration))
    guard let body = functionBody(), !declaration.isInTemplatePattern else { return }
    if declaration.isMethod { enterClass(of: declaration) }
    if declaration.isMethod, !declaration.isStaticMethod { addThis(id) }
    for parameter in tree.children(tree.root) where tree.kind(parameter) == .parameter {
      _ = declare(tree.declaration(parameter), kind: .parameter)
    }
    guard locals.count == module.functions[id.int].parameters.count else {
      return lowerInherited(declaration, id)
    }
    if module.functions[id.int].attributes.isVariadic { addArgumentTail(declaration) }
    addReturnSlot(id)
    returnedType = declaration.resultType
    isNoexcept = module.unit.isCPlusPlus && (declaration.isNoexcept || declaration.isDestructor)
    endSpan = closingBrace(of: body)
    begin(newBlock())
    openScope()
    if module.unit.isCPlusPlus { adoptParameters(declaration) }
    if declaration.isDestructor { lowerDestructorStart() }
    if tree.kind(body) == .tryBlock {
      lowerTry(body, isConstructor: declaration.isConstructor)
    } else {
      if declaration.isConstructor { lowerConstructorStart() }
      lowerStatements(of: body)
    }
    if isOpen {
      // The frame goes as a whole: only cleanups are calls to be seen.
      leaveFrame(span: endSpan)
      terminate(.return(nil), span: endSpan)
    }
    guard !isAbandoned else { return }
    if isBroken { hasErrors = true }
    module.functions[id.int].body = finishBody()
  }

  /// The compound statement, or the `try` that a function is as a whole.
  private func functionBody() -> NodeID? {
    tree.children(tree.root).first { tree.kind($0) == .compound || tree.kind($0) == .tryBlock }
  }

  mutating func addThis(_ id: FunctionID) {
    let this = module.functions[id.int].parameters[0]
    _ = addLocal(name: this.name, type: this.type, kind: .parameter, span: module.functions[id.int].span)
  }

  mutating func addReturnSlot(_ id: FunctionID) {
    let resultType = module.functions[id.int].returnType
    guard module.types.isAggregate(resultType) else { return }
    returnSlot = addLocal(
      name: .empty, type: resultType, kind: .temporary, span: module.functions[id.int].span)
  }

  mutating func fillTree(from declaration: Declaration) {
    tree.fill(from: declaration, isBroken: module.hasErrors)
    forgetNodes()
  }

  /// Numbers of nodes mean something else from here on.
  private mutating func forgetNodes() {
    lastRange = (-1, .none)
    lastBinding = nil
    lastName = (-1, .none, .empty)
  }

  /// Lowers something that stands elsewhere in the source: a default argument, a member's initialiser.
  mutating func withTree<Result>(
    of declaration: Declaration, _ body: (inout FunctionLowering) -> Result
  ) -> Result {
    let outer = tree
    tree = SyntaxTree()
    fillTree(from: declaration)
    let result = body(&self)
    tree = outer
    forgetNodes()
    return result
  }

  mutating func reset(_ id: FunctionID) {
    function = id
    module.functionInWork = id
    locals.removeAll(keepingCapacity: true)
    returnSlot = nil
    arguments.removeAll(keepingCapacity: true)
    registerCount = 0
    hasErrors = false
    isBroken = false
    isAbandoned = false
    usesVariableArguments = module.types.recordsHoldVariableArguments
    argumentTail = nil
    blocks.removeAll(keepingCapacity: true)
    isTargeted.removeAll(keepingCapacity: true)
    placement.removeAll(keepingCapacity: true)
    instructions.removeAll(keepingCapacity: true)
    isOpen = false
    hasEffects = false
    scopes.removeAll(keepingCapacity: true)
    loops.removeAll(keepingCapacity: true)
    switches.removeAll(keepingCapacity: true)
    labels.removeAll(keepingCapacity: true)
    statementExpressionDepth = 0
    setsErrorNumber = false
    staticLocalCount = 0
    temporaries.removeAll(keepingCapacity: true)
    flagsToClear.removeAll(keepingCapacity: true)
    conditionalDepth = 0
    ownClass = nil
    captures = []
    isDestructor = false
    returnedType = nil
    isNoexcept = false
    tries.removeAll(keepingCapacity: true)
    isInPad = false
  }

  /// Room for a variable of the source, and what its name stands for from here on.
  mutating func declare(_ declaration: Declaration, kind: Local.Kind = .variable) -> LocalID {
    let name = module.intern(nameOf: declaration)
    let type = kind == .parameter ? module.parameterType(declaration) : module.typeID(declaration.type)
    let local = addLocal(name: name, type: type, kind: kind, span: module.nameSpan(declaration, name))
    module.bind(
      declaration,
      to: Binding(entity: .local(local), type: type, name: name, isReference: isReference(declaration)))
    return local
  }

  func isReference(_ declaration: Declaration) -> Bool {
    module.unit.isCPlusPlus && declaration.type.isReference
  }

  mutating func addLocal(name: StringID, type: TypeID, kind: Local.Kind, span: Span) -> LocalID {
    locals.append(Local(name: name, type: type, kind: kind, span: span))
    if module.types.concernsVariableArguments(type) { usesVariableArguments = true }
    return LocalID(locals.count - 1)
  }

  /// A variable that nobody wrote: unlike a temporary it may be read again, in another round of a loop.
  mutating func addHiddenVariable(type: TypeID, span: Span) -> LocalID {
    addLocal(name: .empty, type: type, kind: .variable, span: span)
  }

  mutating func addTemporary(type: TypeID, span: Span) -> LocalID {
    addLocal(name: .empty, type: type, kind: .temporary, span: span)
  }

  mutating func finishBody() -> Body {
    let parameterCount = locals.prefix { $0.kind == .parameter }.count
    if let entry = placement.first {
      let clearing = flagsToClear.map {
        Instruction(.store(Address(base: .local($0)), .integer(0), type: module.intType), span: .none)
      }
      blocks[entry].instructions.insert(contentsOf: clearing, at: 0)
    }
    var body = Body(
      locals: locals, parameterCount: parameterCount, returnSlot: returnSlot, blocks: [],
      arguments: arguments,
      registerCount: registerCount, hasErrors: hasErrors, endSpan: endSpan)
    body.tracksUnwinding = unwinds
    body.blocks = tidy(blocks, order: placement)
    return body
  }
}
