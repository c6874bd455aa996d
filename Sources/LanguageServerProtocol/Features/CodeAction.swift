/// `textDocument/codeAction`.
package struct CodeActionRequest: LSPRequest {
  package static let method = "textDocument/codeAction"
  package typealias Response = [CodeActionOrCommand]?
  package var textDocument: TextDocumentIdentifier
  package var range: LSPRange
  package var context: Context

  package struct Context: Codable, Sendable, Hashable {
    package var diagnostics: [Diagnostic]
    /// Kinds that the client wants; nil for all.
    package var only: [String]?

    package init(diagnostics: [Diagnostic] = [], only: [String]? = nil) {
      self.diagnostics = diagnostics
      self.only = only
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      diagnostics = (try? container.decode([Diagnostic].self, forKey: .diagnostics)) ?? []
      only = try? container.decode([String].self, forKey: .only)
    }
  }

  package init(textDocument: TextDocumentIdentifier, range: LSPRange, context: Context = Context()) {
    self.textDocument = textDocument
    self.range = range
    self.context = context
  }
}

package struct CodeAction: Codable, Sendable, Hashable {
  package var title: String
  package var kind: String?
  package var diagnostics: [Diagnostic]?
  package var isPreferred: Bool?
  package var edit: WorkspaceEdit?
  package var command: Command?
  /// Comes back with `codeAction/resolve`.
  package var data: LSPAny?

  package static let quickFix = "quickfix"

  package init(
    title: String, kind: String? = nil, diagnostics: [Diagnostic]? = nil, isPreferred: Bool? = nil,
    edit: WorkspaceEdit? = nil, command: Command? = nil, data: LSPAny? = nil
  ) {
    self.title = title
    self.kind = kind
    self.diagnostics = diagnostics
    self.isPreferred = isPreferred
    self.edit = edit
    self.command = command
    self.data = data
  }
}

/// Clients that do not know code actions get plain commands.
package enum CodeActionOrCommand: Codable, Sendable, Hashable {
  case action(CodeAction)
  case command(Command)

  package init(from decoder: any Decoder) throws {
    // In a command, `command` is the name; in an action it is a command.
    if let command = try? Command(from: decoder) {
      self = .command(command)
    } else {
      self = .action(try CodeAction(from: decoder))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .action(let action): try action.encode(to: encoder)
    case .command(let command): try command.encode(to: encoder)
    }
  }

  package var title: String {
    switch self {
    case .action(let action): action.title
    case .command(let command): command.title
    }
  }
}

/// `codeAction/resolve`: the same action with its edit.
package enum CodeActionResolve {
  package static let method = "codeAction/resolve"
}
