import ClangFrontend
import OwnershipIR

/// Turns a parsed file into ownership IR: bodies of the functions outside system headers, and everything that
/// they refer to.
package func lowerModule(from unit: TranslationUnit) -> Module {
  runOnLargeStack {
    var lowering = FunctionLowering(module: ModuleBuilder(unit: unit))
    lowering.unwinds = unit.isCPlusPlus && unit.mentionsExceptions
    lowering.lowerDeclarations(unit.declarationsOutsideSystemHeaders())
    if unit.isCPlusPlus {
      lowering.lowerPending()
      lowering.module.readHeldClasses()
    }
    let module = lowering.module.finish()
    assert(module.verify().isEmpty, "\(unit.path): \(module.verify().prefix(5))")
    return module
  }
}

extension FunctionLowering {
  mutating func lowerDeclarations(_ declarations: [Declaration]) {
    module.fileScopeFunctions = declarations.filter { $0.kind == .function }
    for declaration in declarations {
      module.redeclarations[declaration.canonical.identity, default: []].append(declaration)
    }
    for declaration in declarations {
      switch declaration.kind {
      case .function:
        guard declaration.isDefinition, !declaration.isInTemplatePattern,
          case .function(let id) = module.binding(declaration).entity,
          module.functions[id.int].body == nil
        else { continue }
        if module.unit.isCPlusPlus, lowerDefaulted(declaration, id) { continue }
        lowerFunction(declaration, id)
      case .variable:
        defineGlobal(declaration)
      default: break
      }
    }
  }
}
