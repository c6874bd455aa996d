import ClangFrontend
import OwnershipIR

extension ModuleBuilder {
  /// What the function's declarations promise, taken together.
  mutating func attributes(of declaration: Declaration, isInternal: Bool) -> FunctionAttributes {
    var attributes = FunctionAttributes()
    let canonical = declaration.canonical
    attributes.isInternal = isInternal
    attributes.isVariadic = declaration.type.isVariadic
    attributes.isSystem = canonical.isInSystemHeader
    for each in redeclarations[canonical.identity] ?? [canonical] {
      read(each, into: &attributes)
    }
    return attributes
  }

  private func read(_ declaration: Declaration, into attributes: inout FunctionAttributes) {
    // The GNU spelling shows in the type only, the standard's as an attribute only.
    if declaration.type.saysNoReturn { attributes.isNoReturn = true }
    for child in declaration.children where child.kind == .attribute {
      switch child.attributeKind {
      case .pure: attributes.isPure = true
      case .named:
        if let attribute = unit.attribute(child) { apply(attribute, to: &attributes) }
      case .other: break
      }
    }
    readTypes(declaration, into: &attributes)
    guard !attributes.isSystem else { return }
    for attribute in unit.deallocatorAttributes(of: declaration) { apply(attribute, to: &attributes) }
  }

  /// What a signature says of ownership by its types and its parameters' attributes.
  private func readTypes(_ declaration: Declaration, into attributes: inout FunctionAttributes) {
    guard unit.isCPlusPlus, !declaration.isInStandardLibrary else { return }
    if Self.isOwner(declaration.resultType) { attributes.ownershipReturns = Self.owner }
    let first = declaration.isMethod && !declaration.isStaticMethod ? 1 : 0
    for (index, parameter) in declaration.parameters.enumerated() {
      if Self.isOwner(parameter.type) {
        let taken = AttributeOwnership(family: Self.owner, argument: first + index, holds: true)
        if !attributes.ownershipTakes.contains(taken) { attributes.ownershipTakes.append(taken) }
      }
      for child in parameter.children where child.kind == .attribute && child.attributeKind == .named {
        guard unit.attribute(child)?.name == "lifetimebound" else { continue }
        if !attributes.lifetimeBound.contains(first + index) {
          attributes.lifetimeBound.append(first + index)
        }
      }
    }
  }

  private static let owner = "gsl::owner"

  /// `gsl::owner<T *>`: the pointer is the only one to what it points at.
  private static func isOwner(_ type: ClangType) -> Bool {
    type.withSpelling { spelling in
      let head = "gsl::owner<".utf8
      return spelling.count > head.count && spelling.starts(with: head)
    }
  }

  private func apply(_ attribute: SourceAttribute, to attributes: inout FunctionAttributes) {
    switch attribute.name {
    case "noreturn", "_Noreturn": attributes.isNoReturn = true
    case "pure", "const": attributes.isPure = true
    case "weak": attributes.isReplaceable = true
    case "returns_nonnull": attributes.returnsNonNull = true
    case "malloc":
      guard let function = attribute.arguments.first else {
        attributes.returnsFresh = true
        return
      }
      // The position counts from 1 and defaults to the first parameter.
      let position = attribute.arguments.dropFirst().first.flatMap { Int($0) } ?? 1
      let deallocator = AttributeDeallocator(function: function, argument: position - 1)
      if !attributes.deallocators.contains(deallocator) { attributes.deallocators.append(deallocator) }
    case "ownership_returns": attributes.ownershipReturns = attribute.arguments.first
    case "ownership_takes", "ownership_holds":
      guard let family = attribute.arguments.first else { return }
      for position in attribute.arguments.dropFirst().compactMap({ Int($0) }) {
        let ownership = AttributeOwnership(
          family: family, argument: position - 1, holds: attribute.name == "ownership_holds")
        if !attributes.ownershipTakes.contains(ownership) { attributes.ownershipTakes.append(ownership) }
      }
    default: break
    }
  }
}
