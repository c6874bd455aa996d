import Foundation
import TestSupport
import Testing

/// Editors with both servers, by the files that users copy. One at a time: each starts two servers.
@Suite("Editors beside clangd", .serialized)
struct EditorTests {
  /// Both servers' findings, and both hovers on the pointer.
  private func expectBoth(_ report: (lines: [ReportLine], output: String)) {
    let context: Comment = "\(report.output)"
    func texts(_ kind: String, _ source: String? = nil) -> [String] {
      report.lines.filter { $0.kind == kind && (source == nil || $0.source == source) }.compactMap(\.text)
    }
    #expect(texts("diagnostic", "clang").contains { $0.contains("nused variable") }, context)
    #expect(texts("diagnostic", "ownscope").contains { $0.contains("never released") }, context)
    #expect(texts("hover").contains { $0.contains("char *p") }, context)
    #expect(texts("hover").contains { $0.contains("lesson.html#") }, context)
    #expect(texts("warning").isEmpty, context)
    #expect(report.lines.last?.stopped == true, context)
  }

  /// The story in the quickfix list, from the allocation to the place where the last reference goes.
  private func expectStory(_ report: (lines: [ReportLine], output: String)) {
    let steps = report.lines.filter { $0.kind == "step" }
    #expect(steps.count >= 2 && steps.first?.line == 5 && steps.last?.line == 7, "\(report.output)")
    #expect(steps.last?.text?.contains("never released") == true, "\(report.output)")
  }

  @Test("Neovim before 0.11")
  func oldNeovim() throws {
    let report = try EditorRun.report(
      "/usr/bin/nvim",
      ["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", "luafile @neovim-0.7.lua", "-c", "cquit"])
    expectBoth(report)
    expectStory(report)
  }

  @Test("Neovim 0.11")
  func neovim() throws {
    let report = try EditorRun.report(
      try EditorRun.program("nvim"),
      ["--headless", "--clean", "-n", "-c", "luafile @neovim-0.11.lua", "-c", "cquit"])
    expectBoth(report)
    expectStory(report)
  }

  /// `-Q` leaves out where Debian puts packages.
  private var emacs: [String] {
    get throws {
      let packages = "/usr/share/emacs/site-lisp/elpa"
      let folders = (try? FileManager.default.contentsOfDirectory(atPath: packages)) ?? []
      return ["-Q", "--batch"] + folders.sorted().flatMap { ["-L", "\(packages)/\($0)"] }
    }
  }

  @Test("Emacs with Eglot, through rass")
  func eglot() throws {
    expectBoth(try EditorRun.report("/usr/bin/emacs", try emacs + ["-l", "@eglot.el"]))
  }

  @Test("Emacs with lsp-mode")
  func lspMode() throws {
    expectBoth(try EditorRun.report("/usr/bin/emacs", try emacs + ["-l", "@lsp-mode.el"]))
  }

  @Test("Vim with ALE")
  func ale() throws {
    expectBoth(
      try EditorRun.report("/usr/bin/vim", ["-es", "-u", "NONE", "-i", "NONE", "-n", "-S", "@ale.vim"]))
  }
}
