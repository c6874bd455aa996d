import Testing

@testable import LibraryModels

@Suite("Rows as users write them")
struct ModelRowTests {
  @Test func aRowSaysWhatAPrototypeCannot() throws {
    let row = try parseModelRow("pool_read(use, out pool replaces, fill, value) == 0 | pool manual, 3")
    #expect(row.name == "pool_read")
    #expect(row.arguments == [.use, .allocateOut(family: "pool", replaces: true), .fill, .value])
    #expect(row.success == .resultIsZero)
    #expect(row.result == .unknown)
    #expect(row.source == "pool manual, 3")
  }

  @Test(arguments: [
    ("f(value)", ArgumentEffect.value), ("f(release new[]?)", .release(family: "new[]", nullAllowed: true)),
    ("f(release my-pool)", .release(family: "my-pool", nullAllowed: false)), ("f(take)", .take),
    ("f(take on success) == 0", .takeOnSuccess),
    ("f(out fd*3) > 0", .allocateOutArray(family: "fd", count: 3)),
    ("f(out inside #0)", .receiveInside(0)), ("f(init db::handle)", .initialize(family: "db::handle")),
    ("f(retain node)", .retain(family: "node")), ("f(share)", .share), ("f(sink)", .sink),
    ("f(clear node)", .clear(family: "node")), ("f(copy #0)", .copy(from: 0)),
    ("f(set #0)", .setBytes(to: 0)),
    ("f(zero)", .setBytes(to: nil)), ("f(advance)", .advance), ("f(callback)", .callback),
    ("f(start)", .start), ("f(joined)", .joined),
    ("f(escape)", .escape),
  ])
  func argumentEffects(row: String, effect: ArgumentEffect) throws {
    #expect(try parseModelRow(row).arguments == [effect])
  }

  @Test(arguments: [
    ("f() -> new pool", ResultEffect.allocate(family: "pool", mayFail: false, zeroed: false), nil),
    (
      "f() -> new pool?", .allocate(family: "pool", mayFail: true, zeroed: false),
      SuccessCondition.resultIsNotNull
    ),
    ("f() -> new zeroed pool", .allocate(family: "pool", mayFail: false, zeroed: true), nil),
    ("f() -> new fd >= 0", .allocate(family: "fd", mayFail: true, zeroed: false), .resultIsNotNegative),
    ("f() -> new map != -1", .allocate(family: "map", mayFail: true, zeroed: false), .resultIsNot(-1)),
    ("f(borrow) -> #0?", .argument(0, orNull: true), .resultIsNotNull),
    ("f(borrow) -> inside #0", .inside(0, orNull: false), nil),
    (
      "f(borrow, value, value) -> element #0 of #1 by #2?", .element(of: 0, count: 1, size: 2, orNull: true),
      .resultIsNotNull
    ),
    ("f() -> borrowed", .borrowed(orNull: false), nil),
    ("f() -> lent node?", .lent(family: "node", orNull: true), .resultIsNotNull),
    ("f(use) -> moved #0", .moved(0), nil),
    ("f() -> new floating node", .allocate(family: "node", mayFail: false, zeroed: false), nil),
    ("f() -> void", .void, nil), ("f() != 0", .unknown, .resultIsNotZero),
    ("f() != null", .unknown, .resultIsNotNull), ("f(out fd) == 0 else -1", .unknown, .resultIsZeroOrMinusOne),
  ])
  func results(row: String, result: ResultEffect, success: SuccessCondition?) throws {
    let model = try parseModelRow(row)
    #expect(model.result == result)
    #expect(model.success == success)
  }

  @Test func theTailFollowsItsOwnEffect() throws {
    let row = try parseModelRow("log_it(value, format, escape...)")
    #expect(row.format == 1)
    #expect(row.effect(onArgument: 1) == .borrow)
    #expect(row.effect(onArgument: 7) == .escape)
  }

  @Test func guardsRestrictARow() throws {
    let row = try parseModelRow("f(null, !0, 1|2, &4, !&8, -1)")
    #expect(
      row.guards.map(\.test) == [
        .isOneOf([0]), .isNoneOf([0]), .isOneOf([1, 2]), .hasBits(4), .lacksBits(8), .isOneOf([-1]),
      ])
    #expect(row.guards.map(\.argument) == [0, 1, 2, 3, 4, 5])
    #expect(row.guards[3].holds(for: 5))
    #expect(!row.guards[4].holds(for: 12))
    #expect(row.guards[1].holdsForNonNull)
  }

  @Test(arguments: [
    "operator delete[](release new[]?)", "ns::Pool::take(take)", "operator()(value)", "~Pool()",
  ])
  func namesOfCpp(row: String) throws {
    #expect(try parseModelRow(row).description == row)
  }

  @Test func aGuardedRowRefinesWhatIsThere() throws {
    var library = ModelLibrary.standard()
    library.add(families: [], functions: [try parseModelRow("open(borrow, 7, value...)")])
    let open = try #require(library.model(named: "open"))
    #expect(open.acquiredFamilies == ["fd"])
    #expect(!open.applying { $0.argument == 1 }.acquires)
  }

  @Test func aGuardedRowAloneLeavesOtherCallsUnknown() throws {
    let library = ModelLibrary(functions: [try parseModelRow("mine(null) -> new malloc?")])
    let mine = try #require(library.model(named: "mine"))
    #expect(mine.effect(onArgument: 0) == .escape)
    #expect(mine.applying { _ in true }.acquires)
  }

  @Test func laterRowsReplaceEarlierOnes() throws {
    var library = ModelLibrary.standard()
    library.add(families: [], functions: [try parseModelRow("realloc(escape, value)")])
    let realloc = try #require(library.model(named: "realloc"))
    #expect(realloc.alternatives.isEmpty)
    #expect(realloc.effect(onArgument: 0) == .escape)
  }
}
