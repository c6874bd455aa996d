import Testing

@testable import LibraryModels

@Suite("The shipped rows")
struct StandardModelsTests {
  let library = ModelLibrary.standard()

  @Test func countsAreAsPromised() {
    let models = library.functions.values
    let allocators = models.filter { ([$0] + $0.alternatives).contains(where: \.acquires) }
    #expect(allocators.count >= 60)
    #expect(models.count - allocators.count >= 300)
  }
}
