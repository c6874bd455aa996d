import LibraryModels

/// The allocation families of a run, numbered.
struct FamilyTable: Sendable {
  private let names: [FamilyName]
  private let numbers: [FamilyName: UInt16]
  private let families: [AllocationFamily?]
  private let inPlace: [Bool]
  private let counted: [Bool]

  init(models: ModelLibrary) {
    let known = models.families.keys.sorted()
    var names: [FamilyName] = ["unknown"]
    for name in known + ["malloc", "new", "new[]", "alloca"] where !names.contains(name) {
      names.append(name)
    }
    self.names = names
    numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, UInt16($0)) })
    families = names.map { models.family($0) }
    var heldInPlace: Set<FamilyName> = []
    // What some function takes a reference of is counted, whatever the family's row says.
    var retained: Set<FamilyName> = []
    for model in models.functions.values {
      for case .initialize(let family) in model.arguments { heldInPlace.insert(family) }
      for case .retain(let family) in model.arguments { retained.insert(family) }
    }
    inPlace = names.map(heldInPlace.contains)
    counted = names.map { retained.contains($0) || models.family($0)?.traits.contains(.counted) ?? false }
  }

  func id(_ name: FamilyName) -> FamilyID { FamilyID(raw: numbers[name] ?? 0) }
  func name(_ id: FamilyID) -> FamilyName { id == .borrowed ? "borrowed" : names[Int(id.raw)] }
  func family(_ id: FamilyID) -> AllocationFamily? { id == .borrowed ? nil : families[Int(id.raw)] }

  func isMemory(_ id: FamilyID) -> Bool { (family(id)?.kind ?? .memory) == .memory }
  /// Its resources live in storage of the user's own (`regcomp(&r)`), not behind a pointer that was returned.
  func isInPlace(_ id: FamilyID) -> Bool { id != .borrowed && inPlace[Int(id.raw)] }
  /// Giving back a part is fine (`munmap`).
  func allowsPartialRelease(_ id: FamilyID) -> Bool { family(id)?.traits.contains(.partial) ?? false }
  /// A release gives back one reference of several.
  func isCounted(_ id: FamilyID) -> Bool { id != .borrowed && counted[Int(id.raw)] }
  /// Losing one is no flaw worth telling.
  func isLosable(_ id: FamilyID) -> Bool { family(id)?.traits.contains(.losable) ?? false }
  /// Whether what `id` allocated may be released as `released`.
  func mayRelease(_ id: FamilyID, as released: FamilyID) -> Bool {
    if id == released || id == .unknown || released == .unknown { return true }
    return family(id)?.interchangeableWith.contains(name(released)) ?? false
      || family(released)?.interchangeableWith.contains(name(id)) ?? false
  }
  func isDescriptor(_ id: FamilyID) -> Bool { family(id)?.kind == .descriptor }
}
