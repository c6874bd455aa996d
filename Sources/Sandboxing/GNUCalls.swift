import Glibc

/// Calls of the GNU C library that Swift's view of it leaves out.
enum GNUCalls {
  private typealias PipeCall = @convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32
  private typealias CloseFromCall =
    @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

  /// `pipe2(2)`: no moment in which another thread's process could inherit the ends.
  static func pipe2(_ ends: UnsafeMutablePointer<Int32>, _ flags: Int32) -> Int32 {
    guard let call = pipe else {
      errno = ENOSYS
      return -1
    }
    return call(ends, flags)
  }

  /// `posix_spawn_file_actions_addclosefrom_np(3)`, since glibc 2.34. A number of an error, or 0.
  static func closeFrom(_ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ first: Int32) -> Int32
  {
    closing.map { $0(actions, first) } ?? ENOSYS
  }

  private static let pipe: PipeCall? = dlsym(nil, "pipe2").map { unsafeBitCast($0, to: PipeCall.self) }
  private static let closing: CloseFromCall? = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map {
    unsafeBitCast($0, to: CloseFromCall.self)
  }
}
