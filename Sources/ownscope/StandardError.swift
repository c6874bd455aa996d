import Glibc

/// What libclang writes on standard error of its own accord (flags that it does not know, the dump of a crash that it
/// has caught) names neither us nor a remedy, and we say the same in our own words. It is kept from the user while a
/// command reads code, and shown only when the program itself comes down.
enum StandardError {
  /// Where our own messages go.
  nonisolated(unsafe) private(set) static var descriptor = STDERR_FILENO
  nonisolated(unsafe) private static var aside: Int32 = -1

  /// From here on only what goes to `descriptor` is seen. OWNSCOPE_RAW_ERRORS leaves everything as it is.
  static func keepForOurselves() {
    guard getenv("OWNSCOPE_RAW_ERRORS") == nil, aside < 0 else { return }
    let file = tmpfile().map { fcntl(fileno($0), F_DUPFD_CLOEXEC, 3) } ?? -1
    let copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
    guard file >= 0, copy >= 0, dup2(file, STDERR_FILENO) >= 0 else {
      close(file)
      close(copy)
      return
    }
    (aside, descriptor) = (file, copy)
  }

  /// Standard error is everybody's again, and shows the end of what was put aside if the program `crashed`. Safe in a
  /// signal's handler.
  static func giveBack(crashed: Bool = false) {
    guard aside >= 0 else { return }
    dup2(descriptor, STDERR_FILENO)
    guard crashed else { return }
    withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 1) { buffer in
      let end = lseek(aside, 0, SEEK_END)
      let count = pread(aside, buffer.baseAddress, buffer.count, max(0, end - buffer.count))
      if count > 0 { _ = Glibc.write(STDERR_FILENO, buffer.baseAddress, count) }
    }
  }
}
