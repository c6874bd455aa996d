import Findings
import OwnershipIR
import SourceText

/// A finding with what is needed to tell it from others of the same cause.
struct ToldFinding: Sendable {
  var finding: Finding
  /// Where the flaw itself stands: the same for the function it is in and for a caller that makes it happen.
  var key: FindingDraft.Key
  var depth: UInt8

  /// One finding a cause, in the order of reports.
  static func select(_ told: [ToldFinding]) -> [Finding] {
    var best: [FindingDraft.Key: ToldFinding] = [:]
    var order: [FindingDraft.Key] = []
    var byCause: [String: ToldFinding] = [:]
    for candidate in told {
      if let known = best[candidate.key] {
        if !candidate.isBetter(than: known) { continue }
      } else {
        order.append(candidate.key)
      }
      best[candidate.key] = candidate
    }
    for candidate in order.compactMap({ best[$0] }) {
      // A function that reads a count before it releases: the read comes first.
      var read = candidate.key
      read.rule = .useAfterFree
      if candidate.key.rule == .doubleFree, best[read] != nil { continue }
      let cause = candidate.cause
      if let known = byCause[cause], !candidate.isBetter(than: known) { continue }
      byCause[cause] = candidate
    }
    return byCause.values.map(\.finding).sorted {
      ($0.range, $0.rule.rawValue, $0.message) < ($1.range, $1.rule.rawValue, $1.message)
    }
  }

  private var cause: String {
    let range = finding.range
    // Two allocations that one variable may hold are lost at one place for one reason.
    let subject = finding.identity[0].isEmpty ? finding.identity.joined(separator: "|") : finding.identity[0]
    return "\(finding.rule.rawValue)|\(range.path)|\(range.startOffset)|\(subject)"
  }

  private func isBetter(than other: ToldFinding) -> Bool {
    if depth != other.depth { return depth < other.depth }
    if finding.events.count != other.finding.events.count {
      return finding.events.count < other.finding.events.count
    }
    if finding.range != other.finding.range { return finding.range < other.finding.range }
    return finding.message < other.finding.message
  }
}

/// Turns what is known of flaws into findings: places in the source, words, a story of at most seven steps.
struct StoryTeller {
  let program: Program

  func tell(_ draft: FlawAccount) -> ToldFinding {
    let path = draft.path
    let module = program.modules[draft.module]
    let place =
      switch draft.detail {
      case .overwritten(let name), .storedBeyond(let name): module[name]
      default: module[draft.name]
      }
    if draft.rule == .referenceCycle { return tellCycle(draft, primary: module.range(of: draft.span)) }
    var primary = module.range(of: draft.span)
    var level = Int(draft.depth)
    var act: Event?
    // A flaw that a callee commits on memory of this function is told where it is called; one that begins and ends
    // in the callee is told there.
    let isLeak = draft.rule == .leak || draft.rule == .resourceLeak
    if draft.depth > 0, draft.through.isEmpty, !isLeak,
      let call = path.lastIndex(where: { $0.kind == .called && $0.depth == 0 }),
      !path[call...].contains(where: { $0.kind == .freed && $0.object == draft.object })
    {
      let isUse = draft.rule == .useAfterFree || draft.rule == .danglingPointer
      act = Event(
        role: isUse ? .used : .freed, range: primary, text: isUse ? "used here" : "released here", depth: level)
      primary = range(of: path[call])
      level = 0
    }
    let subject = subject(of: draft, path, seenFrom: primary)
    let message = Wording(subject: subject).message(draft.rule, draft.detail, place: place)
    let owner = program.declaration(of: draft.owner)
    var finding = Finding(
      rule: draft.rule, severity: draft.through.isEmpty ? .error : .warning, message: message, range: primary,
      events: story(draft, path, subject, primary, act), function: owner.module[owner.function.name],
      functionKey: Self.stable(owner.function.linkKey),
      identity: [subject.name, subject.allocator, subject.releaser, place])
    finding.facts = facts(draft, path, place: subject.name, level: level)
    return ToldFinding(finding: finding, key: draft.key, depth: draft.depth)
  }

  /// Keys of closures and local classes say where they stand; a finding keeps its identity when lines move.
  static func stable(_ key: String) -> String {
    var text = key
    let mayHavePlace = text.withUTF8 { bytes in
      bytes.indices.dropLast().contains { index in
        bytes[index] == UInt8(ascii: "(")
          || bytes[index] == UInt8(ascii: "@") && bytes[index + 1] &- UInt8(ascii: "0") < 10
      }
    }
    guard mayHavePlace else { return key }
    var result = ""
    var rest = Substring(key)
    while let start = rest.firstRange(of: "(lambda at ") {
      result += rest[..<start.lowerBound] + "(lambda)"
      rest = rest[start.upperBound...]
      rest = rest.firstIndex(of: ")").map { rest[rest.index(after: $0)...] } ?? ""
    }
    // `@47@` is the offset of what is around.
    return (result + rest).split(separator: "@", omittingEmptySubsequences: false)
      .filter { $0.isEmpty || !$0.allSatisfy(\.isNumber) }.joined(separator: "@")
  }

