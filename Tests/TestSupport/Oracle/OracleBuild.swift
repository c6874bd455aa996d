import Foundation

/// A fixture as two programs: one under AddressSanitizer, one plain with the ledger, for valgrind.
struct OracleBuild {
  let sanitized: URL
  let plain: URL

  init(_ fixture: Fixture, in folder: URL, withPlain: Bool) throws {
    let compiler = fixture.isCPlusPlus ? "clang++-19" : "clang-19"
    let cases = fixture.cases.map(\.name)
    let hasMain = cases == ["main"]
    let driver = folder.appendingPathComponent(fixture.isCPlusPlus ? "driver.cpp" : "driver.c")
    try OracleDriver.source(cases: hasMain ? [] : cases, isCPlusPlus: fixture.isCPlusPlus)
      .write(to: driver, atomically: true, encoding: .utf8)
    sanitized = folder.appendingPathComponent("sanitized")
    plain = folder.appendingPathComponent("plain")
    let sources = fixture.sources.map(\.path)

    // The driver is compiled without the sanitizer: its stack must be the real one for the scrub to work.
    let object = folder.appendingPathComponent("driver.o").path
    let drivers = hasMain ? [] : [object]
    if !hasMain { try Self.build(compiler, Self.common + ["-gdwarf-4", "-c", driver.path, "-o", object]) }
    try Self.build(
      compiler,
      Self.common + ["-g", "-fsanitize=address"] + sources + drivers + ["-lm", "-lpthread", "-o", sanitized.path])

    guard withPlain else { return }
    let redefinitions = folder.appendingPathComponent("ledger.syms")
    try OracleDriver.redefinitions.write(to: redefinitions, atomically: true, encoding: .utf8)
    var objects: [String] = []
    for (index, source) in sources.enumerated() {
      let object = folder.appendingPathComponent("source\(index).o").path
      try Self.build(compiler, Self.plainFlags + ["-c", source, "-o", object])
      try Self.build("objcopy", ["--redefine-syms=\(redefinitions.path)", object])
      objects.append(object)
    }
    try Self.build(
      compiler, objects + drivers + [try Self.ledger.get(), "-lm", "-lpthread", "-o", plain.path])
  }

  private static let common = ["-w", "-O0", "-fno-omit-frame-pointer", "-D_GNU_SOURCE"]
  /// Valgrind 3.19 reads DWARF 4, not 5.
  private static let plainFlags = common + ["-gdwarf-4"]

  /// The ledger's object file, compiled once a test run.
  private static let ledger = Result {
    let source = Repository.root.appendingPathComponent("Tests/TestSupport/Oracle/ledger.c").path
    try FileManager.default.createDirectory(at: Oracle.cache, withIntermediateDirectories: true)
    let object = Oracle.cache.appendingPathComponent("ledger.o").path
    try build("clang-19", plainFlags + ["-c", source, "-o", object])
    return object
  }

  private static func build(_ program: String, _ arguments: [String]) throws {
    let result = try run(program, arguments)
    guard result.exitCode == 0 else { throw OracleError(text: "\(program): \(result.errors)") }
  }
}

struct OracleError: Error, CustomStringConvertible {
  var text: String
  var description: String { text }
}
