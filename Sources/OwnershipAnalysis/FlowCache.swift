import OwnershipIR
import Synchronization

/// Everything that running a body needs, looked up once: the body, its module and its control-flow facts. A class,
/// so that inlining a callee copies one reference.
final class FunctionCode: Sendable {
  let moduleIndex: Int
  let module: Module
  /// Keeps `types` alive, whatever becomes of the program.
  private let layout: TypeLayoutStorage
  var types: TypeLayout { @inline(__always) get { layout.layout } }
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
    layout = program.layout(ofModule: moduleIndex)
    declaration = module.functions[function.index]
    body = declaration.body!
    flow = ControlFlow(body) { type in
      switch module[type].kind {
      case .pointer, .unknown: true
      default: false
      }
    }
    siteCount = (flow.instructionBase.last ?? 0) + (body.blocks.last?.instructions.count ?? 0) + 2
    functionNumbers = program.functionNumbers(of: moduleIndex)
    globalNumbers = program.globalNumbers(of: moduleIndex)
  }

  /// The same code in the next version of its module.
  fileprivate init(_ code: FunctionCode, in program: Program) {
    moduleIndex = code.moduleIndex
    module = program.modules[moduleIndex]
    layout = program.layout(ofModule: moduleIndex)
    declaration = code.declaration
    body = code.body
    flow = code.flow
    siteCount = code.siteCount
    functionNumbers = program.functionNumbers(of: moduleIndex)
    globalNumbers = program.globalNumbers(of: moduleIndex)
  }
}

/// The code of the program's functions, prepared once each and shared by all jobs.
final class FlowCache: Sendable {
  private let codes: Mutex<[FunctionCode?]>

  init(copying other: FlowCache) { codes = Mutex(other.codes.withLock { $0 }) }

  init(count: Int) { codes = Mutex(Array(repeating: nil, count: count)) }

  func code(of function: UInt32, in program: Program) -> FunctionCode {
    if let known = codes.withLock({ $0[Int(function)] }) { return known }
    let code = FunctionCode(function, program)
    codes.withLock { $0[Int(function)] = code }
    return code
  }

  /// Goes on with the next version of the program: drops the code that has changed, and takes the rest over into modules
  /// that have.
  func follow(_ program: Program, isChanged: (Int) -> Bool, isModuleChanged: (Int) -> Bool) {
    codes.withLock { codes in
      codes += Array(repeating: nil, count: max(0, program.functions.count - codes.count))
      for number in codes.indices {
        guard let code = codes[number] else { continue }
        if isChanged(number) {
          codes[number] = nil
        } else if isModuleChanged(code.moduleIndex) {
          codes[number] = FunctionCode(code, in: program)
        }
      }
    }
  }
}
