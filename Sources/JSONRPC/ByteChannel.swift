import Glibc
import Synchronization

/// Bytes in both directions: standard input and output, a socket, a pipe to another process.
package protocol ByteChannel: Sendable {
  /// Waits for bytes; nil at the end of the stream.
  func read() -> [UInt8]?
  /// Writes everything; false when nobody reads any more.
  @discardableResult func write(_ bytes: [UInt8]) -> Bool
  /// Ends both directions; whoever waits in `read` gets nil.
  func close()
}

/// A channel over file descriptors, which it does not own.
package final class DescriptorChannel: ByteChannel {
  private let input: Int32
  private let output: Int32
  /// Writers take turns: a message must not be cut in two by another.
  private let turn = Mutex(())

  package init(input: Int32, output: Int32) {
    self.input = input
    self.output = output
  }

  package func read() -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(input, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      return count > 0 ? Array(bytes[..<count]) : nil
    }
  }

  package func write(_ bytes: [UInt8]) -> Bool {
    turn.withLock { _ in
      bytes.withUnsafeBytes { bytes in
        var rest = bytes[...]
        while !rest.isEmpty {
          let count = Glibc.write(output, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
          if count < 0, errno == EINTR { continue }
          guard count > 0 else { return false }
          rest = rest.dropFirst(count)
        }
        return true
      }
    }
  }

  package func close() {
    shutdown(input, Int32(SHUT_RDWR))
    shutdown(output, Int32(SHUT_RDWR))
  }
}
