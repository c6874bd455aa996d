import CLibClang

/// Index of a node in a `SyntaxTree`.
package typealias NodeID = Int32

/// A declaration with everything below it, flat: node 0 is the declaration, children are linked by index.
///
/// One recursive visit of libclang fills it (that visit needs constant stack, unlike nested ones), and all work
/// on a body then happens here. Only the shape is stored; types, places and references are asked of the cursor
/// when somebody needs them, because most nodes are wrappers that nobody asks about.
package struct SyntaxTree {
  package private(set) var kinds: [NodeKind] = []
  package private(set) var firstChildren: [NodeID] = []
  package private(set) var nextSiblings: [NodeID] = []
  private(set) var cursors: [CXCursor] = []
  /// Nodes from the root to the last added one, each with its last child so far.
  private var open: [(node: NodeID, lastChild: NodeID)] = []

  package init() {}

  package var root: NodeID { 0 }
  package var count: Int { kinds.count }

  /// Replaces the contents by the tree of `declaration`; storage is kept.
  package mutating func fill(from declaration: Declaration) {
    kinds.removeAll(keepingCapacity: true)
    firstChildren.removeAll(keepingCapacity: true)
    nextSiblings.removeAll(keepingCapacity: true)
    cursors.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    append(declaration.cursor)
    withUnsafeMutablePointer(to: &self) { tree in
      _ = clang_visitChildren(
        declaration.cursor,
        { cursor, parent, context in
          context!.assumingMemoryBound(to: SyntaxTree.self).pointee.add(cursor, below: parent)
          return CXChildVisit_Recurse
        }, tree)
    }
  }

  private mutating func append(_ cursor: CXCursor) {
    let node = NodeID(kinds.count)
    kinds.append(NodeKind(cursor.kind))
    firstChildren.append(-1)
    nextSiblings.append(-1)
    cursors.append(cursor)
    open.append((node, -1))
  }

  private mutating func add(_ cursor: CXCursor, below parent: CXCursor) {
    while open.count > 1, !Self.isSame(cursors[Int(open[open.count - 1].node)], parent) { open.removeLast() }
    let node = NodeID(kinds.count)
    let last = open.count - 1
    if open[last].lastChild < 0 {
      firstChildren[Int(open[last].node)] = node
    } else {
      nextSiblings[Int(open[last].lastChild)] = node
    }
    open[last].lastChild = node
    append(cursor)
  }

  static func isSame(_ a: CXCursor, _ b: CXCursor) -> Bool {
    a.data.1 == b.data.1 && a.data.0 == b.data.0 && a.kind == b.kind && a.xdata == b.xdata
  }
}

// MARK: - Walking

extension SyntaxTree {
  @inlinable package func kind(_ node: NodeID) -> NodeKind { kinds[Int(node)] }

  /// The first child, or nil.
  @inlinable package func firstChild(_ node: NodeID) -> NodeID? {
    let child = firstChildren[Int(node)]
    return child >= 0 ? child : nil
  }

  @inlinable package func nextSibling(_ node: NodeID) -> NodeID? {
    let sibling = nextSiblings[Int(node)]
    return sibling >= 0 ? sibling : nil
  }

  package func children(_ node: NodeID) -> Children {
    Children(nextSiblings: nextSiblings, first: firstChildren[Int(node)])
  }

  /// The first child that is an expression: member and cast nodes also refer to types and names.
  @inlinable package func firstExpression(_ node: NodeID) -> NodeID? {
    var child = firstChildren[Int(node)]
    while child >= 0, !kinds[Int(child)].isExpression { child = nextSiblings[Int(child)] }
    return child >= 0 ? child : nil
  }

  /// The two children of a node that has exactly two.
  @inlinable package func pair(_ node: NodeID) -> (NodeID, NodeID)? {
    let first = firstChildren[Int(node)]
    guard first >= 0 else { return nil }
    let second = nextSiblings[Int(first)]
    guard second >= 0, nextSiblings[Int(second)] < 0 else { return nil }
    return (first, second)
  }

  /// The only child, or nil when there are none or several.
  @inlinable package func onlyChild(_ node: NodeID) -> NodeID? {
    guard let child = firstChild(node), nextSiblings[Int(child)] < 0 else { return nil }
    return child
  }

  @inlinable package func lastChild(_ node: NodeID) -> NodeID? {
    var last = firstChildren[Int(node)]
    guard last >= 0 else { return nil }
    while nextSiblings[Int(last)] >= 0 { last = nextSiblings[Int(last)] }
    return last
  }

  /// One past the last node below `node`: nodes are numbered in the order of the visit, so a subtree is a range.
  package func end(of node: NodeID) -> NodeID {
    if let sibling = nextSibling(node) { return sibling }
    var node = node
    while let last = lastChild(node) { node = last }
    return node + 1
  }

  package struct Children: Sequence, IteratorProtocol {
    private let nextSiblings: [NodeID]
    private var current: NodeID

    init(nextSiblings: [NodeID], first: NodeID) {
      self.nextSiblings = nextSiblings
      current = first
    }

    package mutating func next() -> NodeID? {
      guard current >= 0 else { return nil }
      defer { current = nextSiblings[Int(current)] }
      return current
    }
  }
}
