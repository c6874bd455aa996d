/// What a client says it can do, as far as this server asks. Whatever is missing or of another type counts as "cannot":
/// clients send all kinds of things.
package struct ClientCapabilities: Codable, Sendable, Hashable {
  package var workspace: Workspace?
  package var textDocument: TextDocument?
  package var window: Window?
  package var general: General?
  /// clangd's older way to say `general.positionEncodings`.
  package var offsetEncoding: [String]?

  package init(
    workspace: Workspace? = nil, textDocument: TextDocument? = nil, window: Window? = nil,
    general: General? = nil, offsetEncoding: [String]? = nil
  ) {
    self.workspace = workspace
    self.textDocument = textDocument
    self.window = window
    self.general = general
    self.offsetEncoding = offsetEncoding
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    workspace = try? container.decode(Workspace.self, forKey: .workspace)
    textDocument = try? container.decode(TextDocument.self, forKey: .textDocument)
    window = try? container.decode(Window.self, forKey: .window)
    general = try? container.decode(General.self, forKey: .general)
    offsetEncoding = try? container.decode([String].self, forKey: .offsetEncoding)
  }

  package struct Workspace: Codable, Sendable, Hashable {
    package var configuration: Bool?
    package var didChangeWatchedFiles: Dynamic?
    package var didChangeConfiguration: Dynamic?
    package var diagnostics: Refresh?
    package var inlayHint: Refresh?
    package var workspaceEdit: Edit?
    package var workspaceFolders: Bool?

    package struct Edit: Codable, Sendable, Hashable {
      package var documentChanges: Bool?
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      configuration = try? container.decode(Bool.self, forKey: .configuration)
      didChangeWatchedFiles = try? container.decode(Dynamic.self, forKey: .didChangeWatchedFiles)
      didChangeConfiguration = try? container.decode(Dynamic.self, forKey: .didChangeConfiguration)
      diagnostics = try? container.decode(Refresh.self, forKey: .diagnostics)
      inlayHint = try? container.decode(Refresh.self, forKey: .inlayHint)
      workspaceEdit = try? container.decode(Edit.self, forKey: .workspaceEdit)
      workspaceFolders = try? container.decode(Bool.self, forKey: .workspaceFolders)
    }
  }

  package struct TextDocument: Codable, Sendable, Hashable {
    package var publishDiagnostics: PublishDiagnostics?
    package var diagnostic: Diagnostic?
    package var hover: Hover?
    package var codeAction: CodeAction?

    package struct PublishDiagnostics: Codable, Sendable, Hashable {
      package var relatedInformation: Bool?
      package var tagSupport: LSPAny?
      package var codeDescriptionSupport: Bool?
      package var versionSupport: Bool?
      package var dataSupport: Bool?
    }

    package struct Diagnostic: Codable, Sendable, Hashable {
      package var relatedDocumentSupport: Bool?
      package var dynamicRegistration: Bool?
      package var relatedInformation: Bool?
    }

    package struct Hover: Codable, Sendable, Hashable {
      package var contentFormat: [String]?
    }

    package struct CodeAction: Codable, Sendable, Hashable {
      package var codeActionLiteralSupport: LSPAny?
      package var resolveSupport: Properties?
      package var dataSupport: Bool?

      package struct Properties: Codable, Sendable, Hashable {
        package var properties: [String]?
      }
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      publishDiagnostics = try? container.decode(PublishDiagnostics.self, forKey: .publishDiagnostics)
      diagnostic = try? container.decode(Diagnostic.self, forKey: .diagnostic)
      hover = try? container.decode(Hover.self, forKey: .hover)
      codeAction = try? container.decode(CodeAction.self, forKey: .codeAction)
    }
  }

  package struct Window: Codable, Sendable, Hashable {
    package var workDoneProgress: Bool?
    package var showDocument: ShowDocument?

    package struct ShowDocument: Codable, Sendable, Hashable {
      package var support: Bool?
    }
  }

  package struct General: Codable, Sendable, Hashable {
    package var positionEncodings: [String]?
  }

  package struct Dynamic: Codable, Sendable, Hashable {
    package var dynamicRegistration: Bool?
  }

  package struct Refresh: Codable, Sendable, Hashable {
    package var refreshSupport: Bool?
  }
}
