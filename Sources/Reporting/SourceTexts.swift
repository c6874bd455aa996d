import Glibc
import SourceText
import Synchronization

/// The texts that findings point into, each read once.
package final class SourceTexts: Sendable {
  /// A text and its lines.
  package struct File: Sendable {
    package let bytes: [UInt8]
    package let lines: LineTable

    init(bytes: [UInt8]) {
      self.bytes = bytes
      lines = LineTable(bytes: bytes)
    }

    /// The bytes of the 1-based line, without what ends it. nil when there is no such line.
    func line(_ number: Int) -> ArraySlice<UInt8>? {
      guard let range = lines.byteRange(ofLine: number) else { return nil }
      var line = bytes[range]
      while let last = line.last, last == 0x0A || last == 0x0D { line.removeLast() }
      return line
    }
  }

  private let read: @Sendable (String) -> [UInt8]?
  private let files = Mutex<[String: File?]>([:])

  package init(read: @escaping @Sendable (String) -> [UInt8]?) {
    self.read = read
  }

  package static var onDisk: SourceTexts { SourceTexts(read: readWholeFile) }

  package func file(at path: String) -> File? {
    files.withLock { files in
      if let known = files[path] { return known }
      let file = read(path).map(File.init(bytes:))
      files[path] = file
      return file
    }
  }
}

private func readWholeFile(_ path: String) -> [UInt8]? {
  guard let file = fopen(path, "rb") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    if count == 0 { return bytes }
    bytes += chunk[..<count]
  }
}
