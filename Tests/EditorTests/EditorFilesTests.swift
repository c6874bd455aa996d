import Foundation
import TestSupport
import Testing

/// What can be said of the files below `editors/` without their editors.
@Suite("Files for editors")
struct EditorFilesTests {
  private func files(_ ending: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: EditorRun.folder.path)
      .filter { $0.hasSuffix(ending) && !$0.contains("node_modules") }.sorted()
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOf: EditorRun.folder.appendingPathComponent(path), encoding: .utf8)
  }

  @Test("The extension for VS Code does what its own tests say")
  func extensionForVSCode() throws {
    let result = try run(
      "/usr/bin/env", ["node", "--test"], directory: EditorRun.folder.appendingPathComponent("vscode"))
    #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
    let passed = result.output.firstMatch(of: /# pass (\d+)/).flatMap { Int($0.1) } ?? 0
    #expect(passed >= 15, "\(result.output)")
  }

  @Test("What is JSON is JSON")
  func json() throws {
    let paths = try files(".json") + files(".sublime-settings")
    #expect(paths.count >= 6)
    for path in paths {
      #expect(throws: Never.self, "\(path)") {
        try JSONSerialization.jsonObject(with: Data(try text(path).utf8))
      }
    }
  }

  @Test("Every recipe starts the server the same way")
  func commandLine() throws {
    let recipes = [
      "neovim/lsp/ownscope.lua", "neovim/lua/ownscope.lua", "emacs/ownscope.el", "vim/vim-lsp.vim",
      "vim/coc-settings.json", "vim/ale_linters/c/ownscope.vim", "vim/ale_linters/cpp/ownscope.vim",
      "helix/languages.toml", "sublime-text/LSP.sublime-settings", "kate/settings.json",
      "jetbrains/template.json",
      "zed/src/lib.rs", "vscode/lib/server.js",
    ]
    for path in recipes {
      let words = try text(path).matches(of: /lsp.{1,12}--stdio/)
      #expect(!words.isEmpty, "\(path)")
    }
  }

  @Test("Every folder has a README, and stands in the table")
  func readmes() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: EditorRun.folder.path)
      .filter { !$0.contains(".") }
    #expect(folders.count >= 9)
    let table = try text("README.md")
    for folder in folders {
      #expect(try text("\(folder)/README.md").hasPrefix("# "))
      #expect(folder == "rass" || table.contains("](\(folder)/)"), "\(folder)")
    }
  }
}
