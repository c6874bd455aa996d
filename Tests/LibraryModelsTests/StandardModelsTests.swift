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

  @Test(arguments: ModelTable.optional.map(\.name) + ["standard"])
  func everyRowHasASourceAndNoNameComesTwice(set: String) throws {
    let table = try #require(
      set == "standard" ? .standard : ModelTable.optional.first { $0.name == set }?.table)
    var seen: Set<String> = []
    var previous = ""
    for text in table.rowTexts {
      let row = try parseModelRow(text)
      #expect(!row.source.isEmpty, "\(text)")
      #expect(row.description.isEmpty == false)
      // Guarded rows stand right before the row they refine, which closes the group.
      if row.name != previous { #expect(seen.insert(row.name).inserted, "\(row.name) comes twice") }
      previous = row.guards.isEmpty ? "" : row.name
    }
  }

  @Test(arguments: ModelTable.optional.map(\.name) + ["standard"])
  func everyRowSurvivesPrintingAndReading(set: String) throws {
    let table = try #require(
      set == "standard" ? .standard : ModelTable.optional.first { $0.name == set }?.table)
    for text in table.rowTexts {
      let row = try parseModelRow(text)
      #expect(try parseModelRow(row.description) == row)
    }
  }

  @Test(arguments: ModelTable.optional.map(\.name) + ["standard"])
  func everyFamilyIsDescribedAcquiredAndReleased(set: String) throws {
    let models = try #require(set == "standard" ? library : ModelLibrary.optional(named: set))
    var all = library
    all.add(models)
    #expect(all.undescribedFamilies.isEmpty, "\(all.undescribedFamilies)")
    let rows = models.functions.values.flatMap { [$0] + $0.alternatives }
    let acquired = Set(rows.flatMap(\.acquiredFamilies))
    let released = Set(rows.flatMap(\.releasedFamilies))
    for family in models.families.values
    where family.name != ModelLibrary.unspecified && family.name != "shared" && family.name != "gsl::owner" {
      #expect(acquired.contains(family.name), "nothing acquires \(family.name)")
      if family.releasedBy.isEmpty { continue }
      #expect(released.contains(family.name), "nothing releases \(family.name)")
      for name in family.releasedBy where !Self.writtenOtherwise.contains(name) {
        let releases = models.functions[name].map { [$0] + $0.alternatives } ?? []
        #expect(
          releases.contains { $0.releasedFamilies.contains(family.name) },
          "\(name) does not release \(family.name)")
      }
    }
  }

  /// Operators of the language and macros: users write them, and no function has the name.
  static let writtenOtherwise: Set = ["delete", "delete[]", "OPENSSL_free"]

  @Test func optInSetsAreBigEnoughAndKnownByName() throws {
    #expect(
      ModelLibrary.optionalNames == [
        "com", "curl", "glib", "gsl", "openssl", "python", "qt", "sdl2", "sqlite3", "zlib",
      ])
    for name in ModelLibrary.optionalNames {
      let set = try #require(ModelLibrary.optional(named: name))
      // Some sets are few rows by their nature: the methods of one interface, one type.
      #expect(set.functions.count >= (name == "com" ? 10 : name == "gsl" ? 0 : 15))
    }
    #expect(ModelLibrary.optional(named: "gtk") == nil)
  }

  @Test func optInSetsDoNotOverrideTheStandardOne() throws {
    for name in ModelLibrary.optionalNames {
      let set = try #require(ModelLibrary.optional(named: name))
      #expect(Set(set.functions.keys).isDisjoint(with: library.functions.keys))
      #expect(Set(set.families.keys).isDisjoint(with: library.families.keys))
    }
  }
}

extension ModelTable {
  /// The function rows as they stand in the table.
  var rowTexts: [String] {
    functions.flatMap { table in
      "\(table)".split(separator: "\n").map(String.init).filter { !$0.hasPrefix("//") }
    }
  }
}
