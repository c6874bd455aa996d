import JSONRPC
import LanguageServerProtocol
import SourceText
import Workspace

extension LanguageServer {
  func initialize(_ request: Initialize) async -> InitializeResult {
    abilities = ClientAbilities(request.capabilities)
    settings = ServerSettings(request.initializationOptions)
    let folders = request.workspaceFolders?.map(\.uri) ?? [request.rootUri].compactMap { $0 }
    roots = folders.compactMap(DocumentURI.path)
    if roots.isEmpty, let root = request.rootPath, root.hasPrefix("/") { roots = [root] }
    await applySettings()

    var offered = ServerCapabilities()
    offered.positionEncoding = request.capabilities.general?.positionEncodings == nil
      ? nil : PositionEncodingKind(rawValue: abilities.encoding.rawValue)
    offered.hoverProvider = true
    offered.documentHighlightProvider = true
    offered.inlayHintProvider = true
    offered.codeActionProvider = .init(
      codeActionKinds: [CodeAction.quickFix], resolveProvider: abilities.resolvesEdits)
    offered.executeCommandProvider = .init(commands: ServerCommand.allCases.map(\.rawValue))
    if abilities.pullsDiagnostics {
      offered.diagnosticProvider = .init(
        identifier: DiagnosticRendering.source, interFileDependencies: true, workspaceDiagnostics: false)
    }
    offered.workspace = .init()
    offered.experimental = .object(["ownership": .bool(true)])
    return InitializeResult(
      capabilities: offered, serverInfo: .init(name: "ownscope", version: options.version),
      offsetEncoding: abilities.usesOffsetEncoding ? abilities.encoding.rawValue : nil)
  }

  /// The client takes requests now.
  func initialized() async {
    // A worker in the place of another finds everything registered.
    if !options.isRestart { register() }
    if !abilities.watchesFiles { await watchProjectFiles() }
    await askForSettings()
  }

  private static let watchInterval: Duration = .seconds(2)

  /// The client does not say when a build or a configuration changes: the server looks from time to time.
  private func watchProjectFiles() async {
    let host = host
    await host.lookAtProjectFiles()
    Task { [weak self] in
      while self != nil {
        try? await Task.sleep(for: Self.watchInterval)
        await host.lookAtProjectFiles()
      }
    }
  }

  private func register() {
    var registrations: [RegisterCapability.Registration] = []
    if abilities.watchesFiles {
      let patterns =
        AnalysisHost.decidingNames.map { "**/" + $0 } + ["**/*.{c,h,cc,hh,cpp,hpp,cxx,hxx}"]
      registrations.append(
        .init(
          id: "ownscope-files", method: DidChangeWatchedFiles.method,
          registerOptions: .object([
            "watchers": .array(patterns.map { .object(["globPattern": .string($0)]) })
          ])))
    }
    if abilities.registersConfiguration {
      registrations.append(
        .init(
          id: "ownscope-settings", method: DidChangeConfiguration.method,
          registerOptions: .object(["section": .string("ownscope")])))
    }
    if !registrations.isEmpty { ask(RegisterCapability(registrations: registrations)) }
  }

  func configurationChanged(_ change: DidChangeConfiguration) async {
    if abilities.configuration {
      await askForSettings()
    } else if let settings = change.settings, settings != .null {
      self.settings = ServerSettings(settings)
      await applySettings()
    }
  }

  /// Asks the client for its settings, where it can be asked, and goes by them when they come.
  private func askForSettings() async {
    guard abilities.configuration else { return }
    let connection = connection
    let request = WorkspaceConfiguration(items: [.init(section: "ownscope")])
    Task {
      guard
        let answer = try? await connection.request(
          WorkspaceConfiguration.method, request, as: WorkspaceConfiguration.Response.self),
        let own = answer.first, own != .null
      else { return }
      await self.take(own)
    }
  }

  private func take(_ settings: LSPAny) async {
    let new = ServerSettings(settings)
    guard new != self.settings else { return }
    let hintsChanged = new.inlayHints != self.settings.inlayHints
    self.settings = new
    await applySettings()
    if hintsChanged, abilities.refreshesInlayHints { ask(InlayHintRefresh()) }
  }

  func foldersChanged(_ change: DidChangeWorkspaceFolders) async {
    let removed = Set(change.event.removed.map(\.uri).compactMap(DocumentURI.path))
    roots.removeAll { removed.contains($0) }
    for root in change.event.added.map(\.uri).compactMap(DocumentURI.path) where !roots.contains(root) {
      roots.append(root)
    }
    await applySettings()
  }

  private func applySettings() async {
    var build = settings.buildDirectory
    if let relative = build, !relative.hasPrefix("/"), let root = roots.first { build = root + "/" + relative }
    await host.configure(roots: roots, buildDirectory: build, readsProject: settings.readsProject)
  }

  func watched(_ change: DidChangeWatchedFiles) async {
    await host.filesChanged(change.changes.map(\.uri).compactMap(DocumentURI.path))
  }
}
