/// The models in force for one run: those that ship, opt-in sets, and the user's own rows. Later ones win.
package struct ModelLibrary: Sendable {
  package private(set) var families: [FamilyName: AllocationFamily]
  package private(set) var functions: [String: FunctionModel]

  package init(families: [AllocationFamily] = [], functions: [FunctionModel] = []) {
    self.families = [:]
    self.functions = [:]
    add(families: families, functions: functions)
  }

  package mutating func add(families: [AllocationFamily], functions: [FunctionModel]) {
    for family in families { self.families[family.name] = family }
    for function in functions { self.functions[function.name] = function }
  }

  package func model(named name: String) -> FunctionModel? { functions[name] }
  package func family(_ name: FamilyName) -> AllocationFamily? { families[name] }
}
