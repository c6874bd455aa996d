import ClangFrontend
import OwnershipIR

extension ModuleBuilder {
  /// A member of an instance of a class template; nil when this parse does not show it. What is missing is noted, with
  /// what it will need in turn, so that one more parse can show all of it.
  mutating func instanceMember(of type: ClangType, _ member: InstanceProbe.Member) -> Declaration? {
    guard let probe = InstanceProbe(type, member) else {
      // No probe can name it.
      return type.declaration.isInSystemHeader ? nil : unit.instantiatedMember(of: type, member)
    }
    if let declaration = unit.member(probe) { return declaration }
    note(probe, of: type)
    return nil
  }

  /// The constructor that arguments of these types select, where no expression that can be seen calls it; nil when this
  /// parse does not show it.
  mutating func constructor(of type: ClangType, from arguments: [(type: ClangType, isMovable: Bool)]) -> Declaration? {
    guard let probe = InstanceProbe(type, constructedFrom: arguments) else { return nil }
    return member(probe)
  }

  /// What calls an object of `type` with a pointer to `pointee`, where it or its class is a template.
  mutating func callOperator(of type: ClangType, withPointerTo pointee: ClangType) -> Declaration? {
    guard type.isRecord, !type.declaration.isInSystemHeader,
      let probe = InstanceProbe(type, calledWithPointerTo: pointee)
    else { return nil }
    return member(probe)
  }

  private mutating func member(_ probe: InstanceProbe) -> Declaration? {
    if let declaration = unit.member(probe) { return declaration }
    if !unit.wasAsked(probe), !missing.contains(probe) { missing.append(probe) }
    return nil
  }

  /// The base classes of an instance that its template writes by its parameters; those that this parse does not show
  /// are left out.
  mutating func instanceBases(_ written: ClangType, of template: Declaration, in type: ClangType) -> [ClangType] {
    if let given = InstanceProbe.argumentsAsBases(written, of: template, in: type) { return given }
    var found: [ClangType] = []
    for probe in InstanceProbe.bases(written, of: template, in: type) ?? [] {
      if let declaration = unit.member(probe) {
        found.append(declaration.type)
      } else {
        note(probe, of: type)
      }
    }
    return found
  }

  private mutating func note(_ probe: InstanceProbe, of type: ClangType) {
    guard !type.declaration.isInSystemHeader, !unit.wasAsked(probe), !missing.contains(probe) else { return }
    missing.append(probe)
    guard probe.member == .destructor else { return }
    // What it is made of ends with it.
    for part in type.canonical.templateArguments + type.canonical.fields.map(\.type) {
      noteDestructors(of: part)
    }
  }

  private mutating func noteDestructors(of type: ClangType) {
    var type = type.canonical
    while type.kind == .constantArray || type.kind == .pointer {
      type = (type.kind == .pointer ? type.pointee : type.element).canonical
    }
    guard type.isRecord, let template = type.declaration.specializedTemplate,
      template.children.contains(where: { $0.isDestructor && !$0.isDefaulted }),
      let probe = InstanceProbe(type, .destructor)
    else { return }
    note(probe, of: type)
  }
}

extension SpecialMember {
  var asProbed: InstanceProbe.Member {
    switch self {
    case .defaultConstructor: .defaultConstructor
    case .copyConstructor: .copyConstructor
    case .moveConstructor: .moveConstructor
    case .copyAssignment: .copyAssignment
    case .moveAssignment: .moveAssignment
    case .destructor: .destructor
    }
  }
}
