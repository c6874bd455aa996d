/// What is known of a rule wherever it is shown: one row of the rule catalogue.
package struct RuleInfo: Sendable, Hashable {
  /// A noun phrase: "Memory leak".
  package var title: String
  /// What a finding has when the analysis and the configuration say nothing else.
  package var defaultSeverity: Severity
  /// Numbers in the Common Weakness Enumeration, the closest first.
  package var cwe: [Int]
  /// One paragraph: what happens and why it matters.
  package var explanation: String
  /// One sentence: the usual cure.
  package var remedy: String
  /// Where in the lesson the subject is taught.
  package var section: LessonSection
  /// GitHub's `security-severity`, after the CVSS ranges (7.0 and more is high); nil for advice.
  package var securitySeverity: String?
}

extension Rule {
  /// The rule's name in reports and in `NOLINT` comments.
  package var diagnosticName: String { Self.diagnosticPrefix + rawValue }

  /// In front of every rule id wherever ids of several tools meet.
  package static let diagnosticPrefix = "ownscope-"

  /// Reads an id with or without the prefix.
  package init?(userName: some StringProtocol) {
    let name =
      userName.hasPrefix(Self.diagnosticPrefix)
      ? userName.dropFirst(Self.diagnosticPrefix.count) : userName[...]
    self.init(rawValue: String(name))
  }

  /// The anchor of the rule's article on the lesson page.
  package var lessonAnchor: String { rawValue }
}
