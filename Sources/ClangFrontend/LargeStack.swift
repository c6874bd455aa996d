import Foundation
import Synchronization

/// Runs `work` on a thread whose stack is large enough for source text of any sensible nesting, and waits for it.
///
/// The parser recurses once per nested parenthesis, operator and `else if`, and so does the lowering on the tree
/// it builds; the usual 8 MB end in a crash of the whole process. The pages are only reserved: a shallow file
/// touches a few of them. Calls from such a thread run in place.
package func runOnLargeStack<Result>(_ work: () throws -> Result) rethrows -> Result {
  if pthread_getspecific(LargeStack.marker) != nil { return try work() }
  return try withoutActuallyEscaping(work) { work in
    let job = LargeStackJob(work)
    guard LargeStack.start(job) else { return try work() }
    return try job.result!.get()
  }
}

/// Runs `work` on a new thread with such a stack and does not wait for it. Where the system gives none, it runs on a
/// thread with the usual stack.
func startOnLargeStack(_ work: @escaping @Sendable () -> Void) {
  if !LargeStack.start(DetachedJob(work), waits: false) { Thread.detachNewThread(work) }
}

/// How far down a large stack may be used by what recurses: to a reserve that is left for everything else.
package struct StackBound: Sendable {
  fileprivate static let reserve = 2 << 20
  private let lowest: UInt

  /// That of the calling thread; one with the usual stack has none.
  package init() { lowest = UInt(bitPattern: pthread_getspecific(LargeStack.marker)) }

  /// Whether the caller has come so far.
  @inline(__always) package var isReached: Bool {
    var here: UInt8 = 0
    return withUnsafeMutablePointer(to: &here) { UInt(bitPattern: $0) < lowest }
  }
}

private enum LargeStack {
  /// Reserved, not committed. Halved until the system grants it.
  static let preferredSize = 1 << 30
  static let smallestSize = 16 << 20

  /// Set on threads that already have a large stack: the address below which only the reserve is left.
  static let marker: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  private static func mark(size: Int) {
    var top: UInt8 = 0
    withUnsafeMutablePointer(to: &top) {
      _ = pthread_setspecific(marker, UnsafeMutableRawPointer($0) - (size - StackBound.reserve))
    }
  }

  /// Runs the job on a thread of its own, to its end if the caller `waits`; false when the system refuses to make one.
  static func start(_ job: AnyLargeStackJob, waits: Bool = true) -> Bool {
    var size = preferredSize
    while size >= smallestSize {
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      defer { pthread_attr_destroy(&attributes) }
      pthread_attr_setstacksize(&attributes, size)
      var thread = pthread_t()
      job.stackSize = size
      let context = Unmanaged.passRetained(job)
      let status = pthread_create(
        &thread, &attributes,
        { context in
          let job = Unmanaged<AnyLargeStackJob>.fromOpaque(context!).takeRetainedValue()
          LargeStack.mark(size: job.stackSize)
          let spare = SpareStack()
          job.run()
          spare.discard()
          return nil
        }, context.toOpaque())
      if status == 0 {
        if waits { pthread_join(thread, nil) } else { pthread_detach(thread) }
        return true
      }
      context.release()
      size /= 2
    }
    return false
  }
}

/// A few pages for signal handlers of the calling thread. libclang comes back from a crash inside it through a handler
/// of its own, which has nowhere to run when what has run out is the stack.
struct SpareStack {
  private static let size = 1 << 16
  private let memory = UnsafeMutableRawPointer.allocate(byteCount: SpareStack.size, alignment: 16)

  init() {
    var stack = stack_t(ss_sp: memory, ss_flags: 0, ss_size: Self.size)
    sigaltstack(&stack, nil)
  }

  func discard() {
    var nothing = stack_t(ss_sp: nil, ss_flags: Int32(SS_DISABLE), ss_size: 0)
    sigaltstack(&nothing, nil)
    memory.deallocate()
  }

  /// Lets the handlers that libclang has installed run on such a stack.
  static func useForHandlers() {
    for signal in [SIGSEGV, SIGBUS] {
      var action = sigaction()
      guard sigaction(signal, nil, &action) == 0, action.sa_flags & SA_ONSTACK == 0 else { continue }
      action.sa_flags |= SA_ONSTACK
      sigaction(signal, &action, nil)
    }
  }
}

private class AnyLargeStackJob {
  var stackSize = 0
  func run() {}
}

private final class DetachedJob: AnyLargeStackJob {
  private let work: @Sendable () -> Void

  init(_ work: @escaping @Sendable () -> Void) { self.work = work }

  override func run() { work() }
}

/// A closure and the place for its result; the starting thread waits, so only one thread touches it at a time.
private final class LargeStackJob<Success>: AnyLargeStackJob {
  private let work: () throws -> Success
  var result: Result<Success, any Error>?

  init(_ work: @escaping () throws -> Success) { self.work = work }

  override func run() { result = Result(catching: work) }
}
