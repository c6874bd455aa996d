import ClangFrontend
import OwnershipIR

/// A lowered file, and what would have made it more complete.
package struct LoweredUnit {
  package var module: Module
  /// Members of instances of class templates that are run but could not be seen: with these probes they can, in
  /// another parse of the same text.
  package var missing: [InstanceProbe]
}

/// Turns a parsed file into ownership IR: bodies of the functions outside system headers, and everything that
/// they refer to.
package func lowerModule(from unit: TranslationUnit) -> Module { lower(unit).module }

/// The same, with what was missing.
package func lower(_ unit: TranslationUnit) -> LoweredUnit {
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
    return LoweredUnit(module: module, missing: lowering.module.missing)
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
