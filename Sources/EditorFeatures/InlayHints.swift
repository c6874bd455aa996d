import OwnershipAnalysis
import SourceText

/// A word or two that an editor shows between the characters of a line.
package struct InlayHint: Sendable, Hashable {
  package enum Kind: Sendable, Hashable, CaseIterable { case owner, moved, freed }
  /// Byte offset that it stands in front of.
  package var offset: Int
  package var label: String
  package var kind: Kind
}

extension DocumentView {
  /// Hints of the functions in view, in the order of the text: which variable becomes the owner of something new,
  /// where an owner gave it away, and what a closing brace releases.
  package func inlayHints(in range: Range<Int>? = nil) -> [InlayHint] {
    var hints: [InlayHint] = []
    for function in functions where function.range.path == path && !function.isTooLarge {
      hints += owners(function) + moves(function) + ends(function)
    }
    return hints.filter { hint in
      range.map { $0.lowerBound <= hint.offset && hint.offset <= $0.upperBound } ?? true
    }
    .sorted { ($0.offset, $0.label) < ($1.offset, $1.label) }
  }

  /// Plain pointers and descriptors that new things are stored in.
  private func owners(_ function: FunctionFacts) -> [InlayHint] {
    function.mentions.filter { mention in
      guard mention.role == .write, mention.hold == .raw, mention.range.path == path else { return false }
      let owned = mention.after.filter { $0.status == .owned(by: nil) }
      return !owned.isEmpty && mention.after.allSatisfy { $0.status == .owned(by: nil) || $0.status == .null }
        && owned.allSatisfy { status in
          guard let object = status.object.map({ function.objects[$0] }),
            let made = object.call ?? object.allocation
          else { return false }
          return status.otherNames.isEmpty && made.path == path && made.startOffset >= mention.range.endOffset
            && made.startOffset <= text.count
            && !text[mention.range.endOffset..<made.startOffset].contains(UInt8(ascii: ";"))
        }
    }.map { InlayHint(offset: $0.range.endOffset, label: "owner", kind: .owner) }
  }

  private func moves(_ function: FunctionFacts) -> [InlayHint] {
    function.moves.filter { $0.range.path == path }.map { move in
      let place = function.mentions.first {
        $0.name == move.from && $0.range.path == path && move.range.startOffset <= $0.range.startOffset
          && $0.range.endOffset <= move.range.endOffset
      }
      let names = move.to.map { $0 == OwnerMove.caller ? "caller" : $0 }
      let target = names.isEmpty ? "moved" : "moved → \(names.joined(separator: ", "))"
      return InlayHint(offset: place?.range.endOffset ?? move.range.endOffset, label: target, kind: .moved)
    }
  }

  /// What is released on a way out of a scope, at its brace or statement.
  private func ends(_ function: FunctionFacts) -> [InlayHint] {
    var byPlace: [Int: [ScopeEnd]] = [:]
    for end in function.scopeEnds where end.isCertain && end.range.path == path {
      byPlace[end.range.endOffset, default: []].append(end)
    }
    return byPlace.keys.sorted().map { offset in
      let names = byPlace[offset]!.map(\.place).reduce(into: [String]()) {
        if !$0.contains($1) { $0.append($1) }
      }
      return InlayHint(offset: offset, label: "freed here: \(names.joined(separator: ", "))", kind: .freed)
    }
  }
}
