/// The models in force for one run: those that ship, opt-in sets, and the user's own rows. Later ones win.
package struct ModelLibrary: Hashable, Sendable {
  package private(set) var families: [FamilyName: AllocationFamily]
  package private(set) var functions: [String: FunctionModel]
  /// Functions whose rows were asked for: they are taken at their word even where the program has a body for them.
  package private(set) var namesOverBodies: Set<String> = []

  package init(families: [AllocationFamily] = [], functions: [FunctionModel] = []) {
    self.families = [:]
    self.functions = [:]
    add(families: families, functions: functions)
  }

  /// Adds rows. Guarded rows stand before the row they refine; guarded rows that stand alone refine the row
  /// that is already there.
  package mutating func add(families: [AllocationFamily], functions: [FunctionModel]) {
    for family in families { self.families[family.name] = family }
    self.functions.reserveCapacity(self.functions.count + functions.count)
    var alternatives: [FunctionModel] = []
    for row in functions {
      if let first = alternatives.first, first.name != row.name { refine(with: alternatives) }
      if alternatives.first?.name != row.name { alternatives = [] }
      if row.guards.isEmpty {
        self.functions[row.name] = row
        if !alternatives.isEmpty { self.functions[row.name]?.alternatives = alternatives }
        alternatives = []
      } else {
        alternatives.append(row)
      }
    }
    if !alternatives.isEmpty { refine(with: alternatives) }
  }

  /// Rows of these functions win over bodies.
  package mutating func preferRows(of names: some Sequence<String>) { namesOverBodies.formUnion(names) }

  /// Adds everything of another library; its rows win.
  package mutating func add(_ other: ModelLibrary) {
    namesOverBodies.formUnion(other.namesOverBodies)
    families.merge(other.families) { $1 }
    functions.merge(other.functions) { $1 }
  }

  /// A function of which only special cases are known may keep its arguments in all other cases.
  private mutating func refine(with alternatives: [FunctionModel]) {
    let name = alternatives[0].name
    var row =
      functions[name] ?? FunctionModel(name: name, rest: .escape, source: alternatives[0].source)
    row.alternatives = alternatives + row.alternatives
    functions[name] = row
  }

  /// The row for a function; what the compiler knows as `__builtin_X` is `X` when nothing else is said of it.
  package func model(named name: String) -> FunctionModel? {
    if let model = functions[name] { return model }
    let builtin = "__builtin_"
    return name.hasPrefix(builtin) ? functions[String(name.dropFirst(builtin.count))] : nil
  }

  package func family(_ name: FamilyName) -> AllocationFamily? { families[name] }
}
