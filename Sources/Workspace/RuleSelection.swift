import Findings

/// Which rules run: what `--rules` says over what the configuration says.
package struct RuleSelection: Sendable, Hashable {
  package private(set) var enabled: Set<Rule>

  /// Everything the configuration does not switch off.
  package init(configuration: Configuration) {
    enabled = Set(Rule.allCases).subtracting(configuration.disabledRules)
  }

  /// Why a list of rules cannot be read.
  package struct UnknownRule: Error, Sendable, Hashable {
    package var name: String
    package var message: String {
      "no rule is called '\(name)'; there are: \(Rule.allCases.map(\.rawValue).joined(separator: ", "))"
    }
  }

  /// Applies a list such as `leak,double-free` (these alone) or `-leak` (all but this one).
  package mutating func apply(_ list: String) throws(UnknownRule) {
    var only: Set<Rule> = []
    var without: Set<Rule> = []
    for word in list.split(separator: ",") {
      let name = word.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
      let isExclusion = name.first == "-"
      guard let rule = Rule(userName: String(isExclusion ? Array(name.dropFirst()) : Array(name))) else {
        throw UnknownRule(name: String(name))
      }
      if isExclusion { without.insert(rule) } else { only.insert(rule) }
    }
    if !only.isEmpty { enabled = only }
    enabled.subtract(without)
  }
}
