import Foundation
import JSONRPC
import LanguageServerProtocol
import SourceText
import TestSupport
import Testing

@Suite("Code actions")
struct CodeActionTests {
  private func actions(
    _ client: LanguageClient, _ path: String, _ diagnostic: Diagnostic
  ) throws -> [CodeActionOrCommand] {
    try client.request(
      CodeActionRequest(
        textDocument: .init(uri: DocumentURI.uri(of: path)), range: diagnostic.range,
        context: .init(diagnostics: [diagnostic]))) ?? []
  }

  @Test("The fix, the comment, the rule and the lesson are offered, and each does what it says")
  func offers() throws {
    let folder = try Sandbox(["a.c": SessionTests.flawed])
    let client = try LanguageClient()
    try client.begin(root: folder.path)
    client.open(folder["a.c"], SessionTests.flawed)
    let diagnostics = try client.diagnostics(of: folder["a.c"], version: 1)
    let leak = diagnostics[0]
    let offered = try actions(client, folder["a.c"], leak)
    #expect(
      offered.map(\.title) == [
        "Release `p` with `free` before returning", "Suppress ownscope-leak here",
        "Turn off the rule leak in .ownscope.yaml", "Open the lesson: Memory leak",
      ])
    guard case .action(let fix) = offered[0], case .action(let suppression) = offered[1],
      case .action(let off) = offered[2], case .action(let lesson) = offered[3]
    else {
      Issue.record("not code actions")
      return
    }
    #expect(fix.edit == nil, "the edit is to come later")
    let resolved = try client.ask(CodeActionResolve.method, fix, as: CodeAction.self)
    let mended = try #require(resolved.edit).applied(to: SessionTests.flawed, at: folder["a.c"])
    client.change(folder["a.c"], mended, version: 2)
    #expect(try client.diagnostics(of: folder["a.c"], version: 2).map(\.code) == ["double-free", "double-free"])

    let silenced = try #require(suppression.edit).applied(to: SessionTests.flawed, at: folder["a.c"])
    #expect(silenced.contains("  // NOLINTNEXTLINE(ownscope-leak)\n  if (argc > 1)"))
    client.change(folder["a.c"], silenced, version: 3)
    #expect(try client.diagnostics(of: folder["a.c"], version: 3).map(\.code) == ["double-free", "double-free"])

    client.change(folder["a.c"], SessionTests.flawed, version: 4)
    _ = try client.diagnostics(of: folder["a.c"], version: 4)
    let command = try #require(off.command)
    _ = try client.request(ExecuteCommand(command: command.command, arguments: command.arguments))
    #expect(try String(contentsOfFile: folder[".ownscope.yaml"], encoding: .utf8) == "rules:\n  leak: off\n")
    _ = try client.notification(PublishDiagnostics.self) {
      $0.version == 4 && $0.diagnostics.map(\.code) == ["double-free", "double-free"]
    }
    let open = try #require(lesson.command)
    _ = try client.request(ExecuteCommand(command: open.command, arguments: open.arguments))
    for _ in 0..<100 where !client.serverRequests.contains(ShowDocument.method) {
      Thread.sleep(forTimeInterval: 0.01)
    }
    #expect(client.serverRequests.contains(ShowDocument.method))
    #expect(try client.end() == 0)
  }

  @Test("A client without code actions gets commands, and the server changes the text through it")
  func commands() throws {
    let folder = try Sandbox(["a.c": SessionTests.flawed])
    let client = try LanguageClient()
    try client.begin(root: folder.path, capabilities: .none)
    client.open(folder["a.c"], SessionTests.flawed)
    let published = try client.notification(PublishDiagnostics.self)
    let offered = try actions(client, folder["a.c"], published.diagnostics[0])
    guard case .command(let fix)? = offered.first else {
      Issue.record("not a command: \(offered)")
      return
    }
    _ = try client.request(ExecuteCommand(command: fix.command, arguments: fix.arguments))
    for _ in 0..<100 where client.appliedEdits.isEmpty { Thread.sleep(forTimeInterval: 0.01) }
    let edit = try #require(client.appliedEdits.first)
    #expect(edit.documentChanges == nil)
    let mended = edit.applied(to: SessionTests.flawed, at: folder["a.c"])
    client.change(folder["a.c"], mended, version: 2)
    _ = try client.notification(PublishDiagnostics.self) { $0.diagnostics.first?.code == "double-free" }
    #expect(try client.end() == 0)
  }
}

extension WorkspaceEdit {
  /// The text with the edit's changes of one document (UTF-8 columns, or ASCII texts).
  func applied(to text: String, at path: String) -> String {
    let uri = DocumentURI.uri(of: path)
    let edits = documentChanges?.filter { $0.textDocument.uri == uri }.flatMap(\.edits) ?? changes?[uri] ?? []
    var result = EditableText(text)
    // From the end, so that no edit moves another; those at one place keep their order.
    for (_, edit) in edits.enumerated().sorted(by: {
      ($1.element.range.start, $1.offset) < ($0.element.range.start, $0.offset)
    }) {
      result.replace(
        from: .init(line: edit.range.start.line, character: edit.range.start.character),
        to: .init(line: edit.range.end.line, character: edit.range.end.character), with: edit.newText, encoding: .utf8)
    }
    return result.string
  }
}
