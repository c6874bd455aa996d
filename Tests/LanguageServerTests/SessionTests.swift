import Foundation
import JSONRPC
import LanguageServerProtocol
import SourceText
import TestSupport
import Testing

@Suite("A session with the real program")
struct SessionTests {
  static let flawed = """
    #include <stdlib.h>
    int main(int argc, char **argv) {
      char *p = malloc(10);
      if (argc > 1) return 1;
      free(p);
      free(p);
      return 0;
    }

    """

  @Test("Findings arrive with their story, their link and a hint where the memory came from")
  func diagnostics() throws {
    let folder = try Sandbox(["a.c": Self.flawed])
    let client = try LanguageClient()
    let result = try client.begin(root: folder.path)
    #expect(result.capabilities.positionEncoding == .utf8)
    #expect(result.capabilities.diagnosticProvider == nil)
    client.open(folder["a.c"], Self.flawed)
    let diagnostics = try client.diagnostics(of: folder["a.c"], version: 1)
    #expect(diagnostics.map(\.code) == ["leak", "leak", "double-free", "double-free"])
    let leak = diagnostics[0]
    #expect(leak.range.start == Position(line: 3, character: 16))
    #expect(leak.severity == .error)
    #expect(leak.source == "ownscope")
    #expect(leak.message == "`p` (allocated with `malloc` at line 3) is never released on this path")
    #expect(leak.codeDescription?.href.hasSuffix("#leak") == true)
    let story = leak.relatedInformation ?? []
    #expect(story.first?.message == "allocated here with `malloc`")
    #expect(story.map(\.location.range.start.line) == [2, 2, 3, 3])
    #expect(diagnostics[1].severity == .hint)
    #expect(diagnostics[1].range.start == Position(line: 2, character: 12))
    #expect(diagnostics[1].relatedInformation?.first?.location.range == leak.range)
    #expect(try client.end() == 0)
  }

  @Test("An edit is answered for its own version, and what is mended is gone")
  func edits() throws {
    let folder = try Sandbox(["a.c": Self.flawed])
    let client = try LanguageClient()
    try client.begin(root: folder.path)
    client.open(folder["a.c"], Self.flawed)
    _ = try client.diagnostics(of: folder["a.c"], version: 1)
    // The second free goes.
    client.notify(
      DidChangeTextDocument(
        textDocument: .init(uri: DocumentURI.uri(of: folder["a.c"]), version: 2),
        contentChanges: [
          .init(range: .init(start: .init(line: 5, character: 0), end: .init(line: 6, character: 0)), text: "")
        ]))
    let second = try client.diagnostics(of: folder["a.c"], version: 2)
    #expect(second.map(\.code) == ["leak", "leak"])
    client.notify(DidCloseTextDocument(textDocument: .init(uri: DocumentURI.uri(of: folder["a.c"]))))
    _ = try client.notification(PublishDiagnostics.self) { $0.version == nil && $0.diagnostics.isEmpty }
    #expect(try client.end() == 0)
  }

  @Test("What a function in another file does is known here, opened or not")
  func otherFiles() throws {
    let main = """
      #include <stdlib.h>
      char *make(void);
      void drop(char *p);
      int main(void) {
        char *p = make();
        drop(p);
        *p = 1;
        return 0;
      }
      """
    let folder = try Sandbox([
      "main.c": main,
      "helper.c": "#include <stdlib.h>\nchar *make(void) { return malloc(4); }\nvoid drop(char *p) { free(p); }\n",
    ])
    let client = try LanguageClient()
    try client.begin(root: folder.path)
    client.open(folder["main.c"], main)
    let uri = DocumentURI.uri(of: folder["main.c"])
    let found = try client.notification(PublishDiagnostics.self) {
      $0.uri == uri && $0.diagnostics.contains { $0.code == "use-after-free" }
    }
    let story = found.diagnostics.first { $0.code == "use-after-free" }?.relatedInformation ?? []
    #expect(story.contains { $0.location.uri == DocumentURI.uri(of: folder["helper.c"]) })
    // The other file changes on disk: nothing is released any more.
    try folder.write("helper.c", "#include <stdlib.h>\nchar *make(void) { return malloc(4); }\nvoid drop(char *p) {}\n")
    client.notify(
      DidChangeWatchedFiles(changes: [.init(uri: DocumentURI.uri(of: folder["helper.c"]), type: 2)]))
    _ = try client.notification(PublishDiagnostics.self) {
      $0.uri == uri && $0.diagnostics.first?.code == "leak"
    }
    #expect(try client.end() == 0)
  }

