import OwnershipAnalysis
import SourceText

/// One object's status in words.
struct StatusWording {
  let function: FunctionFacts
  let mention: Mention
  let object: FactObject

  private var name: String { "`\(mention.name)`" }
  private var thing: String { object.described(from: mention.range) }

  /// Where all paths agree.
  func lines(_ status: PlaceStatus, _ all: [PlaceStatus]) -> [String] {
    switch status.status {
    case .owned(let owner): return owned(owner, others: all.map(\.otherNames))
    case .shared(let owners, let observers): return shared(owners, observers)
    case .counted(let count):
      let references = count == 1 ? "1 reference" : "\(count) references"
      return [
        "\(name) refers to \(thing).",
        "This code holds \(references): each is given back with \(object.releasers).",
      ]
    case .released(let range, let by):
      let owner = function.scopeEnds.first { $0.range == range && $0.object == object.id }?.place
      let how = owner.map { ", when `\($0)` went out of scope" } ?? by.byWords
      return [
        "\(name) refers to memory that is gone.",
        "It was \(object.releasedVerb) at line \(range.start.line)\(how): do not use it, and do not release it again.",
      ] + origin
    case .moved(let to, let range):
      return ["\(name) is empty: what it owned moved\(to.asTargets) at line \(range.start.line)."] + origin
    case .escaped:
      let step = function.life(of: object.id).last { $0.role == .handedOver && $0.range <= mention.range }
      let how = step.map { " It was handed to `\($0.text)` at line \($0.range.start.line)." } ?? ""
      return [
        "\(name) refers to \(thing).", "Others may keep or release it: its owner is not known here.\(how)",
      ]
    case .borrowed: return borrowed()
    case .storage: return storage()
    case .ended(let range):
      let line = range.map { " at line \($0.start.line)" } ?? ""
      let what = object.name.isEmpty ? "a temporary object" : "`\(object.name)`"
      return [
        "\(name) points at \(what), whose scope ended\(line).", "Its memory is used for other things by now.",
      ]
    case .null, .untracked: return []
    }
  }

  private var origin: [String] {
    guard object.kind == .heap, let place = object.place(from: mention.range) else { return [] }
    return ["It came from `\(object.maker)`\(place)."]
  }

  private func owned(_ owner: Owner?, others: [[String]]) -> [String] {
    if mention.hold == .sole {
      let ends = function.scopeEnds.filter { $0.object == object.id && $0.place == mention.name }.map(
        \.range.start.line)
      let lines = ends.reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
      let isOnly = owner.map(isThisPlace) ?? true
      let title = "\(name) \(isOnly ? "is the only owner of" : "owns") \(thing)."
      return ends.isEmpty
        ? [title] : [title, "It is released when \(name) goes out of scope, at \(lines.asLines)."]
    }
    if mention.hold == .whole {
      guard let owner else { return ["\(name) has hold of \(thing)."] + duty }
      if owner.hold == .whole, owner.place == mention.name {
        return ["\(name) owns \(thing).", "It is released when \(name) goes out of scope."]
      }
      return ["\(name) has hold of \(thing).", "`\(owner.place)` keeps it."]
    }
    if let owner, owner.isBeyond, isThisPlace(owner) {
      return ["\(name) keeps \(thing), beyond the end of this function."] + released
    }
    if let owner, !isThisPlace(owner) {
      if owner.isBeyond {
        return ["\(name) refers to \(thing).", "`\(owner.place)` keeps it, beyond the end of this function."]
          + released
      }
      return [
        "\(name) borrows \(thing) from `\(owner.place)`, its owner.",
        "Do not release it, and do not use it when `\(owner.place)` is gone.",
      ]
    }
    let names = others.first.map { first in others.allSatisfy { $0 == first } ? first : [] } ?? []
    if names.isEmpty { return ["\(name) owns \(thing)."] + duty }
    let list = names.map { "`\($0)`" }.joined(separator: " and ")
    return ["\(name) refers to \(thing); so \(names.count == 1 ? "does" : "do") \(list)."]
      + (object.releasedBy.isEmpty
        ? [] : ["It is owned once, whatever its names: release it once, with \(object.releasers)."])
  }

  /// Members of the object at hand are written with or without `this`.
  private func isThisPlace(_ owner: Owner) -> Bool {
    owner.place == mention.name || owner.place == "this->\(mention.name)"
  }

  private var duty: [String] {
    object.releasedBy.isEmpty ? [] : ["It has to be released once, with \(object.releasers)."]
  }

  private var released: [String] {
    object.releasedBy.isEmpty ? [] : ["It is released with \(object.releasers)."]
  }

