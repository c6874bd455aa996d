import ClangFrontend
import OwnershipIR

extension ModuleBuilder {
  /// Enters a function into the table, with or without a body, and reads what its declarations promise.
  mutating func addFunction(_ declaration: Declaration) -> FunctionID {
    let usr = declaration.usr
    let isInternal = declaration.hasInternalLinkage
    var key = isInternal ? "\(definingPath(declaration))#\(usr)" : usr
    if unit.isCPlusPlus { key += closureSuffix(declaration) + memberPointerSuffix(usr, declaration) }
    if let known = functionsByKey[key] { return known }
    let name = intern(nameOf: declaration)
    // What a system header declares is never shown, so only its signature matters.
    let isSystem = declaration.isInSystemHeader
    let shown = isSystem ? declaration : declaration.definition ?? declaration
    let id = FunctionID(functions.count)
    functionsByKey[key] = id
    let spelling = strings[name]
    builtins.append(spelling.utf8.starts(with: "__".utf8) ? Builtin(named: spelling) : nil)
    functions.append(
      Function(
        usr: usr, linkKey: key, name: name, qualifiedName: qualifiedName(declaration),
        span: isSystem ? .none : nameSpan(shown, name), parameters: [],
        returnType: typeID(declaration.resultType),
        attributes: FunctionAttributes()))
    functions[id.int].parameters = shown.parameters.map {
      Parameter(name: intern(nameOf: $0), type: parameterType($0))
    }
    if shown.isMethod, !shown.isStaticMethod {
      let this = Parameter(name: strings.intern("this"), type: thisType(of: shown))
      functions[id.int].parameters.insert(this, at: 0)
    }
    functions[id.int].attributes = attributes(of: declaration, isInternal: isInternal)
    if unit.isCPlusPlus { addPending(declaration, id, isSystem: isSystem) }
    return id
  }

  /// The function known by `key`, made when there is none; `body` is lowered when the file's own functions are done.
  mutating func function(
    _ key: String, pending body: PendingBody? = nil, _ make: (inout ModuleBuilder) -> Function
  ) -> FunctionID {
    if let known = functionsByKey[key] { return known }
    let function = make(&self)
    let id = FunctionID(functions.count)
    functionsByKey[key] = id
    builtins.append(nil)
    functions.append(function)
    if let body { pending.append((id, body)) }
    return id
  }

  /// The member of the standard library for callers that only read what its reference leads to.
  mutating func reading(_ member: Declaration, _ id: FunctionID) -> FunctionID {
    let key = functions[id.int].linkKey + "#read"
    let standard = StandardClass(member.semanticParent.type)
    return function(key, pending: .standard(standard, member, isRead: true)) { module in
      var function = module.functions[id.int]
      function.linkKey = key
      return function
    }
  }

  /// Instances of a template for different closures have the same USR: their types tell them apart.
  private func closureSuffix(_ declaration: Declaration) -> String {
    let spelling = declaration.type.spelling
    return spelling.utf8.contains(UInt8(ascii: "(")) && spelling.contains("(lambda at") ? "#\(spelling)" : ""
  }

  /// USRs leave out pointers to members: there is a blank in their place.
  private func memberPointerSuffix(_ usr: String, _ declaration: Declaration) -> String {
    guard usr.utf8.contains(UInt8(ascii: " ")) else { return "" }
    let owner = declaration.isMethod ? declaration.semanticParent.type.canonical.spelling : ""
    return "#\(owner)#\(declaration.type.canonical.spelling)"
  }

  /// What is not written at the top of the file is lowered when everything there is done.
  private mutating func addPending(_ declaration: Declaration, _ id: FunctionID, isSystem: Bool) {
    if declaration.isInStandardLibrary {
      let standard = declaration.isMethod ? StandardClass(declaration.semanticParent.type) : nil
      pending.append((id, .standard(standard, declaration, isRead: false)))
    } else if !isSystem, let definition = declaration.definition {
      pending.append((id, .written(definition)))
    }
  }

  /// A pointer to the method's class.
  private mutating func thisType(of method: Declaration) -> TypeID {
    pointerType(to: typeID(method.semanticParent.type))
  }

  /// The ordinary library function that a builtin stands for: `__builtin___memcpy_chk` is `memcpy`.
  mutating func libraryFunction(named name: String, for builtin: FunctionID, dropping dropped: [Int])
    -> FunctionID
  {
    let key = "c:@F@\(name)"
    return function(key) { module in
      var function = module.functions[builtin.int]
      (function.usr, function.linkKey) = (key, key)
      function.name = module.strings.intern(name)
      function.qualifiedName = function.name
      function.parameters = function.parameters.enumerated().filter { !dropped.contains($0.offset) }.map(
        \.element)
      return function
    }
  }

  /// A function of a system header that only an attribute names.
  mutating func undeclaredCleanup(named name: String) -> FunctionID {
    let key = "c:@F@\(name)"
    return function(key) { module in
      var attributes = FunctionAttributes()
      attributes.isSystem = true
      let name = module.strings.intern(name)
      return Function(
        usr: key, linkKey: key, name: name, qualifiedName: name, span: .none,
        parameters: [Parameter(name: .empty, type: module.addressType)],
        returnType: module.types.pointee(module.addressType),
        attributes: attributes)
    }
  }

  mutating func nameSpan(_ declaration: Declaration, _ name: StringID) -> Span {
    span(unit.nameRange(declaration, length: strings[name].utf8.count))
  }

  mutating func intern(nameOf declaration: Declaration) -> StringID {
    declaration.withName { strings.intern($0) }
  }

  func definingPath(_ declaration: Declaration) -> String {
    let file = unit.range(declaration).file
    return file >= 0 ? unit.files[Int(file)].path : unit.path
  }

  mutating func qualifiedName(_ declaration: Declaration) -> StringID {
    guard unit.isCPlusPlus else { return intern(nameOf: declaration) }
    var parts = [declaration.name]
    var scope = declaration.semanticParent
    while scope.isScope {
      let name = scope.name
      if !name.isEmpty { parts.append(name) }
      scope = scope.semanticParent
    }
    return strings.intern(parts.reversed().joined(separator: "::"))
  }

  /// A function of this translation unit by its name, as attributes give it.
  mutating func function(named name: String) -> FunctionID? {
    if let id = functionsByKey["c:@F@\(name)"] { return id }
    if declarationsByName.isEmpty {
      for declaration in fileScopeFunctions { declarationsByName[declaration.name] = declaration }
    }
    guard let declaration = declarationsByName[name], case .function(let id) = binding(declaration).entity
    else {
      return nil
    }
    return id
  }
}
