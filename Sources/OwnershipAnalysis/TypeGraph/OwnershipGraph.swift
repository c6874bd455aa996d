import OwnershipIR
import SourceText

/// Which classes of a program may keep objects of which others alive: a node a class, an edge a member.
///
/// It tells what types allow, not what a program does: every list of `shared_ptr` is a possible cycle. So it serves
/// explanations, and is never a reason for a finding by itself.
package struct OwnershipGraph: Sendable {
  /// In the order of their places: by path, then by offset.
  package let classes: [Class]
  /// In the order of the counted edges that they are the shortest rings of.
  package let cycles: [PossibleCycle]

  package struct Class: Sendable, Hashable {
    /// With scope and template arguments; a closure has none.
    package var name: String
    /// Nil for a class that is declared and never defined.
    package var place: SourceRange?
    package var isClosure: Bool
    /// Direct base and derived classes, as indices into `classes`.
    package var bases: [Int] = []
    package var derived: [Int] = []
    /// Its own members, in declaration order. A member that can hold objects of several classes has an edge to each.
    package var edges: [Edge] = []
  }

  package struct Edge: Sendable, Hashable {
    /// The member's name; the base class where that is a library's container; empty for nameless members.
    package var member: String
    /// The member's type as it is written.
    package var type: String
    package var place: SourceRange?
    package var kind: HoldKind
    /// Into `classes`: the class that the type names. What is held through a pointer may be of a derived class.
    package var target: Int
  }

  /// One edge on the way around a ring.
  package struct Link: Sendable, Hashable {
    /// The class of the object on the way: the member's own, or one derived from it.
    package var holder: Int
    /// The class that declares the member, and the edge among those of that class.
    package var declaring: Int
    package var edge: Int
    /// The class of the object that is held: the edge's target, or one derived from it.
    package var held: Int
  }

  /// Members through which objects can come to own each other, one of them a counted owner at least.
  package struct PossibleCycle: Sendable, Hashable {
    /// Around the ring, beginning at the class that is declared first.
    package var links: [Link]
    /// The link that is best made weak, and why that one.
    package var backReference: Int
    package var reason: Reason

    package enum Reason: Sendable, Hashable {
      /// A closure captures it: the copy can be a weak one, and is asked for an owner when the closure runs.
      case captured
      /// The member's name says that it points back.
      case name(String)
      /// No other edge of the ring counts its owners.
      case only
      /// It closes the ring, taken in declaration order.
      case closesRing
    }
  }

  package func edge(_ link: Link) -> Edge { classes[link.declaring].edges[link.edge] }
}

extension OwnershipGraph {
  /// The class and all its bases, or all that are derived from it, itself first.
  func closure(of start: Int, _ next: KeyPath<Class, [Int]>) -> [Int] {
    var found = [start]
    var position = 0
    while position < found.count {
      for each in classes[found[position]][keyPath: next] where !found.contains(each) { found.append(each) }
      position += 1
    }
    return found
  }

  /// What an object of a class can have hold of, inherited members included.
  func links(from holder: Int) -> [Link] {
    closure(of: holder, \.bases).flatMap { declaring in
      classes[declaring].edges.indices.flatMap { index in
        let edge = classes[declaring].edges[index]
        let held = edge.kind == .part ? [edge.target] : closure(of: edge.target, \.derived)
        return held.map { Link(holder: holder, declaring: declaring, edge: index, held: $0) }
      }
    }
  }
}
