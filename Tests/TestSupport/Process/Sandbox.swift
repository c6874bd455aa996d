import Foundation

/// A folder with files for one test, gone when the test is over.
package final class Sandbox {
  package let path: String

  package init(_ files: [String: String] = [:]) throws {
    // Links resolved: what the code under test sees is compared with what we say here.
    path = try temporaryDirectory().resolvingSymlinksInPath().path
    for (name, text) in files { try write(name, text) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  package func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

  package func write(_ name: String, _ data: Data) throws {
    let file = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  /// The absolute path of a file in here.
  package subscript(_ name: String) -> String { path + "/" + name }
}
