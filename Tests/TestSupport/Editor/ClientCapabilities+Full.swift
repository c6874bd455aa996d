import Foundation
import LanguageServerProtocol

extension ClientCapabilities {
  /// Of an editor that can do everything but ask for diagnostics.
  package static var full: ClientCapabilities { from(fullText) }

  /// The same, but it asks for diagnostics.
  package static var pulling: ClientCapabilities {
    var capabilities = full
    capabilities.textDocument?.diagnostic = from(
      #"{"textDocument": {"diagnostic": {"relatedDocumentSupport": true}}}"#
    ).textDocument?.diagnostic
    return capabilities
  }

  /// Of an editor that says nothing about itself.
  package static var none: ClientCapabilities { ClientCapabilities() }

  package static func from(_ json: String) -> ClientCapabilities {
    try! JSONDecoder().decode(ClientCapabilities.self, from: Data(json.utf8))
  }

  private static let fullText = """
    {
      "general": {"positionEncodings": ["utf-8", "utf-16"]},
      "textDocument": {
        "publishDiagnostics": {
          "relatedInformation": true, "codeDescriptionSupport": true, "versionSupport": true, "dataSupport": true,
          "tagSupport": {"valueSet": [1]}
        },
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "codeAction": {
          "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
          "resolveSupport": {"properties": ["edit"]}, "dataSupport": true
        }
      },
      "window": {"workDoneProgress": true, "showDocument": {"support": true}},
      "workspace": {
        "configuration": true, "workspaceEdit": {"documentChanges": true},
        "didChangeWatchedFiles": {"dynamicRegistration": true}, "diagnostics": {"refreshSupport": true}
      }
    }
    """
}
