import OwnershipIR
import SourceText

/// The graph for people: `ownscope dump ownership`.
extension OwnershipGraph {
  /// Classes with their members, then the possible cycles; `shown` gives a path as a report shows it.
  package func text(_ shown: (String) -> String) -> String {
    var lines: [String] = []
    for (index, node) in classes.enumerated() {
      var head = "class \(title(index, shown))"
      if !node.bases.isEmpty { head += " : " + node.bases.map { title($0, shown) }.joined(separator: ", ") }
      if let place = node.place, !node.isClosure { head += "  \(position(place, shown))" }
      if node.place == nil { head += "  (only declared)" }
      lines.append(head)
      lines += node.edges.map { "  \($0.kind.padded)  \($0.label) -> \(title($0.target, shown))  \($0.type)" }
      lines.append("")
    }
    for cycle in cycles { lines += self.lines(cycle, shown) + [""] }
    if classes.isEmpty { lines.append("no class has hold of another") }
    if !classes.isEmpty, cycles.isEmpty { lines.append("no possible cycles") }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(_ cycle: PossibleCycle, _ shown: (String) -> String) -> [String] {
    var lines = ["possible cycle"]
    for link in cycle.links {
      let edge = edge(link)
      var line = "  \(member(link, shown)) -\(edge.kind)-> \(title(edge.target, shown))"
      if link.held != edge.target { line += " (a \(title(link.held, shown)))" }
      if let place = edge.place { line += "  \(position(place, shown))" }
      lines.append(line)
    }
    let back = cycle.links[cycle.backReference]
    lines.append("  make weak: \(member(back, shown)), \(cycle.reason.sentence)")
    return lines
  }

  /// `Child.parent`, or what a closure captures.
  private func member(_ link: Link, _ shown: (String) -> String) -> String {
    let holder = title(link.declaring, shown)
    return classes[link.declaring].isClosure
      ? "\(edge(link).label) in \(holder)" : "\(holder).\(edge(link).label)"
  }

  /// A class's name; a closure has its place for one.
  func title(_ index: Int, _ shown: (String) -> String) -> String {
    guard classes[index].isClosure else { return classes[index].name }
    guard let place = classes[index].place else { return "lambda" }
    return "lambda at \(position(place, shown)):\(place.start.column)"
  }

  private func position(_ place: SourceRange, _ shown: (String) -> String) -> String {
    "\(shown(place.path)):\(place.start.line)"
  }
}

extension OwnershipGraph.Edge {
  var label: String { member.isEmpty ? "(unnamed)" : member }
}

extension OwnershipGraph.PossibleCycle.Reason {
  /// Why this edge and no other.
  package var sentence: String {
    switch self {
    case .captured: "which the closure can capture as a weak pointer"
    case .name(let word): "whose name says \u{201c}\(word)\u{201d}"
    case .only: "the only counted owner of the ring"
    case .closesRing: "which closes the ring in declaration order"
    }
  }
}

extension HoldKind {
  fileprivate var padded: String {
    let name = "\(self)"
    return name + String(repeating: " ", count: max(0, 8 - name.count))
  }
}
