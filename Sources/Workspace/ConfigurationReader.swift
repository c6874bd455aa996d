import Findings
import LibraryModels
import Yams

extension Configuration {
  /// Reads the text of a configuration. `path` is for messages and for relative paths.
  package init(yaml: String, path: String) throws(ConfigurationError) {
    self.init()
    self.path = path
    var reader = ConfigurationReader(path: path)
    try reader.read(yaml, into: &self)
  }
}

/// Walks the YAML nodes, so that every complaint has its line.
private struct ConfigurationReader {
  let path: String

  private static let keys = ["rules", "exclude", "libraries", "models", "lesson"]

  mutating func read(_ yaml: String, into configuration: inout Configuration) throws(ConfigurationError) {
    guard let root = try compose(yaml) else { return }
    for (key, value) in try pairs(of: root, "the file") {
      switch key.text {
      case "rules": try readRules(value, into: &configuration)
      case "exclude":
        configuration.excludedPaths = try strings(in: value, "exclude").map { PathPattern($0.text) }
      case "libraries": configuration.librarySets = try strings(in: value, "libraries").map(librarySet)
      case "models": try readModels(value, into: &configuration)
      case "lesson": configuration.lessonBaseURL = try lessonURL(value)
      default: throw unknown(key, "key", Self.keys)
      }
    }
  }

  private func readRules(_ node: Node, into configuration: inout Configuration) throws(ConfigurationError) {
    for (key, value) in try pairs(of: node, "rules") {
      guard let rule = Rule(userName: key.text) else {
        throw unknown(key, "rule", Rule.allCases.map(\.rawValue))
      }
      let setting = try string(in: value, "the severity of \(rule.rawValue)")
      if setting.text == "off" || setting.text == "false" {
        configuration.disabledRules.insert(rule)
      } else if let severity = Severity(rawValue: setting.text) {
        configuration.severities[rule] = severity
      } else if setting.text != "on", setting.text != "true" {
        throw unknown(setting, "severity", ["error", "warning", "hint", "off", "on"])
      }
    }
  }

  private func readModels(_ node: Node, into configuration: inout Configuration) throws(ConfigurationError) {
    for (key, value) in try pairs(of: node, "models") {
      let rows = try strings(in: value, key.text)
      do {
        switch key.text {
        case "families":
          for row in rows {
            configuration.families.append(
              try located(row) { () throws(ModelRowError) in try parseFamilyRow(row.text) })
          }
        case "functions":
          for row in rows {
            configuration.functions.append(
              try located(row) { () throws(ModelRowError) in try parseModelRow(row.text) })
          }
        default: throw unknown(key, "key", ["families", "functions"])
        }
      }
    }
  }

  private func located<Row>(
    _ text: Text, _ parse: () throws(ModelRowError) -> Row
  ) throws(ConfigurationError) -> Row {
    do {
      return try parse()
    } catch {
      throw ConfigurationError(path: path, line: text.line, message: "in the model row: \(error.description)")
    }
  }

  private func librarySet(_ name: Text) throws(ConfigurationError) -> String {
    guard ModelLibrary.optionalNames.contains(name.text) else {
      throw unknown(name, "library set", ModelLibrary.optionalNames)
    }
    return name.text
  }

  private func lessonURL(_ node: Node) throws(ConfigurationError) -> String {
    let text = try string(in: node, "lesson")
    guard text.text.contains("://") else {
      throw ConfigurationError(
        path: path, line: text.line, message: "lesson: expected a URL such as https://example.org/lesson")
    }
    return text.text
  }

  // MARK: Nodes

  private struct Text {
    var text: String
    var line: Int?
  }

  private func compose(_ yaml: String) throws(ConfigurationError) -> Node? {
    do {
      return try Yams.compose(yaml: yaml)
    } catch let error as YamlError {
      throw ConfigurationError(
        path: path, line: Self.line(of: error), message: "not YAML: \(Self.problem(error))")
    } catch {
      throw ConfigurationError(path: path, line: nil, message: "not YAML: \(error)")
    }
  }

  private func pairs(of node: Node, _ what: String) throws(ConfigurationError) -> [(key: Text, value: Node)] {
    if node.scalar?.string.isEmpty == true { return [] }
    guard let mapping = node.mapping else {
      throw ConfigurationError(
        path: path, line: node.mark?.line, message: "\(what): expected keys with values, as in 'key: value'")
    }
    var result: [(key: Text, value: Node)] = []
    for (key, value) in mapping { result.append((try string(in: key, "a key"), value)) }
    return result
  }

  private func strings(in node: Node, _ what: String) throws(ConfigurationError) -> [Text] {
    if node.scalar?.string.isEmpty == true { return [] }
    guard let sequence = node.sequence else {
      throw ConfigurationError(
        path: path, line: node.mark?.line, message: "\(what): expected a list, one entry a line after '- '")
    }
    var result: [Text] = []
    for element in sequence { result.append(try string(in: element, "an entry of \(what)")) }
    return result
  }

  private func string(in node: Node, _ what: String) throws(ConfigurationError) -> Text {
    guard let scalar = node.scalar else {
      throw ConfigurationError(
        path: path, line: node.mark?.line,
        message: "\(what): expected a text; put it in quotes if it has ': ' or ' #' in it")
    }
    return Text(text: scalar.string, line: scalar.mark?.line ?? node.mark?.line)
  }

  private func unknown(_ text: Text, _ what: String, _ known: [String]) -> ConfigurationError {
    ConfigurationError(
      path: path, line: text.line,
      message: "no \(what) is called '\(text.text)'; there are: \(known.joined(separator: ", "))")
  }

  private static func line(of error: YamlError) -> Int? {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    default: nil
    }
  }

  private static func problem(_ error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _):
      problem
    case .duplicatedKeysInMapping(let duplicates, _):
      "the key \(duplicates.map { "'\($0)'" }.sorted().joined(separator: ", ")) stands there twice"
    default: "\(error)"
    }
  }
}
