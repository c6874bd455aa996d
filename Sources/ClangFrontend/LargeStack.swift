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

private enum LargeStack {
  /// Reserved, not committed. Halved until the system grants it.
  static let preferredSize = 1 << 30
  static let smallestSize = 16 << 20

  /// Set on threads that already have a large stack.
  static let marker: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// Runs the job on a thread of its own, to its end if the caller `waits`; false when the system refuses to make one.
  static func start(_ job: AnyLargeStackJob, waits: Bool = true) -> Bool {
    var size = preferredSize
    while size >= smallestSize {
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      defer { pthread_attr_destroy(&attributes) }
      pthread_attr_setstacksize(&attributes, size)
      var thread = pthread_t()
      let context = Unmanaged.passRetained(job)
      let status = pthread_create(
        &thread, &attributes,
        { context in
          pthread_setspecific(LargeStack.marker, context)
          Unmanaged<AnyLargeStackJob>.fromOpaque(context!).takeRetainedValue().run()
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

private class AnyLargeStackJob {
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
