import Findings
import Foundation
import OwnershipIR

/// What running a case showed, over all tools.
package struct OracleVerdict: Hashable, Sendable, Codable {
  package var caseName: String
  package var sanitizer: ToolVerdict
  package var valgrind: ToolVerdict

  package init(caseName: String, sanitizer: ToolVerdict, valgrind: ToolVerdict) {
    self.caseName = caseName
    self.sanitizer = sanitizer
    self.valgrind = valgrind
  }

  /// Everything that any tool saw.
  package var seen: Set<Rule> { sanitizer.rules.union(valgrind.rules) }

  /// Whether the run shows what the annotations say. Errors must agree exactly. Losses must too, unless the case
  /// has an error: what a run loses after an error proves nothing, and a sanitizer stops there anyway.
  package func agrees(with expected: Set<Rule>) -> Bool {
    guard seen.subtracting(losses) == expected.subtracting(losses) else { return false }
    if expected.isSubset(of: losses) {
      return seen == expected && (sanitizer.others + valgrind.others).isEmpty
    }
    return expected.isSubset(of: seen)
  }
}

private let losses: Set<Rule> = [.leak, .resourceLeak, .referenceCycle]

/// Compiles fixtures and runs every case under AddressSanitizer, LeakSanitizer and valgrind.
package enum Oracle {
  /// Verdicts of all cases, from the cache where neither the fixture nor the oracle changed.
  package static func verdicts(of fixture: Fixture) throws -> [OracleVerdict] {
    let stored = Repository.cache.appendingPathComponent("oracle-cache")
      .appendingPathComponent("\(key(of: fixture)).json")
    if let data = try? Data(contentsOf: stored),
      let verdicts = try? JSONDecoder().decode([OracleVerdict].self, from: data)
    {
      return verdicts
    }
    let folder = try temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: folder) }
    let build = try OracleBuild(fixture, in: folder)
    let verdicts = try fixture.cases.map { try run($0.name, build: build, directory: folder) }
    try FileManager.default.createDirectory(
      at: stored.deletingLastPathComponent(), withIntermediateDirectories: true)
    try JSONEncoder().encode(verdicts).write(to: stored, options: .atomic)
    return verdicts
  }

  private static func run(_ name: String, build: OracleBuild, directory: URL) throws -> OracleVerdict {
    let arguments = name == "main" ? [] : [name]
    let sanitized = try TestSupport.run(
      build.sanitized.path, arguments,
      environment: [
        "ASAN_OPTIONS": "detect_leaks=1:detect_stack_use_after_return=1:allocator_may_return_null=1"
      ],
      directory: directory, seconds: 20)
    let plain = try TestSupport.run(
      "valgrind",
      ["--leak-check=full", "--track-fds=yes", build.plain.path] + arguments,
      directory: directory, seconds: 60)
    return OracleVerdict(
      caseName: name, sanitizer: readSanitizerReport(sanitized), valgrind: readValgrindReport(plain))
  }

  /// Changes with every input of a verdict: the fixture's text and cases, the ledger and this code's version (to
  /// be raised when a change of the Swift side changes a verdict).
  private static func key(of fixture: Fixture) -> String {
    var hasher = StableHasher()
    hasher.combine("version 1")
    let ledger = Repository.root.appendingPathComponent("Tests/TestSupport/Oracle/ledger.c")
    hasher.combine((try? String(contentsOf: ledger, encoding: .utf8)) ?? "")
    for entry in fixture.cases { hasher.combine(entry.name) }
    for file in fixture.files {
      hasher.combine(Repository.relative(file.path))
      hasher.combine(file.text)
    }
    return fixture.name.replacing("/", with: "-") + "-" + String(hasher.value, radix: 16)
  }
}
