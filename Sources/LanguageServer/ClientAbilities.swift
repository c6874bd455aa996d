import LanguageServerProtocol
import SourceText

/// What the client can do, asked once: everything that goes out is made for these abilities.
struct ClientAbilities: Sendable, Hashable {
  var encoding: TextEncoding = .utf16
  /// The client spoke clangd's older dialect and expects the answer in it.
  var usesOffsetEncoding = false
  var relatedInformation = false
  var codeDescription = false
  /// Data of a diagnostic comes back with a request for its actions.
  var diagnosticData = false
  var diagnosticTags = false
  var diagnosticVersions = false
  /// The client asks for diagnostics, so none are pushed.
  var pullsDiagnostics = false
  var relatedDocuments = false
  var refreshesDiagnostics = false
  var refreshesInlayHints = false
  var hoverMarkup: MarkupKind = .plaintext
  /// Code actions as such; older clients take commands only.
  var codeActions = false
  /// Edits of code actions may come later.
  var resolvesEdits = false
  var documentChanges = false
  var showsDocuments = false
  var progress = false
  var configuration = false
  var watchesFiles = false
  var registersConfiguration = false

  init() {}

  init(_ capabilities: ClientCapabilities) {
    let offered = capabilities.general?.positionEncodings
    let older = offered == nil ? capabilities.offsetEncoding : nil
    encoding = Self.encoding(offered ?? older ?? [])
    usesOffsetEncoding = older?.isEmpty == false
    let document = capabilities.textDocument
    pullsDiagnostics = document?.diagnostic != nil
    relatedDocuments = document?.diagnostic?.relatedDocumentSupport ?? false
    relatedInformation =
      document?.publishDiagnostics?.relatedInformation ?? document?.diagnostic?.relatedInformation ?? false
    codeDescription = document?.publishDiagnostics?.codeDescriptionSupport ?? false
    diagnosticData = document?.publishDiagnostics?.dataSupport ?? false
    diagnosticTags = document?.publishDiagnostics?.tagSupport?.object != nil
    diagnosticVersions = document?.publishDiagnostics?.versionSupport ?? false
    // The order is the client's wish. Without a list it takes the older plain strings.
    hoverMarkup = document?.hover?.contentFormat?.lazy.compactMap(MarkupKind.init).first ?? .plaintext
    codeActions = document?.codeAction?.codeActionLiteralSupport?.object != nil
    resolvesEdits =
      document?.codeAction?.resolveSupport?.properties?.contains("edit") == true
      && document?.codeAction?.dataSupport == true
    let workspace = capabilities.workspace
    documentChanges = workspace?.workspaceEdit?.documentChanges ?? false
    refreshesDiagnostics = workspace?.diagnostics?.refreshSupport ?? false
    refreshesInlayHints = workspace?.inlayHint?.refreshSupport ?? false
    configuration = workspace?.configuration ?? false
    watchesFiles = workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false
    registersConfiguration = workspace?.didChangeConfiguration?.dynamicRegistration ?? false
    showsDocuments = capabilities.window?.showDocument?.support ?? false
    progress = capabilities.window?.workDoneProgress ?? false
  }

  /// UTF-8 where it is offered, because that is what the analysis counts in; UTF-16 is what every client can.
  private static func encoding(_ offered: [String]) -> TextEncoding {
    let known = offered.compactMap { TextEncoding(rawValue: $0.lowercased()) }
    if known.contains(.utf8) { return .utf8 }
    if known.contains(.utf16) || known.isEmpty { return .utf16 }
    return known[0]
  }
}
