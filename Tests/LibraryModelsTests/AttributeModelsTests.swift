import OwnershipIR
import Testing

@testable import LibraryModels

@Suite("Attributes in code make rows")
struct AttributeModelsTests {
  var library = ModelLibrary.standard()

  private func models(
    of name: String = "f", arguments: [ArgumentEffect] = [], _ change: (inout FunctionAttributes) -> Void
  ) -> AttributeModels? {
    var attributes = FunctionAttributes()
    change(&attributes)
    return library.models(from: attributes, of: name, arguments: arguments)
  }

  @Test func aKnownDeallocatorDecidesTheFamily() throws {
    let models = try #require(
      models { $0.deallocators = [.init(function: "fclose", argument: 0)] })
    #expect(models.functions[0].result == .allocate(family: "FILE", mayFail: true, zeroed: false))
    #expect(models.functions.count == 1)
    #expect(models.families.isEmpty)
  }

  @Test func anUnknownDeallocatorFoundsAFamily() throws {
    let models = try #require(
      models {
        $0.deallocators = [
          .init(function: "pool_free", argument: 1), .init(function: "pool_move", argument: 0),
        ]
        $0.returnsNonNull = true
      })
    #expect(models.functions.map(\.name) == ["f", "pool_free", "pool_move"])
    #expect(models.functions[0].result == .allocate(family: "pool_free", mayFail: false, zeroed: false))
    #expect(models.functions[1].arguments == [.escape, .release(family: "pool_free", nullAllowed: true)])
    #expect(models.families.map(\.releasedBy) == [["pool_free", "pool_move"]])

    var library = library
    library.add(families: models.families, functions: models.functions)
    #expect(library.familyReleased(by: "pool_free", argument: 1) == "pool_free")
    #expect(library.undescribedFamilies.isEmpty)
  }

  @Test func withoutADeallocatorNobodyKnowsWhoReleases() throws {
    let models = try #require(models { $0.returnsFresh = true })
    #expect(
      models.functions[0].result == .allocate(family: ModelLibrary.unspecified, mayFail: true, zeroed: false))
    #expect(library.family(ModelLibrary.unspecified)?.traits == .losable)
  }

  @Test func ownershipAttributes() throws {
    let models = try #require(
      models(arguments: [.borrow, .escape, .escape]) {
        $0.ownershipReturns = "pool"
        $0.ownershipTakes = [
          .init(family: "pool", argument: 1, holds: false), .init(family: "pool", argument: 2, holds: true),
        ]
      })
    #expect(
      models.functions[0].arguments == [.borrow, .release(family: "pool", nullAllowed: true), .take])
    #expect(models.functions[0].acquiredFamilies == ["pool"])
    #expect(models.families.map(\.releasedBy) == [["f"]])
  }

  @Test func pureAndNoReturn() throws {
    let pure = try #require(models(arguments: [.escape, .value]) { $0.isPure = true })
    #expect(pure.functions[0].arguments == [.borrow, .value])
    #expect(pure.functions[0].isPure)
    #expect(try #require(models { $0.isNoReturn = true }).functions[0].isNoReturn)
  }

  @Test func rowsWinOverAttributesAndSilenceStaysSilence() {
    #expect(models(of: "malloc") { $0.deallocators = [.init(function: "mine", argument: 0)] } == nil)
    #expect(models { _ in } == nil)
  }

  @Test func theOtherArgumentsFollowTheirTypes() throws {
    var module = Module(path: "a.c", strings: ["", "get", "char *", "const char *", "int"])
    module.types = [
      TypeInfo(kind: .unknown, size: -1, spelling: .empty),
      TypeInfo(kind: .pointer(to: .unknown, pointeeIsConst: false), size: 8, spelling: StringID(2)),
      TypeInfo(kind: .pointer(to: .unknown, pointeeIsConst: true), size: 8, spelling: StringID(3)),
      TypeInfo(kind: .integer(signed: true), size: 4, spelling: StringID(4)),
    ]
    var attributes = FunctionAttributes()
    attributes.returnsFresh = true
    let function = Function(
      usr: "c:@F@get", linkKey: "c:@F@get", name: StringID(1), qualifiedName: StringID(1), span: .none,
      parameters: [1, 2, 3].map { Parameter(name: .empty, type: TypeID($0)) }, returnType: TypeID(1),
      attributes: attributes)
    let models = try #require(library.models(from: function, in: module))
    #expect(models.functions[0].arguments == [.escape, .borrow, .value])
    #expect(models.functions[0].name == "get")
  }
}
