/// Tarjan's strongly connected components, without recursion.
struct Tarjan {
  let successors: [[Int]]
  private var components: [[Int]] = []
  private var index: [Int]
  private var low: [Int]
  private var isOnStack: [Bool]
  private var stack: [Int] = []
  private var next = 0

  /// The components that can be reached from `roots`, what they lead to first.
  static func components(of successors: [[Int]], from roots: [Int]) -> [[Int]] {
    var search = Tarjan(successors: successors)
    for root in roots { search.visit(root) }
    return search.components
  }

  private init(successors: [[Int]]) {
    self.successors = successors
    index = Array(repeating: -1, count: successors.count)
    low = index
    isOnStack = Array(repeating: false, count: successors.count)
  }

  private mutating func visit(_ root: Int) {
    guard index[root] < 0 else { return }
    var work = [(node: root, edge: 0)]
    open(root)
    while let (node, edge) = work.last {
      if edge < successors[node].count {
        work[work.count - 1].edge += 1
        let successor = successors[node][edge]
        if index[successor] < 0 {
          open(successor)
          work.append((successor, 0))
        } else if isOnStack[successor] {
          low[node] = min(low[node], index[successor])
        }
      } else {
        work.removeLast()
        if let parent = work.last { low[parent.node] = min(low[parent.node], low[node]) }
        if low[node] == index[node] { close(node) }
      }
    }
  }

  private mutating func open(_ node: Int) {
    index[node] = next
    low[node] = next
    next += 1
    stack.append(node)
    isOnStack[node] = true
  }

  private mutating func close(_ root: Int) {
    var component: [Int] = []
    while let node = stack.popLast() {
      isOnStack[node] = false
      component.append(node)
      if node == root { break }
    }
    components.append(component)
  }
}
