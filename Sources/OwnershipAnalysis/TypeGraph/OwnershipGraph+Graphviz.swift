import OwnershipIR
import SourceText

extension OwnershipGraph {
  /// The graph in Graphviz's dot language: owners are solid lines, weak ones dashed, borrowers dotted, base classes
  /// hollow arrows; what lies on a possible cycle is red, and the edge to make weak has a round end.
  package func graphviz(_ shown: (String) -> String) -> String {
    var onRing: Set<[Int]> = []
    var back: Set<[Int]> = []
    for cycle in cycles {
      for (index, link) in cycle.links.enumerated() {
        onRing.insert([link.declaring, link.edge])
        if index == cycle.backReference { back.insert([link.declaring, link.edge]) }
      }
    }
    var lines = ["digraph ownership {", "  node [shape=box, fontname=\"monospace\"];"]
    for (index, node) in classes.enumerated() {
      lines.append("  c\(index) [label=\"\(escapeForLabel(title(index, shown)))\"];")
      for base in node.bases { lines.append("  c\(index) -> c\(base) [arrowhead=empty];") }
      for (number, edge) in node.edges.enumerated() {
        var attributes = ["label=\"\(escapeForLabel(edge.label))\\n\(edge.kind)\"", edge.kind.style]
        if onRing.contains([index, number]) { attributes.append("color=red") }
        if back.contains([index, number]) { attributes.append("arrowhead=dot") }
        lines.append("  c\(index) -> c\(edge.target) [\(attributes.joined(separator: ", "))];")
      }
    }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }
}

extension HoldKind {
  fileprivate var style: String {
    switch self {
    case .part: "arrowtail=diamond, dir=both"
    case .sole: "style=solid"
    case .strong: "style=bold"
    case .weak: "style=dashed"
    case .borrowed: "style=dotted"
    }
  }
}
