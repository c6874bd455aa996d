import Findings
import SourceText

/// Changes of the source that may end a finding, the likeliest first. None of them is known to be right: whoever offers
/// one applies it and analyses again.
package func proposedFixes(for finding: Finding, in text: ProgramText) -> [Fix] {
  guard let file = text.file(finding.range.path) else { return [] }
  let proposer = FixProposer(finding: finding, text: text, file: file)
  let fixes =
    switch finding.rule {
    case .leak, .resourceLeak: proposer.leakFixes()
    case .doubleFree: proposer.doubleFreeFixes()
    case .mismatchedDeallocation: proposer.formFixes()
    case .useAfterFree: proposer.useAfterFreeFixes()
    case .invalidFree: proposer.removals(of: [finding.range])
    case .ownershipConflict: proposer.conflictFixes()
    case .referenceCycle: proposer.cycleFixes()
    case .danglingPointer, .useAfterMove, .unusedSuppression: [Fix]()
    }
  var seen: Set<Fix> = []
  return fixes.filter { fix in
    !fix.edits.isEmpty && seen.insert(fix).inserted
      && fix.edits.allSatisfy { edit in
        text.file(edit.range.path)?.touchesDirective(edit.range.startOffset..<edit.range.endOffset) == false
      }
  }
}

/// One finding and the text around it.
struct FixProposer {
  let finding: Finding
  let text: ProgramText
  let file: SourceDraft

  var outline: Outline { file.outline }
  var facts: FixFacts { finding.facts }
  /// The memory's name as words.
  var place: [String] { file.words(facts.place) }

  /// The innermost statement that the finding stands in.
  var statement: Int? { outline.statement(at: finding.range.startOffset) }

  /// A place of the finding's own file, as a byte offset.
  func offset(_ range: SourceRange?) -> Int? {
    guard let range, range.path == file.path else { return nil }
    return range.startOffset
  }

  /// Functions that give the family back, as the language at hand can call them.
  var releasers: [FixFacts.Releaser] {
    facts.releasers.filter { file.isCPlusPlus || !$0.name.hasPrefix("delete") }
  }

  /// A release of `place` as a statement, behind a test where null is refused and nobody has tested yet.
  func code(releasing place: String, with releaser: FixFacts.Releaser, at point: SourceDraft.Point) -> String
  {
    let call = self.call(releaser.name, place)
    if releaser.takesNull || outline.isTested(file.words(place), before: point) { return call }
    if place.hasPrefix("&") { return call }
    if facts.isDescriptor { return "if (\(place) >= 0) \(call)" }
    if facts.family == "mmap" { return "if (\(place) != MAP_FAILED) \(call)" }
    return "if (\(place) != \(file.null)) \(call)"
  }

  func call(_ releaser: String, _ place: String) -> String {
    if releaser.hasPrefix("delete") { return "\(releaser) \(place);" }
    return "\(releaser)(\(([place] + extraArguments(of: releaser)).joined(separator: ", ")));"
  }

  /// What a release asks for besides the thing itself: a mapping is given back with its length, the second argument of
  /// the call that made it.
  private func extraArguments(of releaser: String) -> [String] {
    guard releaser == "munmap", let start = offset(facts.allocation) else { return [] }
    let arguments = argumentTexts(ofCallAt: start)
    return arguments.count > 1 ? [arguments[1]] : []
  }

  /// The arguments of the first call at or behind a byte, as written.
  func argumentTexts(ofCallAt offset: Int) -> [String] {
    var index = outline.token(at: offset)
    while index < outline.tokens.count, !outline.tokens[index].is("(") {
      if outline.tokens[index].is(";") { return [] }
      index += 1
    }
    guard index < outline.tokens.count, let close = outline.closing(index) else { return [] }
    var result: [String] = []
    var start = index + 1
    var depth = 0
    for position in index + 1...close {
      let token = outline.tokens[position]
      if position == close || depth == 0 && token.is(",") {
        result.append(outline.text(start..<position))
        start = position + 1
      } else if ["(", "[", "{"].contains(token.text), token.kind == .mark {
        depth += 1
      } else if [")", "]", "}"].contains(token.text), token.kind == .mark {
        depth -= 1
      }
    }
    return result
  }

  /// Each of the release statements at these places taken out, those that call the library first: a helper of the
  /// program may do more than release.
  func removals(of ranges: [SourceRange?]) -> [Fix] {
    let releases = ranges.compactMap { $0.flatMap { range in text.file(range.path).map { ($0, range) } } }
      .compactMap { file, range in file.release(at: range.startOffset).map { (file, $0) } }
    func isLibrary(_ release: ReleaseStatement) -> Bool {
      release.function.hasPrefix("delete") || release.function == "free"
        || facts.releasers.contains { $0.name == release.function }
    }
    return (releases.filter { isLibrary($0.1) } + releases.filter { !isLibrary($0.1) }).compactMap {
      file, release in
      file.remove(release.statement).map { edits in
        let argument = file.outline.text(release.argument)
        let line = file.outline.tokens[release.head.lowerBound].range.lowerBound
        return Fix(
          title: "Remove the release of `\(argument)` at line \(file.lineNumber(line))", edits: edits)
      }
    }
  }
}

extension SourceDraft {
  /// 1-based.
  func lineNumber(_ offset: Int) -> Int { edit(offset..<offset, "").range.start.line }
}