  func range(of event: PathEvent) -> SourceRange {
    program.modules[Int(event.module)].range(of: event.span)
  }

  private func text(_ event: PathEvent) -> String { program.modules[Int(event.module)][event.name] }

  // MARK: The memory concerned

  private func subject(
    of draft: FlawAccount, _ path: [PathEvent], seenFrom primary: SourceRange
  ) -> Wording.Subject {
    let origin = draft.origin
    let end = draft.end
    var name = ""
    let module = program.modules[draft.module]
    switch draft.rule {
    case .leak, .resourceLeak:
      name = draft.holderName ?? lastName(of: draft.object, path) ?? ""
    default:
      name = module[draft.name]
      if name.isEmpty { name = lastName(of: draft.object, path) ?? "" }
    }
    if draft.rule == .danglingPointer || draft.rule == .invalidFree, let local = draft.holderName {
      name = local
    }
    let isAllocated = origin?.kind == .allocated
    let family = draft.family
    let releasing: PathEvent? =
      draft.rule == .mismatchedDeallocation || draft.rule == .invalidFree ? nil : end
    var allocator = isAllocated ? functionName(origin!) : ""
    if isAllocated, allocator.isEmpty { allocator = program.families.name(origin!.family) }
    var releaser = releasing.map(functionName) ?? ""
    if case .families(_, let released) = draft.detail { releaser = releaseName(draft, released) }
    if draft.rule == .invalidFree { releaser = releaseName(draft, draft.releasedAs) }
    let kind = program.families.family(isAllocated ? origin!.family : family)
    return Wording.Subject(
      name: name, noun: kind?.noun ?? "memory", allocator: allocator,
      allocationPlace: isAllocated ? place(of: origin!, seenFrom: primary) : nil,
      acquiredVerb: kind?.acquiredVerb ?? "allocated", releaser: releaser,
      releasePlace: releasing.map { place(of: $0, seenFrom: primary) },
      releasedVerb: kind?.releasedVerb ?? "freed",
      isTemporary: name.isEmpty && draft.isOfLocal,
      properRelease: kind?.releasedBy ?? [])
  }

  /// A line, with the file where it is another one.
  private func place(of event: PathEvent, seenFrom primary: SourceRange) -> String {
    let range = range(of: event)
    let line = "line \(range.start.line)"
    if range.path == primary.path { return line }
    return "\(line) of \(range.path.split(separator: "/").last ?? "")"
  }

  /// The release that went wrong, by the name the user sees.
  private func releaseName(_ draft: FlawAccount, _ family: FamilyID) -> String {
    if let known = draft.releaser, known > 0 { return program.name(of: known - 1) }
    if family != .unknown { return program.families.family(family)?.releasedBy.first ?? "" }
    return "free"
  }

  private func functionName(_ event: PathEvent) -> String {
    event.function > 0 ? program.name(of: event.function - 1) : ""
  }

  private func lastName(of object: ValueID, _ path: [PathEvent]) -> String? {
    for event in path.reversed() where event.object == object && event.name != .empty {
      switch event.kind {
      case .aliased, .copied: return text(event)
      default: continue
      }
    }
    return nil
  }

  // MARK: The story

  private func story(
    _ draft: FlawAccount, _ path: [PathEvent], _ subject: Wording.Subject, _ primary: SourceRange,
    _ act: Event?
  ) -> [Event] {
    let start = path.firstIndex { $0.object == draft.object && $0.kind == .allocated } ?? 0
    var steps: [(order: Int, event: Event, weight: Int)] = []
    var lastCall: (Int, PathEvent)?
    var seen: Set<SourceRange> = []
    for (order, event) in path.enumerated() {
      if event.kind == .called { lastCall = (order, event) }
      guard let (step, weight) = step(event, draft, isAfterStart: order >= start) else { continue }
      if event.depth > 0, let (callOrder, call) = lastCall, call.depth < event.depth,
        event.object == draft.object
      {
        let callee = functionName(call)
        let range = range(of: call)
        if seen.insert(range).inserted {
          steps.append(
            (
              callOrder,
              Event(role: .passed, range: range, text: "calls `\(callee)`", depth: Int(call.depth)), 1
            ))
        }
      }
      if event.kind == .branchTrue || event.kind == .branchFalse || event.kind == .branchCase {
        if !seen.insert(step.range).inserted { continue }
      }
      // Round after round of a loop.
      if event.kind == .aliased, steps.contains(where: { $0.event == step }) { continue }
      steps.append((order, step, weight))
    }
    if let act { steps.append((path.count, act, 8)) }
    let last = closing(draft, subject, primary)
    while steps.count >= Finding.longestStory {
      // The least telling step goes; of equals the earliest.
      let index = steps.indices.min { steps[$0].weight < steps[$1].weight }!
      steps.remove(at: index)
    }
    var events = steps.map(\.event)
    if events.last?.range == last.range { events.removeLast() }
    return events + [last]
  }

