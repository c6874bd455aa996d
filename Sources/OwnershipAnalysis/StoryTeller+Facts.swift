import Findings
import LibraryModels
import OwnershipIR
import SourceText

/// What a change of the source needs to know, seen from the function that the finding stands in.
extension StoryTeller {
  /// `level`: calls between the analysed function and the one that the finding stands in.
  func facts(_ draft: FlawAccount, _ path: [PathEvent], place: String, level: Int) -> FixFacts {
    let family = familyOfConcern(draft)
    return FixFacts(
      place: place, family: program.families.name(family),
      isDescriptor: program.families.isDescriptor(family),
      releasers: releasers(of: family),
      allocation: path.firstIndex { $0.kind == .allocated && $0.object == draft.object }
        .flatMap { range(ofStep: $0, in: path, level: level) },
      release: path.lastIndex { $0.kind == .freed && $0.object == draft.object }
        .flatMap { range(ofStep: $0, in: path, level: level) },
      branches: path.filter { Int($0.depth) == level }.compactMap(branch), isConcurrent: draft.isConcurrent)
  }

  /// The family that the memory came from, else the one that it was given back to.
  private func familyOfConcern(_ draft: FlawAccount) -> FamilyID {
    if case .families(let acquired, _) = draft.detail { return acquired }
    if let origin = draft.origin, origin.kind == .allocated { return origin.family }
    return draft.family
  }

  private func releasers(of family: FamilyID) -> [FixFacts.Releaser] {
    (program.families.family(family)?.releasedBy ?? []).map { name in
      guard let model = program.models.model(named: name) else {
        // Of functions without a row only those of the language itself are known.
        return FixFacts.Releaser(name: name, takesNull: name.hasPrefix("delete"))
      }
      let takesNull = model.arguments.allSatisfy {
        if case .release(_, let nullAllowed) = $0 { nullAllowed } else { true }
      }
      return FixFacts.Releaser(name: name, takesNull: takesNull)
    }
  }

  /// The step where it stands, or the call that led to it, when it stands deeper.
  private func range(ofStep index: Int, in path: [PathEvent], level: Int) -> SourceRange? {
    let step = path[index]
    if Int(step.depth) == level { return step.span == .none ? nil : range(of: step) }
    let call = path[..<index].last { $0.kind == .called && Int($0.depth) == level }
    return call.flatMap { $0.span == .none ? nil : range(of: $0) }
  }

  private func branch(_ event: PathEvent) -> FixFacts.Branch? {
    if event.span == .none { return nil }
    switch event.kind {
    case .branchTrue: return FixFacts.Branch(range: range(of: event), isTrue: true)
    case .branchFalse: return FixFacts.Branch(range: range(of: event), isTrue: false)
    case .branchCase: return FixFacts.Branch(range: range(of: event), isTrue: nil)
    default: return nil
    }
  }
}
