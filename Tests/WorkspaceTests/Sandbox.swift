import Foundation
import TestSupport

/// A folder with files for one test, gone when the test is over.
final class Sandbox {
  let path: String

  init(_ files: [String: String] = [:]) throws {
    // Links resolved: what the code under test sees is compared with what we say here.
    path = try temporaryDirectory().resolvingSymlinksInPath().path
    for (name, text) in files { try write(name, text) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

  func write(_ name: String, _ data: Data) throws {
    let file = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  /// The absolute path of a file in here.
  subscript(_ name: String) -> String { path + "/" + name }
}
