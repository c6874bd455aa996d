import Glibc

/// A file descriptor that is closed when nobody holds it any more.
final class Descriptor {
  private(set) var number: Int32

  init(_ number: Int32) { self.number = number }
  deinit { close() }

  func close() {
    if number >= 0 { Glibc.close(number) }
    number = -1
  }
}

/// Two ends of a pipe, which no other process inherits.
struct Pipe {
  let read: Descriptor
  let write: Descriptor

  init() throws(BoxedProcess.Failure) {
    var ends: [Int32] = [0, 0]
    guard GNUCalls.pipe2(&ends, O_CLOEXEC) == 0 else {
      throw BoxedProcess.Failure(message: String(cString: strerror(errno)))
    }
    (read, write) = (Descriptor(ends[0]), Descriptor(ends[1]))
  }
}
