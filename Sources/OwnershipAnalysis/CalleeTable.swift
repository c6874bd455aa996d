import LibraryModels
import OwnershipIR

/// What a call must know of its callee, looked up once a function of the program instead of at every call.
final class CalleeInfo: Sendable {
  let isDefined: Bool
  let isNoReturn: Bool
  let isPure: Bool
  /// Declared in a system header; a body is what the lowering knows of its meaning.
  let isSystem: Bool
  /// The library row that applies: where the program has no body, or where the row was asked for.
  let model: FunctionModel?
  /// By parameter: a pointer to something const, so only read through.
  let borrowsParameter: [Bool]
  let body: Body?
  let blockCount: Int
  let instructionCount: Int

  init(_ function: ProgramFunction, modules: [Module], models: ModelLibrary) {
    let module = modules[function.module]
    let declaration = module.functions[function.index]
    isDefined = function.isDefined && !declaration.attributes.isReplaceable
    isNoReturn = declaration.attributes.isNoReturn
    isSystem = declaration.attributes.isSystem
    isPure = declaration.attributes.isPure
    let name = module[declaration.qualifiedName]
    model = isDefined && !models.namesOverBodies.contains(name) ? nil : models.model(named: name)
    borrowsParameter = declaration.parameters.map { parameter in
      if case .pointer(_, pointeeIsConst: true) = module[parameter.type].kind { true } else { false }
    }
    body = isDefined ? declaration.body : nil
    blockCount = body?.blocks.count ?? 0
    instructionCount = body?.blocks.reduce(0) { $0 + $1.instructions.count + 1 } ?? 0
  }
}