  @Test("A client that asks for diagnostics gets them, and none are pushed")
  func pulling() throws {
    let folder = try Sandbox(["a.c": Self.flawed])
    let client = try LanguageClient()
    let result = try client.begin(root: folder.path, capabilities: .pulling)
    #expect(result.capabilities.diagnosticProvider?.interFileDependencies == true)
    client.open(folder["a.c"], Self.flawed)
    let uri = DocumentURI.uri(of: folder["a.c"])
    let report = try client.request(DocumentDiagnostic(textDocument: .init(uri: uri)))
    #expect(report.kind == .full)
    #expect(report.items?.count == 4)
    let again = try client.request(
      DocumentDiagnostic(textDocument: .init(uri: uri), previousResultId: report.resultId))
    #expect(again.kind == .unchanged)
    #expect(again.items == nil)
    client.change(folder["a.c"], "int x;\n", version: 2)
    let after = try client.request(
      DocumentDiagnostic(textDocument: .init(uri: uri), previousResultId: again.resultId))
    #expect(after.kind == .full)
    #expect(after.items == [])
    #expect(try client.notifications(PublishDiagnostics.self).isEmpty)
    #expect(try client.end() == 0)
  }

  @Test("A client that can do little gets the story in the message, and nothing that it did not ask for")
  func plainClient() throws {
    let folder = try Sandbox(["a.c": Self.flawed])
    let client = try LanguageClient()
    let result = try client.begin(root: folder.path, capabilities: .none)
    #expect(result.capabilities.positionEncoding == nil)
    #expect(result.offsetEncoding == nil)
    client.open(folder["a.c"], Self.flawed)
    let published = try client.notification(PublishDiagnostics.self)
    #expect(published.version == nil)
    let leak = try #require(published.diagnostics.first)
    #expect(leak.relatedInformation == nil)
    #expect(leak.codeDescription == nil)
    #expect(leak.message.contains("\n  1. line 3: allocated here with `malloc`"))
    #expect(client.serverRequests.isEmpty)
    #expect(try client.end() == 0)
  }

