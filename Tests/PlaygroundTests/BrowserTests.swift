import Foundation
import TestSupport
import Testing

/// The page in a real Chromium, used by `Browser/drive.py` the way people use it.
@Suite("The page in a browser", .serialized)
struct BrowserTests {
  private static let folder = Repository.root.appendingPathComponent("Tests/PlaygroundTests/Browser")
  private static let editor = Repository.cache.appendingPathComponent("codemirror")

  private struct Check: Decodable {
    var check: String
    var passed: Bool
  }

  /// What the driver saw: its checks, and all that it printed.
  private func drive(_ arguments: [String], _ options: [String]) throws -> (checks: [Check], output: String) {
    // Every check is a page, and with it a session, of its own.
    let server = try PlaygroundProcess(["--workers", "40"] + arguments)
    let result = try run(
      "/usr/bin/env",
      ["python3", "-B", Self.folder.appendingPathComponent("drive.py").path, "http://127.0.0.1:\(server.port)"] + options,
      seconds: 400)
    let checks = result.output.split(separator: "\n").compactMap {
      try? JSONDecoder().decode(Check.self, from: Data($0.utf8))
    }
    return (checks, result.output + result.errors)
  }

  @Test("Typing, hovers, fixes, pictures, runs and proofs")
  func withEditor() throws {
    let fetched = try run(
      "/bin/sh", [Repository.root.appendingPathComponent("scripts/install-codemirror.sh").path, Self.editor.path])
    #expect(fetched.exitCode == 0, "\(fetched.errors)")
    let pictures = Repository.cache.appendingPathComponent("screenshots")
    let (checks, output) = try drive(["--assets", Self.editor.path], ["--screenshots", pictures.path])
    #expect(checks.count >= 16, "\(output)")
    #expect(!checks.contains { !$0.passed }, "\(output)")
  }

  @Test("Without the editor's files the page is a text field with a list of warnings")
  func withoutEditor() throws {
    let none = try Sandbox()
    let (checks, output) = try drive(["--assets", none.path, "--no-sandbox"], ["--editor", "textarea", "--runs", "no"])
    #expect(checks.count >= 8, "\(output)")
    #expect(!checks.contains { !$0.passed }, "\(output)")
  }

  @Test("What draws the pictures does what its own tests say")
  func drawings() throws {
    let result = try run("/usr/bin/env", ["node", "--test"], directory: Self.folder)
    #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
    let passed = result.output.firstMatch(of: /# pass (\d+)/).flatMap { Int($0.1) } ?? 0
    #expect(passed >= 30, "\(result.output)")
  }
}
