import Findings
import LanguageServerProtocol
import OwnershipAnalysis
import SourceText
import Workspace

/// `ownscope/ownership`: facts of the function around a place, for whoever draws pictures of them.
extension LanguageServer {
  func ownership(_ request: OwnershipRequest) async -> OwnershipResult? {
    guard let (path, snapshot) = await current(request.textDocument) else { return nil }
    let mapper = PositionMapper(snapshot.documents, encoding: abilities.encoding)
    guard let offset = mapper.offset(of: request.position, in: path),
      let facts = snapshot.facts(in: path, at: offset), !facts.isTooLarge
    else { return nil }
    let pictures = OwnershipPictures(facts: facts, path: path, mapper: mapper, documents: documents)
    return OwnershipResult(
      function: facts.function, range: mapper.range(facts.range), isComplete: facts.isComplete,
      objects: facts.objects.map(pictures.object), pictures: facts.pictures.filter { $0.path == path }.map(pictures.picture),
      findings: snapshot.findings(in: path).filter { facts.range.contains($0.finding.range) }.map(pictures.finding))
  }
}

/// Facts as the extension has them.
private struct OwnershipPictures {
  let facts: FunctionFacts
  let path: String
  let mapper: PositionMapper
  let documents: Documents

  func object(_ object: FactObject) -> OwnershipResult.Object {
    let life = facts.life(of: object.id).filter { $0.range.path == path }
    let origin = (object.call ?? object.allocation).flatMap { $0.path == path ? mapper.range($0) : nil }
    let named = life.first { [.aliased, .stored].contains($0.role) && !$0.text.isEmpty }?.text
    return OwnershipResult.Object(
      id: object.id, kind: object.kind.rawValue, name: object.name.isEmpty ? named ?? "" : object.name,
      noun: object.noun, allocator: object.allocator, releasedBy: object.releasedBy, origin: origin,
      steps: life.map { step in
        .init(
          role: step.role.rawValue, range: mapper.range(step.range), text: step.text, order: step.order)
      })
  }

  func picture(_ picture: HeapPicture) -> OwnershipResult.Picture {
    OwnershipResult.Picture(
      line: picture.line - 1,
      objects: picture.objects.map { state in
        let counts = Set(state.statuses.map(Self.counts))
        let known = counts.count == 1 ? counts.first : nil
        return .init(
          object: state.object,
          statuses: state.statuses.map(Self.word).reduce(into: []) { if !$0.contains($1) { $0.append($1) } },
          owners: known?.owners, observers: known?.observers)
      },
      edges: picture.edges.map {
        .init(from: $0.from, place: $0.place, to: $0.to, hold: $0.hold.rawValue, isCertain: $0.isCertain)
      })
  }

  func finding(_ reported: ReportedFinding) -> OwnershipResult.Finding {
    let finding = reported.finding
    return OwnershipResult.Finding(
      rule: finding.rule.rawValue, message: finding.message, fingerprint: reported.fingerprint.hex,
      range: mapper.range(finding.range),
      story: finding.events.map { event in
        .init(
          role: event.role.rawValue, uri: documents.uri(of: event.range.path), range: mapper.range(event.range),
          text: event.text)
      },
      ring: finding.rule == .referenceCycle ? finding.facts.owners : nil)
  }

  private struct Counts: Hashable {
    var owners: Int?
    var observers: Int?
  }

  private static func counts(_ status: OwnershipStatus) -> Counts {
    switch status {
    case .shared(let owners, let observers): Counts(owners: owners, observers: observers)
    case .counted(let references): Counts(owners: references)
    default: Counts()
    }
  }

  private static func word(_ status: OwnershipStatus) -> String {
    switch status {
    case .null: "null"
    case .moved: "moved"
    case .owned: "owned"
    case .shared: "shared"
    case .counted: "counted"
    case .borrowed: "borrowed"
    case .escaped: "escaped"
    case .released: "released"
    case .ended: "ended"
    case .storage: "storage"
    case .untracked: "untracked"
    }
  }
}

extension SourceRange {
  /// Whether `other` lies inside.
  fileprivate func contains(_ other: SourceRange) -> Bool {
    path == other.path && startOffset <= other.startOffset && other.endOffset <= endOffset
  }
}
