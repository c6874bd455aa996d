import Findings
import JSONText
import Reporting
import Testing

@Suite struct SARIFTests {
  private func run(_ sample: Sample = .doubleFree) throws -> JSONValue {
    let log = try JSONValue(parsing: sample.rendered(as: .sarif))
    #expect(log["version"] == "2.1.0")
    return try #require(log["runs"]?[0])
  }

  @Test func theDriverDescribesEveryRule() throws {
    let driver = try #require(try run()["tool"]?["driver"])
    #expect(driver["name"] == "ownscope")
    #expect(driver["semanticVersion"] == "1.2.3")
    let rules = try #require(driver["rules"]?.arrayValue)
    #expect(rules.map { $0["id"]?.stringValue } == Rule.allCases.map(\.diagnosticName))
    for (rule, json) in zip(Rule.allCases, rules) {
      let link = "https://example.org/lesson#\(rule.rawValue)"
      #expect(json["helpUri"]?.stringValue == link)
      #expect(json["help"]?["text"]?.stringValue?.contains(link) == true)
      #expect(json["help"]?["markdown"]?.stringValue?.contains(link) == true)
      #expect(json["help"]?["markdown"]?.stringValue?.contains("## Before") == true)
      let isSecurity = json["properties"]?["tags"]?.arrayValue?.contains("security")
      #expect(isSecurity == (json["properties"]?["security-severity"] != nil))
    }
  }

  @Test func aResultHasPlaceStoryAndFingerprint() throws {
    let result = try #require(try run()["results"]?[0])
    #expect(result["ruleId"] == "ownscope-double-free")
    #expect(result["ruleIndex"]?.integerValue.map { Rule.allCases[$0] } == .doubleFree)
    #expect(result["level"] == "error")
    let place = result["locations"]?[0]?["physicalLocation"]
    #expect(place?["artifactLocation"] == ["uri": "src/a.c", "uriBaseId": "%SRCROOT%"])
    #expect(place?["region"] == ["startLine": 4, "startColumn": 2, "endLine": 4, "endColumn": 9])
    #expect(result["relatedLocations"]?.arrayValue?.map { $0["id"] } == [1, 2, 3, 4])
    let steps = result["codeFlows"]?[0]?["threadFlows"]?[0]?["locations"]?.arrayValue ?? []
    #expect(steps.map { $0["executionOrder"] } == [1, 2, 3, 4])
    #expect(steps.map { $0["nestingLevel"] } == [0, 0, 1, 0])
    #expect(
      steps[2]["location"]?["physicalLocation"]?["artifactLocation"]?["uri"] == "lib/b%20h.c")
    #expect(result["partialFingerprints"]?.members?.map(\.name) == ["ownscope/v1"])
  }

  @Test func aStoryThatStopsShortEndsWithTheFinding() throws {
    var sample = Sample.doubleFree
    sample.findings[0].events.removeLast()
    let steps = try run(sample)["results"]?[0]?["codeFlows"]?[0]?["threadFlows"]?[0]?["locations"]?.arrayValue
    #expect(steps?.last?["location"]?["message"]?["text"]?.stringValue == sample.findings[0].message)
  }

  @Test func columnsCountUTF16Units() throws {
    var sample = Sample(files: ["/project/a.c": "/* é😀 */ p;\n"])
    sample.findings = [
      Finding(
        rule: .leak, severity: .hint, message: "m", range: sample.range("p", line: 1, in: "/project/a.c"),
        events: [],
        function: "", functionKey: "", identity: [])
    ]
    let run = try run(sample)
    #expect(run["columnKind"] == "utf16CodeUnits")
    let result = run["results"]?[0]
    #expect(result?["level"] == "note")
    #expect(result?["locations"]?[0]?["physicalLocation"]?["region"]?["startColumn"] == 11)
    #expect(result?["codeFlows"] == nil)
  }

  @Test func filesElsewhereHaveAbsoluteURIs() throws {
    var sample = Sample.doubleFree
    sample.findings[0].range.path = "/else where/x.c"
    let artifact = try run(sample)["results"]?[0]?["locations"]?[0]?["physicalLocation"]?["artifactLocation"]
    #expect(artifact == ["uri": "file:///else%20where/x.c"])
    #expect(try run()["originalUriBaseIds"]?["%SRCROOT%"]?["uri"] == "file:///project/")
  }

  @Test func failuresAreNotifications() throws {
    var sample = Sample.doubleFree
    sample.failures = [FileFailure(path: "x.c", reason: "gone", remedy: "find it")]
    let invocation = try run(sample)["invocations"]?[0]
    #expect(invocation?["executionSuccessful"] == false)
    #expect(invocation?["toolExecutionNotifications"]?[0]?["message"]?["text"] == "x.c: gone; find it")
  }
}
