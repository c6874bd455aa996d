import OwnershipAnalysis
import SourceText

extension FactObject {
  /// What to call that made it, as this function sees it: the wrapper that it calls, else the allocator.
  var maker: String { callee.isEmpty || callee.hasPrefix("~") ? allocator : callee }

  /// "memory", "a stream".
  var newThing: String {
    if smartPointer == .whole { return "memory for what the container holds" }
    if smartPointer != nil { return "an object" }
    return noun == "memory" ? "memory on the heap" : noun.withArticle
  }

  /// The object as a reader finds it again: "memory that `malloc` allocated at line 5".
  func described(from range: SourceRange) -> String {
    switch kind {
    case .stack: return name.isEmpty ? "a temporary object" : "the local variable `\(name)`"
    case .static: return name.isEmpty ? "a string literal" : "`\(name)`"
    case .callers where name.hasPrefix("this->"): return "memory that this object had hold of"
    case .callers: return "memory that came from the caller"
    case .globals: return "memory from before this call"
    case .library: return "memory of the library's"
    case .lent: return "an object that `\(maker)` lends"
    case .heap:
      let what =
        smartPointer == .whole
        ? "memory" : smartPointer != nil ? "an object" : noun == "memory" ? "memory" : noun.withArticle
      guard let place = place(from: range) else { return what }
      return
        "\(what) that `\(maker)` \(smartPointer == nil || smartPointer == .whole ? acquiredVerb : "made")\(place)"
    }
  }

  /// " at line 5", " here", with the file's name where it is another.
  func place(from range: SourceRange) -> String? {
    guard let made = call ?? allocation else { return nil }
    if made.path != range.path { return " at \(made.shortPlace)" }
    return made.start.line == range.start.line ? " here" : " at line \(made.start.line)"
  }

  /// Whether it is reached through pointers, and no handle.
  var isMemory: Bool { ["memory", "object", "array"].contains(noun) }

  /// "`free`", "`fclose` or `freopen`".
  var releasers: String { releasedBy.map { "`\($0)`" }.joined(separator: " or ") }
}

extension OwnershipStatus {
  var release: (at: SourceRange, by: String)? {
    if case .released(let range, let by) = self { return (range, by) }
    return nil
  }
}

extension String {
  /// " by `free`"; nothing for what has no name, or only a destructor's.
  var byWords: String { isEmpty || hasPrefix("~") ? "" : " by `\(self)`" }

  var withArticle: String {
    guard let first else { return self }
    return "aeiou".contains(first) ? "an \(self)" : "a \(self)"
  }
}

extension [String] {
  /// Where an object moved: " to `q`".
  var asTargets: String {
    isEmpty
      ? " away" : " to " + map { $0 == OwnerMove.caller ? "the caller" : "`\($0)`" }.joined(separator: " or ")
  }
}

extension [Int] {
  /// "line 5", "lines 5 and 9".
  var asLines: String {
    count == 1
      ? "line \(self[0])"
      : "lines " + dropLast().map(String.init).joined(separator: ", ") + " and \(self[count - 1])"
  }
}
