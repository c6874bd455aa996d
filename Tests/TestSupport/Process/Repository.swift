import Foundation

/// Where things stand on disk, seen from the tests.
package enum Repository {
  /// The folder of `Package.swift`.
  package static let root: URL = {
    var url = URL(fileURLWithPath: #filePath)
    while url.path != "/",
      !FileManager.default.fileExists(atPath: url.appendingPathComponent("Package.swift").path)
    {
      url.deleteLastPathComponent()
    }
    return url
  }()

  package static var fixtures: URL { root.appendingPathComponent("fixtures") }

  /// Results that a later run may use again.
  package static var cache: URL { root.appendingPathComponent(".build") }

  /// The linter under test: `OWNSCOPE_BINARY`, or what was built beside the running test bundle.
  package static var ownscope: URL {
    if let path = ProcessInfo.processInfo.environment["OWNSCOPE_BINARY"] { return URL(fileURLWithPath: path) }
    let running =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: running).deletingLastPathComponent().appendingPathComponent("ownscope")
  }

  /// A path as failure messages show it.
  package static func relative(_ path: String) -> String {
    path.hasPrefix(root.path + "/") ? String(path.dropFirst(root.path.count + 1)) : path
  }
}
