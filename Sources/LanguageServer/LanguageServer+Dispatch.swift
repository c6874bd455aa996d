import JSONRPC
import LanguageServerProtocol

/// Which message goes where.
extension LanguageServer {
  func notified(_ method: String, _ message: IncomingMessage) async throws(RPCError) {
    switch method {
    case Initialized.method: await initialized()
    case DidOpenTextDocument.method: await opened(try message.parameters(DidOpenTextDocument.self))
    case DidChangeTextDocument.method: await changed(try message.parameters(DidChangeTextDocument.self))
    case DidSaveTextDocument.method: await saved(try message.parameters(DidSaveTextDocument.self))
    case DidCloseTextDocument.method: await closed(try message.parameters(DidCloseTextDocument.self))
    case DidChangeConfiguration.method:
      await configurationChanged(try message.parameters(DidChangeConfiguration.self))
    case DidChangeWatchedFiles.method: await watched(try message.parameters(DidChangeWatchedFiles.self))
    case DidChangeWorkspaceFolders.method:
      await foldersChanged(try message.parameters(DidChangeWorkspaceFolders.self))
    case CancelRequest.method: cancel(try message.parameters(CancelRequest.self).id)
    case WorkerNotes.Avoid.method where options.isWorker:
      let note = try message.parameters(WorkerNotes.Avoid.self)
      await host.avoid(note.path, withText: note.text)
    default: break
    }
  }

  /// Begins to answer a request.
  func answerFeature(_ id: RequestID, _ method: String, _ message: IncomingMessage) throws(RPCError) {
    switch method {
    case DocumentDiagnostic.method:
      let request = try message.parameters(DocumentDiagnostic.self)
      answer(id) { () async throws(RPCError) in try await self.diagnostics(request) }
    case HoverRequest.method:
      let request = try message.parameters(HoverRequest.self)
      answer(id) { () async throws(RPCError) in await self.hover(request) }
    case DocumentHighlightRequest.method:
      let request = try message.parameters(DocumentHighlightRequest.self)
      answer(id) { () async throws(RPCError) in await self.highlights(request) }
    case InlayHintRequest.method:
      let request = try message.parameters(InlayHintRequest.self)
      answer(id) { () async throws(RPCError) in await self.inlayHints(request) }
    case OwnershipRequest.method:
      let request = try message.parameters(OwnershipRequest.self)
      answer(id) { () async throws(RPCError) in await self.ownership(request) }
    case CodeActionRequest.method:
      let request = try message.parameters(CodeActionRequest.self)
      answer(id) { () async throws(RPCError) in await self.codeActions(request) }
    case CodeActionResolve.method:
      let request = try message.parameters(CodeAction.self)
      answer(id) { () async throws(RPCError) in await self.resolved(request) }
    case ExecuteCommand.method:
      let request = try message.parameters(ExecuteCommand.self)
      answer(id) { () async throws(RPCError) in try await self.execute(request) }
    default: throw RPCError(.methodNotFound, "'\(method)' is not served here")
    }
  }
}

