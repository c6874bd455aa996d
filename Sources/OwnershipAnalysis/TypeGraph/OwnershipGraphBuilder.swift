import OwnershipIR
import SourceText

extension OwnershipGraph {
  /// The graph of all modules of a program. What it says does not depend on the order of the modules.
  package init(_ program: Program) {
    var builder = OwnershipGraphBuilder(program)
    builder.findClasses()
    let classes = builder.connected()
    let graph = OwnershipGraph(classes: classes, cycles: [])
    self.init(classes: classes, cycles: PossibleCycleSearch(graph).cycles())
  }
}

/// Merges the classes of all modules: one that a header defines is known by its key and its place.
private struct OwnershipGraphBuilder {
  /// Equal keys at different places are different classes (of different files, without linkage).
  private struct Identity: Hashable, Comparable {
    var path: String
    var offset: Int
    var usr: String
    static func < (a: Self, b: Self) -> Bool { (a.path, a.offset, a.usr) < (b.path, b.offset, b.usr) }
  }

  private let modules: [Module]
  private let releases: MemberReleases
  private var classes: [OwnershipGraph.Class] = []
  private var indices: [Identity: Int] = [:]
  /// What is only declared in one file is defined in another: the first definition counts.
  private var definitions: [String: Identity] = [:]
  /// What library classes have hold of, from all files.
  private var holdings: [String: [(module: Int, holding: Holding)]] = [:]

  init(_ program: Program) {
    modules = program.moduleOrder.map { program.modules[$0] }
    releases = MemberReleases(program)
  }

  // MARK: Classes

  mutating func findClasses() {
    var found: [Identity: OwnershipGraph.Class] = [:]
    for (number, module) in modules.enumerated() {
      for record in module.records {
        if let held = record.holdings {
          holdings[record.usr, default: []] += held.map { (number, $0) }
        } else if record.span != .none, !Self.isAnonymous(record, in: module) {
          let place = module.range(of: record.span)
          let identity = Identity(path: place.path, offset: place.startOffset, usr: record.usr)
          if definitions[record.usr] == nil { definitions[record.usr] = identity }
          if found[identity] == nil { found[identity] = Self.node(record, at: place, in: module) }
        }
      }
    }
    for module in modules {
      for record in module.records
      where !record.isVanished && record.holdings == nil && record.span == .none
        && definitions[record.usr] == nil
      {
        let identity = Identity(path: "", offset: 0, usr: record.usr)
        definitions[record.usr] = identity
        found[identity] = Self.node(record, at: nil, in: module)
      }
    }
    for (index, identity) in found.keys.sorted().enumerated() {
      indices[identity] = index
      classes.append(found[identity]!)
    }
  }

  /// A struct or union without a name and without a member's name: its members are those of what is around it.
  private static func isAnonymous(_ record: Record, in module: Module) -> Bool {
    module[record.name].hasPrefix("(anonymous")
  }

  private static func node(_ record: Record, at place: SourceRange?, in module: Module)
    -> OwnershipGraph.Class
  {
    let name = module[record.qualifiedName == .empty ? record.name : record.qualifiedName]
    let isClosure = name.isEmpty || name.hasPrefix("(lambda")
    return OwnershipGraph.Class(name: isClosure ? "" : name, place: place, isClosure: isClosure)
  }

  private func index(of record: Record, in module: Module) -> Int? {
    guard record.span != .none else { return definitions[record.usr].flatMap { indices[$0] } }
    let place = module.range(of: record.span)
    return indices[Identity(path: place.path, offset: place.startOffset, usr: record.usr)]
  }

  // MARK: Edges

  /// The classes with their edges; those that neither hold anything nor are held are left out.
  mutating func connected() -> [OwnershipGraph.Class] {
    for (number, module) in modules.enumerated() {
      for record in module.records where record.holdings == nil {
        guard let index = index(of: record, in: module) else { continue }
        addBases(of: record, to: index, module)
        addEdges(of: record, to: index, number)
      }
    }
    return withoutLoners()
  }

  private mutating func addBases(of record: Record, to index: Int, _ module: Module) {
    for base in record.bases {
      guard module.records[base].holdings == nil,
        let above = self.index(of: module.records[base], in: module),
        !classes[index].bases.contains(above)
      else { continue }
      classes[index].bases.append(above)
      classes[above].derived.append(index)
    }
  }

  private mutating func addEdges(of record: Record, to index: Int, _ number: Int) {
    let module = modules[number]
    let inherited = Set(
      record.bases.flatMap { module.records[$0].fields.map { Inherited(name: $0.name, type: $0.type) } })
    let released = releases.effects(ofDestructor: record.destructor).released
    for field in record.fields where !inherited.contains(Inherited(name: field.name, type: field.type)) {
      let ends = MemberEnds(released, at: field.offset)
      var held: [(HoldKind, Int)] = []
      collect(field.type, number, .part, isMember: true, ends, into: &held, depth: 0)
      for (kind, target) in held {
        add(
          OwnershipGraph.Edge(
            member: module[field.name], type: module[module[field.type].spelling],
            place: field.span == .none ? nil : module.range(of: field.span), kind: kind, target: target),
          to: index)
      }
    }
    addLibraryBases(of: record, to: index, number)
  }