  @Test("Columns are counted as the client counts them")
  func encodings() throws {
    let text = "#include <stdlib.h>\nint main(void) { /* \u{1F600}\u{20AC} */ malloc(3); return 0; }\n"
    let folder = try Sandbox(["a.c": text])
    let before = "int main(void) { /* \u{1F600}\u{20AC} */ "
    for (json, column, answer) in [
      (#"{"general": {"positionEncodings": ["utf-16", "utf-8"]}}"#, before.utf8.count, "utf-8"),
      (#"{"general": {"positionEncodings": ["utf-32"]}}"#, before.unicodeScalars.count, "utf-32"),
      (#"{"general": {"positionEncodings": ["utf-16"]}}"#, before.utf16.count, "utf-16"),
      (#"{"offsetEncoding": ["utf-8", "utf-16"]}"#, before.utf8.count, "older utf-8"),
      ("{}", before.utf16.count, ""),
    ] {
      let client = try LanguageClient()
      let result = try client.begin(root: folder.path, capabilities: .from(json))
      let said = result.offsetEncoding.map { "older \($0)" } ?? result.capabilities.positionEncoding?.rawValue ?? ""
      #expect(said == answer, "\(json)")
      client.open(folder["a.c"], text)
      let published = try client.notification(PublishDiagnostics.self) { !$0.diagnostics.isEmpty }
      #expect(published.diagnostics.first?.range.start == Position(line: 1, character: column), "\(json)")
      #expect(try client.end() == 0)
    }
  }

  @Test("A header is seen through the file that includes it, and its text in the editor counts")
  func headers() throws {
    let header = "#include <stdlib.h>\nstatic inline void drop(char *p) { free(p); }\n"
    let source = "#include \"h.h\"\nint main(void) { char *p = malloc(3); drop(p); return 0; }\n"
    let folder = try Sandbox(["h.h": header, "h.c": source])
    let client = try LanguageClient()
    try client.begin(root: folder.path)
    client.open(folder["h.c"], source)
    #expect(try client.diagnostics(of: folder["h.c"], version: 1).isEmpty)
    let twice = "#include <stdlib.h>\nstatic inline void drop(char *p) { free(p); free(p); }\n"
    client.open(folder["h.h"], twice)
    let found = try client.notification(PublishDiagnostics.self) { !$0.diagnostics.isEmpty }
    #expect(found.uri == DocumentURI.uri(of: folder["h.h"]))
    #expect(found.diagnostics.first?.code == "double-free")
    client.change(folder["h.h"], header, version: 2)
    #expect(try client.diagnostics(of: folder["h.h"], version: 2).isEmpty)
    #expect(try client.end() == 0)
  }

  @Test("A configuration counts as soon as it is written")
  func configuration() throws {
    let folder = try Sandbox(["a.c": Self.flawed])
    let client = try LanguageClient()
    try client.begin(root: folder.path)
    client.open(folder["a.c"], Self.flawed)
    _ = try client.diagnostics(of: folder["a.c"], version: 1)
    try folder.write(".ownscope.yaml", "rules:\n  leak: off\n")
    client.notify(
      DidChangeWatchedFiles(changes: [.init(uri: DocumentURI.uri(of: folder[".ownscope.yaml"]), type: 1)]))
    _ = try client.notification(PublishDiagnostics.self) {
      $0.diagnostics.map(\.code) == ["double-free", "double-free"]
    }
    try folder.write(".ownscope.yaml", "rules:\n  laek: off\n")
    client.notify(
      DidChangeWatchedFiles(changes: [.init(uri: DocumentURI.uri(of: folder[".ownscope.yaml"]), type: 2)]))
    let message = try client.notification(ShowMessage.self)
    #expect(message.message.contains(".ownscope.yaml:2"))
    #expect(try client.end() == 0)
  }

  @Test("Where the client watches no files, a build and a configuration that are written later count all the same")
  func filesWithoutWatching() throws {
    let source = "#include <stdlib.h>\n#ifdef LEAKS\nvoid f(void) { void *p = malloc(4); }\n#endif\n"
    let folder = try Sandbox(["a.c": source])
    let client = try LanguageClient()
    try client.begin(root: folder.path, capabilities: .from("{}"))
    client.open(folder["a.c"], source)
    func codes(_ isWanted: @escaping ([String]) -> Bool) throws {
      _ = try client.notification(PublishDiagnostics.self) { isWanted($0.diagnostics.compactMap(\.code)) }
    }
    try codes { !$0.contains("leak") }
    let entry = #"[{"directory": "\#(folder.path)", "file": "a.c", "arguments": ["cc", "-DLEAKS", "-c", "a.c"]}]"#
    try folder.write("compile_commands.json", entry)
    try codes { $0.contains("leak") }
    try folder.write(".ownscope.yaml", "rules:\n  leak: off\n")
    try codes { $0.isEmpty }
    #expect(try client.end() == 0)
  }

  @Test("A session that was written down plays again with the same answers, and says where its time went")
  func recording() throws {
    let folder = try Sandbox(["a.c": Self.flawed])
    let client = try LanguageClient([
      "lsp", "--record", folder["session"], "--trace", folder["trace.json"],
    ])
    try client.begin(root: folder.path)
    client.open(folder["a.c"], Self.flawed)
    _ = try client.diagnostics(of: folder["a.c"], version: 1)
    #expect(try client.end() == 0)

    let replay = try run(Repository.ownscope.path, ["lsp", "--replay", folder["session"]], seconds: 60)
    #expect(replay.exitCode == 0, "\(replay.errors)")
    let published = replay.output.split(separator: "\n").filter { $0.contains("publishDiagnostics") }
    #expect(published.contains { $0.contains("double-free") && $0.contains("never released on this path") })

    let trace = try String(contentsOfFile: folder["trace.json"], encoding: .utf8)
    let events = try JSONDecoder().decode([LSPAny].self, from: Data(trace.utf8))
    let parts = events.compactMap { event -> LSPAny? in event["args"] }
    #expect(["parse", "lower", "analyse"].allSatisfy { part in parts.contains { $0[part] != nil } })

    let nothing = try run(Repository.ownscope.path, ["lsp", "--replay", folder["nowhere"]], seconds: 60)
    #expect(nothing.exitCode != 0)
    #expect(nothing.errors.contains("no session was recorded there"))
  }
}
