import Findings
import Lessons
import OwnershipAnalysis

/// Classes whose objects can come to own each other: the chain of strong members, and which to make weak.
extension DocumentView {
  /// The ring that a use of a member belongs to: by the member's name, where that is the name of one only.
  func cycle(through mention: Mention) -> OwnershipGraph.PossibleCycle? {
    guard mention.hold == .strong, let types else { return nil }
    let member = mention.name.lastWord
    let found = types.cycles.filter { ring in ring.links.contains { types.edge($0).member == member } }
    return found.count == 1 && mention.name != member ? found[0] : nil
  }

  /// The ring of a member or a class that is declared here.
  func cycle(at offset: Int) -> OwnershipGraph.PossibleCycle? {
    guard let types else { return nil }
    let byMember = types.cycles.first { ring in
      ring.links.contains { link in
        types.edge(link).place.map { $0.path == path && $0.contains(offset) } ?? false
      }
    }
    return byMember
      ?? types.cycles.first { ring in
        ring.links.contains { link in
          types.classes[link.holder].place.map { $0.path == path && $0.contains(offset) } ?? false
        }
      }
  }

  func hover(_ ring: OwnershipGraph.PossibleCycle, _ range: Range<Int>) -> Hover {
    let info = Rule.referenceCycle.info
    return Hover(
      range: range, lines: lines(ring), rule: info.remedy, lesson: info.section.title,
      url: links.url(of: info.section))
  }

  func add(_ ring: OwnershipGraph.PossibleCycle, to hover: Hover) -> Hover {
    let info = Rule.referenceCycle.info
    return Hover(
      range: hover.range, lines: hover.lines + lines(ring), rule: info.remedy, lesson: info.section.title,
      url: links.url(of: info.section))
  }

  private func lines(_ ring: OwnershipGraph.PossibleCycle) -> [String] {
    guard let types else { return [] }
    var lines = ["Objects of these classes can own each other in a ring:"]
    for link in ring.links.prefix(6) {
      let edge = types.edge(link)
      lines.append("\(member(link, types)) keeps \(named(edge.target, types)) alive.")
    }
    if ring.links.count > 6 { lines.append("… and \(ring.links.count - 6) more.") }
    let back = ring.links[ring.backReference]
    lines.append("Make \(member(back, types)) weak, \(ring.reason.sentence).")
    return lines
  }

  private func member(_ link: OwnershipGraph.Link, _ types: OwnershipGraph) -> String {
    let edge = types.edge(link)
    let holder = types.classes[link.declaring]
    if holder.isClosure {
      let line = holder.place.map { " at line \($0.start.line)" } ?? ""
      return "The closure\(line)" + (edge.member.isEmpty ? "" : ", through `\(edge.member)`,")
    }
    return edge.member.isEmpty ? "`\(holder.name)`" : "`\(holder.name)::\(edge.member)`"
  }

  private func named(_ index: Int, _ types: OwnershipGraph) -> String {
    types.classes[index].isClosure ? "a closure" : "a `\(types.classes[index].name)`"
  }
}
