import Findings
import Lessons
import OwnershipAnalysis
import SourceText

/// A mention in words: whose memory it is at this point, how it is released rightly, where it came from.
struct MentionWording {
  let function: FunctionFacts
  let mention: Mention

  /// nil where there is nothing to say.
  func hover(_ range: Range<Int>, _ links: LessonLinks) -> Hover? {
    let seen = isSeenBefore ? mention.before : mention.after
    let known = seen.filter { $0.status != .untracked }
    let objects = known.compactMap(\.object).reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
    guard !known.isEmpty else { return nil }
    var lines: [String]
    switch mention.role {
    case .allocation: lines = allocation(objects)
    case .release: lines = release(known, objects)
    case .read, .write:
      if objects.isEmpty {
        lines = empty(known)
      } else if objects.count == 1 {
        lines = place(function.objects[objects[0]], known, isPartlyUnknown: known.count < seen.count)
      } else {
        lines = several(known, objects)
      }
    }
    if lines.isEmpty { return nil }
    let lesson = section(known, objects)
    return Hover(
      range: range, lines: lines, rule: lesson.sentence, lesson: lesson.section.title,
      url: links.url(of: lesson.section))
  }

  /// Whether what counts is what was so before: an owner that is read, what is released, and where no path goes on.
  private var isSeenBefore: Bool {
    if mention.role == .release || mention.after.isEmpty { return true }
    return mention.role == .read && [.sole, .strong, .weak].contains(mention.hold)
  }

  // MARK: Allocations and releases

  private func allocation(_ objects: [Int]) -> [String] {
    guard let first = objects.first.map({ function.objects[$0] }) else { return [] }
    var lines = [
      "`\(mention.name)` makes \(objects.count == 1 ? first.newThing : "\(objects.count) objects")."
    ]
    if objects.count == 1 {
      lines += duty(first)
      lines += ending(first)
    }
    return lines
  }

  private func release(_ known: [PlaceStatus], _ objects: [Int]) -> [String] {
    guard objects.count == 1 else {
      return objects.isEmpty ? [] : ["`\(mention.name)` releases one of \(objects.count) things here."]
    }
    let object = function.objects[objects[0]]
    var lines = ["`\(mention.name)` releases \(object.described(from: mention.range))."]
    if object.kind == .callers || object.kind == .globals {
      lines.append("Nobody may use it after that, the caller included.")
    } else {
      lines.append(
        object.isMemory ? "From here on no pointer to it may be used." : "From here on it may not be used.")
    }
    if let earlier = known.lazy.compactMap(\.status.release).first {
      lines.append(
        "It was released before\(known.count > 1 ? " on some paths" : ""): at line \(earlier.at.start.line)\(earlier.by.byWords)."
      )
    }
    return lines
  }

  /// How it has to end.
  private func duty(_ object: FactObject) -> [String] {
    switch object.smartPointer {
    case .sole: return ["Its owner releases it: nobody else has to."]
    case .strong: return ["It is released when its last owner is gone."]
    case .whole: return ["The container releases it."]
    default: break
    }
    guard object.kind == .heap, !object.releasedBy.isEmpty else { return [] }
    return ["Whoever owns it releases it once, with \(object.releasers)."]
  }

  /// What this function does with it in the end.
  private func ending(_ object: FactObject) -> [String] {
    let life = function.life(of: object.id)
    func lines(_ role: LifeStep.Role) -> String? {
      var numbers: [Int] = []
      for step in life where step.role == role && !numbers.contains(step.range.start.line) {
        numbers.append(step.range.start.line)
      }
      return numbers.isEmpty ? nil : numbers.asLines
    }
    var found: [String] = []
    if let released = lines(.released) { found.append("Released at \(released).") }
    if let returned = lines(.returned) { found.append("Handed to the caller at \(returned).") }
    if let handed = lines(.handedOver) {
      found.append("Handed over at \(handed), and not followed from there.")
    }
    if let lost = lines(.lost) { found.append("The last reference is lost at \(lost).") }
    return found
  }

  // MARK: Places

  private var name: String { "`\(mention.name)`" }

  private func empty(_ known: [PlaceStatus]) -> [String] {
    guard known.allSatisfy({ $0.status == .null }) else { return [] }
    if mention.hold != .raw { return ["\(name) is empty here: it owns nothing."] }
    return ["\(name) is null here: it refers to no memory."]
  }

