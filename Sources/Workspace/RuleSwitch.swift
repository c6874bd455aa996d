import ClangFrontend
import Findings
import Foundation

/// Switches rules off in a configuration file, leaving everything else in it as the user wrote it.
package enum RuleSwitch {
  /// Makes the file where there is none.
  package static func turnOff(_ rule: Rule, in path: String) throws(ConfigurationError) {
    var known: [UInt8]?
    do {
      known = try FileContents.read(path)
    } catch .missing {
    } catch {
      throw ConfigurationError(path: path, line: nil, message: "cannot be read; correct its permissions")
    }
    let changed = turningOff(rule, in: String(decoding: known ?? [], as: UTF8.self))
    // A file that has its own form is not to be broken.
    guard try Configuration(yaml: changed, path: path).disabledRules.contains(rule) else {
      throw ConfigurationError(
        path: path, line: nil, message: "cannot be changed as it is written; add 'rules: {\(rule.rawValue): off}'")
    }
    if let known {
      do {
        try FixSession.ChangedFile(path: path, before: known, after: Array(changed.utf8)).write()
      } catch {
        throw ConfigurationError(path: path, line: nil, message: error.message)
      }
    } else if !FileManager.default.createFile(atPath: path, contents: Data(changed.utf8)) {
      throw ConfigurationError(path: path, line: nil, message: "cannot be written; correct its folder's permissions")
    }
  }

  /// The text with the rule off, by lines: below `rules:`, in the place of what is said of it there.
  static func turningOff(_ rule: Rule, in text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let setting = "  \(rule.rawValue): off"
    guard let header = lines.firstIndex(where: { isKey("rules", $0, indented: false) }) else {
      let gap = text.isEmpty || text.hasSuffix("\n") ? "" : "\n"
      return text + gap + "rules:\n\(setting)\n"
    }
    let end =
      lines[(header + 1)...].firstIndex { !$0.isEmpty && !$0.hasPrefix(" ") && !$0.hasPrefix("#") } ?? lines.count
    let own = lines[(header + 1)..<end].indices.first { index in
      isKey(rule.rawValue, lines[index], indented: true) || isKey(rule.diagnosticName, lines[index], indented: true)
    }
    if let own {
      let indentation = lines[own].prefix { $0 == " " }
      lines[own] = indentation + "\(rule.rawValue): off"
    } else {
      let indentation = lines[(header + 1)..<end].first { $0.hasPrefix(" ") }?.prefix { $0 == " " }
      lines.insert(indentation.map { $0 + "\(rule.rawValue): off" } ?? setting, at: header + 1)
    }
    return lines.joined(separator: "\n")
  }

  private static func isKey(_ key: String, _ line: String, indented: Bool) -> Bool {
    guard line.hasPrefix(" ") == indented else { return false }
    let content = line.drop { $0 == " " }
    return content.hasPrefix(key) && content.dropFirst(key.count).drop { $0 == " " }.hasPrefix(":")
  }
}
