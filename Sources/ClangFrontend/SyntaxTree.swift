import CLibClang

/// Index of a node in a `SyntaxTree`.
package typealias NodeID = Int32

/// A declaration with everything below it, flat: node 0 is the declaration, nodes are linked by index.
///
/// One recursive visit of libclang fills it (that visit needs constant stack, unlike nested ones), and all work
/// on a body then happens here. Only the shape is stored; types, places and references are asked of the cursor
/// when somebody needs them, because most nodes are wrappers that nobody asks about.
///
/// A class, because it owns raw memory that is filled again for each function: this is the innermost loop of
/// lowering, and arrays cost it a tenth of its time.
package final class SyntaxTree {
  struct Node {
    var cursor: CXCursor
    var parent: NodeID
    var firstChild: NodeID = -1
    var lastChild: NodeID = -1
    var nextSibling: NodeID = -1
    var kind: NodeKind
  }

  @exclusivity(unchecked) var nodes: UnsafeMutablePointer<Node>
  @exclusivity(unchecked) private var capacity = 1024
  @exclusivity(unchecked) package private(set) var count = 0

  package init() { nodes = .allocate(capacity: capacity) }
  deinit { nodes.deallocate() }

  package var root: NodeID { 0 }

  /// The compiler found errors: an expression without a type is one that it could make no sense of. What it keeps of
  /// that (of `p->nmae` just `p`) is not its value.
  private var isBroken = false

  /// Replaces the contents by the tree of `declaration`, of a file that compiles or of one that does not.
  package func fill(from declaration: Declaration, isBroken: Bool = false) {
    self.isBroken = isBroken
    count = 0
    append(declaration.cursor, parent: -1)
    _ = clang_visitChildren(
      declaration.cursor,
      { cursor, parent, context in
        Unmanaged<SyntaxTree>.fromOpaque(context!)._withUnsafeGuaranteedRef { $0.add(cursor, below: parent) }
        return CXChildVisit_Recurse
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  private func append(_ cursor: CXCursor, parent: NodeID) {
    if count == capacity { grow() }
    var kind = NodeKind(cursor.kind)
    if isBroken, kind == .wrapper, clang_getCursorType(cursor).kind == CXType_Dependent { kind = .otherExpression }
    (nodes + count).initialize(to: Node(cursor: cursor, parent: parent, kind: kind))
    count += 1
  }

  private func grow() {
    let larger = UnsafeMutablePointer<Node>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: nodes, count: count)
    nodes.deallocate()
    nodes = larger
    capacity *= 2
  }

  /// The visit goes down first, so the parent is the last node or one above it.
  private func add(_ cursor: CXCursor, below parent: CXCursor) {
    var above = NodeID(count - 1)
    while above > 0, !isNode(above, parent) { above = nodes[Int(above)].parent }
    if above == 0, !isNode(0, parent) { above = besideLast() }
    let node = NodeID(count)
    let last = nodes[Int(above)].lastChild
    if last < 0 {
      nodes[Int(above)].firstChild = node
    } else {
      nodes[Int(last)].nextSibling = node
    }
    nodes[Int(above)].lastChild = node
    append(cursor, parent: above)
    if nodes[Int(above)].kind == .name, nodes[Int(node)].kind.isExpression { readArgument(above) }
  }

  /// In an instance of a template, a name of one of its values refers to nothing and stands around the value.
  private func readArgument(_ name: NodeID) {
    if isInvalid(clang_getCursorReferenced(cursor(name))) { nodes[Int(name)].kind = .parentheses }
  }

  /// The copies that a lambda captures are visited, but not the conversions around them that are their parents: such a
  /// node belongs to the lambda.
  private func besideLast() -> NodeID {
    let last = NodeID(count - 1)
    if last == 0 || nodes[Int(last)].kind == .lambda { return last }
    return nodes[Int(last)].parent
  }

  /// Statements and expressions are known by their address alone: behind a lambda their cursors name another
  /// declaration around them than before it.
  private func isNode(_ node: NodeID, _ cursor: CXCursor) -> Bool {
    let own = nodes[Int(node)].cursor
    if own.data.1 == cursor.data.1, own.kind == cursor.kind, own.data.1 != nil {
      let kind = nodes[Int(node)].kind
      if kind.isExpression || kind.isStatement { return true }
    }
    return Self.isSame(own, cursor)
  }

  static func isSame(_ a: CXCursor, _ b: CXCursor) -> Bool {
    a.data.1 == b.data.1 && a.data.0 == b.data.0 && a.kind == b.kind && a.xdata == b.xdata
  }

  func cursor(_ node: NodeID) -> CXCursor { nodes[Int(node)].cursor }
}

// MARK: - Walking

extension SyntaxTree {
  package func kind(_ node: NodeID) -> NodeKind { nodes[Int(node)].kind }

  package func firstChild(_ node: NodeID) -> NodeID? { Self.some(nodes[Int(node)].firstChild) }
  package func lastChild(_ node: NodeID) -> NodeID? { Self.some(nodes[Int(node)].lastChild) }
  package func nextSibling(_ node: NodeID) -> NodeID? { Self.some(nodes[Int(node)].nextSibling) }

  static func some(_ node: NodeID) -> NodeID? { node >= 0 ? node : nil }

  package func children(_ node: NodeID) -> Children {
    Children(tree: self, first: nodes[Int(node)].firstChild)
  }

  /// The first child that is an expression: member and cast nodes also refer to types and names.
  package func firstExpression(_ node: NodeID) -> NodeID? {
    var child = nodes[Int(node)].firstChild
    while child >= 0, !nodes[Int(child)].kind.isExpression { child = nodes[Int(child)].nextSibling }
    return Self.some(child)
  }

  /// The two children of a node that has exactly two.
  package func pair(_ node: NodeID) -> (NodeID, NodeID)? {
    let (first, last) = (nodes[Int(node)].firstChild, nodes[Int(node)].lastChild)
    return first >= 0 && nodes[Int(first)].nextSibling == last && first != last ? (first, last) : nil
  }

  /// The only child, or nil when there are none or several.
  package func onlyChild(_ node: NodeID) -> NodeID? {
    let first = nodes[Int(node)].firstChild
    return first >= 0 && nodes[Int(first)].nextSibling < 0 ? first : nil
  }

  /// One past the last node below `node`: nodes are numbered in the order of the visit, so a subtree is a range.
  package func end(of node: NodeID) -> NodeID {
    var node = node
    while nodes[Int(node)].lastChild >= 0 { node = nodes[Int(node)].lastChild }
    return node + 1
  }

  package struct Children: Sequence, IteratorProtocol {
    let tree: SyntaxTree
    var current: NodeID

    init(tree: SyntaxTree, first: NodeID) {
      self.tree = tree
      current = first
    }

    package mutating func next() -> NodeID? {
      guard current >= 0 else { return nil }
      defer { current = tree.nodes[Int(current)].nextSibling }
      return current
    }
  }
}
