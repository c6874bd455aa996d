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
  /// By parameter: a pointer to characters that are not const.
  private let writesText: [Bool]
  let body: Body?
  let blockCount: Int
  let instructionCount: Int
  /// As declared.
  let parameterCount: Int
  /// The parameter that stands for the arguments past the last one; nil where there is none.
  let tail: Int?

  /// What stands for a function that is nowhere any more.
  static let absent = CalleeInfo()

  private init() {
    (isDefined, isNoReturn, isPure, isSystem) = (false, false, false, false)
    (model, body, borrowsParameter, writesText) = (nil, nil, [], [])
    (blockCount, instructionCount, parameterCount) = (0, 0, 0)
    tail = nil
  }

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
    writesText = declaration.parameters.map { parameter in
      guard case .pointer(let pointee, pointeeIsConst: false) = module[parameter.type].kind,
        case .integer = module[pointee].kind
      else { return false }
      return module[pointee].size == 1
    }
    body = isDefined ? declaration.body : nil
    parameterCount = declaration.parameters.count
    tail = declaration.attributes.isVariadic && body?.parameterCount == parameterCount + 1 ? parameterCount : nil
    blockCount = body?.blocks.count ?? 0
    instructionCount = body?.blocks.reduce(0) { $0 + $1.instructions.count + 1 } ?? 0
  }

  /// Whether what is written through a parameter consists of characters.
  func writesText(through parameter: Int) -> Bool { parameter < writesText.count && writesText[parameter] }

  /// Whether a call that goes by the summary or the row cannot tell the two apart.
  func looksTheSame(as other: CalleeInfo) -> Bool {
    isDefined == other.isDefined && isNoReturn == other.isNoReturn && isPure == other.isPure
      && isSystem == other.isSystem && model == other.model && borrowsParameter == other.borrowsParameter
      && writesText == other.writesText
      && parameterCount == other.parameterCount && body?.parameterCount == other.body?.parameterCount
      && body?.hasErrors == other.body?.hasErrors
  }
}
