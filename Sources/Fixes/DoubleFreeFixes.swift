import Findings

/// Something that is released twice: one release goes, or moves, or leaves a null pointer behind.
extension FixProposer {
  func doubleFreeFixes() -> [Fix] {
    removals(of: [finding.range, facts.release]) + behindLoop() + clearedAfterRelease() + byReference()
  }

  /// A release that every round of a loop repeats moves behind the loop.
  private func behindLoop() -> [Fix] {
    guard let release = file.release(at: finding.range.startOffset),
      let loop = outline.ancestors(of: release.statement).first(where: {
        [.loop, .doLoop].contains(outline.statements[$0].kind)
      }),
      !isChanged(release.place(in: outline), in: loop), let removal = file.remove(release.statement),
      let added = file.insert([outline.text(outline.statements[release.statement].tokens)], at: .after(loop))
    else { return [] }
    return [
      Fix(title: "Release `\(outline.text(release.argument))` once, behind the loop", edits: removal + added)
    ]
  }

  /// Whether the variables of an expression stand for something else in each round.
  private func isChanged(_ place: [String], in loop: Int) -> Bool {
    let range = outline.statements[loop].tokens
    return range.contains { index in
      let tokens = outline.tokens
      guard tokens[index].kind == .word, place.contains(tokens[index].text) else { return false }
      let around = [tokens[index - 1].text] + (index + 1 < range.upperBound ? [tokens[index + 1].text] : [])
      return around.contains { ["=", "++", "--", "+=", "-=", "&", ":"].contains($0) }
    }
  }

  /// `free(p); p = NULL;`: what comes by again releases nothing.
  private func clearedAfterRelease() -> [Fix] {
    guard let again = file.release(at: finding.range.startOffset), let start = offset(facts.release),
      let first = file.release(at: start), first.place(in: outline) == again.place(in: outline),
      facts.releasers.contains(where: { $0.name == first.function && $0.takesNull }),
      facts.releasers.contains(where: { $0.name == again.function && $0.takesNull })
    else { return [] }
    let place = first.place(in: outline)
    guard place.allSatisfy({ !["(", "+", "++", "--", "="].contains($0) }) else { return [] }
    let text = Outline.joined(place)
    return file.insert(["\(text) = \(file.null);"], at: .after(first.statement)).map {
      [Fix(title: "Set `\(text)` to null once it is released", edits: $0)]
    } ?? []
  }

  /// A copy of an object that owns memory: a reference does instead of the copy, where nothing changes it.
  private func byReference() -> [Fix] {
    guard file.isCPlusPlus else { return [] }
    return finding.events.filter { $0.role == .copied }.flatMap { event -> [Fix] in
      guard let start = offset(event.range), let statement = outline.statement(at: start) else { return [] }
      return copiedVariable(statement) + copiedParameters(statement, start)
    }
  }

  /// `T two = one;` → `T &two = one;`
  private func copiedVariable(_ statement: Int) -> [Fix] {
    let range = outline.statements[statement].tokens
    let tokens = outline.tokens
    guard outline.statements[statement].kind == .simple,
      let equals = range.first(where: { tokens[$0].is("=") }), equals >= range.lowerBound + 2,
      tokens[range.lowerBound..<equals].allSatisfy({
        $0.kind == .word || $0.is("::") || $0.is("<") || $0.is(">")
      })
    else { return [] }
    let name = tokens[equals - 1]
    return [
      Fix(
        title: "Make `\(name.text)` a reference instead of a copy",
        edits: [file.insertion("&", at: name.range.lowerBound)])
    ]
  }

  /// A function that is called with the object takes a reference to it.
  private func copiedParameters(_ statement: Int, _ start: Int) -> [Fix] {
    let range = outline.statements[statement].tokens
    let called = Set(
      range.filter { $0 + 1 < outline.tokens.count && outline.tokens[$0 + 1].is("(") }.map {
        outline.tokens[$0].text
      })
    return text.all.flatMap { source in
      source.outline.functions.compactMap { function -> Fix? in
        guard let name = source.outline.name(of: function), called.contains(name),
          let type = source.outline.onlyParameterType(of: function), !type.contains("*"), !type.contains("&"),
          let open = function.signature.first(where: { source.outline.tokens[$0].is("(") }),
          let close = source.outline.closing(open)
        else { return nil }
        let parameter = source.outline.tokens[close - 1]
        let constant = type.hasPrefix("const") ? "" : "const "
        return Fix(
          title: "Let `\(name)` take a reference instead of a copy",
          edits: [
            source.insertion(constant, at: source.outline.tokens[open + 1].range.lowerBound),
            source.insertion("&", at: parameter.range.lowerBound),
          ].filter { !$0.newText.isEmpty })
      }
    }
  }
}
