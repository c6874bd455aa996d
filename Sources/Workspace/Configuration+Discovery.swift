import ClangFrontend

extension Configuration {
  package static let fileName = ".ownscope.yaml"

  /// The configuration in force: the file that is named, else the nearest `.ownscope.yaml` at or above
  /// `directory`, else the defaults.
  package static func find(named name: String?, from directory: String) throws(ConfigurationError)
    -> Configuration
  {
    if let name { return try read(PathText.absolute(name, in: directory)) }
    for ancestor in PathText.ancestors(of: directory) {
      let path = PathText.absolute(fileName, in: ancestor)
      if FileContents.isFile(path) { return try read(path) }
    }
    return Configuration()
  }

  private static func read(_ path: String) throws(ConfigurationError) -> Configuration {
    do {
      return try Configuration(yaml: String(decoding: try FileContents.read(path), as: UTF8.self), path: path)
    } catch let error as ConfigurationError {
      throw error
    } catch {
      throw ConfigurationError(
        path: path, line: nil, message: "cannot be read; correct its name or its permissions")
    }
  }
}
