/// What the server offers a client.
package struct ServerCapabilities: Codable, Sendable, Hashable {
  package var positionEncoding: PositionEncodingKind?
  package var textDocumentSync = TextDocumentSync()
  package var hoverProvider: Bool?
  package var documentHighlightProvider: Bool?
  package var codeActionProvider: CodeActionOptions?
  package var inlayHintProvider: Bool?
  package var diagnosticProvider: DiagnosticOptions?
  package var executeCommandProvider: ExecuteCommandOptions?
  package var workspace: Workspace?
  package var experimental: LSPAny?

  package init() {}

  package struct TextDocumentSync: Codable, Sendable, Hashable {
    package var openClose = true
    /// 2: incremental.
    package var change = 2
    package var save = SaveOptions()
    package struct SaveOptions: Codable, Sendable, Hashable {
      package var includeText = false
      package init() {}
    }
    package init() {}
  }

  package struct CodeActionOptions: Codable, Sendable, Hashable {
    package var codeActionKinds: [String]
    package var resolveProvider: Bool
    package init(codeActionKinds: [String], resolveProvider: Bool) {
      self.codeActionKinds = codeActionKinds
      self.resolveProvider = resolveProvider
    }
  }

  package struct DiagnosticOptions: Codable, Sendable, Hashable {
    package var identifier: String
    package var interFileDependencies: Bool
    package var workspaceDiagnostics: Bool
    package init(identifier: String, interFileDependencies: Bool, workspaceDiagnostics: Bool) {
      self.identifier = identifier
      self.interFileDependencies = interFileDependencies
      self.workspaceDiagnostics = workspaceDiagnostics
    }
  }

  package struct ExecuteCommandOptions: Codable, Sendable, Hashable {
    package var commands: [String]
    package init(commands: [String]) { self.commands = commands }
  }

  package struct Workspace: Codable, Sendable, Hashable {
    package var workspaceFolders = Folders()
    package struct Folders: Codable, Sendable, Hashable {
      package var supported = true
      package var changeNotifications = true
      package init() {}
    }
    package init() {}
  }
}
