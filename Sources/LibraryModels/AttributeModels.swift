import OwnershipIR

/// Rows that attributes in the code make, ready for `ModelLibrary.add`.
package struct AttributeModels: Sendable, Hashable {
  package var families: [AllocationFamily] = []
  /// The function's own row first, then rows for deallocators that no other row describes.
  package var functions: [FunctionModel] = []
}

extension ModelLibrary {
  /// What a function's attributes say about ownership, or nil when they say nothing or a row says it already.
  ///
  /// Read are `malloc` with and without deallocators, `ownership_returns`, `ownership_takes`,
  /// `ownership_holds`, `returns_nonnull`, `lifetimebound`, `noreturn` and `pure`, and `gsl::owner` in types where the
  /// set `gsl` is asked for. The remaining arguments are judged by their
  /// types.
  package func models(from function: Function, in module: Module) -> AttributeModels? {
    let effects = function.parameters.map { parameter -> ArgumentEffect in
      switch module[parameter.type].kind {
      case .pointer(_, let pointeeIsConst): pointeeIsConst ? .borrow : .escape
      case .integer, .floating: .value
      default: .escape
      }
    }
    var attributes = function.attributes
    if case .pointer = module[function.returnType].kind {} else { attributes.lifetimeBound = [] }
    return models(from: attributes, of: module[function.qualifiedName], arguments: effects)
  }

  /// The same, from the attributes alone: `arguments` is what is assumed of each argument otherwise.
  package func models(
    from attributes: FunctionAttributes, of name: String, arguments: [ArgumentEffect]
  ) -> AttributeModels? {
    var attributes = attributes
    if family(Self.owner) == nil {
      if attributes.ownershipReturns == Self.owner { attributes.ownershipReturns = nil }
      attributes.ownershipTakes.removeAll { $0.family == Self.owner }
    }
    guard self.model(named: name) == nil, attributes.speaksOfOwnership else { return nil }
    var models = AttributeModels()
    var row = FunctionModel(
      name: name, arguments: arguments, rest: attributes.isPure ? .borrow : .escape,
      isNoReturn: attributes.isNoReturn, isPure: attributes.isPure, source: "attributes of \(name)")
    if attributes.isPure { row.arguments = arguments.map { $0 == .escape ? .borrow : $0 } }

    if let family = resultFamily(of: attributes, into: &models) {
      row.result = .allocate(family: family, mayFail: !attributes.returnsNonNull, zeroed: false)
      row.success = attributes.returnsNonNull ? nil : .resultIsNotNull
      row.isPure = false
    }
    // Which of several it refers to is not said, and a pointer may be null.
    if row.result == .unknown, attributes.lifetimeBound.count == 1, let bound = attributes.lifetimeBound.first
    {
      row.result = .inside(bound, orNull: true)
    }
    for taken in attributes.ownershipTakes {
      row.set(
        taken.holds ? .take : .release(family: taken.family, nullAllowed: true), onArgument: taken.argument)
      describe(taken.family, releasedBy: taken.holds ? nil : name, into: &models)
    }
    models.functions.insert(row, at: 0)
    return models
  }

  /// The family of what pointers of the type `gsl::owner` hold.
  private static let owner: FamilyName = "gsl::owner"

  /// The family of what the function returns. A deallocator that a row describes already decides it, else the
  /// first deallocator gives its own name to the family.
  private func resultFamily(
    of attributes: FunctionAttributes, into models: inout AttributeModels
  ) -> FamilyName? {
    if let family = attributes.ownershipReturns {
      describe(family, releasedBy: nil, into: &models)
      return family
    }
    guard let first = attributes.deallocators.first else {
      return attributes.returnsFresh ? Self.unspecified : nil
    }
    let known = attributes.deallocators.lazy.compactMap {
      self.familyReleased(by: $0.function, argument: $0.argument)
    }.first
    let family = known ?? first.function
    for deallocator in attributes.deallocators where model(named: deallocator.function) == nil {
      var row = FunctionModel(
        name: deallocator.function, rest: .escape, source: "attributes that name \(deallocator.function)")
      row.set(.release(family: family, nullAllowed: true), onArgument: deallocator.argument)
      models.functions.append(row)
      describe(family, releasedBy: deallocator.function, into: &models)
    }
    return family
  }

  /// Adds a family that nothing describes yet, or a release function to one that was just added.
  private func describe(_ name: FamilyName, releasedBy function: String?, into models: inout AttributeModels)
  {
    guard family(name) == nil else { return }
    if let index = models.families.firstIndex(where: { $0.name == name }) {
      if let function { models.families[index].releasedBy.append(function) }
    } else {
      models.families.append(
        AllocationFamily(name: name, kind: .memory, releasedBy: function.map { [$0] } ?? [], noun: "memory"))
    }
  }
}

extension FunctionModel {
  fileprivate mutating func set(_ effect: ArgumentEffect, onArgument index: Int) {
    while arguments.count <= index { arguments.append(rest) }
    arguments[index] = effect
  }
}

extension FunctionAttributes {
  /// Whether a row may come of them.
  package var speaksOfOwnership: Bool {
    isNoReturn || isPure || returnsFresh || !deallocators.isEmpty || ownershipReturns != nil
      || !ownershipTakes.isEmpty || !lifetimeBound.isEmpty
  }
}
