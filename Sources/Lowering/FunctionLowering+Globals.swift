import ClangFrontend
import OwnershipIR

/// Variables with static storage: what they hold when the program starts.
extension FunctionLowering {
  /// Objects larger than this (tables of generated data) are not read: their contents count as unknown.
  private static let largestInitializer: Int64 = 64 << 10

  mutating func defineGlobal(_ declaration: Declaration) {
    guard declaration.storage != .extern || declaration.hasInitializer,
      case .global(let id) = module.binding(declaration).entity
    else { return }
    module.globals[id.int].isDefined = true
    defer { addTablePointers(of: declaration, to: id) }
    guard declaration.hasInitializer else { return }
    // An earlier declaration may have left the array's size open.
    let type = module.typeID(declaration.type)
    module.globals[id.int].type = type
    guard module.types[type].size <= Self.largestInitializer else {
      module.globals[id.int].initializerIsComplete = false
      return
    }
    fillTree(from: declaration)
    if let initializer = tree.initializer(ofVariable: tree.root) {
      readInitializer(initializer, of: id, declaration)
    }
  }

  /// A `static` local is a global that only this function names.
  mutating func addStaticLocal(_ declaration: Declaration, _ node: NodeID) {
    let name = module.intern(nameOf: declaration)
    staticLocalCount += 1
    let key = "\(module.functions[function.int].linkKey)#\(declaration.name)#\(staticLocalCount)"
    let type = module.typeID(declaration.type)
    let id = GlobalID(module.globals.count)
    module.globals.append(
      Global(
        usr: declaration.usr, linkKey: key, name: name, type: type, span: module.nameSpan(declaration, name),
        isInternal: true, isConst: declaration.type.canonical.isConst, isDefined: true,
        isThreadLocal: declaration.isThreadLocal, ownerFunction: function))
    module.bind(declaration, to: Binding(entity: .global(id), type: type, name: name))
    defer { addTablePointers(of: declaration, to: id) }
    guard let initializer = tree.initializer(ofVariable: node) else { return }
    if module.types[type].size <= Self.largestInitializer {
      readInitializer(initializer, of: id, declaration)
    } else {
      module.globals[id.int].initializerIsComplete = false
    }
  }

  /// An object that the compiler makes for a compound literal outside functions, or for a long constant table.
  mutating func addSynthesizedGlobal(_ type: TypeID, isConst: Bool, span: Span) -> GlobalID {
    let id = GlobalID(module.globals.count)
    let key = "\(module.unit.path)#literal#\(id.int)"
    module.globals.append(
      Global(
        usr: key, linkKey: key, name: .empty, type: type, span: span, isInternal: true, isConst: isConst,
        isDefined: true))
    return id
  }

  private mutating func readInitializer(_ initializer: NodeID, of id: GlobalID, _ declaration: Declaration) {
    if declaration.type.isReference {
      let referent = staticReferent(initializer, declaration.type)
      module.globals[id.int].initializer = referent.map { [InitialCell(offset: 0, value: $0)] } ?? []
      module.globals[id.int].initializerIsComplete = referent != nil
    } else {
      readInitializer(initializer, of: id)
    }
  }

  private mutating func readInitializer(_ initializer: NodeID, of id: GlobalID) {
    let type = module.globals[id.int].type
    var cells: [InitialCell] = []
    let isComplete = appendCells(initializer, type, at: 0, to: &cells)
    module.globals[id.int].initializer = Self.ordered(cells)
    module.globals[id.int].initializerIsComplete = isComplete
  }

