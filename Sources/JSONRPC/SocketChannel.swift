import Glibc

/// Connections to a client that listens: `--socket=PORT` and `--pipe=NAME` of language servers.
package enum SocketChannel {
  package struct Failure: Error, Sendable, Hashable {
    package var message: String
  }

  /// Connects to a TCP port of this machine.
  package static func connect(port: UInt16) throws(Failure) -> DescriptorChannel {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return try connect(AF_INET, name: "port \(port) of this machine") { descriptor in
      withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
    }
  }

  /// Connects to a socket in the file system.
  package static func connect(path: String) throws(Failure) -> DescriptorChannel {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let capacity = MemoryLayout.size(ofValue: address.sun_path)
    guard bytes.count < capacity else {
      throw Failure(message: "\(path): the name of a socket has at most \(capacity - 1) bytes; use a shorter one")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return try connect(AF_UNIX, name: path) { descriptor in
      withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
    }
  }

  private static func connect(
    _ family: Int32, name: String, _ connect: (Int32) -> Int32
  ) throws(Failure) -> DescriptorChannel {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0, connect(descriptor) == 0 else {
      let reason = String(cString: strerror(errno))
      if descriptor >= 0 { Glibc.close(descriptor) }
      throw Failure(message: "\(name): no connection: \(reason); the client has to listen there first")
    }
    return DescriptorChannel(input: descriptor, output: descriptor)
  }
}
