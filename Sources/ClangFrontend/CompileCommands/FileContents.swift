import Glibc

/// Why a file could not be read.
package enum FileReadError: Error, Sendable, Hashable {
  case missing
  case isDirectory
  case notPermitted
  /// A pipe, a device, a socket.
  case notRegular
  /// Symbolic links that lead to each other.
  case linkLoop
  case failed(errno: Int32)
}

/// Reading whole files without further libraries.
package enum FileContents {
  package static func read(_ path: String) throws(FileReadError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.error(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.error(errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .isDirectory
    default: throw .notRegular
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress! + filled, $0.count - filled)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.error(errno) }
      if count == 0 { break }
      filled += count
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }

  package static func isFile(_ path: String) -> Bool { mode(path) == S_IFREG }
  package static func isDirectory(_ path: String) -> Bool { mode(path) == S_IFDIR }

  /// In bytes; 0 for what is not there.
  package static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// The path with all links followed; nil when nothing is there.
  package static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func mode(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func error(_ code: Int32) -> FileReadError {
    switch code {
    case ENOENT, ENOTDIR: .missing
    case EISDIR: .isDirectory
    case EACCES, EPERM: .notPermitted
    case ELOOP: .linkLoop
    default: .failed(errno: code)
    }
  }
}
