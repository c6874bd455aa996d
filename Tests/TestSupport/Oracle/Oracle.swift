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

  /// Everything that any tool saw. AddressSanitizer knows no families: what the ledger calls a mix-up may be a bad
  /// free to it, or a crash.
  package var seen: Set<Rule> {
    if valgrind.rules.contains(.mismatchedDeallocation) {
      return sanitizer.rules.subtracting([.invalidFree]).union(valgrind.rules)
    }
    return sanitizer.rules.union(valgrind.rules)
  }

  /// Whether the run shows what the annotations say. Errors must agree exactly. Losses must too, unless the case
  /// has an error: what a run loses after an error proves nothing, and a sanitizer stops there anyway.
  package func agrees(with expected: Set<Rule>) -> Bool {
    let expectsCrash = expected.contains(.useAfterMove)
    let expected = shown(expected)
    var errors = seen.subtracting(losses)
    let wanted = expected.subtracting(losses)
    // An object that is deleted twice is looked at by its destructor before its memory is given back again; and
    // valgrind goes on after a use, to the release that may follow.
    if wanted.contains(.doubleFree), errors.contains(.doubleFree) { errors.remove(.useAfterFree) }
    if wanted == [.useAfterFree], sanitizer.rules.contains(.useAfterFree) { errors.remove(.doubleFree) }
    guard errors == wanted else { return false }
    if expected.isSubset(of: losses) {
      return seen == expected && (expectsCrash || (sanitizer.others + valgrind.others).isEmpty)
    }
    return expected.isSubset(of: seen)
  }
}

extension OracleVerdict {
  /// What runs show of rules that only the source can name: two owners release the same memory, a ring of owners is
  /// lost memory, an owner that was moved from is a null pointer.
  fileprivate func shown(_ expected: Set<Rule>) -> Set<Rule> {
    var result = expected
    if result.remove(.ownershipConflict) != nil {
      let signs = seen.intersection([.doubleFree, .invalidFree, .useAfterFree])
      result.formUnion(signs.isEmpty ? [.doubleFree] : signs)
    }
    if result.remove(.referenceCycle) != nil { result.insert(.leak) }
    if result.contains(.useAfterMove),
      (sanitizer.others + valgrind.others).contains(where: { $0.contains("SEGV") })
    {
      result.remove(.useAfterMove)
      result.formUnion(seen)
    }
    return result
  }
}

private let losses: Set<Rule> = [.leak, .resourceLeak, .referenceCycle]

/// Compiles fixtures and runs every case under AddressSanitizer, LeakSanitizer and valgrind.
package enum Oracle {
  static let cache = Repository.cache.appendingPathComponent("oracle-cache")

  /// Verdicts of all cases, from the cache where neither the fixture nor the oracle changed.
  /// - Parameter asksValgrind: Without, AddressSanitizer and LeakSanitizer alone are asked, which takes half the time.
  package static func verdicts(of fixture: Fixture, asksValgrind: Bool = true) throws -> [OracleVerdict] {
    let name = key(of: fixture) + (asksValgrind ? "" : "-sanitizer")
    let stored = cache.appendingPathComponent("\(name).json")
    if let data = try? Data(contentsOf: stored),
      let verdicts = try? JSONDecoder().decode([OracleVerdict].self, from: data)
    {
      return verdicts
    }
    let folder = try temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: folder) }
    let build = try OracleBuild(fixture, in: folder, withPlain: asksValgrind)
    let sanitized = try fixture.cases.map { try runSanitized($0.name, build: build, directory: folder) }
    let plain =
      asksValgrind
      ? try runPlain(fixture, build: build, directory: folder) : fixture.cases.map { _ in ToolVerdict() }
    let verdicts = zip(fixture.cases, zip(sanitized, plain)).map { entry, verdicts in
      OracleVerdict(caseName: entry.name, sanitizer: verdicts.0, valgrind: verdicts.1)
    }
    try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
    try JSONEncoder().encode(verdicts).write(to: stored, options: .atomic)
    return verdicts
  }

  private static func runSanitized(_ name: String, build: OracleBuild, directory: URL) throws -> ToolVerdict {
    let options = "detect_leaks=1:detect_stack_use_after_return=1:allocator_may_return_null=1"
    return readSanitizerReport(
      try run(
        build.sanitized.path, name == "main" ? [] : [name], environment: ["ASAN_OPTIONS": options],
        directory: directory, seconds: OracleDriver.secondsPerCase))
  }

  /// All cases under valgrind, in the fixture's order.
  private static func runPlain(_ fixture: Fixture, build: OracleBuild, directory: URL) throws -> [ToolVerdict]
  {
    let result = try run(
      "valgrind", ["--leak-check=full", "--track-fds=yes", build.plain.path], directory: directory,
      seconds: 600)
    if fixture.cases.map(\.name) == ["main"] { return [readValgrindReport(result.errors)] }
    let parts = result.errors.split(separator: OracleDriver.caseMarker, omittingEmptySubsequences: false)
      .dropFirst()
    return try fixture.cases.map { entry in
      guard let part = parts.first(where: { $0.hasPrefix(entry.name + "\n") }) else {
        throw OracleError(text: "\(fixture.name): \(entry.name) did not run: \(result.errors)")
      }
      return readValgrindReport(String(part.dropFirst(entry.name.count + 1)))
    }
  }

  /// Changes with every input of a verdict: the fixture's text and cases, the ledger and this code's version (to
  /// be raised when a change of the Swift side changes a verdict).
  private static func key(of fixture: Fixture) -> String {
    var hasher = StableHasher()
    hasher.combine("version 4")
    let ledger = Repository.root.appendingPathComponent("Tests/TestSupport/Oracle/ledger.c")
    hasher.combine((try? String(contentsOf: ledger, encoding: .utf8)) ?? "")
    for entry in fixture.cases { hasher.combine(entry.name) }
    for file in fixture.files {
      // A file in a folder made for one run is known by its name.
      let path = Repository.relative(file.path)
      hasher.combine(path.hasPrefix("/") ? (path as NSString).lastPathComponent : path)
      hasher.combine(file.text)
    }
    return fixture.name.replacing("/", with: "-") + "-" + String(hasher.value, radix: 16)
  }
}