  private func place(_ object: FactObject, _ known: [PlaceStatus], isPartlyUnknown: Bool) -> [String] {
    let statuses = known.filter { $0.object != nil }
    let isSometimesNull = known.contains { $0.status == .null }
    let words = StatusWording(function: function, mention: mention, object: object)
    let distinct = statuses.reduce(into: [PlaceStatus]()) {
      if !$0.map(\.status).contains($1.status) { $0.append($1) }
    }
    var lines: [String]
    if distinct.count == 1 {
      lines = words.lines(distinct[0], statuses)
    } else {
      lines = words.differing(distinct, isApproximate: mention.isApproximate)
    }
    if lines.isEmpty { return [] }
    lines += happening(object)
    if isSometimesNull {
      lines.append(
        mention.hold == .raw ? "On other paths it is null here." : "On other paths it is empty here.")
    } else if statuses.contains(where: \.mayBeNull) {
      lines.append("It may be null: whether `\(object.allocator)` failed has not been asked yet.")
    }
    if isPartlyUnknown { lines.append("On other paths nothing is known of it.") }
    return lines
  }

  /// What the call or statement around a place does with what it refers to.
  private func happening(_ object: FactObject) -> [String] {
    guard mention.role == .read else { return [] }
    let around = function.life(of: object.id).filter {
      $0.range.path == mention.range.path && $0.range.startOffset <= mention.range.startOffset
        && mention.range.endOffset <= $0.range.endOffset
    }
    if let step = around.first(where: { $0.role == .released && !$0.text.hasPrefix("~") }) {
      let isCertain = !function.mentions.contains { other in
        other.role == .release && other.range == step.range
          && other.after.contains { $0.object == object.id && $0.status.release == nil }
      }
      return ["It \(isCertain ? "is" : "may be") released here\(step.text.byWords)."]
    }
    if around.contains(where: { $0.role == .returned }), object.kind == .heap {
      return ["It goes to the caller here, who has to release it."]
    }
    if let step = around.first(where: { $0.role == .handedOver }) {
      return ["It is handed to `\(step.text)` here, which may keep or release it."]
    }
    if let step = around.first(where: { $0.role == .moved }), mention.hold.isSmartOwner {
      let to = function.moves.first { $0.range == step.range && $0.object == object.id }?.to ?? []
      return ["It moves\(to.asTargets) here."]
    }
    return []
  }

  private func several(_ known: [PlaceStatus], _ objects: [Int]) -> [String] {
    var lines = [
      "\(name) \(mention.hold == .whole ? "has hold of" : "refers to one of") \(objects.count) objects here:"
    ]
    for id in objects.prefix(6) {
      let object = function.objects[id]
      let words = StatusWording(function: function, mention: mention, object: object)
      let statuses = known.filter { $0.object == id }.map { words.short($0.status) }
        .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      lines.append("- \(object.described(from: mention.range)): \(statuses.joined(separator: ", or "))")
    }
    return lines
  }

  // MARK: The lesson

  private func isReleasedHere(_ status: PlaceStatus) -> Bool {
    status.object.map { function.life(of: $0).contains { $0.role == .released } } ?? false
  }

  private func section(_ known: [PlaceStatus], _ objects: [Int]) -> (sentence: String, section: LessonSection)
  {
    for status in known {
      switch status.status {
      case .shared, .counted:
        return ("A shared object lives until its last owner is gone.", .countingVsCollection)
      case .moved:
        return ("A move leaves the old owner empty: use the new one.", .manualVsAutomatic)
      case .released:
        return (
          "Memory that was released belongs to nobody: do not use or release it again.", .manualVsAutomatic
        )
      case .storage, .ended:
        return ("Variables end with their scope, by themselves; only heap memory is released.", .stackVsHeap)
      case .borrowed where !isReleasedHere(status):
        return ("Who borrows memory uses it, and leaves the release to its owner.", .manualVsAutomatic)
      default: continue
      }
    }
    if mention.hold == .sole || objects.contains(where: { function.objects[$0].smartPointer == .sole }) {
      return ("A smart pointer releases what it owns when it goes out of scope.", .manualVsAutomatic)
    }
    return ("What was acquired is released exactly once, by its owner, on every path.", .manualVsAutomatic)
  }
}
