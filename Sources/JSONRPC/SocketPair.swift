import Glibc

/// Two ends that are connected with each other. Neither is inherited by processes that are started meanwhile for other
/// purposes, as the ends of a pipe would be: those would hold it open.
package struct SocketPair: Sendable {
  package let ours: Int32
  /// For a process that is about to be started; to be closed here after that.
  package let theirs: Int32

  package init() throws(SocketChannel.Failure) {
    var ends: [Int32] = [0, 0]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw SocketChannel.Failure(
        message: "no channel to another process: \(String(cString: strerror(errno))); end some programs first")
    }
    (ours, theirs) = (ends[0], ends[1])
  }
}
