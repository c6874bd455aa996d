import ClangFrontend
import OwnershipIR

/// Constructors that a class takes over from a base (`using Base::Base`). The compiler shows them with neither
/// parameters nor initialisers: the base is made from the arguments as they came, the rest as if nobody had named it.
extension FunctionLowering {
  mutating func lowerInherited(_ declaration: Declaration, _ id: FunctionID) {
    guard declaration.isConstructor else { return }
    lowerInherited(declaration.semanticParent.type.canonical, declaration.parameters.map(\.type), id)
  }

  mutating func lowerInherited(_ type: ClangType, _ parameters: [ClangType], _ id: FunctionID) {
    guard let record = module.recordIndex(type),
      let inherited = module.inheritedConstructor(of: type, parameters)
    else { return }
    beginSynthesized(id)
    ownClass = type
    constructParts(of: type, record, WrittenInitializers(inherited: inherited))
    terminate(.return(nil), span: module.functions[id.int].span)
    module.functions[id.int].body = finishBody()
  }

  /// The base's constructor gets everything but `this` as it came, objects too: it ends what is passed by value.
  mutating func emitInherited(_ constructor: FunctionID, at target: Address, span: Span) {
    let count = module.functions[function.int].parameters.count
    guard count == module.functions[constructor.int].parameters.count else {
      return emitUnknownChange(of: [target], span: span)
    }
    let values = [Argument(pointer(to: target, span: span), span: span)] + (1..<count).map { forwarded($0) }
    let call = Call(
      result: nil, callee: .direct(constructor), arguments: addArguments(values),
      resultType: module.functions[constructor.int].returnType)
    emit(.call(call), span: span, name: module.functions[constructor.int].name)
    hasEffects = true
  }
}

extension ModuleBuilder {
  /// The constructor of a direct base with parameters of these types; nil where none or more than one may be meant.
  mutating func inheritedConstructor(
    of type: ClangType, _ parameters: [ClangType]
  ) -> (record: Int, constructor: FunctionID)? {
    guard let bases = classFacts(type)?.bases else { return nil }
    let declaration = type.declaration.definition ?? type.declaration
    let named = declaration.basesOfInheritedConstructors.map(\.identity)
    // An implicit instantiation does not show what it takes over.
    let candidates = named.isEmpty ? bases : bases.filter { isNamed($0.type.declaration, named) }
    var found: (record: Int, constructor: FunctionID)?
    for base in candidates where base.offset != nil {
      guard let constructor = constructor(of: base.type, parameters) else { continue }
      if found != nil { return nil }
      found = (base.record, constructor)
    }
    return found
  }

  private mutating func constructor(of type: ClangType, _ parameters: [ClangType]) -> FunctionID? {
    guard let facts = classFacts(type), facts.standard == nil else { return nil }
    let declaration = type.declaration.definition ?? type.declaration
    let written = declaration.children.first { $0.isConstructor && hasParameters($0, parameters) }
    if let written { return function(written) }
    if declaration.children.isEmpty, declaration.specializedTemplate != nil {
      let arguments = parameters.map { (type: $0, isMovable: !$0.isLValueReference) }
      guard let instance = constructor(of: type, from: arguments), hasParameters(instance, parameters) else {
        return nil
      }
      return function(instance)
    }
    guard !declaration.basesOfInheritedConstructors.isEmpty, inheritedConstructor(of: type, parameters) != nil
    else { return nil }
    return addInherited(facts, parameters)
  }

  private func isNamed(_ base: Declaration, _ named: [UInt]) -> Bool {
    named.contains(base.canonical.identity)
      || base.specializedTemplate.map { named.contains($0.canonical.identity) } ?? false
  }

  private func hasParameters(_ constructor: Declaration, _ types: [ClangType]) -> Bool {
    let own = constructor.parameters
    return own.count == types.count
      && zip(own, types).allSatisfy { $0.type.canonical.identity == $1.canonical.identity }
  }

  private mutating func function(_ constructor: Declaration) -> FunctionID? {
    guard case .function(let id) = binding(constructor).entity else { return nil }
    return id
  }

  /// A constructor that a base takes over in turn: nothing names it.
  private mutating func addInherited(_ facts: ClassFacts, _ parameters: [ClangType]) -> FunctionID? {
    guard let record = recordIndex(facts.type) else { return nil }
    let spellings = parameters.map(\.canonical.spelling).joined(separator: ", ")
    let key = "\(types.records[record].usr)#inherited(\(spellings))"
    return function(key, pending: .inherited(facts.type, parameters)) { module in
      let declaration = facts.type.declaration
      var attributes = FunctionAttributes()
      attributes.isInternal = declaration.hasInternalLinkage
      attributes.isSystem = declaration.isInSystemHeader
      let name = module.types.records[record].name
      let own = module.pointerType(to: module.typeID(facts.type))
      let values = parameters.map { Parameter(name: .empty, type: module.decayedType($0)) }
      return Function(
        usr: key, linkKey: attributes.isInternal ? "\(module.definingPath(declaration))#\(key)" : key,
        name: name, qualifiedName: name,
        span: attributes.isSystem ? .none : module.nameSpan(declaration, name),
        parameters: [Parameter(name: module.strings.intern("this"), type: own)] + values,
        returnType: module.typeID(ofVoid: ()), attributes: attributes)
    }
  }
}
