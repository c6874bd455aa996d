import Findings

/// Changes of C++ declarations: owners instead of raw pointers, weak owners instead of strong ones.
extension FixProposer {
  // MARK: make_unique

  /// `T *p = new T(…);` becomes `auto p = std::make_unique<T>(…);`, and what released it goes.
  func uniqueOwnerFixes() -> [Fix] {
    guard file.isCPlusPlus, ["new", "new[]"].contains(facts.family), let start = offset(facts.allocation),
      let statement = outline.statement(at: start), outline.statements[statement].kind == .simple,
      let function = outline.function(around: statement)
    else { return [] }
    let range = outline.statements[statement].tokens
    let tokens = outline.tokens
    guard let equals = range.first(where: { tokens[$0].is("=") }), tokens[equals + 1].is("new"),
      tokens[equals - 1].kind == .word, range.upperBound > equals + 3,
      let declaration = outline.declaration(
        of: tokens[equals - 1].text, in: function, before: range.upperBound),
      declaration.statement == statement, declaration.name == equals - 1
    else { return [] }
    let name = tokens[equals - 1].text
    guard let value = uniqueValue(equals + 2..<range.upperBound - 1) else { return [] }
    let declared = tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 2].range.upperBound
    var edits = [file.edit(declared, "auto \(name) = \(value)")]
    let body = outline.statements[function.body].tokens
    for other in outline.descendants(of: function.body) {
      guard let release = ReleaseStatement(other, in: outline), release.function.hasPrefix("delete"),
        release.place(in: outline) == [name]
      else { continue }
      guard let removal = file.remove(other) else { return [] }
      edits += removal
    }
    // Whoever is handed the pointer goes on borrowing it.
    for index in range.upperBound..<body.upperBound where tokens[index].is(name) {
      guard ["(", ",", "return"].contains(tokens[index - 1].text),
        [")", ","].contains(tokens[index + 1].text)
      else {
        continue
      }
      if tokens[index - 1].is("("), ["if", "while", "switch"].contains(tokens[index - 2].text) { continue }
      edits.append(file.insertion(".get()", at: tokens[index].range.upperBound))
    }
    if let include = includeOfMemory() { edits.append(include) }
    return [Fix(title: "Let a `std::unique_ptr` own `\(name)`", edits: edits)]
  }

  /// What stands behind `new` as a call of `make_unique`.
  private func uniqueValue(_ range: Range<Int>) -> String? {
    let tokens = outline.tokens
    var end = range.lowerBound
    while end < range.upperBound, tokens[end].kind == .word || tokens[end].is("::") || tokens[end].is("<") {
      if tokens[end].is("<") {
        guard let close = closingAngle(end, before: range.upperBound) else { return nil }
        end = close
      }
      end += 1
    }
    guard end > range.lowerBound else { return nil }
    let type = outline.text(range.lowerBound..<end)
    if end == range.upperBound { return "std::make_unique<\(type)>()" }
    guard let close = outline.closing(end), close == range.upperBound - 1 else { return nil }
    let arguments = outline.text(end + 1..<close)
    switch tokens[end].text {
    case "(": return "std::make_unique<\(type)>(\(arguments))"
    case "[": return "std::make_unique<\(type)[]>(\(arguments))"
    case "{":
      return arguments.isEmpty
        ? "std::make_unique<\(type)>()" : "std::make_unique<\(type)>(\(type){\(arguments)})"
    default: return nil
    }
  }

  /// `#include <memory>` behind the first directive that includes something, unless it is there.
  private func includeOfMemory() -> TextEdit? {
    let includes = outline.directives.filter { text(of: $0).contains(/^#\s*include/) }
    if includes.contains(where: { text(of: $0).contains("<memory>") }) { return nil }
    guard let first = includes.first else { return file.insertion("#include <memory>\n", at: 0) }
    let standard = includes.last { text(of: $0).contains("<") && text(of: $0) < "#include <memory>" }
    if let standard { return file.insertion("\n#include <memory>", at: file.lineEnd(standard.lowerBound)) }
    return file.insertion("#include <memory>\n", at: first.lowerBound)
  }

  private func text(of range: Range<Int>) -> String { String(decoding: file.bytes[range], as: UTF8.self) }

  // MARK: Rings

  /// One link of a ring becomes weak, and is locked where it is looked through.
  func cycleFixes() -> [Fix] {
    facts.owners.flatMap { owner -> [Fix] in
      guard let member = file.words(owner).last(where: { $0.first?.isLetter == true || $0.first == "_" })
      else {
        return []
      }
      return weakened(member)
    }
  }

  private func weakened(_ member: String) -> [Fix] {
    text.all.flatMap { source -> [Fix] in
      let tokens = source.outline.tokens
      return tokens.indices.filter { tokens[$0].is("shared_ptr") }.flatMap { index -> [Fix] in
        let own = FixProposer(finding: finding, text: text, file: source)
        guard source.outline.statement(at: tokens[index].range.lowerBound) == nil,
          let close = own.closingAngle(index + 1, before: tokens.count),
          let name = own.declaredName(behind: close), tokens[name].is(member)
        else { return [] }
        let declaration = source.edit(tokens[index].range, "weak_ptr")
        let title = "Make `\(member)` a `std::weak_ptr`"
        return [
          Fix(title: title, edits: [declaration]),
          Fix(title: title, edits: [declaration] + locked(member)),
        ]
      }
    }
  }

  /// The name that a declaration gives to what ends with the angle bracket, also inside of a container.
  private func declaredName(behind close: Int) -> Int? {
    var index = close + 1
    while index < outline.tokens.count, outline.tokens[index].is(">") || outline.tokens[index].is(",") {
      index += 1
    }
    return index < outline.tokens.count && outline.tokens[index].kind == .word ? index : nil
  }

  /// Everywhere `member->` is looked through it is `member.lock()->`, and `member = nullptr` is `member.reset()`.
  private func locked(_ member: String) -> [TextEdit] {
    text.all.flatMap { source -> [TextEdit] in
      let tokens = source.outline.tokens
      return tokens.indices.compactMap { index in
        guard tokens[index].is(member), index + 2 < tokens.count else { return nil }
        let end = tokens[index].range.upperBound
        if tokens[index + 1].is("->") { return source.insertion(".lock()", at: end) }
        if tokens[index + 1].is("="), tokens[index + 2].is("nullptr") {
          return source.edit(end..<tokens[index + 2].range.upperBound, ".reset()")
        }
        return nil
      }
    }
  }

  // MARK: Two owners

  /// `delete p.get();` goes; a second owner made from the same raw pointer shares with the first instead.
  func conflictFixes() -> [Fix] {
    removals(of: [finding.range, facts.release])
  }
}
