import ClangFrontend
import OwnershipIR

extension FunctionLowering {
  /// A `static` local is a global that only this function names.
  mutating func addStaticLocal(_ declaration: Declaration, _ node: NodeID) {
    let name = declaration.name
    staticLocalCount += 1
    let key = "\(module.functions[function.int].linkKey)#\(name)#\(staticLocalCount)"
    let type = module.typeID(declaration.type)
    let id = GlobalID(module.globals.count)
    module.globals.append(
      Global(
        usr: declaration.usr, linkKey: key, name: module.strings.intern(name), type: type,
        span: module.nameSpan(declaration), isInternal: true, isConst: declaration.type.canonical.isConst,
        isDefined: true, isThreadLocal: declaration.isThreadLocal, ownerFunction: function))
    module.bind(
      declaration, to: Binding(entity: .global(id), type: type, name: module.strings.intern(name)))
  }
}
