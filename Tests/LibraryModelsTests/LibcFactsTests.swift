import Testing

@testable import LibraryModels

/// Facts of the manual pages that are easily got wrong.
@Suite("Facts about libc")
struct LibcFactsTests {
  let library = ModelLibrary.standard()

  private func model(_ name: String) throws -> FunctionModel { try #require(library.model(named: name)) }

  /// The row for a call whose arguments have these values.
  private func model(_ name: String, with values: [Int: Int64]) throws -> FunctionModel {
    try model(name).applying { guarded in values[guarded.argument].map(guarded.holds) ?? false }
  }

  @Test func nullMayBeFreedButNotClosed() throws {
    #expect(try model("free").arguments == [.release(family: "malloc", nullAllowed: true)])
    #expect(try model("fclose").arguments == [.release(family: "FILE", nullAllowed: false)])
    #expect(try model("close").arguments == [.release(family: "fd", nullAllowed: true)])
  }

  @Test func reallocKeepsItsArgumentWhenItFails() throws {
    let realloc = try model("realloc")
    #expect(realloc.effect(onArgument: 0) == .reallocate(family: "malloc"))
    #expect(realloc.result == .allocate(family: "malloc", mayFail: true, zeroed: false))
    #expect(realloc.success == .resultIsNotNull)
    #expect(
      try model("realloc", with: [1: 0]).effect(onArgument: 0)
        == .release(family: "malloc", nullAllowed: true))
  }

  @Test(arguments: [("getcwd", 0), ("realpath", 1)])
  func whatIsFilledIsAllocatedOnlyForNull(name: String, buffer: Int) throws {
    #expect(try model(name).result == .argument(buffer, orNull: true))
    #expect(try model(name).acquires == false)
    let fresh = try model(name, with: [buffer: 0])
    #expect(fresh.result == .allocate(family: "malloc", mayFail: true, zeroed: false))
    #expect(fresh.acquiredFamilies == ["malloc"])
  }

  @Test func getlineAllocatesEvenWhenItFails() throws {
    let getline = try model("getline")
    #expect(getline.effect(onArgument: 0) == .allocateOut(family: "malloc", replaces: true))
    #expect(getline.success == nil)
  }

  @Test func outParametersNameTheirCondition() throws {
    #expect(try model("posix_memalign").success == .resultIsZero)
    #expect(try model("asprintf").success == .resultIsNotNegative)
    #expect(try model("pipe").arguments == [.allocateOutArray(family: "fd", count: 2)])
    #expect(
      try model("getaddrinfo").effect(onArgument: 3) == .allocateOut(family: "addrinfo", replaces: false))
    #expect(try model("regcomp").effect(onArgument: 0) == .initialize(family: "regex"))
  }

  @Test func failedFdopenLeavesTheDescriptor() throws {
    #expect(try model("fdopen").effect(onArgument: 0) == .takeOnSuccess)
    #expect(try model("fdopen").success == .resultIsNotNull)
  }

  @Test func failureValuesThatAreNotNull() throws {
    #expect(try model("mmap", with: [0: 0]).success == .resultIsNot(-1))
    #expect(try model("iconv_open").success == .resultIsNot(-1))
    #expect(try model("open").success == .resultIsNotNegative)
    #expect(try model("sem_open").success == .resultIsNotNull)
  }

  @Test func onlyTheDuplicatingCommandsOfFcntlMakeADescriptor() throws {
    #expect(try model("fcntl").acquires == false)
    #expect(try model("fcntl", with: [1: 0]).acquiredFamilies == ["fd"])
    #expect(try model("fcntl", with: [1: 1030]).acquiredFamilies == ["fd"])
    #expect(try model("fcntl", with: [1: 3]).acquires == false)
  }

  @Test func appendingToAPathListDoesNotStartANewOne() throws {
    #expect(try model("glob", with: [1: 0]).acquiredFamilies == ["glob"])
    #expect(try model("glob", with: [1: 32 | 4]).acquires == false)
  }

  @Test func errorComesBackForStatusZeroOnly() throws {
    #expect(try model("error", with: [0: 1]).isNoReturn)
    #expect(try model("error", with: [0: 0]).isNoReturn == false)
  }

  @Test func copiesCarryPointersAlong() throws {
    #expect(try model("memcpy").arguments == [.copy(from: 1), .borrow, .value])
    #expect(try model("bcopy").arguments == [.borrow, .copy(from: 0), .value])
    #expect(try model("memset").effect(onArgument: 0) == .setBytes(to: 1))
  }

  @Test func builtinsAreTheFunctionsTheyStandFor() throws {
    #expect(try model("__builtin_malloc").name == "malloc")
    #expect(try model("__builtin_alloca").acquiredFamilies == ["alloca"])
    #expect(library.model(named: "__builtin_nothing_of_ours") == nil)
  }

  @Test(arguments: [
    ("malloc", "malloc", true), ("malloc", "new", false), ("new", "new[]", false), ("FILE", "popen", false),
    ("FILE", "malloc", false), (ModelLibrary.unspecified, "malloc", true),
  ])
  func familiesMatch(acquired: String, released: String, match: Bool) {
    #expect(library.mayRelease(acquired, by: released) == match)
    #expect(library.mayRelease(released, by: acquired) == match)
  }

  @Test func interchangeableFamiliesMatchInBothDirections() throws {
    var library = library
    library.add(try #require(.optional(named: "glib")))
    #expect(library.mayRelease("malloc", by: "g_malloc"))
    #expect(library.mayRelease("g_malloc", by: "malloc"))
    #expect(!library.mayRelease("g_slice", by: "malloc"))
  }

  @Test func releaseFunctionsOfAFamily() {
    #expect(library.familyReleased(by: "pclose", argument: 0) == "popen")
    #expect(library.familyReleased(by: "strlen", argument: 0) == nil)
    #expect(library.releaseFunctions(of: "thread") == ["pthread_join", "pthread_detach"])
    #expect(library.releaseFunctions(of: "malloc").prefix(2) == ["free", "cfree"])
  }
}
