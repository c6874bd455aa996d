import Testing

@testable import LibraryModels

@Suite("Formats say what variadic tails are")
struct TailEffectsTests {
  let library = ModelLibrary.standard()

  @Test(arguments: [
    ("%d %s\\n", [ArgumentEffect.value, .borrow]), ("100%% %p", [.value]),
    ("%*d|%-*.*s|", [.value, .value, .value, .value, .borrow]),
    ("%zu %lld %hhx %Lf", [.value, .value, .value, .value]), ("%n", [.fill]), ("%ls", [.borrow]), ("%m", []),
    ("%08.3f%c", [.value, .value]), ("no conversion", []), ("%y", [.escape]),
  ])
  func printf(format: String, effects: [ArgumentEffect]) throws {
    let printf = try #require(library.model(named: "printf"))
    #expect(printf.tailEffects(format: format) == effects)
  }

  @Test(arguments: [
    ("%d %15s", [ArgumentEffect.fill, .fill]), ("%*d%n", [.fill]),
    ("%ms", [.allocateOut(family: "malloc", replaces: false)]),
    ("%m[^]a%]%lf", [.allocateOut(family: "malloc", replaces: false), .fill]),
    ("%[a-z]%%%c", [.fill, .fill]),
    ("%*ms", []),
  ])
  func scanf(format: String, effects: [ArgumentEffect]) throws {
    let scanf = try #require(library.model(named: "sscanf"))
    #expect(scanf.tailEffects(format: format) == effects)
  }

  @Test(arguments: ["%1$s", "50%", "%"])
  func whatCannotBeFollowedIsSaidSo(format: String) throws {
    for name in ["printf", "scanf"] {
      #expect(try #require(library.model(named: name)).tailEffects(format: format) == nil)
    }
  }

  @Test func onlyFunctionsWithAFormatHaveOne() throws {
    #expect(try #require(library.model(named: "puts")).tailEffects(format: "%s") == nil)
  }
}
