import Findings
import Foundation
import LibraryModels
import OwnershipIR
import SourceText
import Synchronization
import TestSupport
import Testing
import Workspace

/// The session with an engine of the test's own: what is handed to the engine, and what becomes of its
/// answers.
@Suite struct LintSessionTests {
  /// One leak in every file, on the line that says LEAK.
  private static let engine = Engine(
    lower: { command, _ throws(FileFailure) in
      if command.file.hasSuffix("broken.c") {
        throw FileFailure(path: command.file, reason: "does not parse", remedy: "repair it")
      }
      let lines = LineTable(bytes: Array((FileManager.default.contents(atPath: command.file) ?? Data())))
      return LoweredFile(
        module: Module(
          path: command.file, files: [SourceFile(path: command.file, lines: lines, isSystem: false)]))
    },
    analyze: { modules, _, _ in
      AnalysedProgram(findings: modules.flatMap { module in leaks(in: module.path) })
    })

  private static func leaks(in path: String) -> [Finding] {
    let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      index, line in
      guard line.contains("LEAK") else { return nil }
      let range = SourceRange(
        path: path, startOffset: 0, endOffset: 1, start: TextPosition(line: index + 1, column: 1),
        end: TextPosition(line: index + 1, column: 2))
      return Finding(
        rule: .leak, severity: .error, message: "lost", range: range, events: [], function: "f",
        functionKey: "c:@F@f", identity: ["LEAK"])
    }
  }

  private func session(
    _ sandbox: Sandbox, _ paths: [String] = [], configure: (inout LintOptions) -> Void = { _ in }
  ) throws -> LintSession {
    var options = LintOptions(paths: paths, jobs: 2, workingDirectory: sandbox.path)
    configure(&options)
    let configuration = try Configuration.find(named: nil, from: sandbox.path)
    return LintSession(options: options, configuration: configuration, engine: Self.engine)
  }

  @Test func directoriesAreWalkedWithoutHiddenAndBuiltOnes() throws {
    let sandbox = try Sandbox([
      "a.c": "", "src/b.cpp": "", "src/b.h": "", "src/readme.md": "", ".git/c.c": "", "build/d.c": "",
      "src/.hidden.c": "", "lib/e.cc": "",
    ])
    #expect(try session(sandbox).run().report.analysedFiles == ["a.c", "lib/e.cc", "src/b.cpp"])
  }

  @Test func aFileNamedTwiceOrThroughALinkCountsOnce() throws {
    let sandbox = try Sandbox(["a.c": "LEAK"])
    try FileManager.default.createSymbolicLink(atPath: sandbox["z.c"], withDestinationPath: sandbox["a.c"])
    let report = try session(sandbox, ["a.c", "./a.c", sandbox["a.c"], "z.c", "."]).run().report
    #expect(report.analysedFiles == ["a.c"])
    #expect(report.findings.count == 1)
  }

  @Test func resultsDoNotDependOnOrderOrThreads() throws {
    let files = Dictionary(uniqueKeysWithValues: (0..<20).map { ("f\($0).c", "LEAK\nLEAK\n") })
    let sandbox = try Sandbox(files)
    let names = files.keys.sorted()
    let one = try session(sandbox, names) { $0.jobs = 1 }.run().report
    let many = try session(sandbox, names.reversed()) { $0.jobs = 7 }.run().report
    #expect(one.findings == many.findings)
    #expect(one.findings.count == 40)
    #expect(Set(one.findings.map(\.fingerprint)).count == 40)
  }

  @Test func aDirectoryStandsForWhatItsDatabaseBuilds() throws {
    let sandbox = try Sandbox([
      "a.c": "", "port/windows.c": "",
      "compile_commands.json": #"[{"directory": ".", "file": "a.c", "arguments": ["cc"]}]"#,
    ])
    let outcome = try session(sandbox).run()
    #expect(outcome.report.analysedFiles == ["a.c"])
    #expect(outcome.warnings.count == 1)
    #expect(outcome.warnings[0].hasPrefix("1 source not in \(sandbox["compile_commands.json"]) left out"))
    #expect(try session(sandbox, ["port/windows.c"]).run().report.analysedFiles == ["port/windows.c"])
    #expect(try session(sandbox, ["port"]).run().report.analysedFiles == ["port/windows.c"])
  }

  @Test func failuresAreNamedAndTheOthersGoOn() throws {
    let sandbox = try Sandbox(["a.c": "LEAK", "broken.c": "", "x.png": "", "sub/empty.txt": ""])
    try sandbox.write("junk.c", Data(repeating: 0, count: 5000))
    try sandbox.write("wide.c", Data([0xFF, 0xFE, 0x20, 0x00]))
    let outcome = try session(sandbox, ["none.c", "a.c", "broken.c", "x.png", "junk.c", "wide.c", "sub"])
      .run()
    #expect(outcome.report.analysedFiles == ["a.c"])
    #expect(outcome.report.findings.count == 1)
    #expect(
      outcome.report.failures.map(\.message) == [
        "broken.c: does not parse; repair it",
        "junk.c: binary data, not source text; name a C or C++ source file instead",
        "none.c: no such file; correct the path", "wide.c: encoded as UTF-16; save it as UTF-8",
        "x.png: not a C or C++ file; name sources (.c, .cpp, …) or directories",
      ])
    #expect(outcome.warnings == ["sub: holds no C or C++ sources"])
  }

  @Test func severitiesExclusionsAndSuppressionsApply() throws {
    let sandbox = try Sandbox([
      ".ownscope.yaml": "rules: {leak: hint}\nexclude: [vendor]\n",
      "a.c": "LEAK\nLEAK // NOLINT(ownscope-leak)\n",
      "vendor/v.c": "LEAK",
    ])
    let report = try session(sandbox).run().report
    #expect(report.findings.map(\.finding.severity) == [.hint])
    #expect(report.findings.map(\.finding.range.start.line) == [1])
    #expect(report.suppressedCount == 1)
    #expect(report.analysedFiles == ["a.c"])
  }

  @Test func aSuppressionDoesNotChangeOtherFingerprints() throws {
    let sandbox = try Sandbox(["a.c": "LEAK\nLEAK\n"])
    let before = try session(sandbox).run().report.findings[1].fingerprint
    try sandbox.write("a.c", "LEAK // NOLINT\nLEAK\n")
    #expect(try session(sandbox).run().report.findings.map(\.fingerprint) == [before])
  }

  @Test func pathsCountFromTheConfigurationAboveOrFromHere() throws {
    let sandbox = try Sandbox([".ownscope.yaml": "", "src/a.c": "LEAK"])
    var options = LintOptions(jobs: 1, workingDirectory: sandbox["src"])
    let configuration = try Configuration.find(named: nil, from: sandbox["src"])
    let inside = try LintSession(options: options, configuration: configuration, engine: Self.engine).run()
      .report
    #expect(inside.findings.map(\.path) == ["src/a.c"])
    options.paths = [sandbox["src/a.c"]]
    let plain = try LintSession(options: options, configuration: Configuration(), engine: Self.engine).run()
      .report
    #expect(plain.findings.map(\.path) == ["a.c"])
  }

  @Test func aBaselineSetsKnownFindingsAside() throws {
    let sandbox = try Sandbox(["a.c": "LEAK\n"])
    let baseline = Baseline(recording: try session(sandbox).run().report.findings)
    try sandbox.write("base.json", baseline.json.text())
    try sandbox.write("a.c", "\n\nLEAK\nLEAK\n")
    let moved = try session(sandbox) { $0.baselinePath = "base.json" }.run()
    #expect(moved.report.findings.map(\.finding.range.start.line) == [4])
    #expect(moved.report.baselinedCount == 1)
    try sandbox.write("a.c", "\n")
    let gone = try session(sandbox) { $0.baselinePath = "base.json" }.run()
    #expect(gone.report.staleBaselineCount == 1)
    #expect(gone.warnings == ["base.json: 1 entry no longer found; write it again with --write-baseline"])
  }

  @Test func aMissingBaselineStopsTheRunWithARemedy() throws {
    let sandbox = try Sandbox(["a.c": ""])
    let failure = #expect(throws: LintSession.Failure.self) {
      try session(sandbox) { $0.baselinePath = "base.json" }.run()
    }
    #expect(failure?.message.contains("--write-baseline base.json") == true)
  }

  @Test func progressCountsEveryFile() throws {
    let seen = Mutex<[LintProgress]>([])
    let sandbox = try Sandbox(["a.c": "", "b.c": "", "c.c": ""])
    _ = try session(sandbox).run { event in seen.withLock { $0.append(event) } }
    let counts = seen.withLock { events in
      events.compactMap { event -> Int? in if case .parsed(let done, 3, _) = event { done } else { nil } }
    }
    #expect(counts.sorted() == [1, 2, 3])
  }
}
