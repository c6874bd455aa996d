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
    let result: [FamilyName] = if case .allocate(let family, _, _) = result { [family] } else { [] }
    return result + here + alternatives.flatMap(\.families)
  }
}
