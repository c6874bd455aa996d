import ClangFrontend
import Glibc

extension FixSession.ChangedFile {
  /// Why a file keeps its old text.
  package struct WriteFailure: Error, Sendable, Hashable {
    package var message: String
  }

  /// Puts the new text in the place of the old one: a reader sees one or the other, never a part. Permissions stay, and
  /// so does a link that leads to the file. A file that has changed since it was analysed is left alone.
  package func write() throws(WriteFailure) {
    let (target, status) = try writable()
    var name = Array("\(PathText.directory(of: target))/.ownscope-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw failure(target) }
    let isWritten =
      Self.write(after, to: descriptor) && fchmod(descriptor, status.st_mode & 0o7777) == 0
      && fsync(descriptor) == 0
    close(descriptor)
    guard isWritten, rename(name, target) == 0 else {
      let problem = failure(target)
      unlink(name)
      throw problem
    }
  }

  /// Throws what would keep the file from being written.
  package func check() throws(WriteFailure) { _ = try writable() }

  /// Where the file is, and what it is, as long as it has the text that was analysed.
  private func writable() throws(WriteFailure) -> (path: String, status: stat) {
    guard let target = FileContents.resolved(path), let now = try? FileContents.read(target), now == before
    else {
      throw WriteFailure(message: "\(path): has changed since it was analysed; run again")
    }
    var status = stat()
    guard stat(target, &status) == 0, access(target, W_OK) == 0 else { throw failure(target) }
    return (target, status)
  }

  private func failure(_ target: String) -> WriteFailure {
    WriteFailure(message: "\(target): cannot be written: \(String(cString: strerror(errno)))")
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }
}
