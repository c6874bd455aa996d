import ClangFrontend
import OwnershipIR

extension ModuleBuilder {
  /// How one of the special members of a type is carried out.
  enum SpecialAction {
    /// Nothing runs: bytes are copied, or left alone.
    case trivial
    case call(FunctionID)
    /// It exists somewhere, but cannot be named here: anything may happen to the object.
    case unknown
  }

  /// What happens when an object of a class type is constructed without arguments, copied, moved or destroyed.
  mutating func action(_ special: SpecialMember, _ type: ClangType) -> SpecialAction {
    let type = type.canonical.unqualified.canonical
    switch type.kind {
    case .constantArray, .incompleteArray, .variableArray: return action(special, type.element)
    case .record: break
    default: return .trivial
    }
    guard let record = recordIndex(type), let facts = types.classes[record] else { return .trivial }
    if let known = types.specialActions[record]?[special] { return known }
    // A class that contains itself does so through pointers: what is asked again below is asked of nobody.
    types.specialActions[record, default: [:]][special] = .trivial
    let result = findAction(special, facts, record)
    types.specialActions[record]![special] = result
    return result
  }

  mutating func isTrivial(_ special: SpecialMember, _ type: ClangType) -> Bool {
    if case .trivial = action(special, type) { true } else { false }
  }

  private mutating func findAction(_ special: SpecialMember, _ facts: ClassFacts, _ record: Int)
    -> SpecialAction
  {
    if let standard = facts.standard {
      guard standard.hasEffect(special, &self) else { return .trivial }
      return .call(addSpecial(special, facts, record, .standardSpecial(standard, special)))
    }
    if let declared = facts.members.declared[special], !declared.isDefaulted {
      guard case .function(let id) = binding(declared).entity else { return .unknown }
      return .call(id)
    }
    if facts.members.inTemplate.contains(special) {
      guard !facts.members.deletedInTemplate.contains(special),
        let declared = instanceMember(of: facts.type, special.asProbed),
        case .function(let id) = binding(declared).entity
      else { return .unknown }
      return .call(id)
    }
    if special.isMove, facts.members.declared[special] == nil, suppressesMoves(facts.members) {
      return action(special == .moveConstructor ? .copyConstructor : .copyAssignment, facts.type)
    }
    guard needsCode(special, facts, record) else { return .trivial }
    return .call(addSpecial(special, facts, record, .special(special, facts.type)))
  }

  /// A class that says how it is copied, assigned or destroyed is not moved but copied.
  private func suppressesMoves(_ members: SpecialMembers) -> Bool {
    let named = members.inTemplate.union(members.declared.keys)
    return named.contains(.copyConstructor) || named.contains(.copyAssignment) || named.contains(.destructor)
      || named.contains(.moveConstructor) || named.contains(.moveAssignment)
  }

  private mutating func needsCode(_ special: SpecialMember, _ facts: ClassFacts, _ record: Int) -> Bool {
    if facts.isPolymorphic, special.isConstructor { return true }
    // A table has to name something.
    if special == .destructor, facts.slots.contains(where: { $0.root == 0 }) { return true }
    for base in facts.bases where !isTrivial(special, base.type) { return true }
    if types.records[record].isUnion { return false }
    for member in types.layouts[record].members {
      if special == .defaultConstructor, member.hasInitializer { return true }
      if !isTrivial(special, member.clangType) { return true }
    }
    return false
  }

  private mutating func addSpecial(
    _ special: SpecialMember, _ facts: ClassFacts, _ record: Int, _ body: PendingBody
  ) -> FunctionID {
    let className = strings[types.records[record].name]
    let name =
      switch special {
      case .destructor: "~\(className)"
      case .copyAssignment, .moveAssignment: "operator="
      default: className
      }
    let key = "\(types.records[record].usr)#\(special.rawValue)"
    return function(key, pending: body) { module in
      let declaration = facts.type.declaration
      let own = module.pointerType(to: module.typeID(facts.type))
      var parameters = [Parameter(name: module.strings.intern("this"), type: own)]
      if special.hasSource { parameters.append(Parameter(name: module.strings.intern("other"), type: own)) }
      var attributes = FunctionAttributes()
      attributes.isInternal = declaration.hasInternalLinkage
      attributes.isSystem = declaration.isInSystemHeader
      let shown = module.strings.intern(name)
      return Function(
        usr: key, linkKey: attributes.isInternal ? "\(module.definingPath(declaration))#\(key)" : key,
        name: shown,
        qualifiedName: shown,
        span: attributes.isSystem ? .none : module.nameSpan(declaration, module.strings.intern(className)),
        parameters: parameters, returnType: special.isAssignment ? own : module.typeID(ofVoid: ()),
        attributes: attributes)
    }
  }

  mutating func pointerType(to type: TypeID) -> TypeID {
    let spelling = strings.intern(strings[types[type].spelling] + " *")
    return types.add(TypeInfo(kind: .pointer(to: type, pointeeIsConst: false), size: 8, spelling: spelling))
  }

  func typeID(ofVoid: Void) -> TypeID { types.pointee(addressType) }
}
