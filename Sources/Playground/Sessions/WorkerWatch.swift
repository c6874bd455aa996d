import Foundation
import Sandboxing
import Synchronization

/// Ends workers that swell. The kernel's limit of address space is no help there: parsing reserves far more than it
/// uses. A supervisor replaces what is ended here.
final class WorkerWatch: Sendable {
  private let mostMemory: Int
  private let isOver = Atomic(false)

  /// - Parameter mostMemory: bytes in memory of a worker, with everything below it.
  init(mostMemory: Int) { self.mostMemory = mostMemory }

  func start() {
    Thread.detachNewThread { [self] in
      while !isOver.load(ordering: .relaxed) {
        // Threads come and go, and `/proc` tells children by thread: all of them are asked.
        for child in ProcessTree.children(of: getpid())
        where ProcessTree.residentBytes(of: child) > mostMemory {
          kill(child, SIGKILL)
        }
        Thread.sleep(forTimeInterval: 0.5)
      }
    }
  }

  func stop() { isOver.store(true, ordering: .relaxed) }
}
