extension ModelLibrary {
  /// Whether what one family handed out may be given back to another: the same one, families that are
  /// declared interchangeable (`g_malloc` and `malloc`), and `unspecified`, of which nobody knows who
  /// releases it.
  package func mayRelease(_ acquired: FamilyName, by released: FamilyName) -> Bool {
    acquired == released
      || acquired == Self.unspecified || released == Self.unspecified
      || families[acquired]?.interchangeableWith.contains(released) == true
      || families[released]?.interchangeableWith.contains(acquired) == true
  }

  /// The family of memory that a plain `malloc` attribute promises: new, but without a known release.
  package static let unspecified: FamilyName = "unspecified"

  /// The family a call to `function` releases through an argument, whatever special cases there are.
  package func familyReleased(by function: String, argument: Int) -> FamilyName? {
    guard let model = model(named: function) else { return nil }
    for row in [model] + model.alternatives {
      if let family = row.effect(onArgument: argument).releasedFamily { return family }
    }
    return nil
  }

  /// Names of the functions that release the family, sorted; those that the family's row recommends first.
  package func releaseFunctions(of family: FamilyName) -> [String] {
    let recommended = families[family]?.releasedBy ?? []
    let others = functions.values.filter { model in
      !recommended.contains(model.name)
        && ([model] + model.alternatives).contains { $0.releasedFamilies.contains(family) }
    }
    return recommended + others.map(\.name).sorted()
  }

  /// Families that rows speak of and no family row describes, with the function that does, sorted. The
  /// shipped tables have none; a user's configuration may.
  package var undescribedFamilies: [(function: String, family: FamilyName)] {
    var missing: [(function: String, family: FamilyName)] = []
    for name in functions.keys.sorted() {
      for family in functions[name]?.families ?? [] where families[family] == nil {
        missing.append((name, family))
      }
    }
    return missing
  }
}
