import Findings

/// Something that is used after its release: the release moves behind the last use.
extension FixProposer {
  func useAfterFreeFixes() -> [Fix] {
    // When a thread has used it for the last time no place in the text says.
    if facts.isConcurrent { return [] }
    guard let start = offset(facts.release), let release = file.release(at: start),
      let use = statement, use != release.statement
    else { return loopOverReleased() }
    return movedBehindUse(release, use) + loopOverReleased()
  }

  private func movedBehindUse(_ release: ReleaseStatement, _ use: Int) -> [Fix] {
    let place = release.place(in: outline)
    let code = outline.text(outline.statements[release.statement].tokens)
    guard let removal = file.remove(release.statement) else { return [] }
    var fixes: [Fix] = []
    func add(_ edits: [TextEdit]?, _ when: String) {
      guard let edits else { return }
      fixes.append(
        Fix(title: "Release `\(Outline.joined(place))` \(when)", edits: removal + edits))
    }
    // The statement of the release's own block that the use lies in, and the last one behind it that names the thing.
    let later = outline.siblings(after: release.statement)
    let lines = outline.ancestors(of: use)
    if let first = later.firstIndex(where: { lines.contains($0) }) {
      let last =
        later[first...].last {
          !file.occurrences(of: place, in: outline.statements[$0].tokens).isEmpty
        } ?? later[first]
      for statement in [later[first], last] {
        if outline.isJump(statement) {
          add(keepingResult(of: statement, then: code), "once the result is known")
        } else {
          add(file.insert([code], at: .after(statement)), "after its last use")
        }
      }
    } else {
      add(
        outline.isJump(use) ? keepingResult(of: use, then: code) : file.insert([code], at: .after(use)),
        "after its last use")
    }
    return fixes
  }

  /// `for (n = list; n; n = n->next) free(n);`: the next element is looked up before this one is released.
  private func loopOverReleased() -> [Fix] {
    guard let start = offset(facts.release), let release = file.release(at: start),
      let loop = outline.ancestors(of: release.statement).first(where: {
        outline.statements[$0].kind == .loop
      }),
      let header = outline.statements[loop].header,
      header.contains(outline.token(at: finding.range.startOffset)),
      let function = outline.function(around: loop)
    else { return [] }
    let semicolons = header.filter { outline.tokens[$0].is(";") }
    guard semicolons.count == 2 else { return [] }
    let step = semicolons[1] + 1..<header.upperBound
    guard step.count > 2, outline.tokens[step.lowerBound + 1].is("=") else { return [] }
    let variable = outline.tokens[step.lowerBound].text
    let following = unusedName("following", around: loop)
    guard let declaration = outline.declaration(of: variable, in: function, before: step.lowerBound),
      let body = outline.statements[loop].children.last,
      let ahead = file.surround(
        release.statement,
        before: [
          definition(declaration.type, following, outline.text(step.lowerBound + 2..<step.upperBound))
        ], after: outline.statements[body].kind == .compound ? [] : ["\(variable) = \(following);"])
    else { return [] }
    var edits = ahead
    if outline.statements[body].kind == .compound {
      guard let last = file.insert(["\(variable) = \(following);"], at: .end(body)) else { return [] }
      edits += last
    }
    let taken =
      outline.tokens[semicolons[1]].range.upperBound..<outline.tokens[step.upperBound - 1].range.upperBound
    return [
      Fix(
        title: "Look up what follows `\(variable)` before it is released",
        edits: edits + [file.edit(taken, "")])
    ]
  }
}
