import Findings
import JSONText
import Lessons

/// A rule as SARIF's reportingDescriptor: what services show beside an alert.
struct SARIFRule {
  let rule: Rule
  let links: LessonLinks

  var json: JSONValue {
    let info = rule.info
    let link = links.url(of: rule)
    var descriptor: JSONValue = [
      "id": .string(rule.diagnosticName),
      "name": .string(Self.pascalCase(info.title)),
      "shortDescription": ["text": .string(info.title)],
      "fullDescription": ["text": .string(info.explanation)],
      "help": ["text": .string(helpText(link)), "markdown": .string(helpMarkdown(link))],
    ]
    if !link.isEmpty { descriptor.append("helpUri", .string(link)) }
    descriptor.append("defaultConfiguration", ["level": .string(info.defaultSeverity.sarifLevel)])
    descriptor.append("properties", properties)
    return descriptor
  }

  private var properties: JSONValue {
    let info = rule.info
    var tags = ["memory", "correctness"]
    if info.securitySeverity != nil { tags.insert("security", at: 0) }
    tags += info.cwe.map { "external/cwe/cwe-\($0)" }
    var properties: JSONValue = [
      "tags": .array(tags.map(JSONValue.string)), "precision": "high",
      "problem.severity": .string(
        info.defaultSeverity == .hint ? "recommendation" : info.defaultSeverity.rawValue),
    ]
    properties.append("security-severity", info.securitySeverity.map(JSONValue.string))
    return properties
  }

  // Services show the help texts more often than `helpUri`, so the link stands in them as well.

  private func helpText(_ link: String) -> String {
    let info = rule.info
    return "\(info.explanation)\n\n\(info.remedy)" + (link.isEmpty ? "" : "\n\nLesson: \(link)")
  }

  private func helpMarkdown(_ link: String) -> String {
    let article =
      RuleExplanation(rule)?.markdown(links) ?? "# \(rule.info.title)\n\n\(rule.info.explanation)\n"
    guard !link.isEmpty else { return article }
    return article
      + "\n[\(rule.info.section.title)](\(links.url(of: rule.info.section)))"
      + " · [this rule in the lesson](\(link))\n"
  }

  private static func pascalCase(_ title: String) -> String {
    title.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}
