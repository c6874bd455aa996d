import Findings
import LanguageServerProtocol
import SourceText
import Workspace

/// What can be done about a finding: the engine's own change, a comment that silences it, the rule switched off, the
/// lesson.
extension LanguageServer {
  func codeActions(_ request: CodeActionRequest) async -> [CodeActionOrCommand]? {
    if let only = request.context.only, !only.contains(where: { Self.includes($0, CodeAction.quickFix) }) {
      return nil
    }
    guard let path = DocumentURI.path(of: request.textDocument.uri), documents.isOpen(path),
      let snapshot = await host.snapshot(for: path)
    else { return nil }
    let mapper = PositionMapper(snapshot.documents, encoding: abilities.encoding)
    let wanted = concerned(request, path, snapshot, mapper)
    if wanted.isEmpty { return nil }
    let fixes = await host.fixes(for: Set(wanted.map(\.finding.fingerprint)), in: snapshot)
    var actions: [CodeActionOrCommand] = []
    for (reported, diagnostics) in wanted {
      if let fix = fixes[reported.fingerprint] {
        actions.append(fixAction(fix, reported, diagnostics, path, snapshot, mapper))
      }
      actions += otherActions(for: reported, diagnostics, path, snapshot, mapper)
    }
    return actions
  }

  /// Whether a kind that is asked for includes another: `quickfix` includes `quickfix.leak`, and nothing includes all.
  private static func includes(_ asked: String, _ kind: String) -> Bool {
    asked.isEmpty || kind == asked || kind.hasPrefix(asked + ".")
  }

  /// The findings that are asked about: those whose diagnostics came along, else those at the place.
  private func concerned(
    _ request: CodeActionRequest, _ path: String, _ snapshot: AnalysisSnapshot, _ mapper: PositionMapper
  ) -> [(finding: ReportedFinding, diagnostics: [Diagnostic])] {
    let own = request.context.diagnostics.filter { $0.source == DiagnosticRendering.source }
    return snapshot.report.findings.compactMap { reported in
      let finding = reported.finding
      let isHere = finding.range.path == path
      // Clients that do not give data back still say where.
      let range = isHere ? mapper.range(finding.range) : nil
      let diagnostics = own.filter { diagnostic in
        if let fingerprint = diagnostic.data?["fingerprint"]?.string { return fingerprint == reported.fingerprint.hex }
        return diagnostic.code == finding.rule.rawValue && diagnostic.range == range
      }
      if !diagnostics.isEmpty { return (reported, diagnostics) }
      return range?.touches(request.range) == true ? (reported, []) : nil
    }
  }

  // MARK: The engine's change

  private func fixAction(
    _ fix: Fix, _ reported: ReportedFinding, _ diagnostics: [Diagnostic], _ path: String,
    _ snapshot: AnalysisSnapshot, _ mapper: PositionMapper
  ) -> CodeActionOrCommand {
    let data: LSPAny = .object([
      "fingerprint": .string(reported.fingerprint.hex), "uri": .string(documents.uri(of: path)),
    ])
    if !abilities.codeActions {
      return .command(
        Command(title: fix.title, command: ServerCommand.applyFix.rawValue, arguments: [data]))
    }
    var action = CodeAction(
      title: fix.title, kind: CodeAction.quickFix, diagnostics: diagnostics.isEmpty ? nil : diagnostics,
      isPreferred: true)
    if abilities.resolvesEdits {
      action.data = data
    } else {
      action.edit = edit(of: fix, snapshot, mapper)
    }
    return .action(action)
  }

  /// `codeAction/resolve`: the edit, if the finding is still there.
  func resolved(_ action: CodeAction) async -> CodeAction {
    var action = action
    if let data = action.data, let edit = await edit(for: data) { action.edit = edit }
    return action
  }

