import LibraryModels

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
}