  private func shared(_ owners: Int?, _ observers: Int?) -> [String] {
    let observed =
      switch observers ?? 0 {
      case ...0: ""
      case 1: " and 1 observer"
      default: " and \(observers!) observers"
      }
    let count = owners.map { $0 == 1 ? "1 owner" : "\($0) owners" } ?? "an unknown number of owners"
    switch mention.hold {
    case .weak:
      return ["\(name) observes \(thing), and does not keep it alive.", "It has \(count)\(observed) here."]
    case .strong, .whole:
      let role = owners == 1 ? "the only owner" : owners.map { "one of \($0) owners" } ?? "an owner"
      return [
        "\(name) is \(role) of \(thing).", "It has \(count)\(observed) here; the last owner releases it.",
      ]
    default:
      return [
        "\(name) borrows \(thing), which is shared.",
        "It has \(count)\(observed) here; the last owner releases it.",
      ]
    }
  }

  private func borrowed() -> [String] {
    if object.kind == .lent {
      return [
        "\(name) borrows a reference that `\(object.maker)` lends.",
        "Do not give it back without taking one first.",
      ]
    }
    guard object.kind == .callers || object.kind == .globals else {
      return ["\(name) refers to memory of the library's: do not release it."]
    }
    let releases = function.life(of: object.id).filter { $0.role == .released }
    if let first = releases.first {
      let lines = releases.map(\.range.start.line).reduce(into: [Int]()) {
        if !$0.contains($1) { $0.append($1) }
      }
      let here = releases.contains {
        $0.range.startOffset <= mention.range.startOffset && mention.range.endOffset <= $0.range.endOffset
      }
      return ["\(name) refers to \(thing)."]
        + (here ? [] : ["This function releases it, at \(lines.asLines)\(first.text.byWords)."])
    }
    if mention.hold.isSmartOwner { return [] }
    let whose = object.kind == .globals ? thing : "memory of the caller's"
    let isHandedOn = function.life(of: object.id).contains { $0.role == .handedOver }
    let isKept = function.isComplete && !isHandedOn
    return ["\(name) borrows \(whose)."] + (isKept ? ["This function does not release it."] : [])
  }

  private func storage() -> [String] {
    switch object.kind {
    case .stack where mention.hold == .raw:
      if object.name == mention.name {
        return ["\(name) is on the stack: it ends with its scope, and is never released."]
      }
      let what = object.name.isEmpty ? "a temporary object" : "the local variable `\(object.name)`"
      return [
        "\(name) points at \(what).", "That is on the stack: it ends with its scope, and is never released.",
      ]
    case .static where mention.hold == .raw:
      let what = object.name.isEmpty ? "a string literal" : "`\(object.name)`"
      return [
        "\(name) points at \(what).", "That is there as long as the program runs, and is never released.",
      ]
    case .heap: return ["\(name) refers to memory from `alloca`, on the stack: it ends with the function."]
    default: return []
    }
  }

  // MARK: Paths that differ

  func differing(_ statuses: [PlaceStatus], isApproximate: Bool) -> [String] {
    var lines = ["\(name) refers to \(thing)."]
    if statuses.allSatisfy({ if case .shared = $0.status { true } else { false } }) {
      return [lines[0], "It is shared; how many owners it has hangs on the path."]
    }
    if statuses.allSatisfy({ if case .owned = $0.status { true } else { false } }) { return lines + duty }
    for status in statuses {
      if let release = status.status.release {
        let perhaps = isApproximate ? "It may be" : "On some paths it is"
        lines.append(
          "\(perhaps) \(object.releasedVerb) already: at line \(release.at.start.line)\(release.by.byWords).")
      } else if case .moved(let to, let range) = status.status {
        lines.append("On some paths it moved\(to.asTargets), at line \(range.start.line).")
      }
    }
    let rest = statuses.filter { status in
      if case .moved = status.status { return false }
      return status.status.release == nil
    }
    let words = rest.map { short($0.status) }.reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    if !words.isEmpty {
      lines.append(
        "On \(lines.count == 1 ? "some" : "other") paths it is \(words.joined(separator: ", or ")).")
    }
    return lines
  }

  /// In a few words.
  func short(_ status: OwnershipStatus) -> String {
    switch status {
    case .null: "null"
    case .moved(let to, let range):
      "moved\(to.asTargets) at line \(range.start.line)"
    case .owned(let owner):
      owner.map { $0.place == mention.name ? "owned" : "owned by `\($0.place)`" } ?? "still owned here"
    case .shared(let owners, _): owners.map { "shared by \($0)" } ?? "shared"
    case .counted(let count): "held with \(count) \(count == 1 ? "reference" : "references")"
    case .borrowed: "borrowed"
    case .escaped: "in other hands"
    case .released(let range, let by): "\(object.releasedVerb) at line \(range.start.line)\(by.byWords)"
    case .ended: "gone with its scope"
    case .storage: object.kind == .stack ? "on the stack" : "static"
    case .untracked: "not known"
    }
  }
}
