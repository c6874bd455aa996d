import Foundation

/// A virtual environment with packages of fixed versions, made once below the build folder and kept.
package struct PythonEnvironment: Sendable {
  /// The folder of its programs.
  package let programs: URL

  /// - Parameters:
  ///   - name: of its folder; says what it is for. Whoever changes the packages changes the folder with them.
  ///   - packages: as `name==version`.
  /// - Throws: when an installation fails, with what it printed.
  package init(_ name: String, packages: [String]) throws {
    let folder = Repository.cache.appendingPathComponent(name)
    programs = folder.appendingPathComponent("bin")
    let ready = folder.appendingPathComponent("ready")
    let wanted = packages.joined(separator: "\n")
    if let installed = try? String(contentsOf: ready, encoding: .utf8), installed == wanted { return }
    for step in [
      ["/usr/bin/env", "python3", "-m", "venv", "--clear", folder.path],
      [programs.appendingPathComponent("python").path, "-m", "pip", "install", "-q"] + packages,
    ] {
      let result = try run(step[0], Array(step.dropFirst()), seconds: 300)
      guard result.exitCode == 0 else {
        throw PythonError(text: "\(step.joined(separator: " ")): \(result.errors)")
      }
    }
    try wanted.write(to: ready, atomically: true, encoding: .utf8)
  }
}

struct PythonError: Error, CustomStringConvertible {
  var text: String
  var description: String { text }
}