  /// The change that ends the finding which `data` names.
  func edit(for data: LSPAny) async -> WorkspaceEdit? {
    guard let uri = data["uri"]?.string, let path = DocumentURI.path(of: uri),
      let hex = data["fingerprint"]?.string, let snapshot = await host.snapshot(for: path),
      let finding = snapshot.report.findings.first(where: { $0.fingerprint.hex == hex }),
      let fix = await host.fixes(for: [finding.fingerprint], in: snapshot)[finding.fingerprint]
    else { return nil }
    return edit(of: fix, snapshot, PositionMapper(snapshot.documents, encoding: abilities.encoding))
  }

  private func edit(of fix: Fix, _ snapshot: AnalysisSnapshot, _ mapper: PositionMapper) -> WorkspaceEdit {
    workspaceEdit(
      fix.paths.map { path in
        (
          path, snapshot.documents[path]?.version,
          fix.edits.filter { $0.range.path == path }.map {
            LSPTextEdit(range: mapper.range($0.range), newText: $0.newText)
          }
        )
      })
  }

  private func workspaceEdit(_ files: [(path: String, version: Int?, edits: [LSPTextEdit])]) -> WorkspaceEdit {
    if abilities.documentChanges {
      return WorkspaceEdit(
        documentChanges: files.map {
          TextDocumentEdit(
            textDocument: .init(uri: documents.uri(of: $0.path), version: $0.version), edits: $0.edits)
        })
    }
    return WorkspaceEdit(
      changes: Dictionary(files.map { (documents.uri(of: $0.path), $0.edits) }, uniquingKeysWith: +))
  }

  // MARK: Whatever the finding

  private func otherActions(
    for reported: ReportedFinding, _ diagnostics: [Diagnostic], _ path: String, _ snapshot: AnalysisSnapshot,
    _ mapper: PositionMapper
  ) -> [CodeActionOrCommand] {
    let rule = reported.finding.rule
    var actions: [CodeActionOrCommand] = []
    if rule != .unusedSuppression, abilities.codeActions, let edit = suppression(of: reported, snapshot, mapper) {
      actions.append(
        .action(
          CodeAction(
            title: "Suppress \(rule.diagnosticName) here", kind: CodeAction.quickFix,
            diagnostics: diagnostics.isEmpty ? nil : diagnostics, edit: edit)))
    }
    let off = Command(
      title: "Turn off the rule \(rule.rawValue) in .ownscope.yaml", command: ServerCommand.disableRule.rawValue,
      arguments: [.string(rule.rawValue), .string(documents.uri(of: path))])
    let lesson = Command(
      title: "Open the lesson: \(rule.info.title)", command: ServerCommand.openLesson.rawValue,
      arguments: [.string(links(for: snapshot).url(of: rule))])
    for command in [off, lesson] {
      actions.append(
        abilities.codeActions
          ? .action(CodeAction(title: command.title, kind: CodeAction.quickFix, command: command))
          : .command(command))
    }
    return actions
  }

  /// A comment on a line of its own above the finding. None inside of a macro's continued lines, where it would swallow
  /// the rest.
  private func suppression(
    of reported: ReportedFinding, _ snapshot: AnalysisSnapshot, _ mapper: PositionMapper
  ) -> WorkspaceEdit? {
    let range = reported.finding.range
    guard let line = mapper.line(at: range.startOffset, of: range.path),
      let start = mapper.position(of: line.start, in: range.path)
    else { return nil }
    if line.start > 0, let above = mapper.line(at: line.start - 1, of: range.path),
      above.text.reversed().drop(while: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }).first
        == UInt8(ascii: "\\")
    {
      return nil
    }
    let indentation = String(
      decoding: line.text.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }, as: UTF8.self)
    let comment = "\(indentation)// NOLINTNEXTLINE(\(reported.finding.rule.diagnosticName))\n"
    return workspaceEdit([
      (
        range.path, snapshot.documents[range.path]?.version,
        [LSPTextEdit(range: LSPRange(start: start, end: start), newText: comment)]
      )
    ])
  }
}
