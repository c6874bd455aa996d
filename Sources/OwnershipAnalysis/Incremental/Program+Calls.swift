extension Program {
  /// Whether the call graph of another version is this one's as well.
  func hasSameCalls(as other: Program) -> Bool {
    guard functions.count == other.functions.count, globals.count == other.globals.count else { return false }
    for number in functions.indices {
      if functions[number].presence != other.functions[number].presence { return false }
      if callees[number] === other.callees[number] { continue }
      guard isInternal(number) == other.isInternal(number) else { return false }
      switch (references(of: number), other.references(of: number)) {
      case (nil, nil): continue
      case (let mine?, let others?) where mine === others || mine.leadsWhere(others): continue
      default: return false
      }
    }
    return globals.indices.allSatisfy { number in
      let (mine, others) = (globals[number], other.globals[number])
      return mine.isSame(as: others)
        && (mine.module < 0
          || modules[mine.module].globals[mine.index].initializer
            == other.modules[others.module].globals[others.index].initializer)
    }
  }

  private func isInternal(_ number: Int) -> Bool {
    functions[number].module >= 0 && declaration(of: UInt32(number)).function.attributes.isInternal
  }

  /// Functions that some module knows.
  var moduleFunctionCount: Int { functions.reduce(0) { $0 + ($1.module < 0 ? 0 : 1) } }
}
