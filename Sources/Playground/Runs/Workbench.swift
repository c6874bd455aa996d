import Foundation
import Glibc
import Sandboxing

/// The folders of one run: a source that boxes read, and a place for what compilers make of it. Gone with its owner.
final class Workbench: Sendable {
  let source: String
  let output: String
  private let root: String

  struct Failure: Error, Sendable {
    var message: String
  }

  /// - Parameter files: what lies in the source's folder, by name.
  /// - Throws: when the folders cannot be written.
  init(in folder: String, files: KeyValuePairs<String, String>) throws(Failure) {
    root = folder + "/" + UUID().uuidString
    source = root + "/src"
    output = root + "/out"
    do {
      for name in [root, source, output] {
        try FileManager.default.createDirectory(
          atPath: name, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
      }
      for (name, text) in files {
        try Data(text.utf8).write(to: URL(fileURLWithPath: source + "/" + name))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: source + "/" + name)
      }
    } catch {
      throw Failure(message: "\(folder): \(error.localizedDescription)")
    }
    // Inside a box root is nobody.
    if geteuid() == 0 { _ = chown(output, Sandbox.nobody, Sandbox.nobody) }
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }
}
