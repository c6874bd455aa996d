import SourceText

/// Facts for people who read a terminal: `ownscope dump facts`.
extension FunctionFacts {
  package func text() -> String {
    var lines = ["function \(function)  \(range.start.line)-\(range.end.line)"]
    if isTooLarge { return lines[0] + "\n  too large to be followed\n" }
    if !isComplete { lines.append("  not every path was followed") }
    lines += objects.map { "  \($0.text)" }
    lines += mentions.map { "  \(text($0))" }
    lines += lives.map { step in
      "  \(Self.position(step.range)) #\(step.object) \(step.role.rawValue)\(step.text.isEmpty ? "" : " `\(step.text)`")"
    }
    lines += moves.map {
      "  \(Self.position($0.range)) move of #\($0.object) from `\($0.from)` to \(Self.names($0.to))"
    }
    lines += scopeEnds.map {
      "  \(Self.position($0.range)) end of `\($0.place)` releases #\($0.object)\($0.isCertain ? "" : " on some paths")"
    }
    for picture in pictures where !picture.edges.isEmpty {
      lines.append("  after line \(picture.line)")
      lines += picture.edges.map { edge in
        "    #\(edge.from) `\(edge.place)` -\(edge.hold.rawValue)-> #\(edge.to)\(edge.isCertain ? "" : " on some paths")"
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The mentions at a byte offset, and the objects that they speak of.
  package func text(at offset: Int) -> String {
    let found = mentions(at: offset)
    if found.isEmpty { return "nothing is known here\n" }
    let spoken = Set(found.flatMap { ($0.before + $0.after).compactMap(\.object) }).sorted()
    return (found.map(text) + spoken.map { objects[$0].text }).joined(separator: "\n") + "\n"
  }

  private func text(_ mention: Mention) -> String {
    let hold = mention.hold == .raw ? "" : " (\(mention.hold.rawValue))"
    let before = mention.before.map(\.text).joined(separator: " | ")
    let after = mention.after.map(\.text).joined(separator: " | ")
    let change = before == after ? after : "\(before) => \(after)"
    return
      "\(Self.position(mention.range)) \(mention.role.rawValue) `\(mention.name)`\(hold): \(change)\(mention.isApproximate ? " (approximate)" : "")"
  }

  fileprivate static func names(_ names: [String]) -> String {
    names.isEmpty ? "something" : names.map { "`\($0)`" }.joined(separator: ", ")
  }

  fileprivate static func position(_ range: SourceRange) -> String {
    "\(range.start.line):\(range.start.column)-\(range.end.line == range.start.line ? "" : "\(range.end.line):")\(range.end.column)"
  }
}

extension FactObject {
  fileprivate var text: String {
    var words = ["#\(id) \(kind.rawValue)"]
    if !name.isEmpty { words.append("`\(name)`") }
    if !family.isEmpty {
      words.append("family \(family), release with \(releasedBy.joined(separator: " or "))")
    }
    if !allocator.isEmpty { words.append("made by \(allocator)") }
    if let allocation { words.append("at \(allocation.start.line):\(allocation.start.column)") }
    if let call { words.append("called at \(call.start.line):\(call.start.column) as \(callee)") }
    if let smartPointer { words.append("(\(smartPointer.rawValue))") }
    return words.joined(separator: " ")
  }
}

extension PlaceStatus {
  fileprivate var text: String {
    let object = object.map { "#\($0) " } ?? ""
    let names = otherNames.isEmpty ? "" : " also " + FunctionFacts.names(otherNames)
    return object + status.text + (mayBeNull ? " or null" : "") + names
  }
}

extension OwnershipStatus {
  fileprivate var text: String {
    switch self {
    case .null: return "null"
    case .moved(let to, let range): return "moved to \(FunctionFacts.names(to)) at line \(range.start.line)"
    case .owned(let owner):
      return "owned"
        + (owner.map { " by `\($0.place)` (\($0.hold.rawValue)\($0.isBeyond ? ", beyond" : ""))" } ?? "")
    case .shared(let owners, let observers):
      return "shared by \(owners.map(String.init) ?? "?"), observed by \(observers.map(String.init) ?? "?")"
    case .counted(let references): return "\(references) references"
    case .borrowed: return "borrowed"
    case .escaped: return "escaped"
    case .released(let range, let by):
      return "released at line \(range.start.line)" + (by.isEmpty ? "" : " by `\(by)`")
    case .ended(let range): return "ended" + (range.map { " at line \($0.start.line)" } ?? "")
    case .storage: return "storage"
    case .untracked: return "untracked"
    }
  }
}
