import OwnershipIR
import Synchronization

/// Everything that running a body needs, looked up once: the body, its module and its control-flow facts. A class,
/// so that inlining a callee copies one reference.
final class FunctionCode: Sendable {
  let moduleIndex: Int
  let module: Module
  let declaration: Function
  let body: Body
  let flow: ControlFlow
  /// Instructions and terminators: what a frame needs in site numbers.
  let siteCount: Int
  /// By the module's own index, the program's numbers.
  let functionNumbers: [UInt32]
  let globalNumbers: [UInt32]

  init(_ number: UInt32, _ program: Program) {
    let function = program.functions[Int(number)]
    moduleIndex = function.module
    let module = program.modules[function.module]
    self.module = module
    declaration = module.functions[function.index]
    body = declaration.body!
    flow = ControlFlow(body) { type in
      switch module[type].kind {
      case .pointer, .unknown: true
      default: false
      }
    }
    siteCount = (flow.instructionBase.last ?? 0) + (body.blocks.last?.instructions.count ?? 0) + 2
    functionNumbers = program.functionNumbers[moduleIndex]
    globalNumbers = program.globalNumbers[moduleIndex]
  }
}

/// The code of the program's functions, prepared once each and shared by all jobs.
final class FlowCache: Sendable {
  private let codes: Mutex<[FunctionCode?]>

  init(count: Int) { codes = Mutex(Array(repeating: nil, count: count)) }

  func code(of function: UInt32, in program: Program) -> FunctionCode {
    if let known = codes.withLock({ $0[Int(function)] }) { return known }
    let code = FunctionCode(function, program)
    codes.withLock { $0[Int(function)] = code }
    return code
  }
}
