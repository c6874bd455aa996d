import Findings
import LibraryModels

/// Every sentence a finding says, in one place. They state facts, name memory as the user wrote it, and make sense
/// without the story.
struct Wording {
  /// What is known of the memory concerned.
  struct Subject {
    /// As the user calls it; empty when it never had a name.
    var name: String
    /// "memory", "stream", "file descriptor".
    var noun: String
    /// Who allocated it: `malloc`, `new`.
    var allocator: String
    var allocationPlace: String?
    /// "allocated", "opened", "created".
    var acquiredVerb: String
    /// Who released it, and where.
    var releaser: String
    var releasePlace: String?
    /// "freed", "deleted", "closed".
    var releasedVerb: String
    /// Storage without a name of its own.
    var isTemporary: Bool
    /// How it is released rightly.
    var properRelease: [String]
  }

  let subject: Subject

  private var named: String {
    if !subject.name.isEmpty { return "`\(subject.name)`" }
    return subject.isTemporary ? "a temporary object" : "the \(subject.noun)"
  }
  private var origin: String {
    guard let place = subject.allocationPlace else { return "" }
    let acquired = subject.acquiredVerb
    return subject.allocator.isEmpty
      ? " (\(acquired) at \(place))" : " (\(acquired) with `\(subject.allocator)` at \(place))"
  }
  private var released: String {
    guard let place = subject.releasePlace else { return "" }
    return subject.releaser.isEmpty ? " at \(place)" : " at \(place) by `\(subject.releaser)`"
  }
  private var releasedVerb: String { subject.releasedVerb }

  func message(_ rule: Rule, _ detail: FindingDraft.Detail, place: String) -> String {
    switch rule {
    case .leak, .resourceLeak: return leak(detail, place: place)
    case .doubleFree where detail == .overRelease:
      return
        "\(named) is \(releasedVerb) without a reference to give back: whoever holds one will release it again"
    case .doubleFree: return "\(named) is \(releasedVerb) again; it was already \(releasedVerb)\(released)"
    case .ownershipConflict:
      return
        "\(named)\(origin) has two owners that do not know each other: it is \(releasedVerb) again, after it was \(releasedVerb)\(released)"
    case .useAfterMove: return "\(named) is looked through after what it owned was moved away"
    case .useAfterFree:
      if case .passed(let function) = detail, function != 0 {
        return "\(named) is passed on after it was \(releasedVerb)\(released)"
      }
      return "\(named) is used after it was \(releasedVerb)\(released)"
    case .mismatchedDeallocation:
      return "\(named)\(origin) is released with `\(subject.releaser)`, but needs `\(properRelease)`"
    case .invalidFree: return invalidFree(detail)
    case .danglingPointer: return dangling(detail, place: place)
    default: return "\(named)"
    }
  }

  /// "1 reference is", "2 references are".
  static func references(_ count: Int) -> String {
    count == 1 ? "1 reference is" : "\(count) references are"
  }

  private var properRelease: String {
    subject.properRelease.isEmpty
      ? "its own release function" : subject.properRelease.joined(separator: "` or `")
  }

  private func leak(_ detail: FindingDraft.Detail, place: String) -> String {
    switch detail {
    case .overwritten where !place.isEmpty && place == subject.name:
      return
        "`\(place)` is overwritten while it holds the only reference to \(subject.noun)\(origin), which is never released"
    case .overwritten:
      return "the last reference to \(named)\(origin) is overwritten; it is never released"
    case .resultDropped:
      return
        "the result of `\(subject.allocator.isEmpty ? place : subject.allocator)` is dropped; the \(subject.noun) is never released"
    case .ownerFreed:
      return "\(named)\(origin) is lost when what holds it is freed; it is never released"
    default:
      return "\(named)\(origin) is never released on this path"
    }
  }

  private func invalidFree(_ detail: FindingDraft.Detail) -> String {
    switch detail {
    case .stackFree: "`\(subject.releaser)` is given \(named), which is on the stack, not on the heap"
    case .staticFree: "`\(subject.releaser)` is given \(named), which is static storage, not on the heap"
    case .literalFree: "`\(subject.releaser)` is given a string literal, which is not on the heap"
    case .functionFree: "`\(subject.releaser)` is given a function, which is not on the heap"
    case .borrowedFree:
      "`\(subject.releaser)` is given \(named), which belongs to the library, not to the caller"
    case .allocaFree: "`\(subject.releaser)` is given \(named), which `alloca` put on the stack"
    default:
      "`\(subject.releaser)` is given a pointer into the middle of \(named)\(origin); only its start may be released"
    }
  }

  private func dangling(_ detail: FindingDraft.Detail, place: String) -> String {
    switch detail {
    case .returned: return "the address of \(local) is returned; it is dead once the function ends"
    case .storedBeyond where !place.isEmpty:
      return "the address of \(local) stays in `\(place)` after the function has ended"
    case .storedBeyond: return "the address of \(local) is kept after the function has ended"
    default:
      return subject.isTemporary
        ? "\(named) is used after it has ended" : "\(named) is used after its scope has ended"
    }
  }

  private var local: String { subject.isTemporary ? named : "the local \(named)" }
}
