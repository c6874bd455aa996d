import Findings
import Foundation
import TestSupport
import Testing

@testable import Workspace

@Suite("Switching a rule off in a configuration")
struct RuleSwitchTests {
  @Test(
    "What else is written stays as it is",
    arguments: [
      ("", "rules:\n  leak: off\n"),
      ("exclude: [build]", "exclude: [build]\nrules:\n  leak: off\n"),
      ("rules:\n    double-free: hint\nexclude: []\n", "rules:\n    leak: off\n    double-free: hint\nexclude: []\n"),
      ("rules:\n  leak: warning # why\n", "rules:\n  leak: off\n"),
      ("rules:\n  ownscope-leak: error\n", "rules:\n  leak: off\n"),
      ("# top\nrules:\n\n  # about leaks\n  leak: on\n", "# top\nrules:\n\n  # about leaks\n  leak: off\n"),
    ])
  func texts(before: String, after: String) throws {
    let folder = try Sandbox()
    if !before.isEmpty { try folder.write(".ownscope.yaml", before) }
    try RuleSwitch.turnOff(.leak, in: folder[".ownscope.yaml"])
    #expect(try String(contentsOfFile: folder[".ownscope.yaml"], encoding: .utf8) == after)
  }

  @Test("A file of a form that would be broken is left alone, and the message says what to add")
  func flowForm() throws {
    let text = "rules: {double-free: off}\n"
    let folder = try Sandbox([".ownscope.yaml": text])
    #expect(throws: ConfigurationError.self) { try RuleSwitch.turnOff(.leak, in: folder[".ownscope.yaml"]) }
    #expect(try String(contentsOfFile: folder[".ownscope.yaml"], encoding: .utf8) == text)
  }
}