  /// A class that is a container by inheritance.
  private mutating func addLibraryBases(of record: Record, to index: Int, _ number: Int) {
    let module = modules[number]
    for base in record.bases where module.records[base].holdings != nil {
      var held: [(HoldKind, Int)] = []
      for each in holdings[module.records[base].usr] ?? [] {
        collect(
          each.holding.type, each.module, each.holding.kind, isMember: false, MemberEnds(), into: &held,
          depth: 0)
      }
      let name = module[module.records[base].name]
      for (kind, target) in held {
        add(OwnershipGraph.Edge(member: name, type: name, kind: kind, target: target), to: index)
      }
    }
  }

  private struct Inherited: Hashable {
    var name: StringID
    var type: TypeID
  }

  /// Of two ways in which a member holds the same class the closer one counts.
  private mutating func add(_ edge: OwnershipGraph.Edge, to index: Int) {
    let known = classes[index].edges.firstIndex {
      $0.member == edge.member && $0.target == edge.target && $0.place == edge.place
    }
    guard let known else { return classes[index].edges.append(edge) }
    if Self.rank(edge.kind) > Self.rank(classes[index].edges[known].kind) {
      classes[index].edges[known] = edge
    }
  }

  /// A counted owner says most: it is what makes rings.
  private static func rank(_ kind: HoldKind) -> Int {
    switch kind {
    case .borrowed: 0
    case .weak: 1
    case .part: 2
    case .sole: 3
    case .strong: 4
    }
  }

  /// Every class that something of this type has hold of, through pointers, arrays and library classes.
  private func collect(
    _ type: TypeID, _ number: Int, _ kind: HoldKind, isMember: Bool, _ ends: MemberEnds,
    into held: inout [(HoldKind, Int)], depth: Int
  ) {
    guard depth < 16 else { return }
    let module = modules[number]
    switch module[type].kind {
    case .array(let element, _):
      collect(element, number, kind, isMember: isMember, ends, into: &held, depth: depth + 1)
    case .pointer(let pointee, _):
      let end = ends.kind(ofPointerTo: pointee, in: module, isMember: isMember)
      collect(pointee, number, kind.through(end), isMember: false, ends, into: &held, depth: depth + 1)
    case .record(let index):
      let record = module.records[index]
      guard record.holdings != nil else {
        if let target = self.index(of: record, in: module) { held.append((kind, target)) }
        return
      }
      for each in holdings[record.usr] ?? [] {
        collect(
          each.holding.type, each.module, kind.through(each.holding.kind), isMember: false, ends, into: &held,
          depth: depth + 1)
      }
    case .unknown, .void, .integer, .floating, .function: break
    }
  }

  // MARK: The result

  private func withoutLoners() -> [OwnershipGraph.Class] {
    var isKept = classes.map { !$0.edges.isEmpty }
    for each in classes { for edge in each.edges { isKept[edge.target] = true } }
    // A hierarchy of which some class takes part is shown as a whole.
    var work = isKept.indices.filter { isKept[$0] }
    while let index = work.popLast() {
      for each in classes[index].bases + classes[index].derived where !isKept[each] {
        isKept[each] = true
        work.append(each)
      }
    }
    let kept = isKept.indices.filter { isKept[$0] }
    let numbers = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    return kept.map { index in
      var node = classes[index]
      node.bases = node.bases.map { numbers[$0]! }
      node.derived = node.derived.map { numbers[$0]! }.sorted()
      for edge in node.edges.indices { node.edges[edge].target = numbers[node.edges[edge].target]! }
      return node
    }
  }
}

/// How a destructor ends the raw pointers of one member.
private struct MemberEnds {
  /// Of the pointer that the member is.
  private var own: HoldKind?
  /// Of pointers further on, by the class that they point at.
  private var further: [String: HoldKind] = [:]

  init() {}

  init(_ released: [MemberReleases.Origin: HoldKind], at offset: Int64) {
    for (origin, kind) in released where origin.parameter == 0 && origin.offset == offset {
      if origin.depth == 1 { own = max(own ?? kind, kind) }
      if origin.depth == 2 { further[origin.pointee] = max(further[origin.pointee] ?? kind, kind) }
    }
  }

  func kind(ofPointerTo pointee: TypeID, in module: Module, isMember: Bool) -> HoldKind {
    if isMember, let own { return own }
    guard case .record(let record) = module[pointee].kind else { return .borrowed }
    return further[module.records[record].usr] ?? .borrowed
  }
}
