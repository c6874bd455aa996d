import OwnershipIR
import Synchronization

/// Control-flow facts of the program's bodies, computed once each and shared by all jobs.
final class FlowCache: Sendable {
  private let flows: Mutex<[UInt32: ControlFlow]> = Mutex([:])

  func flow(of function: UInt32, _ body: Body, in module: Module) -> ControlFlow {
    if let known = flows.withLock({ $0[function] }) { return known }
    let flow = ControlFlow(body) { type in
      switch module[type].kind {
      case .pointer, .unknown: true
      default: false
      }
    }
    flows.withLock { $0[function] = flow }
    return flow
  }
}
