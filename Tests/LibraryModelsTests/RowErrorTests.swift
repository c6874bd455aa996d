import Testing

@testable import LibraryModels

@Suite("Rows that cannot be read say why and where")
struct RowErrorTests {
  @Test(arguments: [
    ("", "a function name is missing", 1),
    ("malloc", "expected “(” and the arguments after the function name", 7),
    ("#x()", "“#x” is no function name", 1),
    ("f(relaese malloc)", "“relaese” is no argument effect, did you mean “release”?", 3),
    ("f(something)", "“something” is no argument effect", 3),
    ("f(value,)", "an argument effect is missing before “)”", 9),
    ("f(value", "expected “,” or “)”, found the end of the row", 8),
    ("f(release)", "an allocation family is missing before “)”", 10),
    ("f(borrow..., value)", "“...” goes after the last argument only", 3),
    ("f(copy 1)", "expected “#” and an argument's number, counted from 0", 8),
    ("f(value) -> #1", "there is no argument #1: the row lists 1", 13),
    (
      "f() -> malloc",
      "expected a result (new, #N, inside, element, moved, borrowed, lent, void or a range of numbers), found “malloc”",
      8
    ),
    ("f() -> 0", "expected a range of numbers such as “0..” or “-1..255”", 8),
    ("f() -> 3..1", "the range ends before it begins", 8),
    ("f() -> new", "an allocation family is missing before the end of the row", 11),
    ("f() -> new malloc? >= 0", "“?” already says when the call fails; drop it or the condition", 20),
    ("f() == 1", "expected “== 0”, “!= 0”, “> 0”, “>= 0” or “!= null”", 5),
    ("f() != ok", "expected a number or “null” after “!=”", 8),
    ("f() nothrow", "“nothrow” is unknown here: expected “pure”, “noreturn” or “|”", 5),
    ("f() |", "a source is missing after “|”", 6),
    ("f(take on failure)", "expected “on success” after “take”", 11),
    ("f(take on success)", "“take on success” needs a success condition, such as “== 0”", 3),
    ("f(out fd*0)", "expected how many (1 to 64) after “*”", 11),
    ("f(format, format)", "only one argument can be the format", 11),
    ("f(1|)", "expected a number or “null”, found “)”", 5),
    ("f() -> new malloc pure", "a “pure” function returns nothing new", 23),
    ("f(fill) pure", "a “pure” function only looks at its arguments", 13),
  ])
  func functionRows(row: String, message: String, column: Int) {
    let error = #expect(throws: ModelRowError.self) { try parseModelRow(row) }
    #expect(error == ModelRowError(message: message, column: column, row: row))
  }

  @Test(arguments: [
    ("pool", "expected “:” after the family's name, found the end of the row", 5),
    ("pool: file", "expected memory, handle or descriptor, found “file”", 7),
    ("pool: handle pool", "expected what a sentence calls it, in double quotes, found “pool”", 14),
    ("pool: handle \"pool", "the name in double quotes is empty or does not end", 19),
    (
      "pool: handle \"pool\" opened",
      "expected two verbs, such as “opened, closed”, found the end of the row", 27
    ),
    (
      "pool: handle \"pool\" opened, closed",
      "expected “by” and the functions that release it, found the end of the row",
      35
    ),
    ("pool: handle \"pool\" opened, closed by ", "the name of a function is missing", 39),
    ("pool: handle \"pool\" opened, closed by a; count", "“count” is no trait, did you mean “counted”?", 42),
  ])
  func familyRows(row: String, message: String, column: Int) {
    let error = #expect(throws: ModelRowError.self) { try parseFamilyRow(row) }
    #expect(error == ModelRowError(message: message, column: column, row: row))
  }

  @Test func anErrorQuotesItsRow() {
    let error = ModelRowError(message: "no", column: 2, row: "f(")
    #expect("\(error)" == "no (column 2 of “f(”)")
  }

  @Test func aFamilyRow() throws {
    let family = try parseFamilyRow(
      "pool: memory \"pool memory\" taken, returned by pool_free, operator delete; counted; losable; same as malloc, new"
    )
    #expect(family.name == "pool")
    #expect(family.kind == .memory)
    #expect(family.noun == "pool memory")
    #expect(family.acquiredVerb == "taken")
    #expect(family.releasedVerb == "returned")
    #expect(family.releasedBy == ["pool_free", "operator delete"])
    #expect(family.traits == [.counted, .losable])
    #expect(family.interchangeableWith == ["malloc", "new"])
  }

  @Test func familiesThatNobodyDescribesAreNamed() throws {
    var library = ModelLibrary.standard()
    library.add(families: [], functions: [try parseModelRow("pool_get() -> new pool?")])
    #expect(library.undescribedFamilies.map(\.function) == ["pool_get"])
    #expect(library.undescribedFamilies.map(\.family) == ["pool"])
  }
}
