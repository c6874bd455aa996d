import Findings

/// Memory or a handle that is lost: the release is put where the last reference goes, or on the way there.
extension FixProposer {
  func leakFixes() -> [Fix] {
    guard let statement else { return [] }
    if let fix = reallocFix(statement) { return [fix] }
    var fixes: [Fix] = []
    let places = facts.place.isEmpty ? inPlaceArguments() : [facts.place]
    for place in places {
      for release in releaseCodes(of: place, at: statement) {
        fixes += insertions(release, of: place, at: statement)
      }
    }
    fixes += droppedResultFixes(statement)
    for place in places {
      for releaser in releasers { fixes += movedReleases(releaser, of: place, at: statement) }
    }
    return fixes + uniqueOwnerFixes()
  }

  /// `regcomp(&pattern, …)`: what holds the resource is the user's own object.
  private func inPlaceArguments() -> [String] {
    guard let start = offset(facts.allocation) else { return [] }
    return argumentTexts(ofCallAt: start).prefix(1).filter { $0.hasPrefix("&") }
  }

  /// How a thing can be given back: by a function of the program that is made for its type, or by the family's own.
  private func releaseCodes(of place: String, at statement: Int) -> [FixFacts.Releaser] {
    var result: [FixFacts.Releaser] = []
    if let helper = releaseHelper(for: place, at: statement) {
      result.append(FixFacts.Releaser(name: helper, takesNull: false))
    }
    return result + releasers
  }

  // MARK: Where

  private func insertions(_ releaser: FixFacts.Releaser, of place: String, at statement: Int) -> [Fix] {
    var points: [(SourceDraft.Point, String)] = []
    let isBlock = outline.statements[statement].kind == .compound
    let isBrace = isBlock && finding.range.startOffset == outline.range(statement).upperBound - 1
    if isBrace {
      points.append((.end(statement), "at the end of the block"))
    } else if !isBlock {
      let isReturn = outline.statements[statement].kind == .return
      points.append((.before(statement), isReturn ? "before returning" : "before the last reference is lost"))
      // What the header of a loop overwrites is lost at the end of each round.
      if outline.statements[statement].kind == .loop, let body = outline.statements[statement].children.last {
        points.append(
          (outline.statements[body].kind == .compound ? .end(body) : .after(body), "at the end of each round")
        )
      }
    }
    points += armsOnPath(to: statement).map { ($0, "on the way that forgets it") }
    var fixes = points.compactMap { point, when in insertion(releaser, of: place, at: point, when) }
    if !isBlock, let fix = releaseBehindResult(releaser, of: place, at: statement) {
      fixes.insert(fix, at: 0)
    }
    return fixes
  }

  private func insertion(
    _ releaser: FixFacts.Releaser, of place: String, at point: SourceDraft.Point, _ description: String
  ) -> Fix? {
    guard isKnown(place, at: point), !mayBeKept(place, before: point) else { return nil }
    let code = code(releasing: place, with: releaser, at: point)
    return file.insert([code], at: point).map {
      Fix(title: "Release `\(place)` with `\(releaser.name)` \(description)", edits: $0)
    }
  }

  /// The ends of the arms that the path went through, the latest first, inside of which the thing may be released
  /// where the other arms have done so.
  private func armsOnPath(to statement: Int) -> [SourceDraft.Point] {
    var points: [SourceDraft.Point] = []
    for branch in facts.branches.reversed() {
      guard let start = offset(branch.range), let owner = outline.statement(at: start),
        let header = outline.statements[owner].header, outline.statements[owner].kind == .if,
        outline.tokens[header].contains(where: { $0.range.lowerBound == start }),
        let isTrue = branch.isTrue
      else { continue }
      let children = outline.statements[owner].children
      guard let arm = isTrue ? children.first : children.dropFirst().first else { continue }
      if outline.statements[arm].kind == .compound {
        points.append(outline.isJump(arm) ? .before(outline.statements[arm].children.last!) : .end(arm))
      } else {
        points.append(outline.isJump(arm) ? .before(arm) : .after(arm))
      }
    }
    // A case of a `switch` that forgets: before each `break` that leaves it.
    for owner in outline.statements.indices where outline.statements[owner].kind == .switch {
      guard let function = outline.function(around: statement),
        outline.ancestors(of: owner).contains(function.body)
      else { continue }
      points += outline.descendants(of: owner).filter {
        outline.statements[$0].kind == .jump
          && outline.tokens[outline.statements[$0].tokens.lowerBound].is("break")
      }.map { .before($0) }
    }
    return points
  }

