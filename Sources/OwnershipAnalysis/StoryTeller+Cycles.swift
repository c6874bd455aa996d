import Findings
import OwnershipIR
import SourceText

/// Rings of owners in words: who made each edge, what the counts are when the last owner outside has gone, and which
/// edge to make weak.
extension StoryTeller {
  func tellCycle(_ draft: FlawAccount, primary: SourceRange) -> ToldFinding {
    let ring = draft.ring
    let weakest = weakest(of: ring)
    var events: [Event] = []
    for edge in ring.prefix(2) {
      if let origin = edge.origin, origin.span != .none {
        events.append(
          Event(
            role: .allocated, range: range(of: origin), text: "\(named(edge.target)) is made here", depth: 0))
      }
    }
    for edge in ring.prefix(Finding.longestStory - 1 - events.count) {
      guard let made = edge.made, made.span != .none else { continue }
      let owner = edge.place.isEmpty ? "another member" : "`\(edge.place)`"
      events.append(
        Event(
          role: .stored, range: range(of: made), text: "\(owner) becomes an owner of \(named(edge.target))",
          depth: 0))
    }
    events.sort { $0.range < $1.range }
    events.append(
      Event(
        role: .lost, range: primary,
        text: "the last owner outside the ring is gone here; \(Self.counts(ring)) left inside"))
    let message = self.message(ring, weakest)
    let owner = program.declaration(of: draft.owner)
    var finding = Finding(
      rule: .referenceCycle, severity: draft.through.isEmpty ? .error : .warning, message: message,
      range: primary, events: events,
      function: owner.module[owner.function.name], functionKey: Self.stable(owner.function.linkKey),
      identity: ring.map(\.target).sorted() + ring.map(\.place).sorted())
    let places = ring.map(\.place).filter { !$0.isEmpty }
    finding.facts.owners = places.filter { $0 == weakest?.place } + places.filter { $0 != weakest?.place }
    return ToldFinding(finding: finding, key: draft.key, depth: draft.depth)
  }

  private func named(_ target: String) -> String { target.isEmpty ? "the shared object" : "`\(target)`" }

  private func message(_ ring: [RingEdge], _ weakest: RingEdge?) -> String {
    let places = ring.map(\.place).filter { !$0.isEmpty }
    let through = places.isEmpty ? "" : " through \(Self.list(places.map { "`\($0)`" }))"
    let cure = weakest.map { $0.place.isEmpty ? "" : "; make `\($0.place)` a weak pointer" } ?? ""
    let targets = ring.map(\.target).filter { !$0.isEmpty }
    switch ring.count {
    case 1:
      let target = targets.first.map { "`\($0)`" } ?? "a shared object"
      return "\(target) owns itself\(through), so it is never released\(cure)"
    case 2 where targets.count == 2:
      return
        "\(Self.list(targets.map { "`\($0)`" })) own each other\(through), so neither is ever released\(cure)"
    default:
      let subject =
        targets.count == ring.count ? Self.list(targets.map { "`\($0)`" }) : "\(ring.count) shared objects"
      return "\(subject) own each other in a ring\(through), so none is ever released\(cure)"
    }
  }

  /// Names that say "back" in the languages of those who write them.
  private static let backward = [
    "parent", "owner", "prev", "back", "delegate", "observer", "host", "super", "root", "outer", "container",
    "listener", "master", "manager", "boss",
  ]

  /// The edge to make weak: one whose name says that it points back, else the one that closed the ring.
  private func weakest(of ring: [RingEdge]) -> RingEdge? {
    let named = ring.filter { !$0.place.isEmpty }
    func member(_ edge: RingEdge) -> String {
      (edge.place.split(whereSeparator: { $0 == "." || $0 == ">" }).last.map(String.init) ?? edge.place)
        .lowercased()
    }
    if let back = named.first(where: { edge in Self.backward.contains { member(edge).contains($0) } }) {
      return back
    }
    return named.max { a, b in
      guard let first = a.made, let second = b.made else { return a.made == nil }
      return range(of: first) < range(of: second)
    }
  }

  static func list(_ words: [String]) -> String {
    guard words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + words.last!
  }

  private static func counts(_ ring: [RingEdge]) -> String {
    let numbers = ring.map { $0.count.map(String.init) ?? "some" }
    return numbers.count == 1 ? "\(numbers[0]) owner is" : "\(list(numbers)) owners are"
  }
}
