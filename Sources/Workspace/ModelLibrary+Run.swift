import LibraryModels
import OwnershipIR

extension ModelLibrary {
  /// What ships with Ownscope, the opt-in sets the configuration asks for, and its own rows on top.
  static func forRun(_ configuration: Configuration) -> ModelLibrary {
    var library = ModelLibrary.standard()
    for name in configuration.librarySets {
      if let set = ModelLibrary.optional(named: name) { library.add(set) }
    }
    library.add(families: configuration.families, functions: configuration.functions)
    library.preferRows(of: configuration.functions.map(\.name))
    return library
  }

  /// Adds what attributes in the code say of functions that no row describes. Modules are in the order of
  /// their paths, so that of several declarations the same one counts on every run.
  mutating func addAttributes(of modules: [Module]) {
    for module in modules {
      for function in module.functions where function.body == nil {
        guard let rows = models(from: function, in: module) else { continue }
        add(families: rows.families, functions: rows.functions)
      }
    }
  }
}