  /// `return f(p);` needs the memory once more: the result waits in a variable.
  private func releaseBehindResult(
    _ releaser: FixFacts.Releaser, of place: String, at statement: Int
  ) -> Fix? {
    guard let expression = outline.returned(by: statement),
      !file.occurrences(of: file.words(place), in: expression).isEmpty,
      isKnown(place, at: .before(statement)), !mayBeKept(place, before: .before(statement)),
      let edits = keepingResult(
        of: statement, then: code(releasing: place, with: releaser, at: .before(statement)))
    else { return nil }
    return Fix(title: "Release `\(place)` with `\(releaser.name)` once the result is known", edits: edits)
  }

  // MARK: One release for all ways

  /// The releases that some ways have give place to one that all ways come by.
  private func movedReleases(_ releaser: FixFacts.Releaser, of place: String, at statement: Int) -> [Fix] {
    guard outline.statements[statement].kind == .compound,
      finding.range.startOffset == outline.range(statement).upperBound - 1,
      isKnown(place, at: .end(statement)), !mayBeKept(place, before: .end(statement))
    else { return [] }
    let words = file.words(place)
    let others = outline.descendants(of: statement).compactMap { ReleaseStatement($0, in: outline) }
      .filter { $0.function == releaser.name && $0.place(in: outline) == words }
    let removals = others.compactMap { file.remove($0.statement) }
    guard !others.isEmpty, removals.count == others.count,
      let added = file.insert(
        [code(releasing: place, with: releaser, at: .end(statement))], at: .end(statement))
    else { return [] }
    return [
      Fix(
        title: "Release `\(place)` with `\(releaser.name)` once, where all ways meet",
        edits: removals.flatMap { $0 } + added)
    ]
  }

  // MARK: Results that nobody takes

  /// `strdup(s);` becomes `free(strdup(s));`; `puts(strdup(s));` gets a variable for what it borrows.
  private func droppedResultFixes(_ statement: Int) -> [Fix] {
    guard facts.place.isEmpty || finding.range == facts.allocation,
      outline.statements[statement].kind == .simple,
      let allocation = facts.allocation, allocation.path == file.path
    else { return [] }
    let tokens = outline.statements[statement].tokens
    let call = outline.token(at: allocation.startOffset)..<outline.token(at: allocation.endOffset)
    guard tokens.contains(call.lowerBound), call.upperBound < tokens.upperBound, !call.isEmpty else {
      return []
    }
    return releasers.filter(\.takesNull).flatMap { releaser -> [Fix] in
      let range = allocation.startOffset..<allocation.endOffset
      if call.lowerBound == tokens.lowerBound, call.upperBound == tokens.upperBound - 1 {
        let code = String(self.call(releaser.name, outline.text(call)).dropLast())
        return [Fix(title: "Release the result with `\(releaser.name)`", edits: [file.edit(range, code)])]
      }
      let name = unusedName("made", around: statement)
      guard
        let around = file.surround(
          statement, before: ["\(file.isCPlusPlus ? "auto *" : "void *")\(name) = \(outline.text(call));"],
          after: [self.call(releaser.name, name)])
      else { return [] }
      return [
        Fix(
          title: "Keep the result in a variable and release it with `\(releaser.name)`",
          edits: around + [file.edit(range, name)])
      ]
    }
  }
}
