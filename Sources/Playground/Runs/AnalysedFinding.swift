import Findings
import JSONText

/// A finding as `lint --format json` prints it, as far as verdicts need it.
struct AnalysedFinding: Sendable, Hashable {
  var fingerprint: String
  var rule: Rule
  var line: Int
  var message: String
  /// The lines of its story's steps.
  var storyLines: [Int]
  /// What has to hold on its path: `argc > 1`, `!(argc > 1)`, in the words of the source.
  var conditions: [String]

  /// Reads a report; nil when the text is none.
  static func read(_ report: JSONValue) -> [AnalysedFinding]? {
    report["findings"]?.arrayValue?.compactMap(AnalysedFinding.init)
  }

  private init?(_ json: JSONValue) {
    guard let rule = json["rule"]?.stringValue.flatMap(Rule.init(rawValue:)),
      let line = json["range"]?["start"]?["line"]?.integerValue
    else { return nil }
    let story = json["story"]?.arrayValue ?? []
    self.rule = rule
    self.line = line
    fingerprint = json["fingerprint"]?.stringValue ?? ""
    message = json["message"]?.stringValue ?? ""
    storyLines = story.compactMap { $0["range"]?["start"]?["line"]?.integerValue }
    conditions = story.filter { $0["role"]?.stringValue == "branch" }
      .compactMap { $0["text"]?.stringValue }.map(Self.condition)
  }

  /// `because `argc > 1` is false` as what has to hold.
  private static func condition(_ text: String) -> String {
    guard text.hasPrefix("because ") else { return text }
    let fact = text.dropFirst("because ".count)
    if fact.hasSuffix(" is true") { return String(fact.dropLast(" is true".count)) }
    return String(fact).replacingOccurrences(of: " is false", with: " to be false")
  }
}