  /// Adds the constants of an initialiser; false when a part of it is not a constant that can be followed.
  mutating func appendCells(
    _ node: NodeID, _ type: TypeID, at offset: Int64, to cells: inout [InitialCell]
  ) -> Bool {
    let inner = module.types.isArray(type) && isInitializerList(node) ? withoutWrappers(node) : stripped(node)
    if tree.kind(inner) == .initializerList {
      // Braces that call a constructor.
      if module.types.isClass(type), !module.types.isAggregateClass(type) { return false }
      let plan = initializerPlan(inner, type)
      var isComplete = !plan.isApproximate && !leavesOutMembersWithValues(plan, type)
      for element in plan.elements {
        if !appendCells(element.node, element.type, at: offset + element.offset, to: &cells) {
          isComplete = false
        }
      }
      return isComplete
    }
    if startsAsZeros(inner) { return true }
    if module.types.isArray(type) { return false }
    if module.types.isAggregate(type) {
      var literal = inner
      while tree.kind(literal) == .wrapper, let child = tree.onlyChild(literal) { literal = stripped(child) }
      guard tree.kind(literal) == .compoundLiteral, let list = tree.lastChild(literal) else { return false }
      return appendCells(list, type, at: offset, to: &cells)
    }
    if module.types.isFloating(type) {
      // Several numbers in one are not followed.
      guard module.types.isReal(type) else { return true }
      guard let value = realConstant(node) else { return false }
      cells.append(InitialCell(offset: offset, value: value))
      return true
    }
    guard let value = constant(node, type) else { return false }
    cells.append(InitialCell(offset: offset, value: value))
    return true
  }

  /// Ascending by offset; of several values for one place the last designator's; zeros go without saying.
  static func ordered(_ cells: [InitialCell]) -> [InitialCell] {
    let sorted = cells.enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
    var result: [InitialCell] = []
    for (_, cell) in sorted {
      if result.last?.offset == cell.offset { result.removeLast() }
      result.append(cell)
    }
    return result.filter { $0.value != .integer(0) }
  }

  // MARK: Constants

  /// A constant scalar: an integer, or the address of something static.
  private mutating func constant(_ node: NodeID, _ type: TypeID) -> Operand? {
    if module.types.isInteger(type) { return tree.integerValue(node).map { .integer($0) } }
    switch tree.kind(node) {
    case .parentheses, .wrapper, .cast:
      guard let child = expressionChildren(node).last else { return nil }
      if tree.type(child).canonical.kind == .signedInteger
        || tree.type(child).canonical.kind == .unsignedInteger
      {
        return tree.integerValue(child).map { .integer($0) }
      }
      if movesObject(tree.type(child), tree.type(node)) { return nil }
      return constant(child, type)
    case .nullLiteral: return .integer(0)
    case .stringLiteral: return .string(module.strings.intern(tree.stringContents(node)))
    case .name: return decayedAddress(node)
    case .unary where tree.unaryOperator(node) == .addressOf:
      guard let child = tree.firstChild(node) else { return nil }
      if tree.type(node).canonical.isMemberFunctionPointer {
        return tree.referenced(stripped(child)).flatMap { module.pointerValue(of: $0) }.map { .function($0) }
      }
      let operand = stripped(child)
      switch tree.kind(operand) {
      case .name: return isMovedByConversion(operand, type) ? nil : staticAddress(operand)
      case .compoundLiteral: return literalObject(operand)
      default: return nil
      }
    case .compoundLiteral: return literalObject(node)
    default: return nil
    }
  }

  /// An array or a function, which as a value is its address. Any other variable is read when the program starts.
  private mutating func decayedAddress(_ node: NodeID) -> Operand? {
    switch tree.type(node).canonical.kind {
    case .constantArray, .incompleteArray, .function: return staticAddress(node)
    default: return nil
    }
  }

  /// The address of a base class may lie behind that of the object.
  private mutating func isMovedByConversion(_ operand: NodeID, _ pointer: TypeID) -> Bool {
    guard case .pointer(let pointee, _) = module.types[pointer].kind,
      case .record(let base) = module.types[pointee].kind, module.types.isClass(pointee),
      let derived = module.recordIndex(tree.type(operand))
    else { return false }
    return module.baseOffset(from: derived, to: base) != 0
  }

  private mutating func staticAddress(_ node: NodeID) -> Operand? {
    guard let declaration = tree.referenced(node), !declaration.type.isReference else { return nil }
    switch module.binding(declaration).entity {
    case .global(let global): return .global(global)
    case .function(let function): return .function(function)
    default: return nil
    }
  }

  private mutating func literalObject(_ node: NodeID) -> Operand? {
    guard let list = tree.lastChild(node) else { return nil }
    let id = addSynthesizedGlobal(typeID(node), isConst: tree.type(node).canonical.isConst, span: span(node))
    readInitializer(list, of: id)
    return .global(id)
  }
}
