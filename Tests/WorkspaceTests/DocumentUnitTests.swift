import ClangFrontend
import Findings
import Foundation
import OwnershipIR
import SourceText
import TestSupport
import Testing
import Workspace

/// What an editor's unit saves (bodies in headers, the headers of a newer standard, a parse of their own for members of
/// templates) must not show in what is read.
@Suite("The unit of an open document")
struct DocumentUnitTests {
  @Test("reads each fixture as the linter does")
  func fixtures() throws {
    let isThorough = ProcessInfo.processInfo.environment["OWNSCOPE_ALL_DOCUMENTS"] != nil
    let sources = try Fixture.all().flatMap { $0.sources.map(\.path) }
      .filter { $0.hasSuffix(".cpp") && (isThorough || Self.isChosen($0)) }
    #expect(!sources.isEmpty)
    let differing = try parallelMap(sources) { path in
      let command = Self.command(path)
      let document = try DocumentUnit().lowerAndWait(command, unsavedFiles: []).get()
      let file = try Engine.standard.lower(command, [])
      return Self.difference(document.module, file.module).map { "\(path): \($0)" }
    }.compactMap { $0 }
    if !differing.isEmpty { Issue.record("\(differing.joined(separator: "\n\n"))") }
  }

  /// One in four: all when OWNSCOPE_ALL_DOCUMENTS is set.
  private static func isChosen(_ path: String) -> Bool {
    TextHash((path as NSString).lastPathComponent.utf8).description.utf8.last! % 4 == 0
  }

  private static func command(_ path: String) -> CompileCommand {
    var resolver = CompileCommandResolver(
      explicitFlags: nil, buildDirectory: nil, workingDirectory: Repository.fixtures.path)
    return resolver.command(for: path)
  }

  /// The first line that differs, with its neighbours; nil when the modules are the same.
  private static func difference(_ document: Module, _ file: Module) -> String? {
    let (a, b) = (functions(document), functions(file))
    for name in Set(a.keys).union(b.keys).sorted() where a[name] != b[name] {
      return "in the editor:\n\(a[name] ?? "(nothing)")\nby the linter:\n\(b[name] ?? "(nothing)")"
    }
    return nil
  }

  /// Functions with bodies, in the text form, by their keys.
  private static func functions(_ module: Module) -> [String: String] {
    var texts: [String: String] = [:]
    for (index, function) in module.functions.enumerated() where function.body != nil {
      texts[function.linkKey] = module.printed(function: FunctionID(index))
    }
    return texts
  }
}
