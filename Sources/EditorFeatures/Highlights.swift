import OwnershipAnalysis
import SourceText

/// A stretch of the document that belongs to the life of an object.
package struct Highlight: Sendable, Hashable {
  package enum Kind: Int, Sendable, Hashable, Comparable {
    /// Where only something of it ends, where it is used, where it is made, handed on or released.
    case text, read, write
    package static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
  }

  /// Byte offsets.
  package var range: Range<Int>
  package var kind: Kind
}

extension DocumentView {
  /// The whole life of what the place under the cursor refers to, in the order of the text; nothing where that is not
  /// memory that somebody has to release.
  package func highlights(at offset: Int) -> [Highlight] {
    guard let cursor = Cursor(at: offset, in: text), let function = function(at: offset),
      !function.isTooLarge,
      let mention = function.mention(at: cursor)
    else { return [] }
    let objects = Set((mention.before + mention.after).compactMap(\.object)).filter {
      ![.stack, .static].contains(function.objects[$0].kind)
    }
    if objects.isEmpty { return [] }
    var found: [Range<Int>: Highlight.Kind] = [:]
    func add(_ range: Range<Int>, _ kind: Highlight.Kind) {
      guard !range.isEmpty, range.upperBound <= text.count else { return }
      found[range] = max(found[range] ?? kind, kind)
    }
    for step in function.lives where objects.contains(step.object) && step.range.path == path {
      add(narrowed(step), step.role.highlight)
    }
    for other in function.mentions where other.role == .read || other.role == .write {
      guard other.range.path == path,
        (other.before + other.after).contains(where: { $0.object.map(objects.contains) ?? false })
      else { continue }
      add(other.range.startOffset..<other.range.endOffset, other.role == .write ? .write : .read)
    }
    return found.map { Highlight(range: $0, kind: $1) }.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
  }

  /// A statement's name or place stands for it; a closing brace for itself.
  private func narrowed(_ step: LifeStep) -> Range<Int> {
    let whole = step.range.startOffset..<max(step.range.endOffset, step.range.startOffset)
    guard whole.upperBound <= text.count else { return 0..<0 }
    let word = Array(step.text.utf8)
    if !word.isEmpty, text[whole].starts(with: word) {
      return whole.lowerBound..<whole.lowerBound + word.count
    }
    switch step.role {
    case .aliased, .stored:
      // The place is a mention of its own.
      return 0..<0
    case .allocated, .released, .handedOver:
      // `std::make_unique<int>(3)`, `delete p`: up to the first parenthesis.
      let end = text[whole].firstIndex(of: UInt8(ascii: "(")) ?? whole.upperBound
      return whole.lowerBound..<end
    default: return whole
    }
  }
}

extension LifeStep.Role {
  fileprivate var highlight: Highlight.Kind {
    switch self {
    case .allocated, .aliased, .stored, .handedOver, .moved, .shared, .unshared, .released, .returned: .write
    case .passed, .used, .named: .read
    case .lost, .scopeEnd: .text
    }
  }
}
