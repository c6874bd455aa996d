extension FunctionModel {
  /// Families of what the function hands out, through its result first, then through its arguments in order.
  package var acquiredFamilies: [FamilyName] {
    var families: [FamilyName] = []
    if case .allocate(let family, _, _) = result { families.append(family) }
    for effect in arguments + [rest] where effect.acquires {
      if let family = effect.family { families.append(family) }
    }
    return families
  }

  /// Families of what the function takes back, in the order of its arguments.
  package var releasedFamilies: [FamilyName] { (arguments + [rest]).compactMap(\.releasedFamily) }

  /// Whether it hands out something that must be released.
  package var acquires: Bool { !acquiredFamilies.isEmpty }

  /// Every family the row and its alternatives name.
  package var families: [FamilyName] {
    let here = (arguments + [rest]).compactMap(\.family)
    var named: [FamilyName] = []
    if case .allocate(let family, _, _) = result { named.append(family) }
    if case .lent(let family, _) = result { named.append(family) }
    return named + here + alternatives.flatMap(\.families)
  }
}
