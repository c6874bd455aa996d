import Glibc

/// Standard output and standard error.
enum Terminal {
  /// A reader that goes away (`| head`) must not kill the run: its exit status still counts.
  static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

  static var isErrorATerminal: Bool { isatty(StandardError.descriptor) == 1 }

  /// Colours go to terminals only, and not when NO_COLOR is set to anything (no-color.org) or TERM is `dumb`.
  static var wantsColor: Bool {
    guard isatty(STDOUT_FILENO) == 1 else { return false }
    if let setting = getenv("NO_COLOR"), setting.pointee != 0 { return false }
    if let terminal = getenv("TERM"), String(cString: terminal) == "dumb" { return false }
    return true
  }

  @discardableResult
  static func write(_ text: String) -> Bool { write(text, to: STDOUT_FILENO) }

  static func writeError(_ text: String) { write(text, to: StandardError.descriptor) }

  /// A line on standard error with the program's name in front.
  static func complain(_ message: String) { writeError("ownscope: \(message)\n") }

  /// Writes everything; false when nobody reads any more or the disk is full.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)[...]
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }

  /// Replaces the file at `path`.
  static func writeFile(_ text: String, path: String) throws(CommandFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw CommandFailure(
        message: "\(path): cannot be written: \(String(cString: strerror(errno))); name another file")
    }
    defer { close(descriptor) }
    guard write(text, to: descriptor) else {
      throw CommandFailure(message: "\(path): writing failed: \(String(cString: strerror(errno)))")
    }
  }

  static var workingDirectory: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }
}
