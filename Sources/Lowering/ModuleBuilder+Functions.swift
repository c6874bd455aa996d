import ClangFrontend
import OwnershipIR

extension ModuleBuilder {
  /// Enters a function into the table, with or without a body, and reads what its declarations promise.
  mutating func addFunction(_ declaration: Declaration) -> FunctionID {
    let usr = declaration.usr
    let isInternal = declaration.hasInternalLinkage
    let key = isInternal ? "\(definingPath(declaration))#\(usr)" : usr
    if let known = functionsByKey[key] { return known }
    let name = strings.intern(declaration.name)
    let shown = declaration.definition ?? declaration
    let id = FunctionID(functions.count)
    functionsByKey[key] = id
    let spelling = declaration.name
    if spelling.hasPrefix("__builtin_") { builtinNames[id] = spelling }
    functions.append(
      Function(
        usr: usr, linkKey: key, name: name, qualifiedName: qualifiedName(declaration),
        span: nameSpan(shown), parameters: [], returnType: typeID(declaration.resultType),
        attributes: FunctionAttributes()))
    functions[id.int].parameters = shown.parameters.map {
      Parameter(name: strings.intern($0.name), type: typeID($0.type))
    }
    if shown.isMethod, !shown.isStaticMethod {
      let this = Parameter(name: strings.intern("this"), type: addressType)
      functions[id.int].parameters.insert(this, at: 0)
    }
    functions[id.int].attributes = attributes(of: declaration, isInternal: isInternal)
    return id
  }

  mutating func nameSpan(_ declaration: Declaration) -> Span {
    span(unit.nameRange(declaration, length: declaration.name.utf8.count))
  }

  func definingPath(_ declaration: Declaration) -> String {
    let file = unit.range(declaration).file
    return file >= 0 ? unit.files[Int(file)].path : unit.path
  }

  mutating func qualifiedName(_ declaration: Declaration) -> StringID {
    var parts = [declaration.name]
    var scope = declaration.semanticParent
    while scope.isScope {
      let name = scope.name
      if !name.isEmpty { parts.append(name) }
      scope = scope.semanticParent
    }
    return strings.intern(parts.reversed().joined(separator: "::"))
  }

  /// A function of this translation unit by its name.
  func function(named name: String) -> FunctionID? {
    if let id = functionsByKey["c:@F@\(name)"] { return id }
    return functions.firstIndex { strings.strings[$0.name.int] == name }.map { FunctionID($0) }
  }
}
