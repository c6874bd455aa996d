import Findings

/// Something that is released by the function of another family.
extension FixProposer {
  func formFixes() -> [Fix] {
    correctedReleases() + correctedOwner()
  }

  private func correctedReleases() -> [Fix] {
    guard let release = file.release(at: finding.range.startOffset) else { return [] }
    let place = Outline.joined(release.place(in: outline))
    let written = outline.text(release.argument)
    return releasers.filter { $0.name != release.function }.map { releaser in
      // A cast that only the wrong function needed goes with it.
      let argument =
        releaser.name.hasPrefix("delete") && !release.function.hasPrefix("delete") ? place : written
      return Fix(
        title: "Release `\(place)` with `\(releaser.name)`",
        edits: [file.edit(release.call, String(call(releaser.name, argument).dropLast()))])
    }
  }

  /// `std::unique_ptr<T> p(new T[n])` → `std::unique_ptr<T[]> p(new T[n])`, and the other way round.
  private func correctedOwner() -> [Fix] {
    guard file.isCPlusPlus, let start = offset(facts.allocation), let statement = outline.statement(at: start)
    else {
      return []
    }
    let tokens = outline.tokens
    let range = outline.statements[statement].tokens
    guard let name = range.first(where: { ["unique_ptr", "shared_ptr"].contains(tokens[$0].text) }),
      name + 1 < range.upperBound, tokens[name + 1].is("<"),
      let end = closingAngle(name + 1, before: range.upperBound)
    else { return [] }
    let isArray = end - name > 3 && tokens[end - 1].is("]") && tokens[end - 2].is("[")
    switch (facts.family, isArray) {
    case ("new[]", false):
      return [
        Fix(
          title: "Let the owner own an array",
          edits: [file.insertion("[]", at: tokens[end - 1].range.upperBound)])
      ]
    case ("new", true):
      return [
        Fix(
          title: "Let the owner own a single object",
          edits: [file.edit(tokens[end - 2].range.lowerBound..<tokens[end - 1].range.upperBound, "")])
      ]
    default: return []
    }
  }

  func closingAngle(_ open: Int, before end: Int) -> Int? {
    var depth = 0
    for index in open..<end {
      if outline.tokens[index].is("<") { depth += 1 }
      if outline.tokens[index].is(">") {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return nil
  }
}
