import OwnershipIR

/// Rings of owners among types: strongly connected components of the owning edges (Tarjan, SIAM J. Comput. 1972), and
/// for each counted owner in one the shortest way back.
struct PossibleCycleSearch {
  private let graph: OwnershipGraph
  /// By class: what its objects keep alive.
  private let owning: [[OwnershipGraph.Link]]

  init(_ graph: OwnershipGraph) {
    self.graph = graph
    owning = graph.classes.indices.map { index in
      graph.links(from: index).filter { graph.edge($0).kind.isOwning }
    }
  }

  /// For each counted edge on a ring the shortest ring, each ring once.
  func cycles() -> [OwnershipGraph.PossibleCycle] {
    let component = components()
    var shortest: [DeclaredEdge: [OwnershipGraph.Link]] = [:]
    for links in owning {
      for link in links
      where graph.edge(link).kind == .strong && component[link.holder] == component[link.held] {
        guard let back = way(from: link.held, to: link.holder, in: component) else { continue }
        let declared = DeclaredEdge(link)
        if let known = shortest[declared], known.count <= back.count + 1 { continue }
        shortest[declared] = [link] + back
      }
    }
    var seen: Set<Set<DeclaredEdge>> = []
    let rings = shortest.sorted { $0.key < $1.key }.map(\.value)
    return rings.filter { seen.insert(Set($0.map(DeclaredEdge.init))).inserted }.map(cycle)
  }

  /// An edge whatever the class of the object that has it.
  private struct DeclaredEdge: Hashable, Comparable {
    var declaring: Int
    var edge: Int
    init(_ link: OwnershipGraph.Link) { (declaring, edge) = (link.declaring, link.edge) }
    static func < (a: Self, b: Self) -> Bool { (a.declaring, a.edge) < (b.declaring, b.edge) }
  }

  /// The shortest way along owning edges inside one component; empty when both are one class.
  private func way(from start: Int, to end: Int, in component: [Int]) -> [OwnershipGraph.Link]? {
    if start == end { return [] }
    var cameBy: [Int: OwnershipGraph.Link] = [:]
    var queue = [start]
    var next = 0
    while next < queue.count {
      let holder = queue[next]
      next += 1
      for link in owning[holder] where component[link.held] == component[start] {
        guard link.held != start, cameBy[link.held] == nil else { continue }
        cameBy[link.held] = link
        if link.held == end {
          var path = [link]
          while let before = cameBy[path.last!.holder] { path.append(before) }
          return path.reversed()
        }
        queue.append(link.held)
      }
    }
    return nil
  }

  // MARK: The back reference

  /// Turns the ring so that it begins at the class that is declared first, and picks the edge to make weak.
  private func cycle(_ ring: [OwnershipGraph.Link]) -> OwnershipGraph.PossibleCycle {
    let first = ring.indices.min { ring[$0].holder < ring[$1].holder }!
    let links = Array(ring[first...] + ring[..<first])
    let counted = links.indices.filter { graph.edge(links[$0]).kind == .strong }
    // What a closure captures can be made weak, what holds the closure cannot.
    if let captured = counted.last(where: { graph.classes[links[$0].declaring].isClosure }) {
      return .init(links: links, backReference: captured, reason: .captured)
    }
    let pointers = counted.filter { !graph.classes[links[$0].held].isClosure }
    let candidates = pointers.isEmpty ? counted : pointers
    for candidate in candidates {
      if let word = BackReferenceName.word(in: graph.edge(links[candidate]).member) {
        return .init(links: links, backReference: candidate, reason: .name(word))
      }
    }
    return .init(
      links: links, backReference: candidates.last!, reason: candidates.count == 1 ? .only : .closesRing)
  }

  // MARK: Components

  /// The number of the strongly connected component of each class.
  private func components() -> [Int] {
    var component = Array(repeating: 0, count: owning.count)
    let found = Tarjan.components(of: owning.map { $0.map(\.held) }, from: Array(owning.indices))
    for (number, members) in found.enumerated() { for member in members { component[member] = number } }
    return component
  }
}

/// Names that say of a member that it leads back to what holds the object.
enum BackReferenceName {
  private static let words: Set<String> = [
    "back", "backlink", "backref", "creator", "delegate", "enclosing", "host", "observer", "outer", "owner",
    "parent",
    "prev", "previous", "root", "up",
  ]

  /// The word of a name like `m_parentNode` or `owner_` that says so.
  static func word(in name: String) -> String? {
    var parts: [String] = [""]
    for character in name {
      if !character.isLetter || (character.isUppercase && parts.last?.last?.isLowercase == true) {
        parts.append("")
      }
      if character.isLetter { parts[parts.count - 1].append(character) }
    }
    return parts.map { $0.lowercased() }.first { words.contains($0) }
  }
}
