import ClangFrontend
import OwnershipIR

extension ModuleBuilder {
  /// Enters a variable with static storage into the table; its initialiser is read when its definition is met.
  mutating func addGlobal(_ declaration: Declaration) -> GlobalID {
    let usr = declaration.usr
    let isInternal = declaration.hasInternalLinkage
    let key = isInternal ? "\(definingPath(declaration))#\(usr)" : usr
    if let known = globalsByKey[key] { return known }
    let shown = declaration.definition ?? declaration
    let id = GlobalID(globals.count)
    globalsByKey[key] = id
    let type = shown.type
    let name = intern(nameOf: declaration)
    globals.append(
      Global(
        usr: usr, linkKey: key, name: name, type: typeID(type),
        span: nameSpan(shown, name), isInternal: isInternal, isConst: type.canonical.isConst,
        isDefined: false,
        isThreadLocal: shown.isThreadLocal))
    return id
  }
}
