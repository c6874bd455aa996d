import Findings
import Foundation
import JSONRPC
import LanguageServerProtocol
import SourceText
import Workspace

/// What clients can have executed.
enum ServerCommand: String, CaseIterable {
  case openLesson = "ownscope.openLesson"
  case disableRule = "ownscope.disableRule"
  /// For clients that have no code actions with edits.
  case applyFix = "ownscope.applyFix"
}

extension LanguageServer {
  func execute(_ request: ExecuteCommand) async throws(RPCError) -> Null {
    let arguments = request.arguments ?? []
    switch ServerCommand(rawValue: request.command) {
    case .openLesson:
      let url = arguments.first?.string ?? links(for: nil).url(of: .leak)
      openLesson(url)
    case .disableRule:
      guard let name = arguments.first?.string, let rule = Rule(userName: name), arguments.count > 1,
        let uri = arguments[1].string, let path = DocumentURI.path(of: uri)
      else { throw RPCError(.invalidParams, "\(request.command) takes a rule and the URI of a document") }
      try await disable(rule, for: path)
    case .applyFix:
      guard let data = arguments.first, let edit = await edit(for: data) else {
        throw RPCError(.contentModified, "the document has changed, and the finding with it")
      }
      ask(ApplyWorkspaceEdit(label: "Ownscope", edit: edit))
    case nil: throw RPCError(.invalidParams, "'\(request.command)' is no command of this server")
    }
    return Null()
  }

  private func openLesson(_ url: String) {
    if url.isEmpty {
      notify(ShowMessage(type: .warning, message: "The lesson was not installed beside Ownscope."))
    } else if abilities.showsDocuments {
      ask(ShowDocument(uri: url, external: true, takeFocus: true))
    } else {
      notify(ShowMessage(type: .info, message: "The lesson: \(url)"))
    }
  }

  /// Writes `rule: off` into the configuration of a document's program and goes by it.
  private func disable(_ rule: Rule, for path: String) async throws(RPCError) {
    guard let snapshot = await host.latestSnapshot(for: path) else {
      throw RPCError(.contentModified, "the document is not analysed yet")
    }
    let file = snapshot.configurationPath
    do {
      try RuleSwitch.turnOff(rule, in: file)
    } catch {
      throw RPCError(.internalError, error.text)
    }
    await host.reload()
    notify(ShowMessage(type: .info, message: "\(rule.diagnosticName) is off now: \(file)"))
  }
}
