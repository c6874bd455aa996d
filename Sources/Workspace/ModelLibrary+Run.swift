import LibraryModels

extension ModelLibrary {
  /// What ships with Ownscope, the opt-in sets the configuration asks for, and its own rows on top.
  static func forRun(_ configuration: Configuration) throws(ConfigurationError) -> ModelLibrary {
    var library = ModelLibrary.standard()
    library.add(families: configuration.families, functions: configuration.functions)
    return library
  }
}
