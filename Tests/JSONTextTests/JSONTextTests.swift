import JSONText
import Testing

@Suite struct JSONTextTests {
  @Test func readsEveryKindOfValueInOrder() throws {
    let value = try JSONValue(parsing: #"{"b": [1, -2.5, true, null], "a": {"x": "y"}}"#)
    #expect(value.members?.map(\.name) == ["b", "a"])
    #expect(value["b"]?[0] == 1)
    #expect(value["b"]?[1] == .number(-2.5))
    #expect(value["b"]?[2] == true)
    #expect(value["b"]?[3] == .null)
    #expect(value["a"]?["x"]?.stringValue == "y")
  }

  @Test(arguments: [
    (#""a\n\t\"\\\/""#, "a\n\t\"\\/"), (#""\u00e9""#, "é"), (#""\ud83d\ude00""#, "😀"),
    (#""\ud83d!""#, "\u{FFFD}!"),
  ])
  func decodesEscapes(_ text: String, _ expected: String) throws {
    #expect(try JSONValue(parsing: text).stringValue == expected)
  }

  @Test(arguments: [
    ("[\n 1,\n 2\n", 4, "expected ',' or ']'"),
    ("{\n \"a\" 1}", 2, "expected ':'"),
    ("{\"a\": 1,}", 1, "member name"),
    ("[\"C:\\dir\"]", 1, "not an escape"),
    ("[\"open\n\"]", 1, "not closed"),
    ("[1] x", 1, "after the end"),
    ("", 1, "ends where a value"),
    ("[1e+]", 1, "not a number"),
  ])
  func namesTheLineOfAnError(_ text: String, _ line: Int, _ part: String) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
    #expect(error?.line == line)
    #expect(error?.message.contains(part) == true)
  }

  @Test func refusesBottomlessNesting() {
    #expect(throws: JSONSyntaxError.self) {
      try JSONValue(parsing: String(repeating: "[", count: 100_000))
    }
  }

  @Test func writesWhatItReads() throws {
    let value: JSONValue = ["z": [1, true, .null], "a": ["e": [], "t": "tab\tquote\" \u{1} é"]]
    #expect(try JSONValue(parsing: value.text()) == value)
    #expect(try JSONValue(parsing: value.text(indented: false)) == value)
    #expect(value.text(indented: false) == #"{"z":[1,true,null],"a":{"e":[],"t":"tab\tquote\" \u0001 é"}}"#)
  }
}