  private func step(_ event: PathEvent, _ draft: FlawAccount, isAfterStart: Bool) -> (Event, weight: Int)? {
    let depth = Int(event.depth)
    let name = text(event)
    let isConcerned = event.object == draft.object
    switch event.kind {
    case .allocated where isConcerned:
      let by = functionName(event).isEmpty ? program.families.name(event.family) : functionName(event)
      return (
        Event(role: .allocated, range: range(of: event), text: "allocated here with `\(by)`", depth: depth), 9
      )
    case .freed where isConcerned:
      let by = functionName(event)
      let text = by.isEmpty ? "released here" : "released here by `\(by)`"
      return (Event(role: .freed, range: range(of: event), text: text, depth: depth), 9)
    case .misreleased where isConcerned && depth > 0:
      let by = functionName(event)
      let text = by.isEmpty ? "released here" : "released here by `\(by)`"
      return (Event(role: .freed, range: range(of: event), text: text, depth: depth), 8)
    case .accessed where isConcerned && depth > 0:
      return (Event(role: .used, range: range(of: event), text: "used here", depth: depth), 8)
    case .retained, .unreferenced, .lent, .takenOver:
      return isConcerned ? counting(event, depth) : nil
    case .aliased where isConcerned && !name.isEmpty:
      return (Event(role: .aliased, range: range(of: event), text: "`\(name)` refers to it", depth: depth), 4)
    case .aliased where isConcerned && draft.rule == .danglingPointer:
      return (Event(role: .stored, range: range(of: event), text: "its address is kept by this call", depth: depth), 7)
    case .moved where isConcerned:
      return (
        Event(role: .moved, range: range(of: event), text: "what it owned is moved away here", depth: depth), 9
      )
    case .copied where isConcerned:
      return (Event(role: .copied, range: range(of: event), text: "copied here", depth: depth), 3)
    case .scopeEnded where isConcerned:
      let text = name.isEmpty ? "the temporary object ends here" : "the scope of `\(name)` ends"
      return (Event(role: .scopeEnded, range: range(of: event), text: text, depth: depth), 8)
    case .branchTrue where isAfterStart && !name.isEmpty:
      return (
        Event(role: .branch, range: range(of: event), text: "because `\(name)` is true", depth: depth), 2
      )
    case .branchFalse where isAfterStart && !name.isEmpty:
      return (
        Event(role: .branch, range: range(of: event), text: "because `\(name)` is false", depth: depth), 2
      )
    case .branchCase where isAfterStart && !name.isEmpty:
      return (
        Event(role: .branch, range: range(of: event), text: "by the value of `\(name)`", depth: depth), 2
      )
    default: return nil
    }
  }

  /// A step of a counted object, with the references that are held after it.
  private func counting(_ event: PathEvent, _ depth: Int) -> (Event, weight: Int) {
    let by = functionName(event).isEmpty ? "" : " by `\(functionName(event))`"
    let count = Wording.references(Int(event.references))
    let text: String
    switch event.kind {
    case .takenOver: text = "the reference is taken over here\(by)"
    case .lent: text = "borrowed here" + by.replacing(" by ", with: " from ") + ": no reference is held"
    case .retained: text = "retained here\(by)" + (event.references > 0 ? ": \(count) held" : "")
    default:
      text =
        event.references > 0
        ? "released here\(by): \(count) left" : "released here\(by): none is left of those held here"
    }
    let role: Event.Role =
      switch event.kind {
      case .unreferenced: .freed
      case .takenOver: .moved
      default: .aliased
      }
    return (Event(role: role, range: range(of: event), text: text, depth: depth), 7)
  }

  private func closing(_ draft: FlawAccount, _ subject: Wording.Subject, _ primary: SourceRange) -> Event {
    let name = subject.name.isEmpty ? "it" : "`\(subject.name)`"
    switch draft.rule {
    case .leak, .resourceLeak:
      if draft.references > 0 {
        let count = Wording.references(Int(draft.references) + 1)
        return Event(role: .lost, range: primary, text: "nothing refers to it any more; \(count) left")
      }
      return Event(role: .lost, range: primary, text: "the last reference is gone here")
    case .doubleFree where draft.detail == .overRelease:
      return Event(role: .freed, range: primary, text: "a reference is given away here that is not held")
    case .doubleFree, .ownershipConflict:
      return Event(role: .freed, range: primary, text: "released again here")
    case .mismatchedDeallocation:
      return Event(role: .freed, range: primary, text: "released here with the wrong function")
    case .invalidFree: return Event(role: .freed, range: primary, text: "released here")
    case .danglingPointer:
      switch draft.detail {
      case .returned: return Event(role: .returned, range: primary, text: "its address is returned here")
      case .storedBeyond: return Event(role: .stored, range: primary, text: "its address is left behind here")
      default: return Event(role: .used, range: primary, text: "\(name) is used here")
      }
    default: return Event(role: .used, range: primary, text: "\(name) is used here")
    }
  }
}
