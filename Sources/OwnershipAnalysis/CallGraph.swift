import OwnershipIR

/// Who calls whom among the functions with bodies, in groups of mutual recursion, callees first.
struct CallGraph: Sendable {
  /// Groups (strongly connected components), callees before callers; members in the order of their keys.
  let groups: [[UInt32]]
  /// The group of each function with a body.
  let groupOf: [Int]
  /// For each group, the groups that wait for it, and how many groups it waits for: those it calls by name, and those
  /// whose addresses it can come by, unless those in turn may lead back to it.
  let callers: [[Int]]
  let calleeCounts: [Int]
  /// The cluster of each function with a body: two are in one when each can come by the other, by name or by address.
  let clusterOf: [Int]
  /// Functions that another function of the program calls by name.
  let isCalled: [Bool]
  let isRecursive: [Bool]
  /// `static` functions that are called somewhere, by name or through a pointer: all callers can be seen.
  let hasKnownCallers: [Bool]

  init(_ program: Program) {
    let count = program.functions.count
    var callees = Array(repeating: [Int](), count: count)
    var called = Array(repeating: false, count: count)
    var callbacks = Array(repeating: false, count: count)
    var addresses = Array(repeating: [Int](), count: count)
    var tables = FunctionTables(program)
    for number in 0..<count {
      guard let references = program.references(of: number) else { continue }
      var known: Set<Int> = []
      for address in references.addresses {
        switch address {
        case .function(let other):
          callbacks[Int(other)] = true
          if program.functions[Int(other)].isDefined, known.insert(Int(other)).inserted {
            addresses[number].append(Int(other))
          }
        case .global(let global):
          for other in tables.functions(in: global) where known.insert(other).inserted {
            addresses[number].append(other)
          }
        }
      }
      for callee in references.calls {
        if callee != number { called[Int(callee)] = true }
        if program.functions[Int(callee)].isDefined { callees[number].append(Int(callee)) }
      }
    }
    isCalled = called
    hasKnownCallers = (0..<count).map {
      program.functions[$0].isDefined && (callbacks[$0] || called[$0])
        && program.declaration(of: UInt32($0)).function.attributes.isInternal
    }
    let order = program.ordered((0..<UInt32(count)).filter { program.functions[Int($0)].isDefined }).map {
      Int($0)
    }
    let byName = Tarjan.components(of: callees, from: order)
    let ends = zip(callees, addresses).map { $0 + $1 }
    let clusters = Tarjan.components(of: ends, from: order)
    var clusterOf = Array(repeating: 0, count: count)
    for (index, cluster) in clusters.enumerated() { for member in cluster { clusterOf[member] = index } }
    // Clusters in their order, and the groups in each in theirs: what a group waits for stands before it.
    groups = byName.enumerated().sorted { a, b in
      (clusterOf[a.element[0]], a.offset) < (clusterOf[b.element[0]], b.offset)
    }.map { $0.element.count == 1 ? [UInt32($0.element[0])] : program.ordered($0.element.map { UInt32($0) }) }
    var groupOf = Array(repeating: 0, count: count)
    for (index, group) in groups.enumerated() { for member in group { groupOf[Int(member)] = index } }
    var callers = Array(repeating: [Int](), count: groups.count)
    var counts = Array(repeating: 0, count: groups.count)
    var recursive = Array(repeating: false, count: groups.count)
    for (index, group) in groups.enumerated() {
      var below: Set<Int> = []
      func wait(for other: Int) {
        if other != index, below.insert(other).inserted {
          callers[other].append(index)
          counts[index] += 1
        }
      }
      for member in group {
        for callee in callees[Int(member)] {
          if groupOf[callee] == index { recursive[index] = true }
          wait(for: groupOf[callee])
        }
        for other in addresses[Int(member)] where clusterOf[other] != clusterOf[Int(member)] {
          wait(for: groupOf[other])
        }
      }
    }
    self.clusterOf = clusterOf
    self.groupOf = groupOf
    self.callers = callers
    calleeCounts = counts
    isRecursive = recursive
  }
}
